// Files, their rights, and what is read-only.
#include "guest.h"

#include <sys/stat.h>
#include <unistd.h>

#define RIGHTS_OF_FILE (RIGHTS_ALL & ~RIGHT_FD_READDIR)

static uint32_t new_file(struct guest *guest, const char *content) {
    host_file(guest, "file", content);
    const int64_t file = open_path(guest, 3, "file", 0, RIGHTS_OF_FILE);
    CHECK(file > 3);
    return (uint32_t)file;
}

static uint16_t seek(struct guest *guest, uint32_t file, int64_t offset, uint32_t whence,
                     uint64_t *position) {
    const uint32_t at = room(guest, 8);
    const uint16_t error = CALL(guest, fd_seek, file, offset, whence, at);
    *position = u64_at(guest, at);
    return error;
}

static bool content_is(const struct guest *guest, const char *name, const char *text) {
    char bytes[256] = {0};
    FILE *file = fopen(host_path(guest, name), "r");
    CHECK(file != NULL);
    CHECK(fread(bytes, 1, sizeof bytes - 1, file) == strlen(text));
    fclose(file);
    return strcmp(bytes, text) == 0;
}

TEST(read_write_seek_tell) {
    const uint32_t file = new_file(guest, "0123456789");
    char bytes[16];
    uint64_t position;
    CHECK_IS(read_into(guest, file, bytes, 4), 4);
    CHECK_IS(seek(guest, file, -2, WHENCE_CUR, &position), OK);
    CHECK_IS(position, 2);
    CHECK_IS(write_text(guest, file, "xy"), 2);
    CHECK_IS(seek(guest, file, -1, WHENCE_END, &position), OK);
    CHECK_IS(position, 9);
    CHECK_IS(read_into(guest, file, bytes, 16), 1);
    CHECK_IS(read_into(guest, file, bytes, 16), 0);
    const uint32_t at = room(guest, 8);
    CHECK_IS(CALL(guest, fd_tell, file, at), OK);
    CHECK_IS(u64_at(guest, at), 10);
    CHECK_IS(seek(guest, file, -1, WHENCE_SET, &position), ERR_INVAL);
    CHECK_IS(seek(guest, file, 0, 3, &position), ERR_INVAL);
    CHECK_IS(seek(guest, 99, 0, WHENCE_SET, &position), ERR_BADF);
    CHECK(content_is(guest, "file", "01xy456789"));
}

TEST(read_and_write_at_an_offset) {
    const uint32_t file = new_file(guest, "0123456789");
    const uint32_t a = room(guest, 3), b = room(guest, 4), n = room(guest, 4);
    const uint32_t list = buffers(guest, 2, (const uint32_t[]){a, 3, b, 4});
    CHECK_IS(CALL(guest, fd_pread, file, list, 2, 2, n), OK);
    CHECK_IS(u32_at(guest, n), 7);
    CHECK(memcmp(guest->wasi->memory + a, "234", 3) == 0);
    CHECK(memcmp(guest->wasi->memory + b, "5678", 4) == 0);
    CHECK_IS(CALL(guest, fd_pread, file, list, 2, 100, n), OK);
    CHECK_IS(u32_at(guest, n), 0);
    CHECK_IS(CALL(guest, fd_pread, file, list, 2, INT64_MAX, n), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_pread, file, list, 2, -1, n), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_pwrite, file, list, 2, -1, n), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_pwrite, file, list, 2, 5, n), OK);
    CHECK_IS(u32_at(guest, n), 7);
    CHECK(content_is(guest, "file", "012342345678"));
    uint64_t position;
    CHECK_IS(seek(guest, file, 0, WHENCE_CUR, &position), OK);
    CHECK_IS(position, 0);
}

TEST(much_in_many_slices) {
    const uint32_t file = new_file(guest, "");
    uint32_t parts[200], got = room(guest, 4);
    for (uint32_t i = 0; i < 100; i++) {
        parts[2 * i] = 1;
        parts[2 * i + 1] = PAGE - i - 1;
    }
    uint64_t length = 0, position;
    for (uint32_t i = 0; i < 100; i++)
        length += parts[2 * i + 1];
    const uint32_t list = buffers(guest, 100, parts);
    CHECK_IS(CALL(guest, fd_write, file, list, 100, got), OK);
    CHECK_IS(u32_at(guest, got), length);
    CHECK_IS(seek(guest, file, 0, WHENCE_END, &position), OK);
    CHECK_IS(position, length);
    CHECK_IS(CALL(guest, fd_pread, file, buffers(guest, 1, (const uint32_t[]){got, 4}), 1,
                  (int64_t)length - 4, got),
             OK);
    CHECK_IS(u32_at(guest, got), 4);
}

