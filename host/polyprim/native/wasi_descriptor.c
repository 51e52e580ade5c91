#define _GNU_SOURCE
#include "wasi_descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wasi_functions.h"
#include "wasi_memory.h"

#define RIGHTS_EVERY                                                                               \
    (RIGHT_FD_FDSTAT_SET_FLAGS | RIGHT_FD_FILESTAT_GET | RIGHT_FD_SYNC | RIGHT_FD_DATASYNC)
#define RIGHTS_STREAM (RIGHTS_EVERY | RIGHT_FD_READ | RIGHT_FD_WRITE | RIGHT_POLL_FD_READWRITE)
#define RIGHTS_FILE                                                                                \
    (RIGHTS_STREAM | RIGHT_FD_SEEK | RIGHT_FD_TELL | RIGHT_FD_ADVISE | RIGHT_FD_ALLOCATE |         \
     RIGHT_FD_FILESTAT_SET_SIZE | RIGHT_FD_FILESTAT_SET_TIMES)
#define RIGHTS_FOLDER                                                                              \
    (RIGHTS_EVERY | RIGHT_FD_READDIR | RIGHT_FD_FILESTAT_SET_TIMES | RIGHT_PATH_CREATE_DIRECTORY | \
     RIGHT_PATH_CREATE_FILE | RIGHT_PATH_LINK_SOURCE | RIGHT_PATH_LINK_TARGET | RIGHT_PATH_OPEN |  \
     RIGHT_PATH_READLINK | RIGHT_PATH_RENAME_SOURCE | RIGHT_PATH_RENAME_TARGET |                   \
     RIGHT_PATH_FILESTAT_GET | RIGHT_PATH_FILESTAT_SET_SIZE | RIGHT_PATH_FILESTAT_SET_TIMES |      \
     RIGHT_PATH_SYMLINK | RIGHT_PATH_REMOVE_DIRECTORY | RIGHT_PATH_UNLINK_FILE)

uint64_t rights_of(enum wasi_kind kind) {
    if (kind == WASI_FOLDER) return RIGHTS_FOLDER;
    return kind == WASI_FILE ? RIGHTS_FILE : RIGHTS_STREAM;
}

static bool is_open(const struct wasi *wasi, uint32_t number) {
    return number < wasi->descriptor_capacity && wasi->descriptors[number].kind != WASI_CLOSED;
}

uint16_t descriptor_need(struct wasi *wasi, uint32_t number, uint64_t rights,
                         struct descriptor **found) {
    if (!is_open(wasi, number)) return ERR_BADF;
    *found = &wasi->descriptors[number];
    return ((*found)->rights & rights) == rights ? OK : ERR_NOTCAPABLE;
}

uint16_t descriptor_to_change(struct wasi *wasi, uint32_t number, uint64_t rights,
                              struct descriptor **found) {
    const uint16_t error = descriptor_need(wasi, number, rights, found);
    if (error != OK) return error;
    return (*found)->read_only ? ERR_ROFS : OK;
}

void descriptor_let_go(struct descriptor *descriptor) {
    if (descriptor->host >= 0) close(descriptor->host);
    free(descriptor->path);
    free(descriptor->listing);
    memset(descriptor, 0, sizeof *descriptor);
}

static uint16_t grow(struct wasi *wasi) {
    const uint32_t before = wasi->descriptor_capacity, limit = wasi->descriptor_limit;
    const uint32_t after = before < limit / 2 ? before * 2 : limit;
    if (before == limit) return ERR_MFILE;
    struct descriptor *table = realloc(wasi->descriptors, after * sizeof *table);
    if (table == NULL) return ERR_NOMEM;
    memset(table + before, 0, (after - before) * sizeof *table);
    wasi->descriptors = table;
    wasi->descriptor_capacity = after;
    return OK;
}

uint16_t descriptor_place(struct wasi *wasi, uint32_t *number) {
    *number = 0;
    while (is_open(wasi, *number))
        ++*number;
    return *number < wasi->descriptor_capacity ? OK : grow(wasi);
}

WASI(fd_close) {
    struct descriptor *own;
    const uint16_t error = descriptor_need(wasi, U32(0), 0, &own);
    if (error != OK) return error;
    descriptor_let_go(own);
    return OK;
}

