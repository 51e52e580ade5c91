// The table of functions, and what a program asks about itself.
#include "guest.h"

#include <time.h>

TEST(the_table) {
    CHECK_IS(wasi_function_count, 46);
    for (uint32_t i = 0; i < wasi_function_count; i++) {
        const struct wasi_function *function = &wasi_functions[i];
        CHECK(strspn(function->parameters, "iI") == strlen(function->parameters));
        const bool exits = strcmp(function->name, "proc_exit") == 0;
        CHECK(strcmp(function->results, exits ? "" : "i") == 0);
        CHECK(i == 0 || strcmp(wasi_functions[i - 1].name, function->name) < 0);
    }
}

TEST(arguments_and_environment) {
    const uint32_t count = room(guest, 4), length = room(guest, 4);
    CHECK_IS(CALL(guest, args_sizes_get, count, length), OK);
    CHECK_IS(u32_at(guest, count), 2);
    CHECK_IS(u32_at(guest, length), 15);
    const uint32_t offsets = room(guest, 8), bytes = room(guest, 15);
    CHECK_IS(CALL(guest, args_get, offsets, bytes), OK);
    CHECK_IS(u32_at(guest, offsets), bytes);
    CHECK_IS(u32_at(guest, offsets + 4), bytes + 8);
    CHECK(memcmp(guest->wasi->memory + bytes, "program\0second", 15) == 0);
    CHECK_IS(CALL(guest, environ_sizes_get, count, length), OK);
    CHECK_IS(u32_at(guest, count), 1);
    CHECK_IS(u32_at(guest, length), 11);
    CHECK_IS(CALL(guest, environ_get, offsets, bytes), OK);
    CHECK(strcmp((char *)guest->wasi->memory + bytes, "NAME=value") == 0);
}

TEST(nothing_given) {
    struct wasi_options options = default_options(guest);
    options.argument_count = options.environment_count = options.folder_count = 0;
    begin(guest, &options);
    const uint32_t count = room(guest, 4), length = room(guest, 4);
    CHECK_IS(CALL(guest, args_sizes_get, count, length), OK);
    CHECK_IS(u32_at(guest, count) + u32_at(guest, length), 0);
    CHECK_IS(CALL(guest, args_get, PAGE, PAGE), OK);
    CHECK_IS(CALL(guest, fd_prestat_get, 3, count), ERR_BADF);
    CHECK_IS(open_path(guest, 3, "file", 0, RIGHT_FD_READ), -ERR_BADF);
}

TEST(clocks) {
    const uint32_t at = room(guest, 8);
    CHECK_IS(CALL(guest, clock_res_get, CLOCK_ID_MONOTONIC, at), OK);
    CHECK(u64_at(guest, at) > 0);
    guest->wasi->monotonic_offset_ns = -5;
    CHECK_IS(CALL(guest, clock_time_get, CLOCK_ID_MONOTONIC, 0, at), OK);
    const uint64_t before = u64_at(guest, at);
    guest->wasi->monotonic_offset_ns = (int64_t)HOUR_NS;
    CHECK_IS(CALL(guest, clock_time_get, CLOCK_ID_MONOTONIC, 0, at), OK);
    CHECK(u64_at(guest, at) > before + HOUR_NS);
    CHECK_IS(CALL(guest, clock_time_get, CLOCK_ID_REALTIME, 0, at), OK);
    CHECK(u64_at(guest, at) / UINT64_C(1000000000) - (uint64_t)time(NULL) + 2 < 4);
    CHECK_IS(CALL(guest, clock_time_get, CLOCK_ID_PROCESS_CPU, 0, at), ERR_NOTSUP);
    CHECK_IS(CALL(guest, clock_time_get, CLOCK_ID_THREAD_CPU, 0, at), ERR_NOTSUP);
    CHECK_IS(CALL(guest, clock_time_get, 4, 0, at), ERR_INVAL);
    CHECK_IS(CALL(guest, clock_res_get, UINT32_MAX, at), ERR_INVAL);
}

TEST(random_bytes) {
    const uint32_t at = room(guest, 64);
    CHECK_IS(CALL(guest, random_get, at, 64), OK);
    CHECK(u64_at(guest, at) != u64_at(guest, at + 8) || u64_at(guest, at) != 0);
    CHECK_IS(CALL(guest, random_get, PAGE, 0), OK);
    guest->wasi->deadline_ns = 1;
    CHECK_IS(CALL(guest, random_get, at, 64), OK);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
}

TEST(random_bytes_until_a_cancel) {
    guest->wasi->memory_bytes = UINT32_MAX;
    guest->wasi->memory = realloc(guest->wasi->memory, UINT32_MAX);
    CHECK(guest->wasi->memory != NULL);
    cancel_soon(guest);
    CHECK_IS(CALL(guest, random_get, 0, UINT32_MAX), OK);
    CHECK_IS(guest->wasi->end, END_CANCELLED);
}

TEST(exit_code) {
    CHECK_IS(guest->wasi->end, END_NONE);
    CALL(guest, proc_exit, -7);
    CHECK_IS(guest->wasi->end, END_EXIT);
    CHECK_IS(guest->wasi->exit_code, (uint32_t)-7);
}

TEST(signals_and_sockets) {
    const uint32_t at = room(guest, 8);
    CHECK_IS(CALL(guest, proc_raise, 9), ERR_NOTSUP);
    CHECK_IS(CALL(guest, sock_accept, 0, 0, at), ERR_NOTSOCK);
    CHECK_IS(CALL(guest, sock_recv, 3, at, 0, 0, at, at), ERR_NOTSOCK);
    CHECK_IS(CALL(guest, sock_send, 1, at, 0, 0, at), ERR_NOTSOCK);
    CHECK_IS(CALL(guest, sock_shutdown, 9, 1), ERR_BADF);
}
