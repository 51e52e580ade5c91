// Names: made, linked, moved, removed.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wasi_functions.h"
#include "wasi_memory.h"
#include "wasi_path.h"

// To be dropped if it is OK.
static uint16_t take(struct wasi *wasi, uint32_t number, uint64_t rights, uint32_t offset,
                     uint32_t length, struct place *place) {
    struct descriptor *folder;
    const uint16_t error = descriptor_to_change(wasi, number, rights, &folder);
    return error != OK ? error : place_take(wasi, folder, offset, length, place);
}

// Drops them.
static uint16_t done(int answer, const struct place *first, const struct place *second) {
    const uint16_t error = judged(answer);
    place_drop(first);
    if (second != NULL) place_drop(second);
    return error;
}

WASI(path_create_directory) {
    struct place place;
    const uint16_t error = take(wasi, U32(0), RIGHT_PATH_CREATE_DIRECTORY, U32(1), U32(2), &place);
    if (error != OK) return error;
    return done(mkdirat(place.parent, place.name, 0777), &place, NULL);
}

WASI(path_remove_directory) {
    struct place place;
    const uint16_t error = take(wasi, U32(0), RIGHT_PATH_REMOVE_DIRECTORY, U32(1), U32(2), &place);
    if (error != OK) return error;
    return done(unlinkat(place.parent, place.name, AT_REMOVEDIR), &place, NULL);
}

WASI(path_unlink_file) {
    struct place place;
    const uint16_t error = take(wasi, U32(0), RIGHT_PATH_UNLINK_FILE, U32(1), U32(2), &place);
    if (error != OK) return error;
    return done(unlinkat(place.parent, place.name, 0), &place, NULL);
}

WASI(path_rename) {
    struct place from, to;
    uint16_t error = take(wasi, U32(0), RIGHT_PATH_RENAME_SOURCE, U32(1), U32(2), &from);
    if (error != OK) return error;
    error = take(wasi, U32(3), RIGHT_PATH_RENAME_TARGET, U32(4), U32(5), &to);
    if (error != OK) {
        place_drop(&from);
        return error;
    }
    return done(renameat(from.parent, from.name, to.parent, to.name), &from, &to);
}

// With a slash behind it the kernel would follow the source, and not beneath the folder; but what is
// a folder has no second name.
WASI(path_link) {
    struct place from, to;
    if (U32(1) != 0) return ERR_INVAL;
    uint16_t error = take(wasi, U32(0), RIGHT_PATH_LINK_SOURCE, U32(2), U32(3), &from);
    if (error != OK) return error;
    const bool is_folder = strchr(from.name, '/') != NULL;
    error = is_folder ? ERR_PERM : take(wasi, U32(4), RIGHT_PATH_LINK_TARGET, U32(5), U32(6), &to);
    if (error != OK) {
        place_drop(&from);
        return error;
    }
    return done(linkat(from.parent, from.name, to.parent, to.name, 0), &from, &to);
}

WASI(path_symlink) {
    struct path target;
    struct place place;
    uint16_t error = path_take(wasi, U32(0), U32(1), &target);
    if (error == OK) error = take(wasi, U32(2), RIGHT_PATH_SYMLINK, U32(3), U32(4), &place);
    if (error != OK) return error;
    if (target.text[0] == '/') {
        place_drop(&place);
        return ERR_NOTCAPABLE;
    }
    return done(symlinkat(target.text, place.parent, place.name), &place, NULL);
}

WASI(path_readlink) {
    struct path path, target;
    struct descriptor *folder;
    uint16_t error = descriptor_need(wasi, U32(0), RIGHT_PATH_READLINK, &folder);
    if (error == OK) error = path_take(wasi, U32(1), U32(2), &path);
    if (error != OK) return error;
    uint8_t *bytes = guest_bytes(wasi, U32(3), U32(4)), *used = guest_bytes(wasi, U32(5), 4);
    if (bytes == NULL || used == NULL) return ERR_FAULT;
    int link;
    error = path_find(folder, &path, 0, &link);
    if (error != OK) return error;
    const ssize_t length = readlinkat(link, "", target.text, sizeof target.text);
    error = length < 0 && errno == ENOENT ? ERR_INVAL : judged(length);
    close(link);
    if (error != OK) return error;
    const uint32_t copied = length < U32(4) ? (uint32_t)length : U32(4);
    memcpy(bytes, target.text, copied);
    put_u32(used, copied);
    return OK;
}
