// Waiting on words of a segment, outside wasm.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "mapping.h"

// python {
// Sleeps until the word is woken or no longer has that value, at most so long. FAULT + status if
// the thread has no attachment or there is no such word, else 0: the caller looks again.
int64_t wait_word(uint64_t segment_id, uint32_t offset, uint32_t value, uint32_t timeout_ms);

// Many words of many segments, and one of the process's own by which the wait is broken off.
struct watch {
    uint32_t *word;
    uint32_t value;
    uint32_t changed;  // answer: woken, or has another value
};
uint32_t *mapping_word(struct mapping *mapping, uint32_t offset);
void wait_any(struct watch *watches, size_t count, uint32_t timeout_ms);
void wake_word(uint32_t *word);
uint32_t arm_word(uint32_t *word);  // sets bit 0, and answers the value with it
// } python
