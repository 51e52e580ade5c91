#define _GNU_SOURCE
#include "task.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "attachment.h"
#include "guard.h"
#include "ticker.h"

#define STACK_BYTES_MIN (1 << 20)
#define TEXT_BYTES_MAX (64 << 10)

static uint32_t generation;

void tasks_forget(void) {
    generation++;
    ticker_forget();
    task_memory_forget();
}

void task_config(void *config) { task_creator_install(config); }

bool buffer_append(struct buffer *buffer, const void *bytes, uint64_t length) {
    if (length > buffer->capacity - buffer->length) {
        uint64_t capacity = 2 * buffer->capacity + length;
        uint8_t *moved = realloc(buffer->bytes, capacity);
        if (moved == NULL) return false;
        buffer->bytes = moved;
        buffer->capacity = capacity;
    }
    if (length > 0) memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    return true;
}

// The linker and what is made from it

void *task_linker_new(void *engine, char *message) {
    wasmtime_linker_t *linker = wasmtime.linker_new(engine);
    wasmtime_error_t *error = ticker_add(engine) ? task_imports_define(linker)
                                                 : wasmtime.error_new("too many task engines");
    if (error == NULL) return linker;
    message_of(&wasmtime, error, NULL, message);
    wasmtime.linker_delete(linker);
    return NULL;
}

void task_linker_delete(void *linker) { wasmtime.linker_delete(linker); }

void *task_program_new(void *linker, void *engine, void *module, char *message) {
    struct task_program *program = malloc(sizeof *program);
    void *end;
    if (program == NULL) return NULL;
    program->generation = generation;
    program->engine = engine;
    wasmtime.module_image_range(module, &program->code, &end);
    wasmtime_error_t *error = wasmtime.linker_instantiate_pre(linker, module, &program->pre);
    if (error == NULL) return program;
    message_of(&wasmtime, error, NULL, message);
    guard_code_gone(program->code);
    free(program);
    return NULL;
}

void task_program_delete(void *program) {
    struct task_program *own = program;
    if (own->generation != generation) return;
    guard_code_gone(own->code);
    wasmtime.instance_pre_delete(own->pre);
    free(own);
}

// Life and death

static uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void destroy(struct task *task) {
    struct task_budget *budget = task->memory.budget;
    if (task->store != NULL) wasmtime.store_delete(task->store);
    if (task->wasi != NULL) wasi_delete(task->wasi);
    free(task->message.bytes);
    free(task->replies.bytes);
    free(task->text);
    free(task);
    atomic_fetch_sub(&budget->tasks, 1);
    task_budget_release(budget);
}

static wasmtime_error_t *look_at_the_clock(wasmtime_context_t *context, void *data, uint64_t *delta,
                                           uint8_t *kind) {
    struct wasi *wasi = ((struct task *)data)->wasi;
    (void)context;
    *delta = 1;
    *kind = 0;
    if (atomic_load(&wasi->cancelled) != 0) {
        wasi->end = END_CANCELLED;
    } else if (now_ns() >= wasi->deadline_ns) {
        wasi->end = END_DEADLINE;
    } else {
        return NULL;
    }
    return wasmtime.error_new("the task has ended");
}

static bool give_wasi(struct task *task, const struct wasi_options *options,
                      uint64_t monotonic_ns) {
    struct wasi *wasi = wasi_new(options);
    if (wasi == NULL) return false;
    wasi->monotonic_offset_ns = (int64_t)(monotonic_ns - now_ns());
    wasi->deadline_ns = UINT64_MAX;
    if (task->wasi != NULL) wasi_delete(task->wasi);
    task->wasi = wasi;
    return true;
}

static bool instantiate(struct task *task, char *message) {
    wasm_trap_t *trap = NULL;
    wasmtime.context_set_epoch_deadline(task->context, UINT64_MAX / 2);
    task_creator_begin(&task->memory);
    wasmtime_error_t *error = wasmtime.instance_pre_instantiate(task->program->pre, task->context,
                                                                &task->instance, &trap);
    task_creator_end();
    if (error == NULL && trap == NULL) return true;
    message_of(&wasmtime, error, trap, message);
    return false;
}

