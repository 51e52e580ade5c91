// Flags: -mexec-model=reactor
// Recurses on the engine's stack and on the one in memory.
#include <stdint.h>

static int32_t on_engine(int32_t depth) {
    if (depth == 0) return 0;
    int32_t below = on_engine(depth - 1);
    __asm__ volatile("" : "+r"(below));
    return below + 1;
}

static int32_t in_memory(int32_t depth) {
    volatile char frame[256];
    frame[depth % sizeof frame] = (char)depth;
    if (depth == 0) return frame[0];
    return in_memory(depth - 1) + 1 + 0 * frame[1];
}

// Answers `depth`; a negative one never ends.
__attribute__((export_name("on_engine"))) int32_t run_on_engine(int32_t depth) {
    return on_engine(depth);
}

// The same, with a frame of 256 bytes in memory each.
__attribute__((export_name("in_memory"))) int32_t run_in_memory(int32_t depth) {
    return in_memory(depth);
}
