// Hammers the modules' own source, built natively, with threads: for ThreadSanitizer, which sees the
// orderings that wasm's atomics (all sequentially consistent) would hide.
//
//   hammer DIRECTORY PRODUCERS CONSUMERS RECORDS
//
// Producers push numbered records, singly and in batches, one of them by calls of a session, each of
// which it makes twice; consumers pop them; a worker creates and deletes queues of one name beside
// them; all count in one counter. Each number must come out once, those of one producer in order.
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "../../wasm/abi.h"

uint8_t *segment_base;

typedef int64_t (*operation)(uint32_t slot, uint64_t handle, int64_t a, int64_t b);

static struct {
    operation initialise, slot_open, slot_buffer, object_find, object_delete;
    operation counter_create, counter_add, counter_get;
    operation queue_create, push, push_many, pop, pop_many, statistics;
    operation rpc_open, session_begin, session_end, rpc_add, rpc_push;
} call;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

enum { SEGMENT = 32 << 20, BATCH = 16, WORKERS_MAX = 16 };

static uint64_t queue, counter;
static char session[16];
static int producers, consumers;
static long records;
static _Atomic long popped, churned;

static void *module(const char *directory, const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s.so", directory, name);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    ((void (*)(uint8_t *))dlsym(library, "module_attach"))(segment_base);
    return library;
}

static operation find(void *library, const char *name) {
    void *function = dlsym(library, name);
    CHECK(function != NULL);
    return (operation)function;
}

static void load(const char *directory) {
    void *segment = module(directory, "segment");
    call.initialise = find(segment, "segment_initialise");
    call.slot_open = find(segment, "slot_open");
    call.slot_buffer = find(segment, "slot_buffer");
    call.object_find = find(segment, "object_find");
    call.object_delete = find(segment, "object_delete");
    void *c = module(directory, "atomic_counter");
    call.counter_create = find(c, "counter_create");
    call.counter_add = find(c, "counter_add");
    call.counter_get = find(c, "counter_get");
    call.rpc_add = find(c, "rpc_add");
    void *q = module(directory, "concurrent_queue");
    call.queue_create = find(q, "queue_create");
    call.push = find(q, "queue_push");
    call.push_many = find(q, "queue_push_many");
    call.pop = find(q, "queue_pop");
    call.pop_many = find(q, "queue_pop_many");
    call.statistics = find(q, "queue_statistics");
    call.rpc_push = find(q, "rpc_push");
    void *s = module(directory, "call_session");
    call.rpc_open = find(s, "rpc_open");
    call.session_begin = find(s, "session_begin");
    call.session_end = find(s, "session_end");
}

static void name(uint32_t slot, const char *text) {
    memcpy(slot_at(slot)->scratch, text, strlen(text));
}
static uint8_t *request(uint32_t slot) { return at(slot_at(slot)->buffer); }
static uint8_t *reply(uint32_t slot) { return request(slot) + REQUEST_BYTES; }

static void *produce(void *argument) {
    const uint32_t slot = (uint32_t)(uintptr_t)argument;
    CHECK(call.slot_open(slot, 0, 0, 0) == 0);
    CHECK(call.slot_buffer(slot, 0, 0, 0) > 0);
    for (long next = 0; next < records;) {
        const int many = next % 3 == 0 && records - next >= BATCH ? BATCH : 1;
        uint8_t *to = request(slot);
        for (int i = 0; many > 1 && i < many; i++) {
            const uint32_t size = 16 + (uint32_t)(next + i) % 100;
            memcpy(to, &size, 4);
            to += 4;
        }
        for (int i = 0; i < many; i++) {
            const uint64_t word[2] = {slot, (uint64_t)(next + i)};
            memcpy(to, word, sizeof word);
            to += 16 + (many > 1 ? (next + i) % 100 : 0);
        }
        const int64_t length = to - request(slot);
        const int64_t result =
            many > 1 ? call.push_many(slot, queue, length, many) : call.push(slot, queue, 16, 0);
        if (result >= 0) {
            while (call.counter_add(slot, counter, many, 0) == FAULT + STATUS_BLOCKED)
                sched_yield();
            next += many;
        } else {
            CHECK(result == FAULT + STATUS_FULL || result == FAULT + STATUS_BLOCKED);
            sched_yield();
        }
    }
    return NULL;
}

// Makes a call of a session until it is answered; answers whether it had to be made.
static bool call_once(uint32_t slot, operation method, const uint8_t *bytes, size_t length,
                      uint64_t sequence) {
    for (;;) {
        memcpy(slot_at(slot)->scratch, session, sizeof session);
        memcpy(request(slot), bytes, length);
        const int64_t begun = call.session_begin(slot, sizeof session, (int64_t)sequence, 1);
        if (begun == 1) return false;
        if (begun == 0) {
            const int64_t status = method(slot, length, 0, 0);
            call.session_end(slot, (uint64_t)status, 0, 0);
            if (status == STATUS_OK) return true;
            CHECK(status == STATUS_FULL || status == STATUS_BLOCKED);
        } else {
            CHECK(begun == FAULT + STATUS_BLOCKED);
        }
        sched_yield();
    }
}

