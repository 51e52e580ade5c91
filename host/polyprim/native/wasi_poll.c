#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wasi_functions.h"
#include "wasi_memory.h"
#include "wasi_wait.h"

#define SUBSCRIPTIONS_MAX 4096

enum watch_kind { WATCH_NOTHING, WATCH_MONOTONIC, WATCH_REALTIME, WATCH_STREAM };

struct watch {
    uint64_t user_data;
    enum watch_kind kind;
    uint64_t due_ns;  // of the host's clock
    uint32_t polled;  // which of the streams
    // The event.
    bool happened;
    uint8_t type;
    uint16_t error;
    uint16_t flags;
    uint64_t bytes;
};

struct watches {
    struct watch *watch;
    struct pollfd *polled;  // each of the host's descriptors once
    uint32_t count;
    uint32_t polled_count;
};

static uint64_t sum_or_max(uint64_t a, uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

// On the host's clock; what lies before its beginning has happened.
static uint64_t without_offset(uint64_t guest_ns, int64_t offset_ns) {
    if (offset_ns < 0) return sum_or_max(guest_ns, 0 - (uint64_t)offset_ns);
    return guest_ns > (uint64_t)offset_ns ? guest_ns - (uint64_t)offset_ns : 0;
}

static void watch_clock(const struct wasi *wasi, const uint8_t *from, struct watch *watch) {
    const uint32_t id = get_u32(from + 16);
    const uint64_t timeout_ns = get_u64(from + 24);
    const bool is_absolute = (get_u16(from + 40) & SUBSCRIPTION_CLOCK_ABSTIME) != 0;
    if (id > CLOCK_ID_MONOTONIC) {
        watch->happened = true;
        watch->error = id <= CLOCK_ID_THREAD_CPU ? ERR_NOTSUP : ERR_INVAL;
    } else if (!is_absolute) {
        watch->kind = WATCH_MONOTONIC;
        watch->due_ns = sum_or_max(host_monotonic_ns(), timeout_ns);
    } else if (id == CLOCK_ID_MONOTONIC) {
        watch->kind = WATCH_MONOTONIC;
        watch->due_ns = without_offset(timeout_ns, wasi->monotonic_offset_ns);
    } else {
        watch->kind = WATCH_REALTIME;
        watch->due_ns = timeout_ns;
    }
}

static uint64_t bytes_at_hand(const struct wasi *wasi, const struct descriptor *own) {
    struct stat stat;
    if (own->kind == WASI_INPUT) return wasi->input.length - wasi->input.position;
    const off_t position = lseek(own->host, 0, SEEK_CUR);
    if (position < 0 || fstat(own->host, &stat) != 0) return 0;
    return stat.st_size > position ? (uint64_t)(stat.st_size - position) : 0;
}

static uint32_t polled_as(struct watches *all, int host, short events) {
    uint32_t i = 0;
    while (i < all->polled_count && all->polled[i].fd != host)
        i++;
    if (i == all->polled_count) all->polled[all->polled_count++] = (struct pollfd){.fd = host};
    all->polled[i].events |= events;
    return i;
}

static void watch_descriptor(struct wasi *wasi, const uint8_t *from, struct watches *all,
                             struct watch *watch) {
    const bool reads = watch->type == EVENT_FD_READ;
    const uint64_t rights = RIGHT_POLL_FD_READWRITE | (reads ? RIGHT_FD_READ : RIGHT_FD_WRITE);
    struct descriptor *own;
    watch->error = descriptor_need(wasi, get_u32(from + 16), rights, &own);
    if (watch->error == OK && own->kind == WASI_STREAM) {
        watch->kind = WATCH_STREAM;
        watch->polled = polled_as(all, own->host, reads ? POLLIN : POLLOUT);
        return;
    }
    watch->happened = true;
    if (watch->error == OK && reads) watch->bytes = bytes_at_hand(wasi, own);
}

static uint16_t take(struct wasi *wasi, const uint8_t *from, struct watches *all) {
    for (uint32_t i = 0; i < all->count; i++, from += SUBSCRIPTION_BYTES) {
        struct watch *watch = &all->watch[i];
        watch->user_data = get_u64(from);
        watch->type = from[8];
        if (watch->type > EVENT_FD_WRITE) return ERR_INVAL;
        if (watch->type == EVENT_CLOCK) {
            watch_clock(wasi, from, watch);
        } else {
            watch_descriptor(wasi, from, all, watch);
        }
    }
    return OK;
}

static void look(struct watch *watch, const struct pollfd *polled) {
    const short events = watch->type == EVENT_FD_READ ? POLLIN : POLLOUT;
    const int revents = polled[watch->polled].revents;
    int count = 0;
    if ((revents & (events | POLLERR | POLLHUP | POLLNVAL)) == 0) return;
    watch->happened = true;
    if ((revents & POLLHUP) != 0) watch->flags = EVENT_HANGUP;
    if (watch->type == EVENT_FD_READ && ioctl(polled[watch->polled].fd, FIONREAD, &count) == 0) {
        watch->bytes = (uint64_t)count;
    }
}

// Looks at all, and answers how many have happened; and when the next clock is due.
static uint32_t look_at_all(struct watches *all, uint64_t *next_ns) {
    const uint64_t monotonic_ns = host_monotonic_ns(), realtime_ns = host_realtime_ns();
    uint32_t happened = 0;
    *next_ns = UINT64_MAX;
    for (uint32_t i = 0; i < all->count; i++) {
        struct watch *watch = &all->watch[i];
        const uint64_t now_ns = watch->kind == WATCH_REALTIME ? realtime_ns : monotonic_ns;
        if (watch->kind == WATCH_STREAM) {
            look(watch, all->polled);
        } else if (watch->kind != WATCH_NOTHING && watch->due_ns <= now_ns) {
            watch->happened = true;
        } else if (watch->kind != WATCH_NOTHING) {
            const uint64_t due_ns = sum_or_max(monotonic_ns, watch->due_ns - now_ns);
            if (due_ns < *next_ns) *next_ns = due_ns;
        }
        happened += watch->happened;
    }
    return happened;
}

// A realtime clock can be set: so no sleep is longer than a second.
static uint32_t wait_for_any(struct wasi *wasi, struct watches *all) {
    uint64_t next_ns = 0;
    for (;;) {
        if (all->polled_count > 0) poll_slice(wasi, all->polled, all->polled_count, next_ns);
        const uint32_t happened = look_at_all(all, &next_ns);
        if (happened > 0 || !goes_on(wasi)) return happened;
        const uint64_t second_ns = host_monotonic_ns() + NS_PER_S;
        if (all->polled_count == 0) sleep_until(wasi, next_ns < second_ns ? next_ns : second_ns);
    }
}

static void put_event(uint8_t *at, const struct watch *watch) {
    memset(at, 0, EVENT_BYTES);
    put_u64(at, watch->user_data);
    put_u16(at + 8, watch->error);
    put_u8(at + 10, watch->type);
    put_u64(at + 16, watch->bytes);
    put_u16(at + 24, watch->flags);
}

WASI(poll_oneoff) {
    const uint32_t count = U32(2);
    if (count == 0 || count > SUBSCRIPTIONS_MAX) return ERR_INVAL;
    const uint8_t *from = guest_array(wasi, U32(0), count, SUBSCRIPTION_BYTES);
    uint8_t *events = guest_array(wasi, U32(1), count, EVENT_BYTES);
    uint8_t *answer = guest_bytes(wasi, U32(3), 4);
    if (from == NULL || events == NULL || answer == NULL) return ERR_FAULT;
    struct watches all = {.count = count};
    all.watch = calloc(count, sizeof *all.watch + sizeof *all.polled);
    if (all.watch == NULL) return ERR_NOMEM;
    all.polled = (struct pollfd *)(all.watch + count);
    const uint16_t error = take(wasi, from, &all);
    const uint32_t happened = error == OK ? wait_for_any(wasi, &all) : 0;
    for (uint32_t i = 0; i < count && happened > 0; i++) {
        if (!all.watch[i].happened) continue;
        put_event(events, &all.watch[i]);
        events += EVENT_BYTES;
    }
    free(all.watch);
    if (error == OK) put_u32(answer, happened);
    return error;
}
