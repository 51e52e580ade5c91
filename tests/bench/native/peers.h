// What the benchmarks compare with, and loops that call the bridge from C.
#pragma once

#include <stddef.h>
#include <stdint.h>

// python {
struct cell {
    int64_t value;
};
int64_t cell_add(struct cell *cell, int64_t delta);

// A function of a native build of a module, bound to an object.
struct native_site {
    uint8_t *base;
    uint8_t *slot;
    uint32_t slot_number;
    uint64_t handle;
    uintptr_t function;
};
int64_t native_call(uintptr_t function, uint32_t slot, uint64_t handle, int64_t a, int64_t b);

// Each answers the nanoseconds that `rounds` calls took.
int64_t loop_native(uintptr_t function, uint32_t slot, uint64_t handle, int64_t a, int64_t rounds);
int64_t loop_call1(uintptr_t call1, uintptr_t site, int64_t a, int64_t rounds);
int64_t loop_pair(uintptr_t call1, uintptr_t push, uintptr_t pop, int64_t length, int64_t rounds);
int64_t loop_native_pair(uintptr_t push, uintptr_t pop, uint32_t slot, uint64_t handle,
                         int64_t length, int64_t rounds);
int64_t loop_rpc(uintptr_t rpc, uint64_t segment_id, uint32_t function, const char *data,
                 size_t length, uintptr_t out, int64_t rounds);

// Calls `rpc` with requests picked at random among `count` of equal length.
int64_t loop_rpc_random(uintptr_t rpc, uint64_t segment_id, uint32_t function, const char *data,
                        size_t length, uint64_t count, uintptr_t out, int64_t rounds);
// The accesses to memory that such a call cannot do without. A request is the offsets of a tag (upper
// half) and of an object: its tag, its name and its count are touched all at once, and the next
// request waits for the answer, as it does for one caller.
int64_t loop_touch_random(uint8_t *base, const uint64_t *requests, uint64_t count, int64_t rounds);

// Restores a task, gives it its globals (if there are any), calls an export that answers `expected`,
// and deletes it. The functions are those of task.h, as are options and values.
struct restore {
    uintptr_t task_new, task_call, task_delete, options;
    const char *set_globals, *export_name;
    uintptr_t globals;
    uint64_t global_count;
    int64_t arguments[2];
    int64_t expected;
};
int64_t loop_restore(const struct restore *restore, int64_t rounds);
// What a restore cannot do without: maps the file copy-on-write, adds one to a word in each of so
// many pages, and unmaps it.
int64_t loop_map(int32_t file, uint64_t bytes, int64_t pages, int64_t stride, int64_t expected,
                 int64_t rounds);

// A bare cache line between two processes: answers the nanoseconds of `rounds` there and back.
int64_t ping(uint8_t *line, int64_t rounds);
void pong(uint8_t *line, int64_t rounds);
// } python
