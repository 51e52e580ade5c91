// From a guest's path to what lies beneath its folder: the kernel resolves it (openat2), and neither
// "..", nor a symbolic link, nor a magic one of /proc leads out. Linux has that from 5.6 on; on an older
// one every path answers ERR_NOSYS.
#pragma once

#include "wasi_descriptor.h"

#define PATH_LENGTH_MAX 4096

struct path {
    char text[PATH_LENGTH_MAX + 1];
};

// ERR_NAMETOOLONG, ERR_INVAL for a zero byte, ERR_FAULT; ERR_NOENT if it is empty.
uint16_t path_take(const struct wasi *wasi, uint32_t offset, uint32_t length, struct path *path);
// ERR_NOTCAPABLE if it leads out. `flags` are those of openat2; a file that is made has mode 0666.
uint16_t path_open_beneath(const struct descriptor *folder, const char *path, uint64_t flags,
                           int *opened);
// Opens what is there for looking at it only. `lookup` is the guest's, and says whether a symbolic
// link is followed.
uint16_t path_find(const struct descriptor *folder, const struct path *path, uint32_t lookup,
                   int *found);

// A name in a folder, for what makes, moves or removes names. It keeps its trailing slashes.
struct place {
    struct path path;
    const char *name;
    int parent;
    bool opened;
};
// From a guest's path, the last part of which need not exist.
uint16_t place_take(const struct wasi *wasi, const struct descriptor *folder, uint32_t offset,
                    uint32_t length, struct place *place);
void place_drop(const struct place *place);
