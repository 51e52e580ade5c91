// poll_oneoff: clocks and descriptors.
#define _GNU_SOURCE
#include "guest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void clock_at(struct guest *guest, uint32_t at, uint64_t user_data, uint32_t clock,
                     uint64_t timeout_ns, uint32_t flags) {
    memset(guest->wasi->memory + at, 0, SUBSCRIPTION_BYTES);
    set_u64(guest, at, user_data);
    set_u32(guest, at + 16, clock);
    set_u64(guest, at + 24, timeout_ns);
    set_u32(guest, at + 40, flags);
}

static void descriptor_at(struct guest *guest, uint32_t at, uint64_t user_data, uint8_t type,
                          uint32_t number) {
    memset(guest->wasi->memory + at, 0, SUBSCRIPTION_BYTES);
    set_u64(guest, at, user_data);
    guest->wasi->memory[at + 8] = type;
    set_u32(guest, at + 16, number);
}

static uint32_t event_error(const struct guest *guest, uint32_t event) {
    return u32_at(guest, event + 8) & 0xffff;
}

TEST(the_earlier_clock) {
    const uint32_t in = room(guest, 2 * SUBSCRIPTION_BYTES), out = room(guest, 2 * EVENT_BYTES);
    const uint32_t n = room(guest, 4);
    clock_at(guest, in, 7, CLOCK_ID_MONOTONIC, HOUR_NS, 0);
    clock_at(guest, in + SUBSCRIPTION_BYTES, 8, CLOCK_ID_REALTIME, 1000000, 0);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 2, n), OK);
    CHECK_IS(u32_at(guest, n), 1);
    CHECK_IS(u64_at(guest, out), 8);
    CHECK_IS(event_error(guest, out), OK);
    CHECK_IS(guest->wasi->memory[out + 10], EVENT_CLOCK);
    CHECK_IS(guest->wasi->end, END_NONE);
}

TEST(absolute_times) {
    const uint32_t in = room(guest, 3 * SUBSCRIPTION_BYTES), out = room(guest, 3 * EVENT_BYTES);
    const uint32_t n = room(guest, 4), now = room(guest, 8);
    guest->wasi->monotonic_offset_ns = (int64_t)HOUR_NS;
    CHECK_IS(CALL(guest, clock_time_get, CLOCK_ID_MONOTONIC, 0, now), OK);
    const uint64_t soon = u64_at(guest, now) + 2000000, past = u64_at(guest, now) - 1;
    clock_at(guest, in, 1, CLOCK_ID_MONOTONIC, soon + HOUR_NS, SUBSCRIPTION_CLOCK_ABSTIME);
    clock_at(guest, in + 48, 2, CLOCK_ID_MONOTONIC, soon, SUBSCRIPTION_CLOCK_ABSTIME);
    clock_at(guest, in + 96, 3, CLOCK_ID_REALTIME, UINT64_MAX, SUBSCRIPTION_CLOCK_ABSTIME);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 3, n), OK);
    CHECK_IS(u32_at(guest, n), 1);
    CHECK_IS(u64_at(guest, out), 2);
    CHECK_IS(CALL(guest, clock_time_get, CLOCK_ID_MONOTONIC, 0, now), OK);
    CHECK(u64_at(guest, now) >= soon);
    clock_at(guest, in, 1, CLOCK_ID_MONOTONIC, past, SUBSCRIPTION_CLOCK_ABSTIME);
    clock_at(guest, in + 48, 2, CLOCK_ID_REALTIME, (uint64_t)time(NULL) * 1000000000,
             SUBSCRIPTION_CLOCK_ABSTIME);
    clock_at(guest, in + 96, 3, CLOCK_ID_MONOTONIC, 0, SUBSCRIPTION_CLOCK_ABSTIME);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 3, n), OK);
    CHECK_IS(u32_at(guest, n), 3);
    guest->wasi->monotonic_offset_ns = -(int64_t)HOUR_NS;
    clock_at(guest, in, 1, CLOCK_ID_MONOTONIC, UINT64_MAX, SUBSCRIPTION_CLOCK_ABSTIME);
    clock_at(guest, in + 48, 2, CLOCK_ID_MONOTONIC, UINT64_MAX, 0);
    deadline_in(guest, 20);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 2, n), OK);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
}

TEST(an_hour_until_the_deadline) {
    const uint32_t in = room(guest, SUBSCRIPTION_BYTES), out = room(guest, EVENT_BYTES);
    const uint32_t n = room(guest, 4);
    clock_at(guest, in, 7, CLOCK_ID_MONOTONIC, HOUR_NS, 0);
    deadline_in(guest, 30);
    CALL(guest, poll_oneoff, in, out, 1, n);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
}

TEST(an_hour_until_a_cancel) {
    const uint32_t in = room(guest, SUBSCRIPTION_BYTES), out = room(guest, EVENT_BYTES);
    const uint32_t n = room(guest, 4);
    clock_at(guest, in, 7, CLOCK_ID_REALTIME, HOUR_NS, 0);
    cancel_soon(guest);
    CALL(guest, poll_oneoff, in, out, 1, n);
    CHECK_IS(guest->wasi->end, END_CANCELLED);
    CALL(guest, poll_oneoff, in, out, 1, n);
    CHECK_IS(guest->wasi->end, END_CANCELLED);
}