struct task *task_new(const struct task_options *options, char *message) {
    struct task_budget *budget = options->budget;
    snprintf(message, MESSAGE_BYTES, "there are %" PRIu64 " tasks already", budget->tasks_max);
    if (!budget_take(&budget->tasks, budget->tasks_max, 1)) return NULL;
    message[0] = '\0';
    struct task *task = calloc(1, sizeof *task);
    if (task == NULL) {
        atomic_fetch_sub(&budget->tasks, 1);
        return NULL;
    }
    task->memory.budget = budget;
    task_budget_hold(budget);
    task->generation = generation;
    task->program = options->program;
    task->memory.image = options->image;
    task->memory.image_bytes = options->image_bytes;
    task->memory.initial_bytes = options->memory_bytes;
    task->memory.bytes_max = (uint64_t)options->memory_bytes_max;
    task->reply_bytes_max = options->reply_bytes_max;
    task->can_park = options->can_park;
    task->call = options->call;
    task->handle = options->handle;
    if ((int64_t)options->memory_bytes > options->memory_bytes_max) {
        snprintf(message, MESSAGE_BYTES, "its memory is larger than its limit");
        destroy(task);
        return NULL;
    }
    if (!give_wasi(task, options->wasi, options->monotonic_ns)) {
        snprintf(message, MESSAGE_BYTES, "%s", strerrordesc_np(errno));
        destroy(task);
        return NULL;
    }
    task->store = wasmtime.store_new(task->program->engine, task, NULL);
    task->context = wasmtime.store_context(task->store);
    wasmtime.store_limiter(task->store, options->memory_bytes_max, options->table_elements_max, 1,
                           -1, 1);
    wasmtime.store_epoch_deadline_callback(task->store, look_at_the_clock, task, NULL);
    if (!instantiate(task, message)) {
        destroy(task);
        return NULL;
    }
    return task;
}

void task_delete(struct task *task) {
    if (task->generation == generation) destroy(task);
}

void task_cancel(struct task *task) { wasi_cancel(task->wasi); }

// Calls

bool task_find(struct task *task, const char *name, wasmtime_func_t *function) {
    wasmtime_extern_t found;
    if (!wasmtime.instance_export_get(task->context, &task->instance, name, strlen(name), &found))
        return false;
    if (found.kind != WASMTIME_EXTERN_FUNC) return false;
    *function = found.of.func;
    return true;
}

bool task_has_export(struct task *task, const char *name) {
    wasmtime_func_t function;
    return task_find(task, name, &function);
}

wasm_trap_t *task_call_back(struct task *task, const char *name, int32_t argument,
                            int32_t *answer) {
    wasmtime_func_t function;
    wasm_trap_t *trap = NULL;
    wasmtime_val_raw_t value = {.i32 = argument};
    if (!task_find(task, name, &function)) return wasmtime.trap_new(name, strlen(name));
    wasmtime_error_t *error =
        wasmtime.func_call_unchecked(task->context, &function, &value, 1, &trap);
    if (error != NULL) {
        wasmtime.error_delete(error);
        return wasmtime.trap_new(name, strlen(name));
    }
    if (answer != NULL) *answer = value.i32;
    return trap;
}

static size_t stack_left(void) {
    static _Thread_local const char *lowest;
    const char here = 0;
    if (lowest == NULL) {
        pthread_attr_t attributes;
        void *address;
        size_t bytes;
        if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
        pthread_attr_getstack(&attributes, &address, &bytes);
        pthread_attr_destroy(&attributes);
        lowest = address;
    }
    return (size_t)(&here - lowest);
}

static void keep_text(struct task *task, wasmtime_error_t *error, wasm_trap_t *trap) {
    wasm_byte_vec_t text;
    if (error != NULL) {
        wasmtime.error_message(error, &text);
        wasmtime.error_delete(error);
    } else {
        wasmtime.trap_message(trap, &text);
    }
    if (trap != NULL) wasmtime.trap_delete(trap);
    free(task->text);
    const size_t length = text.size < TEXT_BYTES_MAX ? text.size : TEXT_BYTES_MAX;
    task->text = strndup(text.data, length);
    wasmtime.byte_vec_delete(&text);
}

