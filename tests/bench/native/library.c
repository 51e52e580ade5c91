// Part of every native build of a module: where its segment begins.
#include <stdint.h>
uint8_t *segment_base;
__attribute__((visibility("default"))) void module_attach(uint8_t *base) { segment_base = base; }
