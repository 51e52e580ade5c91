// Listing a folder. A cookie is the kernel's own mark of a place behind an entry. As long as the guest
// reads on, it gets what the kernel's reader has not yet passed, without going back to a mark: on some
// file systems marks are mere counts, which removing entries would shift.
#define _GNU_SOURCE
#include <dirent.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wasi_functions.h"
#include "wasi_memory.h"
#include "wasi_stat.h"
#include "wasi_wait.h"

// What the kernel's reader passed last.
struct listing {
    uint64_t cookie;  // where it begins
    uint32_t length;
    uint8_t entries[32768];
};

struct entry {
    uint64_t inode;
    uint64_t cookie;  // behind it
    uint16_t length;
    uint8_t type;
    const char *name;
};

static struct entry entry_at(const struct listing *listing, uint32_t position) {
    const uint8_t *at = listing->entries + position;
    return (struct entry){
        .inode = get_u64(at),
        .cookie = get_u64(at + 8),
        .length = get_u16(at + 16),
        .type = at[18],
        .name = (const char *)at + 19,
    };
}

// Where in the listing an entry begins behind that cookie; its length if it is the last one's.
static bool find(const struct listing *listing, uint64_t cookie, uint32_t *position) {
    *position = 0;
    if (listing->length == 0 || cookie == 0) return false;
    uint64_t before = listing->cookie;
    while (before != cookie && *position < listing->length) {
        const struct entry entry = entry_at(listing, *position);
        before = entry.cookie;
        *position += entry.length;
    }
    return before == cookie;
}

static uint16_t go_to(struct descriptor *folder, uint64_t cookie, uint32_t *position) {
    if (folder->listing == NULL) folder->listing = calloc(1, sizeof *folder->listing);
    if (folder->listing == NULL) return ERR_NOMEM;
    if (find(folder->listing, cookie, position)) return OK;
    *position = 0;
    if (cookie > INT64_MAX) return ERR_INVAL;
    folder->listing->cookie = cookie;
    folder->listing->length = 0;
    return judged(lseek(folder->host, (off_t)cookie, SEEK_SET));
}

// At the end there is no listing any more.
static uint16_t read_on(struct descriptor *folder, uint64_t cookie) {
    struct listing *listing = folder->listing;
    const long length =
        syscall(SYS_getdents64, folder->host, listing->entries, sizeof listing->entries);
    const uint16_t error = judged(length);
    if (length > 0) {
        listing->cookie = cookie;
        listing->length = (uint32_t)length;
    } else {
        free(listing);
        folder->listing = NULL;
    }
    return error;
}

// Where ".." is is not the guest's to know.
static uint32_t put_entry(uint8_t *at, uint32_t room, const struct entry *entry) {
    uint8_t header[DIRENT_BYTES] = {0};
    const uint32_t name_length = (uint32_t)strlen(entry->name);
    put_u64(header, entry->cookie);
    put_u64(header + 8, strcmp(entry->name, "..") == 0 ? 0 : entry->inode);
    put_u32(header + 16, name_length);
    put_u8(header + 20, (uint8_t)filetype_of(DTTOIF(entry->type)));
    const uint32_t of_header = room < DIRENT_BYTES ? room : DIRENT_BYTES;
    const uint32_t left = room - of_header;
    const uint32_t of_name = left < name_length ? left : name_length;
    memcpy(at, header, of_header);
    memcpy(at + of_header, entry->name, of_name);
    return of_header + of_name;
}

WASI(fd_readdir) {
    struct descriptor *folder;
    uint16_t error = descriptor_need(wasi, U32(0), RIGHT_FD_READDIR, &folder);
    if (error != OK) return error;
    const uint32_t room = U32(2);
    uint64_t cookie = U64(3);
    uint8_t *bytes = guest_bytes(wasi, U32(1), room), *answer = guest_bytes(wasi, U32(4), 4);
    if (bytes == NULL || answer == NULL) return ERR_FAULT;
    uint32_t used = 0, position;
    error = go_to(folder, cookie, &position);
    while (error == OK && used < room && goes_on(wasi)) {
        if (position == folder->listing->length) {
            error = read_on(folder, cookie);
            if (folder->listing == NULL) break;
            position = 0;
        }
        const struct entry entry = entry_at(folder->listing, position);
        used += put_entry(bytes + used, room - used, &entry);
        position += entry.length;
        cookie = entry.cookie;
    }
    if (error == OK || used > 0) put_u32(answer, used);
    return used > 0 ? OK : error;
}