static enum task_status why_it_ended(const struct task *task) {
    switch (task->wasi->end) {
    case END_EXIT:
        return TASK_EXITED;
    case END_DEADLINE:
        return TASK_DEADLINE;
    case END_CANCELLED:
        return TASK_CANCELLED;
    case END_OUTPUT:
        return TASK_OUTPUT;
    case END_NONE:
        break;
    }
    return TASK_TRAPPED;
}

static bool knows_area(struct task *task) {
    if (task->area != 0) return true;
    wasm_trap_t *trap = task_call_back(task, "polyprim_stack", -1, (int32_t *)&task->area);
    if (trap != NULL) keep_text(task, NULL, trap);
    return trap == NULL;
}

static bool ask_asyncify(struct task *task, const char *name, int32_t argument) {
    wasm_trap_t *trap = task_call_back(task, name, argument, NULL);
    if (trap == NULL) return true;
    keep_text(task, NULL, trap);
    return false;
}

static enum task_status invoke(struct task *task, const wasmtime_func_t *function,
                               union task_value *values, uint64_t count) {
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error = wasmtime.func_call_unchecked(
        task->context, function, (wasmtime_val_raw_t *)values, count, &trap);
    if (error != NULL || trap != NULL) {
        keep_text(task, error, trap);
        return why_it_ended(task);
    }
    if (task->waits == TASK_AWAKE) return TASK_DONE;
    return ask_asyncify(task, "asyncify_stop_unwind", -1) ? TASK_PARKED : why_it_ended(task);
}

enum task_status task_call(struct task *task, const char *name, union task_value *values,
                           uint64_t count, uint64_t deadline_ns, bool resume) {
    wasmtime_func_t function;
    if (task->ended != TASK_DONE) return task->ended;
    if (stack_left() < STACK_BYTES_MIN) return TASK_NO_STACK;
    if (!task_find(task, name, &function)) return TASK_NO_EXPORT;
    if (!guard_check() || !ticker_begin()) return TASK_NO_THREAD;
    task->replies.length = 0;
    wasi_capture_anew(task->wasi);
    task->wasi->deadline_ns = deadline_ns;
    wasmtime.context_set_epoch_deadline(task->context, 1);
    enum task_status status;
    if (!resume ||
        (knows_area(task) && ask_asyncify(task, "asyncify_start_rewind", (int32_t)task->area))) {
        task->waits = TASK_AWAKE;
        task->rewinding = resume;
        status = invoke(task, &function, values, count);
    } else {
        status = why_it_ended(task);
    }
    task->message_waits = false;
    ticker_end();
    if (status != TASK_DONE && status != TASK_PARKED) task->ended = status;
    return status;
}

bool task_set_message(struct task *task, const uint8_t *bytes, uint64_t length, bool is_new) {
    task->message.length = 0;
    const bool done = buffer_append(&task->message, bytes, length);
    task->message_waits = done && is_new;
    return done;
}

bool task_reset(struct task *task, const struct wasi_options *wasi, uint64_t monotonic_ns) {
    if (task->memory.base != NULL && !memory_reset(&task->memory)) return false;
    if (!give_wasi(task, wasi, monotonic_ns)) return false;
    task->ended = TASK_DONE;
    task->waits = TASK_AWAKE;
    task->message_waits = task->rewinding = false;
    task->replies.length = 0;
    return true;
}

// What it is like now

const char *task_text(const struct task *task) { return task->text != NULL ? task->text : ""; }
uint32_t task_exit_code(const struct task *task) { return task->wasi->exit_code; }
enum task_wait task_waits(const struct task *task) { return task->waits; }
struct task_memory *task_memory_of(struct task *task) { return &task->memory; }
struct wasi *task_wasi(struct task *task) { return task->wasi; }

void task_set_waits(struct task *task, enum task_wait wait) { task->waits = wait; }

uint64_t task_monotonic_ns(const struct task *task) {
    return now_ns() + (uint64_t)task->wasi->monotonic_offset_ns;
}

const uint8_t *task_message(const struct task *task, uint64_t *length) {
    *length = task->message.length;
    return task->message.bytes;
}

const uint8_t *task_replies(const struct task *task, uint64_t *length) {
    *length = task->replies.length;
    return task->replies.bytes;
}
