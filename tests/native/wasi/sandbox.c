// Ways out of a folder. Outside lies a file that no guest may see, change or find out about.
#define _GNU_SOURCE
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static void secret(const struct guest *guest) {
    host_file(guest, "../outside/secret", "secret");
    host_file(guest, "file", "file");
    CHECK(mkdir(host_path(guest, "sub"), 0700) == 0);
}

static void link_to(const struct guest *guest, const char *target, const char *name) {
    CHECK(symlink(target, host_path(guest, name)) == 0);
}

static void nothing_leads_there(struct guest *guest, const char *path) {
    uint32_t stat;
    const uint32_t g = room(guest, 64), n = room(guest, 4);
    const uint32_t at = text(guest, path), length = (uint32_t)strlen(path);
    CHECK_IS(open_path(guest, 3, path, 0, RIGHT_FD_READ), -ERR_NOTCAPABLE);
    CHECK_IS(open_path(guest, 3, path, 0, RIGHT_FD_WRITE), -ERR_NOTCAPABLE);
    CHECK_IS(open_path(guest, 3, path, OFLAG_CREAT, RIGHT_FD_WRITE), -ERR_NOTCAPABLE);
    CHECK_IS(open_path(guest, 3, path, OFLAG_DIRECTORY, RIGHT_FD_READ), -ERR_NOTCAPABLE);
    CHECK_IS(stat_path(guest, 3, path, true, &stat), ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, path_filestat_set_times, 3, 1, at, length, 0, 0, FST_ATIM),
             ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, path_readlink, 3, at, length, g, 64, n), ERR_NOTCAPABLE);
    CHECK_IS(WITH_PATH(guest, path_create_directory, 3, path), ERR_NOTCAPABLE);
    CHECK_IS(WITH_PATH(guest, path_remove_directory, 3, path), ERR_NOTCAPABLE);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, path), ERR_NOTCAPABLE);
    CHECK_IS(rename_path(guest, 3, path, 3, "stolen"), ERR_NOTCAPABLE);
    CHECK_IS(rename_path(guest, 3, "file", 3, path), ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, path_link, 3, 0, at, length, 3, text(guest, "stolen"), 6), ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, path_link, 3, 0, text(guest, "file"), 4, 3, at, length), ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, path_symlink, text(guest, "file"), 4, 3, at, length), ERR_NOTCAPABLE);
}

TEST(dots_and_roots) {
    secret(guest);
    link_to(guest, "../outside", "lies");
    link_to(guest, "/", "root");
    static const char *const paths[] = {
        "../outside/secret", "sub/../../outside/secret", "/etc/passwd",        "//etc/passwd",
        "lies/secret",       "root/etc/passwd",          "sub/../lies/secret", "..//outside/secret",
    };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        nothing_leads_there(guest, paths[i]);
    CHECK(access("outside/secret", F_OK) == 0 && access("data/file", F_OK) == 0);
}

TEST(names_that_are_dots) {
    secret(guest);
    uint32_t stat;
    static const char *const outside[] = {"..", "../", "sub/../..", "/", "///", "./.."};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        CHECK_IS(WITH_PATH(guest, path_create_directory, 3, outside[i]), ERR_NOTCAPABLE);
        CHECK_IS(WITH_PATH(guest, path_remove_directory, 3, outside[i]), ERR_NOTCAPABLE);
        CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, outside[i]), ERR_NOTCAPABLE);
        CHECK_IS(rename_path(guest, 3, outside[i], 3, "x"), ERR_NOTCAPABLE);
        CHECK_IS(stat_path(guest, 3, outside[i], false, &stat), ERR_NOTCAPABLE);
        CHECK_IS(open_path(guest, 3, outside[i], OFLAG_DIRECTORY, RIGHT_FD_READDIR),
                 -ERR_NOTCAPABLE);
    }
    static const char *const inside[] = {".", "./", "sub/..", "sub/../."};
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++) {
        CHECK_IS(WITH_PATH(guest, path_create_directory, 3, inside[i]), ERR_EXIST);
        CHECK_IS(WITH_PATH(guest, path_remove_directory, 3, inside[i]), ERR_INVAL);
        CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, inside[i]), ERR_ISDIR);
        CHECK_IS(rename_path(guest, 3, inside[i], 3, "x"), ERR_BUSY);
        CHECK_IS(stat_path(guest, 3, inside[i], false, &stat), OK);
    }
    const uint32_t sub =
        (uint32_t)open_path(guest, 3, "sub", OFLAG_DIRECTORY, RIGHTS_ALL & ~RIGHT_FD_WRITE);
    CHECK_IS(open_path(guest, sub, "../file", 0, RIGHT_FD_READ), -ERR_NOTCAPABLE);
}

