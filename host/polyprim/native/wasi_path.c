#define _GNU_SOURCE
#include "wasi_path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wasi_functions.h"
#include "wasi_memory.h"

#define TRIES 16  // the kernel says EAGAIN when names move while it resolves ".."

uint16_t path_take(const struct wasi *wasi, uint32_t offset, uint32_t length, struct path *path) {
    const uint8_t *from = guest_bytes(wasi, offset, length);
    if (from == NULL) return ERR_FAULT;
    if (length == 0) return ERR_NOENT;
    if (length > PATH_LENGTH_MAX) return ERR_NAMETOOLONG;
    if (memchr(from, 0, length) != NULL) return ERR_INVAL;
    memcpy(path->text, from, length);
    path->text[length] = 0;
    return OK;
}

uint16_t path_open_beneath(const struct descriptor *folder, const char *path, uint64_t flags,
                           int *opened) {
    const struct open_how how = {
        .flags = flags | O_CLOEXEC,
        .mode = (flags & O_CREAT) != 0 ? 0666 : 0,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    for (int tries = 0; tries < TRIES; tries++) {
        *opened = (int)syscall(SYS_openat2, folder->host, path, &how, sizeof how);
        if (*opened >= 0) return OK;
        if (errno != EAGAIN && errno != EINTR) break;
    }
    return errno == EXDEV ? ERR_NOTCAPABLE : guest_errno();
}

uint16_t path_find(const struct descriptor *folder, const struct path *path, uint32_t lookup,
                   int *found) {
    if ((lookup & ~(uint32_t)LOOKUP_SYMLINK_FOLLOW) != 0) return ERR_INVAL;
    const uint64_t stays = (lookup & LOOKUP_SYMLINK_FOLLOW) != 0 ? 0 : O_NOFOLLOW;
    return path_open_beneath(folder, path->text, O_PATH | stays, found);
}

static bool is_dots(const char *name, size_t length) {
    return name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'));
}

uint16_t place_take(const struct wasi *wasi, const struct descriptor *folder, uint32_t offset,
                    uint32_t length, struct place *place) {
    const uint16_t error = path_take(wasi, offset, length, &place->path);
    if (error != OK) return error;
    char *text = place->path.text, *end = text + length;
    if (text[0] == '/') return ERR_NOTCAPABLE;
    while (end[-1] == '/')
        end--;
    char *name = end;
    while (name > text && name[-1] != '/')
        name--;
    const bool names_nothing = is_dots(name, (size_t)(end - name));
    place->name = names_nothing ? "." : name;  // can be neither made nor moved nor removed
    place->parent = folder->host;
    place->opened = names_nothing || name > text;
    if (!place->opened) return OK;
    if (!names_nothing) name[-1] = 0;
    return path_open_beneath(folder, text, O_PATH | O_DIRECTORY, &place->parent);
}

void place_drop(const struct place *place) {
    if (place->opened) close(place->parent);
}

// Bounded, for a path can be opened through a path without end.
static char *joined(const char *folder, const char *path) {
    char *whole;
    return asprintf(&whole, "%.*s/%s", PATH_LENGTH_MAX, folder, path) < 0 ? NULL : whole;
}

static uint64_t host_flags(uint32_t lookup, uint32_t how, uint64_t rights, uint16_t flags) {
    const bool reads = (rights & (RIGHT_FD_READ | RIGHT_FD_READDIR)) != 0;
    const bool writes = (rights & RIGHT_FD_WRITE) != 0;
    uint64_t host = O_NONBLOCK | O_NOCTTY | (writes ? (reads ? O_RDWR : O_WRONLY) : O_RDONLY);
    if ((lookup & LOOKUP_SYMLINK_FOLLOW) == 0) host |= O_NOFOLLOW;
    if ((how & OFLAG_CREAT) != 0) host |= O_CREAT;
    if ((how & OFLAG_DIRECTORY) != 0) host |= O_DIRECTORY;
    if ((how & OFLAG_EXCL) != 0) host |= O_EXCL;
    if ((how & OFLAG_TRUNC) != 0) host |= O_TRUNC;
    if ((flags & FDFLAG_DSYNC) != 0) host |= O_DSYNC;
    if ((flags & (FDFLAG_RSYNC | FDFLAG_SYNC)) != 0) host |= O_SYNC;
    return host;
}

static uint16_t may_open(const struct descriptor *folder, uint32_t how, uint64_t rights,
                         uint64_t inheriting) {
    uint64_t needed = 0;
    if ((how & OFLAG_CREAT) != 0) needed |= RIGHT_PATH_CREATE_FILE;
    if ((how & OFLAG_TRUNC) != 0) needed |= RIGHT_PATH_FILESTAT_SET_SIZE;
    if ((folder->rights & needed) != needed) return ERR_NOTCAPABLE;
    if (((rights | inheriting) & ~folder->inheriting) != 0) return ERR_NOTCAPABLE;
    const bool changes = needed != 0 || (rights & RIGHT_FD_WRITE) != 0;
    return changes && folder->read_only ? ERR_ROFS : OK;
}

// Takes what was opened, unless it is a device: those are nobody's to give.
static uint16_t keep(struct wasi *wasi, uint32_t number, struct descriptor made,
                     const struct descriptor *folder, const struct path *path) {
    made.kind = kind_of(made.host, &made.filetype);
    const bool is_device = made.filetype == FILETYPE_CHARACTER_DEVICE ||
                           made.filetype == FILETYPE_BLOCK_DEVICE || made.kind == WASI_CLOSED;
    made.path = is_device ? NULL : joined(folder->path, path->text);
    if (made.path == NULL) {
        close(made.host);
        return is_device ? ERR_ACCES : ERR_NOMEM;
    }
    made.home = NO_HOME;
    made.read_only = folder->read_only;
    made.rights &= rights_of(made.kind);
    wasi->descriptors[number] = made;
    return OK;
}

WASI(path_open) {
    struct path path;
    struct descriptor *folder;
    const uint32_t lookup = U32(1), how = U32(4), flags = U32(7);
    struct descriptor made = {
        .rights = U64(5) & RIGHTS_ALL, .inheriting = U64(6) & RIGHTS_ALL, .flags = (uint16_t)flags};
    uint32_t number;
    const uint16_t no_place = descriptor_place(wasi, &number);
    uint16_t error = descriptor_need(wasi, U32(0), RIGHT_PATH_OPEN, &folder);
    if (error == OK) error = may_open(folder, how, made.rights, made.inheriting);
    if (error == OK) error = path_take(wasi, U32(2), U32(3), &path);
    if (error == OK) error = no_place;
    if (error != OK) return error;
    const bool known = (lookup & ~(uint32_t)LOOKUP_SYMLINK_FOLLOW) == 0 &&
                       (how & ~(uint32_t)OFLAGS_ALL) == 0 && (flags & ~(uint32_t)FDFLAGS_ALL) == 0;
    if (!known) return ERR_INVAL;
    uint8_t *answer = guest_bytes(wasi, U32(8), 4);
    if (answer == NULL) return ERR_FAULT;
    error = path_open_beneath(folder, path.text, host_flags(lookup, how, made.rights, made.flags),
                              &made.host);
    if (error == OK) error = keep(wasi, number, made, folder, &path);
    if (error == OK) put_u32(answer, number);
    return error;
}
