// Flags: -mexec-model=reactor
// Takes memory, and fills it, until there is no more.
#include <stdint.h>
#include <string.h>

#define PAGE 65536

// Answers the pages that there are in the end.
__attribute__((export_name("grow"))) int32_t grow(int32_t pages_a_step) {
    for (;;) {
        size_t before = __builtin_wasm_memory_grow(0, pages_a_step);
        if (before == SIZE_MAX) return __builtin_wasm_memory_size(0);
        memset((void *)(before * PAGE), 1, (size_t)pages_a_step * PAGE);
    }
}
