// What one thread needs to work on one segment: a store, an instance of each module, a slot.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "abi.h"
#include "mapping.h"
#include "wasmtime_api.h"

#define MESSAGE_BYTES 512
#define RANDOM_AT_ONCE 32

// Never freed, only reused: a thread's table may point to an attachment that was closed for it.
struct attachment {
    _Atomic uint64_t segment_id;  // 0: closed
    _Atomic uint32_t busy;        // inside a call that has given up the GIL
    uint32_t slot_number;
    struct slot *slot;
    uint8_t *base;
    uint64_t bytes;
    const _Atomic uint32_t *poisoned;
    const struct wasmtime_api *api;
    wasmtime_context_t *context;
    wasmtime_func_t *functions;
    uint32_t function_count;
    uint32_t buffer_function;
    uint32_t buffer;  // as we checked it: the slot's own word may have been corrupted
    int64_t kept;     // the last answer that looked like a fault and was none
    uint32_t random_left;
    uint64_t random[RANDOM_AT_ONCE];
    wasmtime_store_t *store;
    struct attachment *next_free;
    char trap[MESSAGE_BYTES];
};

void message_of(const struct wasmtime_api *api, wasmtime_error_t *error, wasm_trap_t *trap,
                char *message);

// python {
struct function_name {
    uint32_t module;
    const char *name;
};

// The modules and the table of their functions, by whose numbers functions are called.
struct program {
    void *engine;
    uint32_t module_count;  // the first is segment.wasm
    void **modules;
    uint32_t function_count;
    const struct function_name *functions;
    uint32_t buffer_function;  // the number of slot_buffer
};

// NULL, and why in 512 bytes of message.
void *attachment_open(const struct program *program, struct mapping *mapping, uint64_t segment_id,
                      uint32_t slot, char *message);
// From now on no thread begins a call through it; whoever is inside still is, while it is busy.
void attachment_kill(void *attachment);
bool attachment_busy(void *attachment);
void attachment_close(void *attachment);
const char *trap_message(void *attachment);

uint64_t thread_stack_bytes(void);
const char *symbol_name(uint32_t index);
bool symbols_bind(void **addresses, uint32_t count);
void engine_install(void *config);
bool engine_guard(void);
bool module_guard(void *module);
bool guard_check(void);
void guard_forget(void);
// } python