TEST(a_pipe_and_a_clock) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    struct wasi_options options = default_options(guest);
    options.input_descriptor = ends[0];
    begin(guest, &options);
    const uint32_t in = room(guest, 3 * SUBSCRIPTION_BYTES), out = room(guest, 3 * EVENT_BYTES);
    const uint32_t n = room(guest, 4);
    descriptor_at(guest, in, 1, EVENT_FD_READ, 0);
    clock_at(guest, in + 48, 2, CLOCK_ID_MONOTONIC, 20000000, 0);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 2, n), OK);
    CHECK_IS(u32_at(guest, n), 1);
    CHECK_IS(u64_at(guest, out), 2);
    CHECK(write(ends[1], "abc", 3) == 3);
    clock_at(guest, in + 48, 2, CLOCK_ID_MONOTONIC, HOUR_NS, 0);
    descriptor_at(guest, in + 96, 3, EVENT_FD_READ, 0);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 3, n), OK);
    CHECK_IS(u32_at(guest, n), 2);
    CHECK_IS(u64_at(guest, out), 1);
    CHECK_IS(guest->wasi->memory[out + 10], EVENT_FD_READ);
    CHECK_IS(u64_at(guest, out + 16), 3);
    CHECK_IS(u64_at(guest, out + 32), 3);
    close(ends[1]);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 1, n), OK);
    CHECK_IS(u32_at(guest, out + 24), EVENT_HANGUP);
}

TEST(a_quiet_pipe_until_the_deadline) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    struct wasi_options options = default_options(guest);
    options.input_descriptor = ends[0];
    begin(guest, &options);
    const uint32_t in = room(guest, 2 * SUBSCRIPTION_BYTES), out = room(guest, 2 * EVENT_BYTES);
    descriptor_at(guest, in, 1, EVENT_FD_READ, 0);
    clock_at(guest, in + 48, 2, CLOCK_ID_MONOTONIC, HOUR_NS, 0);
    deadline_in(guest, 30);
    CALL(guest, poll_oneoff, in, out, 2, room(guest, 4));
    CHECK_IS(guest->wasi->end, END_DEADLINE);
}

TEST(what_never_waits) {
    struct wasi_options options = default_options(guest);
    options.input = (const uint8_t *)"12345";
    options.input_length = 5;
    begin(guest, &options);
    host_file(guest, "file", "0123456");
    const int64_t file = open_path(guest, 3, "file", 0, RIGHTS_ALL & ~RIGHT_FD_READDIR);
    const uint32_t in = room(guest, 4 * SUBSCRIPTION_BYTES), out = room(guest, 4 * EVENT_BYTES);
    const uint32_t n = room(guest, 4);
    descriptor_at(guest, in, 1, EVENT_FD_READ, 0);
    descriptor_at(guest, in + 48, 2, EVENT_FD_WRITE, 1);
    descriptor_at(guest, in + 96, 3, EVENT_FD_READ, (uint32_t)file);
    clock_at(guest, in + 144, 4, CLOCK_ID_MONOTONIC, HOUR_NS, 0);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 4, n), OK);
    CHECK_IS(u32_at(guest, n), 3);
    CHECK_IS(u64_at(guest, out + 16), 5);
    CHECK_IS(u64_at(guest, out + 64 + 16), 7);
}

TEST(what_cannot_be_waited_for) {
    const uint32_t in = room(guest, 6 * SUBSCRIPTION_BYTES), out = room(guest, 6 * EVENT_BYTES);
    const uint32_t n = room(guest, 4);
    descriptor_at(guest, in, 1, EVENT_FD_READ, 99);
    descriptor_at(guest, in + 48, 2, EVENT_FD_READ, 1);
    descriptor_at(guest, in + 96, 3, EVENT_FD_READ, 3);
    clock_at(guest, in + 144, 4, CLOCK_ID_PROCESS_CPU, 0, 0);
    clock_at(guest, in + 192, 5, 77, 0, 0);
    clock_at(guest, in + 240, 6, CLOCK_ID_MONOTONIC, HOUR_NS, 0);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 6, n), OK);
    CHECK_IS(u32_at(guest, n), 5);
    CHECK_IS(event_error(guest, out), ERR_BADF);
    CHECK_IS(event_error(guest, out + 32), ERR_NOTCAPABLE);
    CHECK_IS(event_error(guest, out + 64), ERR_NOTCAPABLE);
    CHECK_IS(event_error(guest, out + 96), ERR_NOTSUP);
    CHECK_IS(event_error(guest, out + 128), ERR_INVAL);
    guest->wasi->memory[in + 8] = 3;
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 6, n), ERR_INVAL);
}

TEST(events_over_their_subscriptions) {
    const uint32_t both = room(guest, 2 * SUBSCRIPTION_BYTES);
    clock_at(guest, both, 1, CLOCK_ID_MONOTONIC, 0, 0);
    clock_at(guest, both + 48, 2, CLOCK_ID_MONOTONIC, 0, 0);
    CHECK_IS(CALL(guest, poll_oneoff, both, both, 2, room(guest, 4)), OK);
    CHECK_IS(u64_at(guest, both), 1);
    CHECK_IS(u64_at(guest, both + 32), 2);
}

TEST(as_many_as_there_may_be) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    struct wasi_options options = default_options(guest);
    options.input_descriptor = ends[0];
    begin(guest, &options);
    guest->wasi->memory = realloc(guest->wasi->memory, 16 * PAGE);
    guest->wasi->memory_bytes = 16 * PAGE;
    const uint32_t n = room(guest, 4), in = PAGE, out = 8 * PAGE;
    for (uint32_t i = 0; i < 4096; i++)
        descriptor_at(guest, in + i * SUBSCRIPTION_BYTES, i, EVENT_FD_READ, 0);
    CHECK(write(ends[1], "abc", 3) == 3);
    CHECK_IS(CALL(guest, poll_oneoff, in, out, 4096, n), OK);
    CHECK_IS(u32_at(guest, n), 4096);
}
