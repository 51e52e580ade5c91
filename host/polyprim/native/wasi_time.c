#define _GNU_SOURCE
#include "wasi_wait.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "wasi_functions.h"
#include "wasi_memory.h"

static uint64_t ns_of(const struct timespec *time) {
    return (uint64_t)time->tv_sec * NS_PER_S + (uint64_t)time->tv_nsec;
}

static struct timespec timespec_of(uint64_t ns) {
    return (struct timespec){(time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S)};
}

static uint64_t now_ns(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return ns_of(&now);
}

uint64_t host_monotonic_ns(void) { return now_ns(CLOCK_MONOTONIC); }
uint64_t host_realtime_ns(void) { return now_ns(CLOCK_REALTIME); }

bool goes_on(struct wasi *wasi) {
    if (atomic_load(&wasi->cancelled) != 0) {
        wasi->end = END_CANCELLED;
    } else if (wasi->deadline_ns != UINT64_MAX && host_monotonic_ns() >= wasi->deadline_ns) {
        wasi->end = END_DEADLINE;
    }
    return wasi->end == END_NONE;
}

static uint64_t earlier(uint64_t a, uint64_t b) { return a < b ? a : b; }

void sleep_until(struct wasi *wasi, uint64_t due_ns) {
    const struct timespec due = timespec_of(earlier(due_ns, wasi->deadline_ns));
    syscall(SYS_futex, &wasi->cancelled, FUTEX_WAIT_BITSET_PRIVATE, 0, &due, NULL,
            FUTEX_BITSET_MATCH_ANY);
}

void wasi_cancel(struct wasi *wasi) {
    atomic_store(&wasi->cancelled, 1);
    syscall(SYS_futex, &wasi->cancelled, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

int poll_slice(struct wasi *wasi, struct pollfd *polled, uint32_t count, uint64_t due_ns) {
    const uint64_t now = host_monotonic_ns(), until = earlier(due_ns, wasi->deadline_ns);
    const uint64_t left = until > now ? until - now : 0;
    const struct timespec span = timespec_of(earlier(left, SLICE_NS));
    const int ready = ppoll(polled, count, &span, NULL);
    if (ready < 0) sleep_until(wasi, now + PAUSE_NS);
    return ready;
}

uint16_t wait_ready(struct wasi *wasi, const struct descriptor *descriptor, short events) {
    struct pollfd polled = {descriptor->host, events, 0};
    const bool waits = (descriptor->flags & FDFLAG_NONBLOCK) == 0;
    while (goes_on(wasi)) {
        if (poll_slice(wasi, &polled, 1, waits ? UINT64_MAX : 0) > 0) return OK;
        if (!waits) return ERR_AGAIN;
    }
    return OK;
}

static bool host_clock(uint32_t id, clockid_t *clock) {
    *clock = id == CLOCK_ID_MONOTONIC ? CLOCK_MONOTONIC : CLOCK_REALTIME;
    return id == CLOCK_ID_REALTIME || id == CLOCK_ID_MONOTONIC;
}

// A thread serves many tasks, and a task is served by many threads: none has processor time to tell.
static uint16_t no_clock(uint32_t id) { return id <= CLOCK_ID_THREAD_CPU ? ERR_NOTSUP : ERR_INVAL; }

WASI(clock_res_get) {
    uint8_t *answer = guest_bytes(wasi, U32(1), 8);
    clockid_t clock;
    if (!host_clock(U32(0), &clock)) return no_clock(U32(0));
    if (answer == NULL) return ERR_FAULT;
    struct timespec resolution;
    clock_getres(clock, &resolution);
    put_u64(answer, ns_of(&resolution));
    return OK;
}

WASI(clock_time_get) {
    uint8_t *answer = guest_bytes(wasi, U32(2), 8);
    clockid_t clock;
    if (!host_clock(U32(0), &clock)) return no_clock(U32(0));
    if (answer == NULL) return ERR_FAULT;
    const uint64_t ahead = clock == CLOCK_MONOTONIC ? (uint64_t)wasi->monotonic_offset_ns : 0;
    put_u64(answer, now_ns(clock) + ahead);
    return OK;
}
