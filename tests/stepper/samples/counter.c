// Counters, right and wrong, and a two-step transfer, for the tests of the stepper itself.
#include "abi.h"

INLINE _Atomic uint64_t *word(uint32_t offset) { return at(offset); }

EXPORT(add) uint64_t add(uint32_t offset, uint64_t delta) {
    return atomic_fetch_add(word(offset), delta);
}

// Loses updates: another worker may add between the load and the store.
EXPORT(lossy_add) uint64_t lossy_add(uint32_t offset, uint64_t delta) {
    uint64_t seen = atomic_load(word(offset));
    atomic_store(word(offset), seen + delta);
    return seen;
}

// Right, with a loop.
EXPORT(cas_add) uint64_t cas_add(uint32_t offset, uint64_t delta) {
    uint64_t seen = atomic_load(word(offset));
    for (int tries = 0; tries < 100; tries++) {
        if (atomic_compare_exchange_strong(word(offset), &seen, seen + delta)) break;
    }
    return seen;
}

EXPORT(transfer) void transfer(uint32_t from, uint32_t to, uint64_t amount) {
    atomic_fetch_sub(word(from), amount);
    atomic_fetch_add(word(to), amount);
}

// `rounds` steps at one word: for measuring.
EXPORT(busy) uint64_t busy(uint32_t offset, uint32_t rounds) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < rounds; i++)
        sum += atomic_fetch_add(word(offset), 1);
    return sum;
}

// Publishes a payload of two words: the wrong way round if `early`.
EXPORT(publish) void publish(uint32_t offset, uint32_t early) {
    uint64_t *payload = (uint64_t *)at(offset + 64);
    if (early) atomic_exchange(word(offset), 1);
    payload[0] = 7;
    payload[1] = 7;
    if (!early) atomic_exchange(word(offset), 1);
}

// The payload's sum if it was published, else 14.
EXPORT(consume) uint64_t consume(uint32_t offset) {
    uint64_t *payload = (uint64_t *)at(offset + 64);
    return atomic_load(word(offset)) ? payload[0] + payload[1] : 14;
}

// Reads the word plainly, then takes one step elsewhere, then answers with what was read.
EXPORT(peek) uint64_t peek(uint32_t offset, uint32_t elsewhere) {
    atomic_fetch_add(word(elsewhere), 1);
    uint64_t seen = *(uint64_t *)at(offset);
    atomic_fetch_sub(word(elsewhere), 1);
    return seen;
}

EXPORT(forever) void forever(uint32_t offset) {
    while (atomic_load(word(offset)) == 0) {
    }
}

EXPORT(trap) void trap(uint32_t offset) {
    atomic_fetch_add(word(offset), 1);
    __builtin_trap();
}
