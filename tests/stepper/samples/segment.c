// The least that can stand for the segment: a memory.
#include <stdint.h>

#include "abi.h"

EXPORT(abi_version) uint32_t abi_version(void) { return ABI_VERSION; }
EXPORT(retire) uint32_t retire(uint32_t slot) { return slot; }
