#define _GNU_SOURCE
#include "wait.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "attachment.h"
#include "bridge.h"

#define WATCHES_MAX 128  // FUTEX_WAITV_MAX

// As <linux/futex.h> has them from 5.16 on; the number is the same on every processor.
#define FUTEX_WAITV 449
#define FUTEX_U32 2
struct waiter {
    uint64_t value;
    uint64_t address;
    uint32_t flags;
    uint32_t reserved;
};

static struct timespec span_of(uint32_t ms) {
    return (struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
}

int64_t wait_word(uint64_t segment_id, uint32_t offset, uint32_t value, uint32_t timeout_ms) {
    struct attachment *own = attachment_begin(segment_id);
    if (own == NULL) return FAULT + STATUS_DETACHED;
    int64_t answer = 0;
    if (offset % 4 != 0 || offset > own->bytes - 4) {
        answer = FAULT + STATUS_DATA_LOSS;
    } else {
        const struct timespec span = span_of(timeout_ms);
        syscall(SYS_futex, own->base + offset, FUTEX_WAIT, value, &span, NULL, 0);
    }
    attachment_end(own);
    return answer;
}

uint32_t *mapping_word(struct mapping *mapping, uint32_t offset) {
    if (offset % 4 != 0 || offset > mapping->bytes - 4) return NULL;
    return (uint32_t *)(atomic_load(&mapping->base) + offset);
}

static bool has_changed(const struct watch *watch) {
    return atomic_load((const _Atomic uint32_t *)watch->word) != watch->value;
}

// Kernels before 5.16 have no futex_waitv: look every millisecond.
static void poll_any(const struct watch *watches, size_t count, uint32_t timeout_ms) {
    const struct timespec pause = span_of(1);
    for (uint32_t passed = 0; passed < timeout_ms; passed++) {
        for (size_t i = 0; i < count; i++) {
            if (has_changed(&watches[i])) return;
        }
        nanosleep(&pause, NULL);
    }
}

void wait_any(struct watch *watches, size_t count, uint32_t timeout_ms) {
    struct waiter waiters[WATCHES_MAX];
    if (count > WATCHES_MAX) count = WATCHES_MAX;
    memset(waiters, 0, sizeof waiters);
    for (size_t i = 0; i < count; i++) {
        waiters[i].address = (uintptr_t)watches[i].word;
        waiters[i].value = watches[i].value;
        waiters[i].flags = FUTEX_U32;
    }
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    const struct timespec span = span_of(timeout_ms);
    deadline.tv_sec += span.tv_sec + (deadline.tv_nsec + span.tv_nsec) / 1000000000;
    deadline.tv_nsec = (deadline.tv_nsec + span.tv_nsec) % 1000000000;
    const long woken = syscall(FUTEX_WAITV, waiters, count, 0, &deadline, CLOCK_MONOTONIC);
    if (woken < 0 && errno == ENOSYS) poll_any(watches, count, timeout_ms);
    for (size_t i = 0; i < count; i++) {
        watches[i].changed = woken == (long)i || has_changed(&watches[i]);
    }
}

void wake_word(uint32_t *word) {
    atomic_fetch_add((_Atomic uint32_t *)word, 1);
    syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

uint32_t arm_word(uint32_t *word) { return atomic_fetch_or((_Atomic uint32_t *)word, 1) | 1; }
