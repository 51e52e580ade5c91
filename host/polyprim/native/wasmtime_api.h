// The part of wasmtime's C API that the bridge calls, by address: the symbols live in the library
// that the wasmtime wheel ships and Python has loaded. The layouts are those of wasmtime 48 and 50;
// a test compares them with those that the installed wheel declares.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct wasm_engine_t wasm_engine_t;
typedef struct wasm_trap_t wasm_trap_t;
typedef struct wasm_memorytype_t wasm_memorytype_t;
typedef struct wasmtime_error wasmtime_error_t;
typedef struct wasmtime_module wasmtime_module_t;
typedef struct wasmtime_store wasmtime_store_t;
typedef struct wasmtime_context wasmtime_context_t;

typedef struct {
    size_t size;
    char *data;
} wasm_byte_vec_t;

typedef struct {
    uint64_t store_id;
    void *private_word;
} wasmtime_func_t;

typedef struct {
    uint64_t store_id;
    size_t private_word;
} wasmtime_instance_t;

enum { WASMTIME_EXTERN_FUNC = 0, WASMTIME_EXTERN_MEMORY = 3 };

typedef struct {
    uint8_t kind;
    union {
        wasmtime_func_t func;
        uint64_t words[3];
    } of;
} wasmtime_extern_t;

typedef union {
    int32_t i32;
    int64_t i64;
    uint8_t v128[16];
} wasmtime_val_raw_t;

typedef struct {
    void *env;
    uint8_t *(*get_memory)(void *env, size_t *byte_size, size_t *byte_capacity);
    wasmtime_error_t *(*grow_memory)(void *env, size_t new_size);
    void (*finalizer)(void *env);
} wasmtime_linear_memory_t;

typedef struct {
    void *env;
    wasmtime_error_t *(*new_memory)(void *env, const wasm_memorytype_t *type, size_t minimum,
                                    size_t maximum, size_t reserved, size_t guard,
                                    wasmtime_linear_memory_t *answer);
    void (*finalizer)(void *env);
} wasmtime_memory_creator_t;

typedef struct wasmtime_linker wasmtime_linker_t;
typedef struct wasmtime_instance_pre wasmtime_instance_pre_t;
typedef struct wasmtime_caller wasmtime_caller_t;
typedef struct wasm_functype_t wasm_functype_t;
typedef struct wasm_valtype_t wasm_valtype_t;

typedef struct {
    size_t size;
    wasm_valtype_t **data;
} wasm_valtype_vec_t;

enum { WASM_I32 = 0, WASM_I64 = 1 };

typedef wasm_trap_t *wasmtime_callback_t(void *env, wasmtime_caller_t *, wasmtime_val_raw_t *values,
                                         size_t count);
typedef wasmtime_error_t *wasmtime_epoch_callback_t(wasmtime_context_t *, void *data,
                                                    uint64_t *delta, uint8_t *kind);

#define WASMTIME_FUNCTIONS(F)                                                                      \
    F(wasmtime_error_t *, wasmtime_, func_call_unchecked, wasmtime_context_t *,                    \
      const wasmtime_func_t *, wasmtime_val_raw_t *, size_t, wasm_trap_t **)                       \
    F(wasmtime_store_t *, wasmtime_, store_new, wasm_engine_t *, void *data,                       \
      void (*finalizer)(void *))                                                                   \
    F(wasmtime_context_t *, wasmtime_, store_context, wasmtime_store_t *)                          \
    F(void, wasmtime_, store_delete, wasmtime_store_t *)                                           \
    F(void, wasmtime_, store_limiter, wasmtime_store_t *, int64_t memory_bytes,                    \
      int64_t table_elements, int64_t instances, int64_t tables, int64_t memories)                 \
    F(void, wasmtime_, store_epoch_deadline_callback, wasmtime_store_t *,                          \
      wasmtime_epoch_callback_t *, void *data, void (*finalizer)(void *))                          \
    F(void, wasmtime_, context_set_epoch_deadline, wasmtime_context_t *, uint64_t ticks)           \
    F(void *, wasmtime_, context_get_data, const wasmtime_context_t *)                             \
    F(wasm_engine_t *, wasmtime_, engine_clone, wasm_engine_t *)                                   \
    F(void, wasmtime_, engine_increment_epoch, wasm_engine_t *)                                    \
    F(wasmtime_error_t *, wasmtime_, instance_new, wasmtime_context_t *,                           \
      const wasmtime_module_t *, const wasmtime_extern_t *imports, size_t count,                   \
      wasmtime_instance_t *, wasm_trap_t **)                                                       \
    F(bool, wasmtime_, instance_export_get, wasmtime_context_t *, const wasmtime_instance_t *,     \
      const char *name, size_t length, wasmtime_extern_t *)                                        \
    F(wasmtime_linker_t *, wasmtime_, linker_new, wasm_engine_t *)                                 \
    F(void, wasmtime_, linker_delete, wasmtime_linker_t *)                                         \
    F(wasmtime_error_t *, wasmtime_, linker_define_func_unchecked, wasmtime_linker_t *,            \
      const char *module, size_t module_length, const char *name, size_t name_length,              \
      const wasm_functype_t *, wasmtime_callback_t *, void *env, void (*finalizer)(void *))        \
    F(wasmtime_error_t *, wasmtime_, linker_instantiate_pre, const wasmtime_linker_t *,            \
      const wasmtime_module_t *, wasmtime_instance_pre_t **)                                       \
    F(wasmtime_error_t *, wasmtime_, instance_pre_instantiate, const wasmtime_instance_pre_t *,    \
      wasmtime_context_t *, wasmtime_instance_t *, wasm_trap_t **)                                 \
    F(void, wasmtime_, instance_pre_delete, wasmtime_instance_pre_t *)                             \
    F(wasmtime_context_t *, wasmtime_, caller_context, wasmtime_caller_t *)                        \
    F(wasm_trap_t *, wasmtime_, trap_new, const char *message, size_t length)                      \
    F(wasm_valtype_t *, wasm_, valtype_new, uint8_t kind)                                          \
    F(wasm_functype_t *, wasm_, functype_new, wasm_valtype_vec_t *parameters,                      \
      wasm_valtype_vec_t *results)                                                                 \
    F(void, wasm_, functype_delete, wasm_functype_t *)                                             \
    F(void, wasm_, valtype_vec_new, wasm_valtype_vec_t *, size_t, wasm_valtype_t *const *)         \
    F(wasmtime_error_t *, wasmtime_, error_new, const char *)                                      \
    F(void, wasmtime_, error_message, const wasmtime_error_t *, wasm_byte_vec_t *)                 \
    F(void, wasmtime_, error_delete, wasmtime_error_t *)                                           \
    F(void, wasm_, trap_message, const wasm_trap_t *, wasm_byte_vec_t *)                           \
    F(void, wasm_, trap_delete, wasm_trap_t *)                                                     \
    F(void, wasm_, byte_vec_delete, wasm_byte_vec_t *)                                             \
    F(void, wasmtime_, module_image_range, const wasmtime_module_t *, void **start, void **end)    \
    F(void, wasmtime_, config_host_memory_creator_set, void *config, wasmtime_memory_creator_t *)

struct wasmtime_api {
#define MEMBER(answer, prefix, name, ...) answer (*name)(__VA_ARGS__);
    WASMTIME_FUNCTIONS(MEMBER)
#undef MEMBER
};

extern struct wasmtime_api wasmtime;