TEST(reading_ends_at_the_deadline) {
    const uint32_t file = new_file(guest, "0123456789");
    char bytes[16];
    guest->wasi->deadline_ns = 1;
    CHECK_IS(read_into(guest, file, bytes, 16), 0);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
}

TEST(append) {
    const uint32_t file = new_file(guest, "0123456789");
    CHECK_IS(CALL(guest, fd_fdstat_set_flags, file, FDFLAG_APPEND), OK);
    CHECK_IS(write_text(guest, file, "ab"), 2);
    uint64_t position;
    CHECK_IS(seek(guest, file, 0, WHENCE_CUR, &position), OK);
    CHECK_IS(position, 12);
    const uint32_t a = text(guest, "z"), n = room(guest, 4);
    const uint32_t list = buffers(guest, 1, (const uint32_t[]){a, 1});
    CHECK_IS(CALL(guest, fd_pwrite, file, list, 1, 0, n), OK);
    CHECK(content_is(guest, "file", "z123456789ab"));
    CHECK_IS(CALL(guest, fd_fdstat_set_flags, file, 0), OK);
    CHECK_IS(seek(guest, file, 1, WHENCE_SET, &position), OK);
    CHECK_IS(write_text(guest, file, "y"), 1);
    CHECK(content_is(guest, "file", "zy23456789ab"));
    CHECK_IS(CALL(guest, fd_fdstat_set_flags, file, FDFLAG_SYNC), ERR_NOTSUP);
    CHECK_IS(CALL(guest, fd_fdstat_set_flags, file, 32), ERR_INVAL);
}

TEST(make_truncate_exclude) {
    CHECK_IS(open_path(guest, 3, "new", 0, RIGHT_FD_WRITE), -ERR_NOENT);
    const int64_t file = open_path(guest, 3, "new", OFLAG_CREAT, RIGHTS_OF_FILE);
    CHECK_IS(file, 4);
    CHECK_IS(write_text(guest, 4, "text"), 4);
    CHECK_IS(open_path(guest, 3, "new", OFLAG_CREAT | OFLAG_EXCL, RIGHT_FD_WRITE), -ERR_EXIST);
    CHECK_IS(open_path(guest, 3, "new", OFLAG_DIRECTORY, RIGHT_FD_READ), -ERR_NOTDIR);
    CHECK_IS(open_path(guest, 3, "new/", 0, RIGHT_FD_READ), -ERR_NOTDIR);
    CHECK_IS(open_path(guest, 3, "new/x", 0, RIGHT_FD_READ), -ERR_NOTDIR);
    CHECK_IS(open_path(guest, 3, "new", 16, RIGHT_FD_READ), -ERR_INVAL);
    CHECK_IS(open_path(guest, 3, "new", OFLAG_TRUNC, RIGHT_FD_WRITE), 5);
    CHECK(content_is(guest, "new", ""));
    CHECK_IS(open_path(guest, 4, "new", 0, RIGHT_FD_READ), -ERR_NOTCAPABLE);
    CHECK_IS(open_path(guest, 3, ".", 0, RIGHT_FD_WRITE), -ERR_ISDIR);
}

TEST(size_and_room) {
    const uint32_t file = new_file(guest, "0123456789"), at = room(guest, FILESTAT_BYTES);
    CHECK_IS(CALL(guest, fd_filestat_set_size, file, 4), OK);
    CHECK(content_is(guest, "file", "0123"));
    CHECK_IS(CALL(guest, fd_filestat_set_size, file, -1), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_allocate, file, 0, 5 << 20), OK);
    CHECK_IS(CALL(guest, fd_filestat_get, file, at), OK);
    CHECK_IS(u64_at(guest, at + 32), 5 << 20);
    CHECK_IS(guest->wasi->memory[at + 16], FILETYPE_REGULAR_FILE);
    CHECK_IS(u64_at(guest, at + 24), 1);
    CHECK_IS(CALL(guest, fd_allocate, file, 0, 0), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_allocate, file, INT64_MAX, 1), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_advise, file, 0, 100, 3), OK);
    CHECK_IS(CALL(guest, fd_advise, file, 0, 100, 6), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_advise, file, -1, 100, 0), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_advise, 1, 0, 100, 0), ERR_SPIPE);
    CHECK_IS(CALL(guest, fd_sync, file), OK);
    CHECK_IS(CALL(guest, fd_datasync, file), OK);
}

