// Flags: -Wl,-z,stack-size=1048576
// Walks down a deep tree of folders, reads the files on the way, and parks in the deepest folder: what
// it knows of each is in a frame of its stack. A message that wakes it is answered with the digest of
// all that was read.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "polyprim_task.h"

#define FOLDERS 820
#define FILES 6
#define FILE_BYTES 200000
#define PATH_MAX_BYTES 120

POLYPRIM_STACK(131072)

static const char *const names[] = {"src", "vendor", "lib", "internal", "testdata", "docs"};

struct folder {
    char path[PATH_MAX_BYTES];
    uint64_t digest;
    uint32_t files, bytes, oldest, newest;
};

static uint64_t read_file(uint64_t seed) {
    uint64_t digest = 1469598103934665603u ^ seed;
    for (uint32_t i = 0; i < FILE_BYTES; i++)
        digest = (digest ^ ((seed >> (i & 31)) & 0xFF)) * 1099511628211u;
    return digest;
}

__attribute__((noinline)) static uint64_t walk(const struct folder *parent, int depth) {
    struct folder folder = {.digest = parent->digest, .oldest = UINT32_MAX};
    const char *tail = parent->path + strlen(parent->path) / 2;
    snprintf(folder.path, sizeof folder.path, "%s/%s%d", tail, names[depth % 6], depth);
    for (int i = 0; i < FILES; i++) {
        const uint32_t time = 1700000000u + (uint32_t)(depth * 977 + i * 131) % 86400u;
        folder.digest ^= read_file(folder.digest + (uint64_t)i);
        folder.files++;
        folder.bytes += FILE_BYTES;
        if (time < folder.oldest) folder.oldest = time;
        if (time > folder.newest) folder.newest = time;
    }
    uint64_t below = depth < FOLDERS ? walk(&folder, depth + 1) : (uint64_t)polyprim_park();
    return below ^ folder.digest ^ folder.files ^ folder.newest;
}

int main(void) {
    struct folder root = {.path = "/home/build", .digest = 42};
    char line[64];
    uint64_t digest = walk(&root, 1);
    polyprim_reply(line,
                   (size_t)snprintf(line, sizeof line, "%016llx", (unsigned long long)digest));
    polyprim_park();
    return 0;
}
