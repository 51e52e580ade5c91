// Listing folders.
#define _GNU_SOURCE
#include "guest.h"

#include <sys/stat.h>
#include <unistd.h>

struct seen {
    uint32_t count;
    uint64_t cookie;  // behind the last whole entry
    uint8_t times[1000];
    bool dots[2];
};

static void see(struct seen *seen, const char *name, size_t length, uint8_t type) {
    char text[256] = {0};
    memcpy(text, name, length);
    seen->count++;
    if (strcmp(text, ".") == 0)
        seen->dots[0] = true;
    else if (strcmp(text, "..") == 0)
        seen->dots[1] = true;
    else {
        CHECK(text[0] == 'n' && type == FILETYPE_REGULAR_FILE);
        seen->times[atoi(text + 1)]++;
    }
}

// One call; false at the end.
static bool list_on(struct guest *guest, uint32_t folder, uint32_t at, uint32_t length,
                    struct seen *seen) {
    const uint32_t used = at + length + 40;
    CHECK_IS(CALL(guest, fd_readdir, folder, at, length, (int64_t)seen->cookie, used), OK);
    const uint32_t got = u32_at(guest, used);
    uint32_t position = 0;
    CHECK(got <= length);
    while (got - position >= DIRENT_BYTES) {
        const uint8_t *entry = guest->wasi->memory + at + position;
        const uint32_t name_length = u32_at(guest, at + position + 16);
        if (got - position - DIRENT_BYTES < name_length) break;
        see(seen, (const char *)entry + DIRENT_BYTES, name_length, entry[20]);
        seen->cookie = u64_at(guest, at + position);
        position += DIRENT_BYTES + name_length;
    }
    CHECK(position > 0 || got < length);
    return got == length;
}

// Long, so that the kernel's reader does not get them all at once.
static const char *name_of(int number) {
    static char name[128];
    snprintf(name, sizeof name, "n%d-%080d", number, 0);
    return name;
}

static void make(const struct guest *guest, int count) {
    for (int i = 0; i < count; i++)
        host_file(guest, name_of(i), "");
}

static uint32_t buffer(struct guest *guest) {
    const uint32_t at = room(guest, 4096);
    return at;
}

TEST(each_entry_once) {
    make(guest, 1000);
    const uint32_t at = buffer(guest);
    for (uint32_t length = 110; length < 4000; length = length * 2 + 1) {
        struct seen seen = {0};
        while (list_on(guest, 3, at, length, &seen))
            continue;
        CHECK_IS(seen.count, 1002);
        CHECK(seen.dots[0] && seen.dots[1]);
        for (int i = 0; i < 1000; i++)
            CHECK_IS(seen.times[i], 1);
    }
}

TEST(each_entry_that_stays_while_others_go) {
    make(guest, 1000);
    const uint32_t at = buffer(guest);
    struct seen seen = {0}, before = {0};
    bool more = true;
    while (more) {
        before = seen;
        more = list_on(guest, 3, at, 300, &seen);
        for (int i = 0; i < 1000; i++) {
            if (seen.times[i] == before.times[i]) continue;
            CHECK(unlink(host_path(guest, name_of(i))) == 0);
        }
    }
    for (int i = 0; i < 1000; i++)
        CHECK_IS(seen.times[i], 1);
    struct seen after = {0};
    while (list_on(guest, 3, at, 300, &after))
        continue;
    CHECK_IS(after.count, 2);
}

TEST(going_back) {
    make(guest, 500);
    const uint32_t at = buffer(guest);
    struct seen seen = {0};
    for (int i = 0; i < 10; i++)
        list_on(guest, 3, at, 1000, &seen);
    struct seen middle = seen;
    const uint32_t count = seen.count;
    while (list_on(guest, 3, at, 1000, &seen))
        continue;
    while (list_on(guest, 3, at, 177, &middle))
        continue;
    CHECK_IS(seen.count, 502);
    CHECK_IS(middle.count, 502);
    CHECK(count < 502);
    struct seen again = {0};
    host_file(guest, name_of(999), "");
    while (list_on(guest, 3, at, 1000, &again))
        continue;
    CHECK_IS(again.count, 503);
}

TEST(two_readers_of_one_descriptor) {
    make(guest, 1000);
    const uint32_t at = buffer(guest);
    struct seen ahead = {0}, behind = {0};
    while (ahead.count < 700)
        list_on(guest, 3, at, 2000, &ahead);
    bool more = true;
    while (more) {
        list_on(guest, 3, at, 150, &behind);
        more = list_on(guest, 3, at, 2000, &ahead);
    }
    while (list_on(guest, 3, at, 2000, &behind))
        continue;
    CHECK_IS(ahead.count, 1002);
    CHECK_IS(behind.count, 1002);
}

TEST(cookies_that_were_never_given) {
    make(guest, 10);
    const uint32_t at = buffer(guest), used = room(guest, 4);
    const int64_t cookies[] = {-1, INT64_MIN, INT64_MAX, 12345, 1};
    for (size_t i = 0; i < sizeof cookies / sizeof cookies[0]; i++) {
        const uint16_t error = CALL(guest, fd_readdir, 3, at, 4000, cookies[i], used);
        CHECK(error == OK || error == ERR_INVAL);
    }
    CHECK_IS(CALL(guest, fd_readdir, 3, at, 0, 0, used), OK);
    CHECK_IS(u32_at(guest, used), 0);
    CHECK_IS(CALL(guest, fd_readdir, 1, at, 100, 0, used), ERR_NOTCAPABLE);
}

TEST(what_entries_are) {
    CHECK(mkdir(host_path(guest, "sub"), 0700) == 0);
    const uint32_t at = buffer(guest), used = room(guest, 4);
    const uint32_t sub = (uint32_t)open_path(guest, 3, "sub", 0, RIGHT_FD_READDIR);
    CHECK_IS(CALL(guest, fd_readdir, sub, at, 4000, 0, used), OK);
    CHECK_IS(u32_at(guest, used), 2 * DIRENT_BYTES + 3);
    struct stat stat_of_sub;
    CHECK(stat(host_path(guest, "sub"), &stat_of_sub) == 0);
    for (uint32_t position = 0; position < 2 * DIRENT_BYTES + 3;) {
        const uint32_t length = u32_at(guest, at + position + 16);
        const uint64_t inode = u64_at(guest, at + position + 8);
        CHECK_IS(inode, length == 1 ? stat_of_sub.st_ino : 0);
        CHECK_IS(guest->wasi->memory[at + position + 20], FILETYPE_DIRECTORY);
        position += DIRENT_BYTES + length;
    }
}