TEST(times) {
    const uint32_t file = new_file(guest, "x");
    uint32_t stat;
    CHECK_IS(CALL(guest, fd_filestat_set_times, file, 1000000007, 2000000009, FST_ATIM | FST_MTIM),
             OK);
    CHECK_IS(stat_path(guest, 3, "file", true, &stat), OK);
    CHECK_IS(u64_at(guest, stat + 40), 1000000007);
    CHECK_IS(u64_at(guest, stat + 48), 2000000009);
    CHECK_IS(CALL(guest, path_filestat_set_times, 3, 0, text(guest, "file"), 4, 3000000011, 0,
                  FST_ATIM | FST_MTIM_NOW),
             OK);
    CHECK_IS(stat_path(guest, 3, "file", true, &stat), OK);
    CHECK_IS(u64_at(guest, stat + 40), 3000000011);
    CHECK(u64_at(guest, stat + 48) > UINT64_C(1000000000000000000));
    CHECK_IS(CALL(guest, fd_filestat_set_times, file, 0, 0, FST_ATIM | FST_ATIM_NOW), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_filestat_set_times, file, 0, 0, 16), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_filestat_set_times, 1, 0, 0, FST_ATIM), ERR_NOTCAPABLE);
}

TEST(rights_are_what_was_asked_for) {
    char bytes[4];
    new_file(guest, "0123");
    const int64_t reader = open_path(guest, 3, "file", 0, RIGHT_FD_READ);
    CHECK_IS(read_into(guest, (uint32_t)reader, bytes, 4), 4);
    CHECK_IS(write_text(guest, (uint32_t)reader, "x"), -ERR_NOTCAPABLE);
    uint64_t position;
    CHECK_IS(seek(guest, (uint32_t)reader, 0, WHENCE_SET, &position), ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, fd_filestat_set_size, reader, 0), ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, fd_sync, reader), ERR_NOTCAPABLE);
}

TEST(rights_only_shrink) {
    const int64_t all = (int64_t)RIGHTS_ALL;
    new_file(guest, "0123");
    const uint32_t stat = room(guest, FDSTAT_BYTES);
    CHECK_IS(CALL(guest, fd_fdstat_get, 3, stat), OK);
    CHECK_IS(guest->wasi->memory[stat], FILETYPE_DIRECTORY);
    CHECK_IS(u64_at(guest, stat + 16), all);
    CHECK_IS(CALL(guest, fd_fdstat_set_rights, 3, all, all), ERR_NOTCAPABLE);
    const int64_t narrow = (int64_t)(RIGHT_PATH_OPEN | RIGHT_PATH_CREATE_FILE);
    CHECK_IS(CALL(guest, fd_fdstat_set_rights, 3, narrow, (int64_t)RIGHT_FD_READ), OK);
    CHECK_IS(CALL(guest, fd_fdstat_set_rights, 3, narrow, all), ERR_NOTCAPABLE);
    CHECK_IS(open_path(guest, 3, "file", 0, RIGHT_FD_READ), -ERR_NOTCAPABLE);
    const uint32_t n = room(guest, 4), path = text(guest, "file");
    CHECK_IS(CALL(guest, path_open, 3, 0, path, 4, 0, (int64_t)RIGHT_FD_READ, 0, 0, n), OK);
    CHECK_IS(CALL(guest, path_open, 3, 0, path, 4, 0, (int64_t)RIGHT_FD_WRITE, 0, 0, n),
             ERR_NOTCAPABLE);
    CHECK_IS(CALL(guest, path_open, 3, 0, path, 4, OFLAG_TRUNC, 0, 0, 0, n), ERR_NOTCAPABLE);
    CHECK_IS(WITH_PATH(guest, path_unlink_file, 3, "file"), ERR_NOTCAPABLE);
    CHECK_IS(WITH_PATH(guest, path_create_directory, 3, "new"), ERR_NOTCAPABLE);
    CHECK_IS(stat_path(guest, 3, "file", true, &(uint32_t){0}), ERR_NOTCAPABLE);
    CHECK_IS(rename_path(guest, 3, "file", 3, "new"), ERR_NOTCAPABLE);
}

