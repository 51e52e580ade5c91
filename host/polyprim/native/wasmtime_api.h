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

struct wasmtime_api {
    wasmtime_error_t *(*func_call_unchecked)(wasmtime_context_t *, const wasmtime_func_t *,
                                             wasmtime_val_raw_t *, size_t, wasm_trap_t **);
    wasmtime_store_t *(*store_new)(wasm_engine_t *, void *data, void (*finalizer)(void *));
    wasmtime_context_t *(*store_context)(wasmtime_store_t *);
    void (*store_delete)(wasmtime_store_t *);
    wasmtime_error_t *(*instance_new)(wasmtime_context_t *, const wasmtime_module_t *,
                                      const wasmtime_extern_t *imports, size_t count,
                                      wasmtime_instance_t *, wasm_trap_t **);
    bool (*instance_export_get)(wasmtime_context_t *, const wasmtime_instance_t *, const char *name,
                                size_t length, wasmtime_extern_t *);
    wasmtime_error_t *(*error_new)(const char *);
    void (*error_message)(const wasmtime_error_t *, wasm_byte_vec_t *);
    void (*error_delete)(wasmtime_error_t *);
    void (*trap_message)(const wasm_trap_t *, wasm_byte_vec_t *);
    void (*trap_delete)(wasm_trap_t *);
    void (*byte_vec_delete)(wasm_byte_vec_t *);
    void (*module_image_range)(const wasmtime_module_t *, void **start, void **end);
    void (*config_host_memory_creator_set)(void *config, wasmtime_memory_creator_t *);
};