static void *repeat(void *argument) {
    const uint32_t slot = (uint32_t)(uintptr_t)argument;
    static const uint8_t add[] = {1 << 3 | 2, 5, 'c', 'o', 'u', 'n', 't', 2 << 3, 1};
    uint8_t push[] = {1 << 3 | 2, 5, 'q', 'u', 'e', 'u', 'e', 2 << 3 | 2, 16, [24] = 0};
    for (long next = 0; next < records; next++) {
        const uint64_t word[2] = {slot, (uint64_t)next}, sequence = 2 * (uint64_t)next + 1;
        memcpy(push + 9, word, sizeof word);
        CHECK(call_once(slot, call.rpc_push, push, sizeof push, sequence));
        CHECK(!call_once(slot, call.rpc_push, push, sizeof push, sequence));
        CHECK(call_once(slot, call.rpc_add, add, sizeof add, sequence + 1));
        CHECK(!call_once(slot, call.rpc_add, add, sizeof add, sequence + 1));
    }
    return NULL;
}

static void *consume(void *argument) {
    const uint32_t slot = (uint32_t)(uintptr_t)argument;
    uint64_t *seen = calloc(WORKERS_MAX, sizeof *seen);
    CHECK(call.slot_open(slot, 0, 0, 0) == 0);
    CHECK(call.slot_buffer(slot, 0, 0, 0) > 0);
    while (atomic_load(&popped) < records * (producers + 1)) {
        const int many = popped % 2 ? BATCH : 1;
        int64_t count =
            many > 1 ? call.pop_many(slot, queue, many, 0) : call.pop(slot, queue, 0, 0);
        if (count < 0) {
            CHECK(count == FAULT + STATUS_EMPTY || count == FAULT + STATUS_BLOCKED);
            sched_yield();
            continue;
        }
        const uint8_t *from = reply(slot) + (many > 1 ? 4 * many : 0);
        if (many == 1) count = 1;
        for (int64_t i = 0; i < count; i++) {
            uint64_t word[2];
            uint32_t size = 16;
            memcpy(word, from, sizeof word);
            if (many > 1) memcpy(&size, reply(slot) + 4 * i, 4);
            from += size;
            CHECK(word[0] < WORKERS_MAX && word[1] >= seen[word[0]]);
            seen[word[0]] = word[1] + 1;
        }
        atomic_fetch_add(&popped, count);
    }
    free(seen);
    return NULL;
}

static void *churn(void *argument) {
    const uint32_t slot = (uint32_t)(uintptr_t)argument;
    CHECK(call.slot_open(slot, 0, 0, 0) == 0);
    CHECK(call.slot_buffer(slot, 0, 0, 0) > 0);
    while (atomic_load(&popped) < records * (producers + 1) || atomic_load(&churned) == 0) {
        name(slot, "churn");
        int64_t handle = call.queue_create(slot, 5, 65536, 0);
        if (handle > FAULT_LIMIT)
            atomic_fetch_add(&churned, 1);
        else
            handle = call.object_find(slot, 2, 5, 0);
        if (handle <= FAULT_LIMIT) continue;
        call.push(slot, (uint64_t)handle, 8, 0);
        call.object_delete(slot, (uint64_t)handle, 2, 0);
    }
    return NULL;
}

int main(int argc, char **argv) {
    CHECK(argc == 5);
    producers = atoi(argv[2]);
    consumers = atoi(argv[3]);
    records = atol(argv[4]);
    segment_base = mmap(NULL, SEGMENT, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(segment_base != MAP_FAILED);
    load(argv[1]);
    CHECK(call.initialise(0, SEGMENT, 1024, 0) == 0);
    CHECK(call.slot_open(1, 0, 0, 0) == 0);
    CHECK(call.slot_buffer(1, 0, 0, 0) > 0);
    name(1, "queue");
    const int64_t made = call.queue_create(1, 5, 65536, 0);
    queue = (uint64_t)made;
    name(1, "count");
    counter = (uint64_t)call.counter_create(1, 5, 0, 0);
    pthread_t thread[WORKERS_MAX];
    uint32_t slot = 2;
    CHECK(call.slot_open(slot, 0, 0, 0) == 0);
    CHECK(call.slot_buffer(slot, 0, 0, 0) > 0);
    slot_at(slot)->random = 1;
    CHECK(call.rpc_open(slot, 0, 0, 0) == STATUS_OK);
    memcpy(session, reply(slot) + 2, sizeof session);
    pthread_create(&thread[slot], NULL, repeat, (void *)(uintptr_t)slot);
    slot++;
    for (int i = 0; i < producers; i++, slot++)
        pthread_create(&thread[slot], NULL, produce, (void *)(uintptr_t)slot);
    for (int i = 0; i < consumers; i++, slot++)
        pthread_create(&thread[slot], NULL, consume, (void *)(uintptr_t)slot);
    for (int i = 0; i < 2; i++, slot++)
        pthread_create(&thread[slot], NULL, churn, (void *)(uintptr_t)slot);
    for (uint32_t i = 2; i < slot; i++)
        pthread_join(thread[i], NULL);
    CHECK(popped == records * (producers + 1) && churned > 0);
    CHECK(call.counter_get(1, counter, 0, 0) == records * (producers + 1));
    CHECK(call.statistics(1, queue, 0, 0) == 0 && slot_at(1)->scratch[0] == 0);
    puts("ok");
    return 0;
}