TEST(read_only_folder) {
    struct wasi_options options = default_options(guest);
    const struct wasi_folder folders[] = {{"/ro", guest->folder, true},
                                          {"/rw", guest->folder, false}};
    options.folders = folders;
    options.folder_count = 2;
    begin(guest, &options);
    host_file(guest, "file", "0123");
    CHECK(mkdir(host_path(guest, "sub"), 0700) == 0);
    char bytes[4];
    const int64_t file = open_path(guest, 3, "file", 0, RIGHTS_OF_FILE & ~RIGHT_FD_WRITE);
    CHECK_IS(read_into(guest, (uint32_t)file, bytes, 4), 4);
    CHECK_IS(CALL(guest, fd_filestat_set_size, file, 0), ERR_ROFS);
    CHECK_IS(CALL(guest, fd_filestat_set_times, file, 0, 0, FST_ATIM), ERR_ROFS);
    CHECK_IS(CALL(guest, fd_allocate, file, 0, 100), ERR_ROFS);
    CHECK_IS(open_path(guest, 3, "file", 0, RIGHT_FD_WRITE), -ERR_ROFS);
    CHECK_IS(open_path(guest, 3, "file", OFLAG_TRUNC, RIGHT_FD_READ), -ERR_ROFS);
    CHECK_IS(open_path(guest, 3, "new", OFLAG_CREAT, RIGHT_FD_READ), -ERR_ROFS);
    const uint32_t below = (uint32_t)open_path(guest, 3, "sub", 0, RIGHTS_ALL & ~RIGHT_FD_WRITE);
    const uint32_t folder[] = {3, below};
    for (int i = 0; i < 2; i++) {
        CHECK_IS(WITH_PATH(guest, path_create_directory, folder[i], "x"), ERR_ROFS);
        CHECK_IS(WITH_PATH(guest, path_remove_directory, folder[i], "sub"), ERR_ROFS);
        CHECK_IS(WITH_PATH(guest, path_unlink_file, folder[i], "file"), ERR_ROFS);
        CHECK_IS(rename_path(guest, folder[i], "file", 4, "x"), ERR_ROFS);
        CHECK_IS(rename_path(guest, 4, "file", folder[i], "x"), ERR_ROFS);
        CHECK_IS(
            CALL(guest, path_link, folder[i], 0, text(guest, "file"), 4, 4, text(guest, "x"), 1),
            ERR_ROFS);
        CHECK_IS(CALL(guest, path_symlink, text(guest, "file"), 4, folder[i], text(guest, "x"), 1),
                 ERR_ROFS);
        CHECK_IS(CALL(guest, path_filestat_set_times, folder[i], 0, text(guest, "file"), 4, 0, 0,
                      FST_ATIM),
                 ERR_ROFS);
        CHECK_IS(open_path(guest, folder[i], "x", OFLAG_CREAT, RIGHT_FD_WRITE), -ERR_ROFS);
    }
    CHECK_IS(write_text(guest, (uint32_t)open_path(guest, 4, "file", 0, RIGHT_FD_WRITE), "x"), 1);
}

TEST(close_and_renumber) {
    const uint32_t file = new_file(guest, "0123");
    char bytes[4];
    CHECK_IS(file, 4);
    CHECK_IS(CALL(guest, fd_renumber, file, 7), ERR_BADF);
    CHECK_IS(CALL(guest, fd_renumber, 7, file), ERR_BADF);
    CHECK_IS(CALL(guest, fd_renumber, file, file), OK);
    CHECK_IS(CALL(guest, fd_renumber, file, 0), OK);
    CHECK_IS(read_into(guest, 0, bytes, 4), 4);
    CHECK_IS(read_into(guest, file, bytes, 4), -ERR_BADF);
    CHECK_IS(CALL(guest, fd_renumber, 2, 1), OK);
    CHECK_IS(write_text(guest, 1, "error"), 5);
    uint64_t length;
    wasi_captured(guest->wasi, 2, &length);
    CHECK_IS(length, 5);
    CHECK_IS(CALL(guest, fd_close, 3), OK);
    CHECK_IS(CALL(guest, fd_close, 3), ERR_BADF);
    CHECK_IS(CALL(guest, fd_close, UINT32_MAX), ERR_BADF);
}

