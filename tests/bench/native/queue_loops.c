// concurrent_queue with loops in it.
#include "../../../wasm/concurrent_queue.c"
#include "loops.h"

int64_t loop(uint32_t slot, uint64_t handle, uint64_t rounds) {
    for (uint64_t i = 0; i < rounds; i++) {
        if (queue_push(slot, handle, RECORD) != 0) return -1;
        if (queue_pop(slot, handle, 0) != RECORD) return -2;
    }
    return 0;
}

int64_t loop_batch(uint32_t slot, uint64_t handle, uint64_t rounds) {
    const uint32_t request = slot_at(slot)->buffer;
    for (uint32_t i = 0; i < BATCH; i++)
        store32(request + 4 * i, RECORD);
    for (uint64_t i = 0; i < rounds; i++) {
        if (queue_push_many(slot, handle, BATCH * (4 + RECORD), BATCH) != BATCH) return -1;
        if (queue_pop_many(slot, handle, BATCH, 0) != BATCH) return -2;
    }
    return 0;
}
