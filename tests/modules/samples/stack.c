// An array indexed at run time needs a C stack, so the stack pointer, a mutable global.
#include "abi.h"

EXPORT(sample_shuffle) uint32_t sample_shuffle(uint32_t count, uint32_t seed) {
    volatile uint32_t deck[16];
    for (uint32_t i = 0; i < 16; i++)
        deck[i] = i;
    for (uint32_t i = 0; i < (count & 1023); i++)
        deck[(seed + i) % 16] ^= deck[i % 16];
    return deck[seed % 16];
}
