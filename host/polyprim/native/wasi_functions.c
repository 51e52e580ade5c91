// The table, and what is said in a line or two: arguments, environment, random bytes, the task's end,
// and sockets, of which a task has none.
#define _GNU_SOURCE
#include "wasi_functions.h"

#include <errno.h>
#include <sched.h>
#include <sys/random.h>

#include "wasi_memory.h"
#include "wasi_wait.h"

#define RANDOM_SLICE 65536

#define ENTRY(name, parameters, results) {#name, parameters, results, wasi_##name},
const struct wasi_function wasi_functions[] = {WASI_FUNCTIONS(ENTRY)};
const uint32_t wasi_function_count = sizeof wasi_functions / sizeof wasi_functions[0];

static uint16_t put_sizes(struct wasi *wasi, const struct wasi_strings *strings, uint32_t count_at,
                          uint32_t length_at) {
    uint8_t *count = guest_bytes(wasi, count_at, 4), *length = guest_bytes(wasi, length_at, 4);
    if (count == NULL || length == NULL) return ERR_FAULT;
    put_u32(count, strings->count);
    put_u32(length, strings->length);
    return OK;
}

static uint16_t put_strings(struct wasi *wasi, const struct wasi_strings *strings,
                            uint32_t offsets_at, uint32_t bytes_at) {
    uint8_t *offsets = guest_array(wasi, offsets_at, strings->count, 4);
    uint8_t *bytes = guest_bytes(wasi, bytes_at, strings->length);
    if (offsets == NULL || bytes == NULL) return ERR_FAULT;
    uint32_t position = 0;
    for (uint32_t i = 0; i < strings->count; i++) {
        put_u32(offsets + (size_t)i * 4, bytes_at + position);
        position += (uint32_t)strlen(strings->bytes + position) + 1;
    }
    memcpy(bytes, strings->bytes, strings->length);
    return OK;
}

WASI(args_get) { return put_strings(wasi, &wasi->arguments, U32(0), U32(1)); }
WASI(args_sizes_get) { return put_sizes(wasi, &wasi->arguments, U32(0), U32(1)); }
WASI(environ_get) { return put_strings(wasi, &wasi->environment, U32(0), U32(1)); }
WASI(environ_sizes_get) { return put_sizes(wasi, &wasi->environment, U32(0), U32(1)); }

WASI(random_get) {
    uint8_t *bytes = guest_bytes(wasi, U32(0), U32(1));
    if (bytes == NULL) return ERR_FAULT;
    uint32_t left = U32(1);
    while (left > 0 && goes_on(wasi)) {
        const ssize_t got = getrandom(bytes, left < RANDOM_SLICE ? left : RANDOM_SLICE, 0);
        if (got < 0 && errno != EINTR) return guest_errno();
        if (got < 0) continue;
        bytes += got;
        left -= (uint32_t)got;
    }
    return OK;
}

WASI(sched_yield) {
    (void)wasi, (void)arguments;
    sched_yield();
    return OK;
}

WASI(proc_exit) {
    wasi->end = END_EXIT;
    wasi->exit_code = U32(0);
    return OK;
}

WASI(proc_raise) {
    (void)wasi, (void)arguments;
    return ERR_NOTSUP;
}

static uint16_t no_socket(struct wasi *wasi, uint32_t number) {
    struct descriptor *own;
    const uint16_t error = descriptor_need(wasi, number, 0, &own);
    return error != OK ? error : ERR_NOTSOCK;
}

WASI(sock_accept) { return no_socket(wasi, U32(0)); }
WASI(sock_recv) { return no_socket(wasi, U32(0)); }
WASI(sock_send) { return no_socket(wasi, U32(0)); }
WASI(sock_shutdown) { return no_socket(wasi, U32(0)); }
