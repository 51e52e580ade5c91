// The parts of the guest's memory that a call reads into or writes from.
#pragma once

#include <sys/uio.h>

#include "wasi.h"

#define BUFFERS_MAX 1024  // IOV_MAX of Linux

// What is still to be moved.
struct buffers {
    struct iovec parts[BUFFERS_MAX];
    uint32_t next;
    uint32_t count;
    uint64_t length;
};

// ERR_INVAL: too many, or too long together. ERR_FAULT.
uint16_t buffers_take(const struct wasi *wasi, uint32_t offset, uint32_t count,
                      struct buffers *buffers);
// How many of them, from the next on, are no longer than that together: the last one is cut, and its
// whole length answered too. There must be something to move.
int buffers_first(struct buffers *buffers, uint64_t limit, size_t *whole);
void buffers_drop(struct buffers *buffers, uint64_t length);