TEST(lowest_numbers_first_and_not_too_many) {
    new_file(guest, "0123");
    for (int64_t i = 5; i < 16; i++)
        CHECK_IS(open_path(guest, 3, "file", 0, RIGHT_FD_READ), i);
    CHECK_IS(open_path(guest, 3, "file", 0, RIGHT_FD_READ), -ERR_MFILE);
    CHECK_IS(open_path(guest, 3, "new", OFLAG_CREAT, RIGHT_FD_READ), -ERR_MFILE);
    CHECK(access(host_path(guest, "new"), F_OK) != 0);
    CHECK_IS(CALL(guest, fd_close, 9), OK);
    CHECK_IS(CALL(guest, fd_close, 6), OK);
    CHECK_IS(open_path(guest, 3, "file", 0, RIGHT_FD_READ), 6);
    CHECK_IS(open_path(guest, 3, "file", 0, RIGHT_FD_READ), 9);
}

TEST(folders_at_the_beginning) {
    const uint32_t at = room(guest, PRESTAT_BYTES), name = room(guest, 5);
    CHECK_IS(CALL(guest, fd_prestat_get, 3, at), OK);
    CHECK_IS(guest->wasi->memory[at], 0);
    CHECK_IS(u32_at(guest, at + 4), 5);
    CHECK_IS(CALL(guest, fd_prestat_dir_name, 3, name, 4), ERR_NAMETOOLONG);
    CHECK_IS(CALL(guest, fd_prestat_dir_name, 3, name, 5), OK);
    CHECK(memcmp(guest->wasi->memory + name, "/data", 5) == 0);
    CHECK_IS(CALL(guest, fd_prestat_get, 1, at), ERR_BADF);
    CHECK_IS(CALL(guest, fd_prestat_get, 4, at), ERR_BADF);
    const int64_t below = open_path(guest, 3, ".", OFLAG_DIRECTORY, RIGHT_FD_READDIR);
    CHECK_IS(CALL(guest, fd_prestat_get, below, at), ERR_BADF);
}

static uint32_t account(const struct guest *guest, struct wasi_open *open) {
    return wasi_open_descriptors(guest->wasi, open, 16);
}

TEST(what_a_capture_would_lose) {
    struct wasi_open open[16];
    CHECK_IS(account(guest, open), 0);
    new_file(guest, "0123");
    CHECK_IS(account(guest, open), 1);
    CHECK_IS(open[0].number, 4);
    CHECK_IS(open[0].kind, WASI_FILE);
    CHECK(strcmp(open[0].guest_path, "/data/file") == 0);
    CHECK_IS(wasi_open_descriptors(guest->wasi, open, 0), 1);
    CHECK(mkdir(host_path(guest, "sub"), 0700) == 0);
    const int64_t sub = open_path(guest, 3, "sub", 0, RIGHTS_ALL & ~RIGHT_FD_WRITE);
    CHECK_IS(open_path(guest, (uint32_t)sub, "x", OFLAG_CREAT, RIGHT_FD_WRITE), 6);
    CHECK_IS(account(guest, open), 3);
    CHECK_IS(open[1].kind, WASI_FOLDER);
    CHECK(strcmp(open[2].guest_path, "/data/sub/x") == 0);
    for (int64_t i = 4; i < 7; i++)
        CHECK_IS(CALL(guest, fd_close, i), OK);
    CHECK_IS(account(guest, open), 0);
}

TEST(what_a_capture_would_bring_back) {
    struct wasi_open open[16];
    new_file(guest, "0123");
    CHECK_IS(CALL(guest, fd_renumber, 4, 1), OK);
    CHECK_IS(CALL(guest, fd_close, 3), OK);
    CHECK_IS(account(guest, open), 2);
    CHECK_IS(open[0].number, 1);
    CHECK_IS(open[0].kind, WASI_FILE);
    CHECK_IS(open[1].number, 3);
    CHECK_IS(open[1].kind, WASI_CLOSED);
    CHECK(strcmp(open[1].guest_path, "") == 0);
}

TEST(narrowed_or_moved_is_not_as_it_was) {
    struct wasi_open open[16];
    CHECK_IS(CALL(guest, fd_fdstat_set_rights, 3, 0, 0), OK);
    CHECK_IS(account(guest, open), 1);
    CHECK_IS(open[0].kind, WASI_FOLDER);
    CHECK_IS(CALL(guest, fd_renumber, 2, 0), OK);
    CHECK_IS(account(guest, open), 3);
    CHECK_IS(open[0].kind, WASI_OUTPUT);
    CHECK_IS(open[1].kind, WASI_CLOSED);
}
