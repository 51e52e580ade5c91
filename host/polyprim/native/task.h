// Tasks: instances of WASI modules, each with a store and a memory of its own.
//
//   task.c          from an image to a task, its calls, its end
//   task_imports.c  what a task may call: WASI, and parking, messages and primitives
//   task_memory.c   its memory, and what of it was written
//   ticker.c        ends guests that would go on for ever
//   wasi*.c         WASI preview 1
//
// One thread at a time is inside a task; meanwhile others may cancel it, and nothing else.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "task_memory.h"
#include "wasi.h"
#include "wasmtime_api.h"

// python {
enum task_status {
    TASK_DONE,
    TASK_PARKED,  // suspended inside an import: task_resume goes on
    // These have ended the task.
    TASK_EXITED,
    TASK_DEADLINE,
    TASK_CANCELLED,
    TASK_OUTPUT,   // more output or replies than the limit
    TASK_TRAPPED,  // task_text tells why and where
    // With these nothing was done.
    TASK_NO_EXPORT,
    TASK_NO_STACK,   // of this thread: guests need a megabyte
    TASK_NO_THREAD,  // for the ticker, or signals that others have taken over
};

enum task_wait { TASK_AWAKE, TASK_WAITS_FOR_MESSAGE, TASK_WAITS_IN_CALL };

union task_value {
    int32_t i32;
    int64_t i64;
    float f32;
    double f64;
    uint8_t v128[16];
};

// Calls a primitive for a guest: answers the length of the reply, or -(code of gRPC), or
// MUST_WAIT if the task shall park and ask again.
enum { MUST_WAIT = -2147483647 };
typedef int32_t task_upcall(void *handle, const char *method, uint32_t method_length,
                            const uint8_t *request, uint32_t request_length, uint8_t *reply,
                            uint32_t capacity);

struct task_options {
    void *program;
    const struct wasi_options *wasi;
    int32_t image;  // the memory's; not looked at if its length is 0
    uint64_t image_bytes;
    uint64_t memory_bytes;
    int64_t memory_bytes_max;
    int64_t table_elements_max;
    uint64_t reply_bytes_max;
    uint64_t monotonic_ns;  // what the guest's clock shows now
    bool can_park;
    task_upcall *call;
    void *handle;
    struct task_budget *budget;
};

// Each answers NULL and why in 512 bytes of message.
void *task_linker_new(void *engine, char *message);
void task_linker_delete(void *linker);
void *task_program_new(void *linker, void *engine, void *module, char *message);
// With the last task that was made of it; also gives up that its module is guarded.
void task_program_delete(void *program);
void task_config(void *config);

struct task;
struct task *task_new(const struct task_options *options, char *message);
void task_delete(struct task *task);
// In a forked child, where the parent's tasks do not exist: they are leaked.
void tasks_forget(void);

// Calls an export with `values`, as many as it takes or answers, whichever is more. The deadline is
// of CLOCK_MONOTONIC. To resume, the export and its values must be those of the call that parked.
enum task_status task_call(struct task *task, const char *name, union task_value *values,
                           uint64_t count, uint64_t deadline_ns, bool resume);
bool task_has_export(struct task *task, const char *name);
// Ends what it does, and whatever it would do later. From any thread.
void task_cancel(struct task *task);
// The message that the task may read, and, if it is new, that wakes it. False: no memory.
bool task_set_message(struct task *task, const uint8_t *bytes, uint64_t length, bool is_new);
const uint8_t *task_message(const struct task *task, uint64_t *length);

const char *task_text(const struct task *task);
uint32_t task_exit_code(const struct task *task);
enum task_wait task_waits(const struct task *task);
// Of a task that goes on from where another one parked.
void task_set_waits(struct task *task, enum task_wait wait);
struct task_memory *task_memory_of(struct task *task);
struct wasi *task_wasi(struct task *task);
uint64_t task_monotonic_ns(const struct task *task);
// Replies since the last call began: each a length of 4 bytes and its bytes.
const uint8_t *task_replies(const struct task *task, uint64_t *length);
// Memory and WASI state as they were when the task was made; false if the memory cannot be put back.
bool task_reset(struct task *task, const struct wasi_options *wasi, uint64_t monotonic_ns);
// } python

struct task_program {
    uint32_t generation;
    void *code;
    wasm_engine_t *engine;
    wasmtime_instance_pre_t *pre;
};

struct buffer {
    uint8_t *bytes;
    uint64_t length;
    uint64_t capacity;
};
bool buffer_append(struct buffer *buffer, const void *bytes, uint64_t length);

struct task {
    uint32_t generation;
    const struct task_program *program;
    struct wasi *wasi;
    wasmtime_store_t *store;
    wasmtime_context_t *context;
    wasmtime_instance_t instance;
    struct task_memory memory;
    enum task_status ended;  // TASK_DONE: not yet
    char *text;
    struct buffer message;
    bool message_waits;
    struct buffer replies;
    uint64_t reply_bytes_max;
    bool can_park;
    bool rewinding;
    enum task_wait waits;
    uint32_t area;  // into which asyncify unwinds
    task_upcall *call;
    void *handle;
};

wasmtime_error_t *task_imports_define(wasmtime_linker_t *linker);
bool task_find(struct task *task, const char *name, wasmtime_func_t *function);
// Calls an export of one i32 at most, from within an import.
wasm_trap_t *task_call_back(struct task *task, const char *name, int32_t argument, int32_t *answer);
