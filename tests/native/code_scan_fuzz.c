// The scan of code that nobody has looked at: whatever the bytes, it stays inside of them, and tells
// the same of a copy of them that ends where it came to.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "code_scan.h"

#define PLACES (CODE_GROUPS * CODE_GROUP_OPCODES)

// The first bytes are the shapes, then again and again.
static void fill_shapes(uint8_t *shapes, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < PLACES * CODE_IMMEDIATES; i++)
        shapes[i] = length > 0 ? bytes[i % length] % (CODE_UNKNOWN + 2) : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    uint8_t *shapes = malloc(PLACES * CODE_IMMEDIATES);
    uint8_t *seen = calloc(PLACES, 1), *again = calloc(PLACES, 1);
    const size_t shaping = length < 64 ? length : 64;
    fill_shapes(shapes, bytes, shaping);
    uint8_t *code = malloc(length - shaping);
    if (length > shaping) memcpy(code, bytes + shaping, length - shaping);
    const uint64_t reached = code_scan(code, length - shaping, shapes, seen);
    if (reached > length - shaping) abort();
    uint8_t *shorter = malloc(reached);
    if (reached > 0) memcpy(shorter, code, reached);
    if (code_scan(shorter, reached, shapes, again) != reached) abort();
    if (memcmp(seen, again, PLACES) != 0) abort();
    free(shorter);
    free(code);
    free(again);
    free(seen);
    free(shapes);
    return 0;
}