WASI(fd_renumber) {
    struct descriptor *from, *to;
    uint16_t error = descriptor_need(wasi, U32(0), 0, &from);
    if (error == OK) error = descriptor_need(wasi, U32(1), 0, &to);
    if (error != OK || from == to) return error;
    descriptor_let_go(to);
    *to = *from;
    memset(from, 0, sizeof *from);
    return OK;
}

WASI(fd_fdstat_get) {
    struct descriptor *own;
    const uint16_t error = descriptor_need(wasi, U32(0), 0, &own);
    if (error != OK) return error;
    uint8_t *answer = guest_bytes(wasi, U32(1), FDSTAT_BYTES);
    if (answer == NULL) return ERR_FAULT;
    memset(answer, 0, FDSTAT_BYTES);
    put_u8(answer, (uint8_t)own->filetype);
    put_u16(answer + 2, own->flags);
    put_u64(answer + 8, own->rights);
    put_u64(answer + 16, own->inheriting);
    return OK;
}

// How a file writes through to its disk is settled when it is opened.
WASI(fd_fdstat_set_flags) {
    struct descriptor *own;
    const uint16_t error = descriptor_need(wasi, U32(0), RIGHT_FD_FDSTAT_SET_FLAGS, &own);
    if (error != OK) return error;
    const uint32_t flags = U32(1), settable = FDFLAG_APPEND | FDFLAG_NONBLOCK;
    if ((flags & ~(uint32_t)FDFLAGS_ALL) != 0) return ERR_INVAL;
    if (((flags ^ own->flags) & ~settable) != 0) return ERR_NOTSUP;
    // Bytes are there or not: whether one would wait for them means nothing.
    const bool waits = own->kind != WASI_INPUT && own->kind != WASI_OUTPUT;
    own->changed |= waits && flags != own->flags;
    own->flags = (uint16_t)flags;
    return OK;
}

WASI(fd_fdstat_set_rights) {
    struct descriptor *own;
    const uint16_t error = descriptor_need(wasi, U32(0), 0, &own);
    if (error != OK) return error;
    const uint64_t rights = U64(1), inheriting = U64(2);
    if ((rights & ~own->rights) != 0 || (inheriting & ~own->inheriting) != 0) return ERR_NOTCAPABLE;
    own->changed |= rights != own->rights || inheriting != own->inheriting;
    own->rights = rights;
    own->inheriting = inheriting;
    return OK;
}

static uint16_t folder_name(struct wasi *wasi, uint32_t number, const char **path) {
    struct descriptor *own;
    const uint16_t error = descriptor_need(wasi, number, 0, &own);
    if (error != OK) return error;
    if (own->kind != WASI_FOLDER || own->home == NO_HOME) return ERR_BADF;
    *path = own->path;
    return OK;
}

WASI(fd_prestat_get) {
    const char *path;
    const uint16_t error = folder_name(wasi, U32(0), &path);
    if (error != OK) return error;
    uint8_t *answer = guest_bytes(wasi, U32(1), PRESTAT_BYTES);
    if (answer == NULL) return ERR_FAULT;
    memset(answer, 0, PRESTAT_BYTES);
    put_u32(answer + 4, (uint32_t)strlen(path));
    return OK;
}

WASI(fd_prestat_dir_name) {
    const char *path;
    const uint16_t error = folder_name(wasi, U32(0), &path);
    if (error != OK) return error;
    const size_t length = strlen(path);
    if (U32(2) < length) return ERR_NAMETOOLONG;
    uint8_t *answer = guest_bytes(wasi, U32(1), length);
    if (answer == NULL) return ERR_FAULT;
    memcpy(answer, path, length);
    return OK;
}

uint32_t wasi_open_descriptors(const struct wasi *wasi, struct wasi_open *open, uint32_t capacity) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < wasi->descriptor_capacity; i++) {
        const struct descriptor *own = &wasi->descriptors[i];
        const bool begins_open = i < 3 + wasi->folder_count;
        if (own->kind == WASI_CLOSED ? !begins_open : own->home == i && !own->changed) continue;
        if (count < capacity) {
            open[count] = (struct wasi_open){i, own->kind, own->path != NULL ? own->path : ""};
        }
        count++;
    }
    return count;
}
