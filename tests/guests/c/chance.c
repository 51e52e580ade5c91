// Flags: -mexec-model=reactor
// What differs from run to run: clocks, the host's random bytes, and a generator of its own.
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static uint64_t generator;  // xorshift

static int64_t now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

// Nanoseconds.
__attribute__((export_name("wall_clock"))) int64_t wall_clock(void) { return now(CLOCK_REALTIME); }

__attribute__((export_name("monotonic"))) int64_t monotonic(void) { return now(CLOCK_MONOTONIC); }

__attribute__((export_name("random"))) int64_t fresh_random(void) {
    int64_t value;
    return getentropy(&value, sizeof value) ? 0 : value;
}

// Has the host fill that many bytes with one call of its random_get.
__attribute__((export_name("random_bulk"))) int32_t random_bulk(int32_t bytes) {
    extern uint16_t random_get(void *, size_t)
        __attribute__((import_module("wasi_snapshot_preview1"), import_name("random_get")));
    void *block = malloc(bytes);
    return block ? random_get(block, bytes) : -1;
}

__attribute__((export_name("seed"))) void seed(void) { generator = fresh_random() | 1; }

// The next number of the generator, which a snapshot clones unless it is seeded again.
__attribute__((export_name("draw"))) int64_t draw(void) {
    generator ^= generator << 13;
    generator ^= generator >> 7;
    return generator ^= generator << 17;
}
