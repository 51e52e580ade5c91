// What is done with an open file beside reading and writing it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "wasi_functions.h"
#include "wasi_memory.h"
#include "wasi_wait.h"

#define ALLOCATE_SLICE (INT64_C(4) << 20)

static uint16_t need_file(struct wasi *wasi, uint32_t number, uint64_t rights,
                          struct descriptor **file) {
    uint16_t error = descriptor_need(wasi, number, 0, file);
    if (error != OK) return error;
    const enum wasi_kind kind = (*file)->kind;
    if (kind != WASI_FILE && kind != WASI_FOLDER) return ERR_SPIPE;
    return descriptor_need(wasi, number, rights, file);
}

WASI(fd_seek) {
    static const int host_whence[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    struct descriptor *own;
    const uint32_t whence = U32(2);
    const bool only_tells = U64(1) == 0 && whence == WHENCE_CUR;
    const uint64_t rights = only_tells ? RIGHT_FD_TELL : RIGHT_FD_SEEK | RIGHT_FD_TELL;
    const uint16_t error = need_file(wasi, U32(0), rights, &own);
    if (error != OK) return error;
    uint8_t *answer = guest_bytes(wasi, U32(3), 8);
    if (whence > WHENCE_END) return ERR_INVAL;
    if (answer == NULL) return ERR_FAULT;
    const off_t position = lseek(own->host, (off_t)U64(1), host_whence[whence]);
    if (position >= 0) put_u64(answer, (uint64_t)position);
    return judged(position);
}

WASI(fd_tell) {
    struct descriptor *own;
    const uint16_t error = need_file(wasi, U32(0), RIGHT_FD_TELL, &own);
    if (error != OK) return error;
    uint8_t *answer = guest_bytes(wasi, U32(1), 8);
    if (answer == NULL) return ERR_FAULT;
    const off_t position = lseek(own->host, 0, SEEK_CUR);
    if (position >= 0) put_u64(answer, (uint64_t)position);
    return judged(position);
}

WASI(fd_advise) {
    static const int host_advice[] = {POSIX_FADV_NORMAL,   POSIX_FADV_SEQUENTIAL,
                                      POSIX_FADV_RANDOM,   POSIX_FADV_WILLNEED,
                                      POSIX_FADV_DONTNEED, POSIX_FADV_NOREUSE};
    struct descriptor *own;
    const uint16_t error = need_file(wasi, U32(0), RIGHT_FD_ADVISE, &own);
    if (error != OK) return error;
    if (U32(3) > ADVICE_LAST || U64(1) > INT64_MAX || U64(2) > INT64_MAX) return ERR_INVAL;
    errno = posix_fadvise(own->host, (off_t)U64(1), (off_t)U64(2), host_advice[U32(3)]);
    return errno == 0 ? OK : guest_errno();
}

WASI(fd_allocate) {
    struct descriptor *own;
    uint16_t error = need_file(wasi, U32(0), RIGHT_FD_ALLOCATE, &own);
    if (error != OK) return error;
    if (own->read_only) return ERR_ROFS;
    if (U64(2) == 0 || U64(1) > INT64_MAX || U64(2) > INT64_MAX - U64(1)) return ERR_INVAL;
    off_t at = (off_t)U64(1), left = (off_t)U64(2);
    while (left > 0 && error == OK && goes_on(wasi)) {
        const off_t slice = left < ALLOCATE_SLICE ? left : ALLOCATE_SLICE;
        const int answer = fallocate(own->host, 0, at, slice);
        if (answer != 0 && errno == EINTR) continue;
        error = judged(answer);
        at += slice;
        left -= slice;
    }
    return error;
}

WASI(fd_filestat_set_size) {
    struct descriptor *own;
    const uint16_t error = descriptor_to_change(wasi, U32(0), RIGHT_FD_FILESTAT_SET_SIZE, &own);
    if (error != OK) return error;
    return U64(1) > INT64_MAX ? ERR_INVAL : judged(ftruncate(own->host, (off_t)U64(1)));
}

// What is captured, or given as bytes, is nowhere to be synchronised with.
static uint16_t synchronise(struct wasi *wasi, uint32_t number, uint64_t rights, int (*call)(int)) {
    struct descriptor *own;
    const uint16_t error = descriptor_need(wasi, number, rights, &own);
    return error != OK || own->host < 0 ? error : judged(call(own->host));
}

WASI(fd_sync) { return synchronise(wasi, U32(0), RIGHT_FD_SYNC, fsync); }
WASI(fd_datasync) { return synchronise(wasi, U32(0), RIGHT_FD_DATASYNC, fdatasync); }
