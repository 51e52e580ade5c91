// Reading and writing. A file is moved in slices, with a look at the deadline between them; a stream
// is asked first whether it is ready, and then moves what it can without waiting.
#define _GNU_SOURCE
#include <errno.h>

#include "wasi_buffers.h"
#include "wasi_functions.h"
#include "wasi_memory.h"
#include "wasi_standard.h"
#include "wasi_wait.h"

#define FILE_SLICE 1048576
#define READ_SLICE 65536
#define WRITE_SLICE 4096  // PIPE_BUF: a pipe that is ready has room for so much
#define NO_OFFSET (-1)

// One system call, of which a stream that knows no RWF_NOWAIT makes two.
static ssize_t move_once(const struct descriptor *own, const struct iovec *parts, int count,
                         int64_t offset, bool writes) {
    const bool is_file = own->kind == WASI_FILE;
    const bool appends = writes && offset == NO_OFFSET && (own->flags & FDFLAG_APPEND) != 0;
    int flags = is_file ? (appends ? RWF_APPEND : 0) : RWF_NOWAIT;
    for (;;) {
        const ssize_t moved = writes ? pwritev2(own->host, parts, count, offset, flags)
                                     : preadv2(own->host, parts, count, offset, flags);
        const bool again = moved < 0 && (errno == EINTR || (errno == EOPNOTSUPP && !is_file));
        if (!again || (errno == EOPNOTSUPP && flags == 0)) return moved;
        if (errno == EOPNOTSUPP) flags = 0;
    }
}

// True if there may be more to move.
static bool move_slice(const struct descriptor *own, struct buffers *buffers, uint64_t limit,
                       int64_t offset, bool writes, ssize_t *moved) {
    const uint64_t asked = buffers->length < limit ? buffers->length : limit;
    size_t whole;
    const int count = buffers_first(buffers, limit, &whole);
    struct iovec *parts = &buffers->parts[buffers->next];
    *moved = move_once(own, parts, count, offset, writes);
    parts[count - 1].iov_len = whole;
    if (*moved > 0) buffers_drop(buffers, (uint64_t)*moved);
    return *moved == (ssize_t)asked && buffers->length > 0;
}

static uint16_t move_file(struct wasi *wasi, const struct descriptor *own, struct buffers *buffers,
                          int64_t offset, bool writes, uint64_t *total) {
    ssize_t moved = 0;
    bool more = buffers->length > 0;
    while (more && goes_on(wasi)) {
        const int64_t at = offset == NO_OFFSET ? NO_OFFSET : offset + (int64_t)*total;
        more = move_slice(own, buffers, FILE_SLICE, at, writes, &moved);
        if (moved > 0) *total += (uint64_t)moved;
    }
    return *total > 0 ? OK : judged(moved);
}

// Reads once, so that the end is not lost behind data; writes all, unless the guest does not want to
// wait.
static uint16_t move_stream(struct wasi *wasi, const struct descriptor *own,
                            struct buffers *buffers, bool writes, uint64_t *total) {
    const bool waits = (own->flags & FDFLAG_NONBLOCK) == 0;
    while (buffers->length > 0) {
        ssize_t moved;
        uint16_t error = wait_ready(wasi, own, writes ? POLLOUT : POLLIN);
        if (wasi->end != END_NONE) return OK;
        if (error == OK) {
            move_slice(own, buffers, writes ? WRITE_SLICE : READ_SLICE, NO_OFFSET, writes, &moved);
            error = judged(moved);
        }
        if (error == ERR_AGAIN && waits) {  // somebody else was faster
            sleep_until(wasi, host_monotonic_ns() + PAUSE_NS);
            continue;
        }
        if (error != OK) return *total > 0 ? OK : error;
        *total += (uint64_t)moved;
        if (!writes) break;
    }
    return OK;
}

static uint16_t move(struct wasi *wasi, const struct descriptor *own, struct buffers *buffers,
                     int64_t offset, bool writes, uint64_t *total) {
    *total = 0;
    switch (own->kind) {
    case WASI_INPUT:
        *total = standard_read(wasi, buffers);
        return OK;
    case WASI_OUTPUT:
        return standard_capture(wasi, &wasi->captured[own->home - 1], buffers, total);
    case WASI_STREAM:
        return move_stream(wasi, own, buffers, writes, total);
    default:
        return move_file(wasi, own, buffers, offset, writes, total);
    }
}

static uint16_t move_for(struct wasi *wasi, uint32_t number, uint64_t rights, uint32_t parts,
                         uint32_t count, int64_t offset, uint32_t total_at) {
    struct descriptor *own;
    struct buffers buffers;
    uint16_t error = descriptor_need(wasi, number, rights & ~RIGHT_FD_SEEK, &own);
    if (error != OK) return error;
    if (offset != NO_OFFSET && own->kind != WASI_FILE) return ERR_SPIPE;
    error = descriptor_need(wasi, number, rights, &own);
    if (error == OK) error = buffers_take(wasi, parts, count, &buffers);
    if (error != OK) return error;
    uint8_t *answer = guest_bytes(wasi, total_at, 4);
    if (answer == NULL) return ERR_FAULT;
    uint64_t total;
    error = move(wasi, own, &buffers, offset, (rights & RIGHT_FD_WRITE) != 0, &total);
    if (error == OK) put_u32(answer, (uint32_t)total);
    return error;
}

WASI(fd_read) { return move_for(wasi, U32(0), RIGHT_FD_READ, U32(1), U32(2), NO_OFFSET, U32(3)); }

WASI(fd_write) { return move_for(wasi, U32(0), RIGHT_FD_WRITE, U32(1), U32(2), NO_OFFSET, U32(3)); }

WASI(fd_pread) {
    if (U64(3) > INT64_MAX) return ERR_INVAL;
    return move_for(wasi, U32(0), RIGHT_FD_READ | RIGHT_FD_SEEK, U32(1), U32(2), (int64_t)U64(3),
                    U32(4));
}

WASI(fd_pwrite) {
    if (U64(3) > INT64_MAX) return ERR_INVAL;
    return move_for(wasi, U32(0), RIGHT_FD_WRITE | RIGHT_FD_SEEK, U32(1), U32(2), (int64_t)U64(3),
                    U32(4));
}
