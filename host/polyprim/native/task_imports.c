#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "task.h"
#include "wasi_wait.h"

#define VALUES_MAX 16

static struct task *task_of(wasmtime_caller_t *caller) {
    return wasmtime.context_get_data(wasmtime.caller_context(caller));
}

static wasm_trap_t *trap(const char *text) { return wasmtime.trap_new(text, strlen(text)); }

static wasm_trap_t *ended(void) { return trap("the task has ended"); }

static wasm_trap_t *call_wasi(void *env, wasmtime_caller_t *caller, wasmtime_val_raw_t *values,
                              size_t count) {
    const struct wasi_function *function = env;
    struct task *task = task_of(caller);
    struct wasi *wasi = task->wasi;
    (void)count;
    wasi->memory = task->memory.base;
    wasi->memory_bytes = task->memory.bytes;
    const uint16_t answer = function->call(wasi, values);
    if (wasi->end != END_NONE) return ended();
    if (function->results[0] != '\0') values[0].i32 = answer;
    return NULL;
}

static bool is_inside(const struct task *task, uint32_t offset, uint32_t length) {
    return (uint64_t)offset + length <= task->memory.bytes;
}

static wasm_trap_t *out_of_bounds(void) { return trap("out of bounds: polyprim import"); }

static wasm_trap_t *wake_up(struct task *task) {
    if (!task->rewinding) return NULL;
    task->rewinding = false;
    return task_call_back(task, "asyncify_stop_rewind", -1, NULL);
}

static wasm_trap_t *fall_asleep(struct task *task, enum task_wait wait) {
    if (task->area == 0) {
        wasm_trap_t *failed = task_call_back(task, "polyprim_stack", -1, (int32_t *)&task->area);
        if (failed != NULL) return failed;
    }
    task->waits = wait;
    return task_call_back(task, "asyncify_start_unwind", (int32_t)task->area, NULL);
}

static wasm_trap_t *import_park(struct task *task, wasmtime_val_raw_t *values) {
    wasm_trap_t *failed = wake_up(task);
    if (failed != NULL) return failed;
    if (task->message_waits) {
        task->message_waits = false;
        values[0].i32 = (int32_t)task->message.length;
        return NULL;
    }
    if (!task->can_park) {
        return trap("polyprim.park: this module was not built to be suspended: it needs the "
                    "export polyprim_stack, and wasm-opt --asyncify");
    }
    values[0].i32 = 0;
    return fall_asleep(task, TASK_WAITS_FOR_MESSAGE);
}

static wasm_trap_t *import_read(struct task *task, wasmtime_val_raw_t *values) {
    const uint32_t offset = (uint32_t)values[0].i32, capacity = (uint32_t)values[1].i32;
    if (!is_inside(task, offset, capacity)) return out_of_bounds();
    const uint64_t length =
        task->message.length < capacity ? task->message.length : (uint64_t)capacity;
    if (length > 0) memcpy(task->memory.base + offset, task->message.bytes, length);
    task->message_waits = false;
    values[0].i32 = (int32_t)length;
    return NULL;
}

static wasm_trap_t *import_reply(struct task *task, wasmtime_val_raw_t *values) {
    const uint32_t offset = (uint32_t)values[0].i32, length = (uint32_t)values[1].i32;
    if (!is_inside(task, offset, length)) return out_of_bounds();
    if (task->replies.length + sizeof length + length > task->reply_bytes_max ||
        !buffer_append(&task->replies, &length, sizeof length) ||
        !buffer_append(&task->replies, task->memory.base + offset, length)) {
        task->wasi->end = END_OUTPUT;
        return trap("too many replies");
    }
    return NULL;
}

static wasm_trap_t *import_call(struct task *task, wasmtime_val_raw_t *values) {
    const uint32_t method = (uint32_t)values[0].i32, method_length = (uint32_t)values[1].i32;
    const uint32_t request = (uint32_t)values[2].i32, request_length = (uint32_t)values[3].i32;
    const uint32_t reply = (uint32_t)values[4].i32, capacity = (uint32_t)values[5].i32;
    wasm_trap_t *failed = wake_up(task);
    if (failed != NULL) return failed;
    if (!is_inside(task, method, method_length) || !is_inside(task, request, request_length) ||
        !is_inside(task, reply, capacity)) {
        return out_of_bounds();
    }
    const uint8_t *base = task->memory.base;
    const int32_t answer =
        task->call(task->handle, (const char *)base + method, method_length, base + request,
                   request_length, task->memory.base + reply, capacity);
    if (answer < 0 && answer != MUST_WAIT && !goes_on(task->wasi)) return ended();
    values[0].i32 = answer == MUST_WAIT ? 0 : answer;
    return answer == MUST_WAIT ? fall_asleep(task, TASK_WAITS_IN_CALL) : NULL;
}

static const struct polyprim_import {
    const char *name, *parameters, *results;
    wasm_trap_t *(*call)(struct task *task, wasmtime_val_raw_t *values);
} polyprim_imports[] = {
    {"park", "", "i", import_park},
    {"read", "ii", "i", import_read},
    {"reply", "ii", "", import_reply},
    {"call", "iiiiii", "i", import_call},
};

static wasm_trap_t *call_polyprim(void *env, wasmtime_caller_t *caller, wasmtime_val_raw_t *values,
                                  size_t count) {
    const struct polyprim_import *import = env;
    (void)count;
    return import->call(task_of(caller), values);
}

static void types_of(const char *signature, wasm_valtype_vec_t *types) {
    wasm_valtype_t *each[VALUES_MAX];
    const size_t count = strlen(signature);
    for (size_t i = 0; i < count; i++)
        each[i] = wasmtime.valtype_new(signature[i] == 'I' ? WASM_I64 : WASM_I32);
    wasmtime.valtype_vec_new(types, count, each);
}

static wasmtime_error_t *define(wasmtime_linker_t *linker, const char *module, const char *name,
                                const char *parameters, const char *results,
                                wasmtime_callback_t *callback, const void *env) {
    wasm_valtype_vec_t takes, answers;
    types_of(parameters, &takes);
    types_of(results, &answers);
    wasm_functype_t *type = wasmtime.functype_new(&takes, &answers);
    wasmtime_error_t *error = wasmtime.linker_define_func_unchecked(
        linker, module, strlen(module), name, strlen(name), type, callback, (void *)env, NULL);
    wasmtime.functype_delete(type);
    return error;
}

wasmtime_error_t *task_imports_define(wasmtime_linker_t *linker) {
    for (uint32_t i = 0; i < wasi_function_count; i++) {
        const struct wasi_function *function = &wasi_functions[i];
        wasmtime_error_t *error =
            define(linker, "wasi_snapshot_preview1", function->name, function->parameters,
                   function->results, call_wasi, function);
        if (error != NULL) return error;
    }
    for (size_t i = 0; i < sizeof polyprim_imports / sizeof polyprim_imports[0]; i++) {
        const struct polyprim_import *import = &polyprim_imports[i];
        wasmtime_error_t *error = define(linker, "polyprim", import->name, import->parameters,
                                         import->results, call_polyprim, import);
        if (error != NULL) return error;
    }
    return NULL;
}
