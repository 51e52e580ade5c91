#define _GNU_SOURCE
#include "peers.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "../../../wasm/abi.h"

typedef int64_t (*operation)(uint32_t, uint64_t, int64_t, int64_t);
typedef int64_t (*call1_function)(const void *, int64_t);
typedef int64_t (*rpc_function)(uint64_t, uint32_t, uint32_t, uint32_t, const char *, size_t,
                                void *);

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000 + now.tv_nsec;
}

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

int64_t cell_add(struct cell *cell, int64_t delta) {
    return __atomic_fetch_add(&cell->value, delta, __ATOMIC_SEQ_CST) + delta;
}

int64_t native_call(uintptr_t function, uint32_t slot, uint64_t handle, int64_t a, int64_t b) {
    return ((operation)function)(slot, handle, a, b);
}

int64_t loop_native(uintptr_t function, uint32_t slot, uint64_t handle, int64_t a, int64_t rounds) {
    const operation call = (operation)function;
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++)
        call(slot, handle, a, 0);
    return now_ns() - began;
}

int64_t loop_call1(uintptr_t call1, uintptr_t site, int64_t a, int64_t rounds) {
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++)
        ((call1_function)call1)((const void *)site, a);
    return now_ns() - began;
}

int64_t loop_pair(uintptr_t call1, uintptr_t push, uintptr_t pop, int64_t length, int64_t rounds) {
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++) {
        if (((call1_function)call1)((const void *)push, length) < 0) return -1;
        if (((call1_function)call1)((const void *)pop, 0) < 0) return -1;
    }
    return now_ns() - began;
}

int64_t loop_native_pair(uintptr_t push, uintptr_t pop, uint32_t slot, uint64_t handle,
                         int64_t length, int64_t rounds) {
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++) {
        if (((operation)push)(slot, handle, length, 0) < 0) return -1;
        if (((operation)pop)(slot, handle, 0, 0) < 0) return -1;
    }
    return now_ns() - began;
}

int64_t loop_rpc(uintptr_t rpc, uint64_t segment_id, uint32_t function, const char *data,
                 size_t length, uintptr_t out, int64_t rounds) {
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++) {
        if (((rpc_function)rpc)(segment_id, function, 1, 0, data, length, (void *)out)) return -1;
    }
    return now_ns() - began;
}

int64_t loop_rpc_random(uintptr_t rpc, uint64_t segment_id, uint32_t function, const char *data,
                        size_t length, uint64_t count, uintptr_t out, int64_t rounds) {
    uint64_t random = 88172645463325252u;
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++) {
        const char *request = data + next_random(&random) % count * length;
        if (((rpc_function)rpc)(segment_id, function, 1, 0, request, length, (void *)out)) {
            return -1;
        }
    }
    return now_ns() - began;
}

int64_t loop_touch_random(uint8_t *base, const uint64_t *requests, uint64_t count, int64_t rounds) {
    uint64_t random = 88172645463325252u, nothing = 0;  // always 0, which the compiler cannot know
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++) {
        const uint64_t request = requests[next_random(&random) % count + nothing];
        uint8_t *object = base + (uint32_t)request;
        uint64_t seen = __atomic_load_n((uint32_t *)(base + (request >> 32)), __ATOMIC_ACQUIRE);
        seen |= __atomic_load_n((uint64_t *)object, __ATOMIC_ACQUIRE);
        seen |= __atomic_fetch_add((uint64_t *)(object + 96), 1, __ATOMIC_SEQ_CST);
        nothing = seen >> 63;
    }
    return now_ns() - began;
}

int64_t ping(uint8_t *line, int64_t rounds) {
    _Atomic uint64_t *word = (_Atomic uint64_t *)line;
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++) {
        atomic_store_explicit(word, 2 * i + 1, memory_order_release);
        while (atomic_load_explicit(word, memory_order_acquire) != (uint64_t)(2 * i + 2)) {
        }
    }
    return now_ns() - began;
}

void pong(uint8_t *line, int64_t rounds) {
    _Atomic uint64_t *word = (_Atomic uint64_t *)line;
    for (int64_t i = 0; i < rounds; i++) {
        while (atomic_load_explicit(word, memory_order_acquire) != (uint64_t)(2 * i + 1)) {
        }
        atomic_store_explicit(word, 2 * i + 2, memory_order_release);
    }
}

union value {
    int32_t i32;
    int64_t i64;
    uint8_t v128[16];
};
typedef void *(*task_new_function)(const void *options, char *message);
typedef int (*task_call_function)(void *task, const char *name, union value *values, uint64_t count,
                                  uint64_t deadline_ns, bool resume);
typedef void (*task_delete_function)(void *task);

int64_t loop_restore(const struct restore *restore, int64_t rounds) {
    const task_call_function call = (task_call_function)restore->task_call;
    char message[512];
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++) {
        void *task = ((task_new_function)restore->task_new)((void *)restore->options, message);
        if (task == NULL) return -1;
        if (restore->global_count != 0 &&
            call(task, restore->set_globals, (union value *)restore->globals, restore->global_count,
                 UINT64_MAX, false) != 0) {
            return -1;
        }
        union value values[2] = {{.i64 = restore->arguments[0]}, {.i64 = restore->arguments[1]}};
        if (call(task, restore->export_name, values, 2, UINT64_MAX, false) != 0) return -1;
        if (values[0].i64 != restore->expected) return -1;
        ((task_delete_function)restore->task_delete)(task);
    }
    return now_ns() - began;
}

int64_t loop_map(int32_t file, uint64_t bytes, int64_t pages, int64_t stride, int64_t expected,
                 int64_t rounds) {
    const int64_t began = now_ns();
    for (int64_t i = 0; i < rounds; i++) {
        uint8_t *base = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
        if (base == MAP_FAILED) return -1;
        int64_t sum = 0;
        for (int64_t page = 0; page < pages; page++) {
            // One fault a page, which copies it, and not a second one that only reads.
            sum += __atomic_add_fetch((uint32_t *)(base + page * stride), 1, __ATOMIC_RELAXED);
        }
        if (sum != expected) return -1;
        munmap(base, bytes);
    }
    return now_ns() - began;
}