TEST(links_that_lead_out) {
    secret(guest);
    link_to(guest, "../outside/secret", "out");
    link_to(guest, "../outside/new", "new");
    link_to(guest, "../outside", "folder");
    uint32_t stat;
    const uint32_t at = room(guest, 64), n = room(guest, 4);
    CHECK_IS(open_path(guest, 3, "out", 0, RIGHT_FD_READ), -ERR_NOTCAPABLE);
    CHECK_IS(open_path(guest, 3, "new", OFLAG_CREAT, RIGHT_FD_WRITE), -ERR_NOTCAPABLE);
    CHECK_IS(stat_path(guest, 3, "out", true, &stat), ERR_NOTCAPABLE);
    CHECK_IS(stat_path(guest, 3, "out", false, &stat), OK);
    CHECK_IS(guest->wasi->memory[stat + 16], FILETYPE_SYMBOLIC_LINK);
    CHECK_IS(stat_path(guest, 3, "folder/", false, &stat), ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, path_readlink, 3, text(guest, "folder/"), 7, at, 64, n), ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, path_readlink, 3, text(guest, "out"), 3, at, 64, n), OK);
    CHECK_IS(u32_at(guest, n), 17);
    CHECK_IS(CALL(guest, path_readlink, 3, text(guest, "out"), 3, at, 4, n), OK);
    CHECK_IS(u32_at(guest, n), 4);
    CHECK_IS(CALL(guest, path_readlink, 3, text(guest, "file"), 4, at, 4, n), ERR_INVAL);
    CHECK_IS(CALL(guest, path_link, 3, 0, text(guest, "folder/"), 7, 3, text(guest, "x"), 1),
             ERR_PERM);
    CHECK_IS(CALL(guest, path_link, 3, 1, text(guest, "out"), 3, 3, text(guest, "x"), 1),
             ERR_INVAL);
    CHECK_IS(WITH_PATH(guest, path_remove_directory, 3, "folder/"), ERR_NOTDIR);
    CHECK_IS(WITH_PATH(guest, path_create_directory, 3, "folder/"), ERR_EXIST);
    CHECK(rename_path(guest, 3, "sub", 3, "folder/") != OK);
    CHECK(access("outside/new", F_OK) != 0 && access("outside/secret", F_OK) == 0);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, "out"), OK);
    CHECK(access("outside/secret", F_OK) == 0);
}

TEST(links_in_circles) {
    uint32_t stat;
    link_to(guest, "b", "a");
    link_to(guest, "a", "b");
    link_to(guest, "self/self", "self");
    CHECK_IS(open_path(guest, 3, "a", 0, RIGHT_FD_READ), -ERR_LOOP);
    CHECK_IS(open_path(guest, 3, "a/x", 0, RIGHT_FD_READ), -ERR_LOOP);
    CHECK_IS(open_path(guest, 3, "self", 0, RIGHT_FD_READ), -ERR_LOOP);
    CHECK_IS(stat_path(guest, 3, "a", true, &stat), ERR_LOOP);
    CHECK_IS(stat_path(guest, 3, "a", false, &stat), OK);
}

TEST(links_that_stay_inside) {
    secret(guest);
    link_to(guest, "../file", "sub/up");
    CHECK(open_path(guest, 3, "sub/up", 0, RIGHT_FD_READ) > 3);
    const uint32_t n = room(guest, 4), up = text(guest, "sub/up");
    CHECK_IS(CALL(guest, path_open, 3, 0, up, 6, 0, (int64_t)RIGHT_FD_READ, 0, 0, n), ERR_LOOP);
    CHECK_IS(CALL(guest, path_symlink, text(guest, "/etc"), 4, 3, text(guest, "etc"), 3),
             ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, path_symlink, text(guest, "file"), 4, 3, text(guest, "link"), 4), OK);
    CHECK_IS(CALL(guest, path_symlink, text(guest, "file"), 4, 3, text(guest, "link"), 4),
             ERR_EXIST);
    CHECK(open_path(guest, 3, "link", 0, RIGHT_FD_READ) > 3);
    CHECK_IS(CALL(guest, path_symlink, text(guest, "../outside"), 10, 3, text(guest, "o"), 1), OK);
    CHECK_IS(open_path(guest, 3, "o/secret", 0, RIGHT_FD_READ), -ERR_NOTCAPABLE);
}

