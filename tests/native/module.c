// A module built natively: the same source, over memory that the harness gives it.
#include <stdint.h>
uint8_t *segment_base;
__attribute__((visibility("default"))) void module_attach(uint8_t *base) { segment_base = base; }
