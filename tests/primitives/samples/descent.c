// A task that is parked deep inside a walk of folders, with what it knows of each in its frames, which
// point at each other. Its stack is where the host puts __stack_pointer before `walk`.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

__attribute__((import_module("polyprim"), import_name("park"))) int32_t park(void);

#define FILES 6

struct folder {
    const struct folder *parent;
    const char *name;  // in its own path
    struct {
        uint32_t inode, bytes, blocks, mode;
        int64_t modified;
    } file[FILES];
    uint64_t bytes;
    double mean;
    char path[160];
};

static uint32_t random_of(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

static void look(struct folder *here, const struct folder *parent, uint32_t depth) {
    static const char *const names[] = {"src", "include", "tests", "data", "build", "docs"};
    uint32_t state = depth * 2654435761u + 1;
    const char *name = names[depth % 6];
    memset(here, 0, sizeof *here);
    here->parent = parent;
    const char *above = parent == NULL ? "/srv/archive" : parent->path;
    const size_t length = strlen(above);
    const char *tail = length > 100 ? above + length - 100 : above;
    snprintf(here->path, sizeof here->path, "%s/%s-%u", tail, name, depth);
    here->name = strrchr(here->path, '/') + 1;
    for (uint32_t i = 0; i < FILES; i++) {
        here->file[i].inode = 1200000 + depth * FILES + i;
        here->file[i].bytes = random_of(&state) % 100000;
        here->file[i].blocks = (here->file[i].bytes + 511) / 512;
        here->file[i].mode = 0100644;
        here->file[i].modified = 1700000000 + random_of(&state) % 10000000;
        here->bytes += here->file[i].bytes;
    }
    here->mean = (double)here->bytes / FILES;
}

// A hash of all folders above, by the pointers that lie in the frames.
static uint64_t hash_above(const struct folder *here, uint64_t hash) {
    for (; here != NULL; here = here->parent) {
        for (const char *c = here->name; *c != 0; c++)
            hash = hash * 31 + (uint8_t)*c;
        hash = hash * 31 + here->bytes + (uint64_t)here->mean;
        for (uint32_t i = 0; i < FILES; i++)
            hash = hash * 31 + here->file[i].inode;
    }
    return hash;
}

__attribute__((noinline)) static uint64_t descend(const struct folder *parent, uint32_t depth,
                                                  uint32_t *parked) {
    struct folder here;
    look(&here, parent, depth);
    uint64_t below = depth;
    if (depth == 0) {
        *parked += (uint32_t)park() + 1;
    } else {
        below = descend(&here, depth - 1, parked);
    }
    return hash_above(&here, below) + *parked;
}

__attribute__((export_name("walk"))) uint64_t walk(uint32_t depth) {
    uint32_t parked = 0;
    return descend(NULL, depth, &parked);
}