TEST(folder_that_moves_while_it_is_open) {
    secret(guest);
    CHECK(mkdir(host_path(guest, "sub/deep"), 0700) == 0);
    const uint64_t rights = RIGHTS_ALL & ~RIGHT_FD_WRITE;
    const uint32_t deep = (uint32_t)open_path(guest, 3, "sub/deep", OFLAG_DIRECTORY, rights);
    CHECK_IS(rename_path(guest, 3, "sub/deep", 3, "deep"), OK);
    CHECK_IS(open_path(guest, deep, "../file", 0, RIGHT_FD_READ), -ERR_NOTCAPABLE);
    CHECK_IS(open_path(guest, deep, "../../outside/secret", 0, RIGHT_FD_READ), -ERR_NOTCAPABLE);
    CHECK(rename("data/deep", "outside/deep") == 0);
    CHECK_IS(open_path(guest, deep, "../secret", 0, RIGHT_FD_READ), -ERR_NOTCAPABLE);
    CHECK(rename("data/sub", "outside/sub") == 0);
    CHECK_IS(rename_path(guest, 3, "sub", 3, "x"), ERR_NOENT);
}

TEST(magic_links) {
    struct wasi_options options = default_options(guest);
    const int proc = open("/proc/self", O_RDONLY | O_DIRECTORY);
    const struct wasi_folder folder = {"/proc", proc, false};
    options.folders = &folder;
    begin(guest, &options);
    CHECK_IS(open_path(guest, 3, "root/etc/passwd", 0, RIGHT_FD_READ), -ERR_LOOP);
    CHECK_IS(open_path(guest, 3, "cwd/data", 0, RIGHT_FD_READ), -ERR_LOOP);
    CHECK_IS(open_path(guest, 3, "fd/0", 0, RIGHT_FD_READ), -ERR_LOOP);
    CHECK_IS(open_path(guest, 3, "exe", 0, RIGHT_FD_READ), -ERR_LOOP);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, "cwd/x"), ERR_LOOP);
    close(proc);
}

TEST(devices_are_refused) {
    if (mknod(host_path(guest, "null"), S_IFCHR | 0600, makedev(1, 3)) == 0) {
        CHECK_IS(open_path(guest, 3, "null", 0, RIGHT_FD_READ), -ERR_ACCES);
    }
    struct wasi_options options = default_options(guest);
    const int dev = open("/dev", O_RDONLY | O_DIRECTORY);
    const struct wasi_folder folder = {"/dev", dev, true};
    options.folders = &folder;
    begin(guest, &options);
    CHECK_IS(open_path(guest, 3, "null", 0, RIGHT_FD_READ), -ERR_ACCES);
    CHECK_IS(open_path(guest, 3, "zero", 0, RIGHT_FD_READ), -ERR_ACCES);
    close(dev);
}

#define HOST_DESCRIPTORS 64

TEST(nothing_leaks_to_children) {
    bool before[HOST_DESCRIPTORS];
    for (int host = 0; host < HOST_DESCRIPTORS; host++)
        before[host] = fcntl(host, F_GETFD) >= 0;
    secret(guest);
    const int64_t file = open_path(guest, 3, "file", 0, RIGHT_FD_READ);
    struct wasi_options options = default_options(guest);
    int ends[2];
    CHECK(file == 4 && pipe2(ends, O_CLOEXEC) == 0);
    options.input_descriptor = ends[0];
    struct wasi *second = wasi_new(&options);
    for (int host = 0; host < HOST_DESCRIPTORS; host++) {
        const int flags = fcntl(host, F_GETFD);
        CHECK(flags < 0 || before[host] || (flags & FD_CLOEXEC) != 0);
    }
    wasi_delete(second);
}

TEST(names_as_posix_has_them) {
    secret(guest);
    CHECK_IS(WITH_PATH(guest, path_create_directory, 3, "new/"), OK);
    CHECK_IS(WITH_PATH(guest, path_create_directory, 3, "new"), ERR_EXIST);
    CHECK_IS(WITH_PATH(guest, path_create_directory, 3, "no/new"), ERR_NOENT);
    CHECK_IS(WITH_PATH(guest, path_create_directory, 3, "file/new"), ERR_NOTDIR);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, "new"), ERR_ISDIR);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, "file/"), ERR_NOTDIR);
    CHECK_IS(WITH_PATH(guest, path_remove_directory, 3, "file"), ERR_NOTDIR);
    CHECK_IS(rename_path(guest, 3, "file", 3, "new/"), ERR_NOTDIR);
    CHECK_IS(rename_path(guest, 3, "file", 3, "new/file"), OK);
    CHECK_IS(WITH_PATH(guest, path_remove_directory, 3, "new"), ERR_NOTEMPTY);
    CHECK_IS(CALL(guest, path_link, 3, 0, text(guest, "new/file"), 8, 3, text(guest, "twin"), 4),
             OK);
    CHECK_IS(CALL(guest, path_link, 3, 0, text(guest, "new"), 3, 3, text(guest, "x"), 1), ERR_PERM);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, "new/file"), OK);
    CHECK_IS(WITH_PATH(guest, path_remove_directory, 3, "new///"), OK);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, "twin"), OK);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 1, "twin"), ERR_NOTCAPABLE);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 9, "twin"), ERR_BADF);
}
