// atomic_counter with a loop in it.
#include "../../../wasm/atomic_counter.c"
#include "loops.h"

int64_t loop(uint32_t slot, uint64_t handle, uint64_t rounds) {
    int64_t last = 0;
    for (uint64_t i = 0; i < rounds; i++)
        last = counter_add(slot, handle, 1);
    return last;
}

int64_t loop_batch(uint32_t slot, uint64_t handle, uint64_t rounds) {
    return loop(slot, handle, rounds);
}
