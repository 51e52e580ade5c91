// Every offset that a guest can give: at the end of its memory, across it, beyond it.
#include "guest.h"

struct pointer {
    const char *name;
    int64_t arguments[9];
    uint32_t count;
    uint32_t which;  // of the arguments is the pointer
    uint32_t bytes;  // are behind it
};

static void try(struct guest *guest, const struct pointer *given, uint32_t offset, bool is_right) {
    int64_t arguments[9];
    memcpy(arguments, given->arguments, sizeof arguments);
    arguments[given->which] = offset;
    if (is_right) memset(guest->wasi->memory + offset, 0, given->bytes);
    const uint16_t error = call(guest, given->name, arguments, given->count);
    if ((error == ERR_FAULT) == is_right) {
        fprintf(stderr, "%s: argument %u at %u: %u\n", given->name, given->which, offset, error);
        exit(1);
    }
}

TEST(every_pointer_of_every_function) {
    host_file(guest, "file", "0123456789");
    const int64_t file = open_path(guest, 3, "file", 0, RIGHTS_ALL & ~RIGHT_FD_READDIR);
    CHECK(file > 3);
    const uint32_t g = room(guest, 128), h = room(guest, 128), p = text(guest, "file");
    const uint32_t list = buffers(guest, 1, (const uint32_t[]){g, 4});
    const uint32_t clock = room(guest, SUBSCRIPTION_BYTES);
    const struct pointer pointers[] = {
        {"args_get", {h, g}, 2, 0, 8},
        {"args_get", {h, g}, 2, 1, 15},
        {"args_sizes_get", {g, h}, 2, 0, 4},
        {"args_sizes_get", {g, h}, 2, 1, 4},
        {"environ_get", {h, g}, 2, 0, 4},
        {"environ_get", {h, g}, 2, 1, 11},
        {"environ_sizes_get", {g, h}, 2, 0, 4},
        {"environ_sizes_get", {g, h}, 2, 1, 4},
        {"clock_res_get", {1, g}, 2, 1, 8},
        {"clock_time_get", {1, 0, g}, 3, 2, 8},
        {"fd_fdstat_get", {3, g}, 2, 1, FDSTAT_BYTES},
        {"fd_filestat_get", {3, g}, 2, 1, FILESTAT_BYTES},
        {"fd_pread", {file, list, 1, 0, g}, 5, 1, IOVEC_BYTES},
        {"fd_pread", {file, list, 1, 0, g}, 5, 4, 4},
        {"fd_pwrite", {file, list, 1, 0, g}, 5, 1, IOVEC_BYTES},
        {"fd_pwrite", {file, list, 1, 0, g}, 5, 4, 4},
        {"fd_prestat_get", {3, g}, 2, 1, PRESTAT_BYTES},
        {"fd_prestat_dir_name", {3, g, 5}, 3, 1, 5},
        {"fd_read", {file, list, 1, g}, 4, 1, IOVEC_BYTES},
        {"fd_read", {file, list, 1, g}, 4, 3, 4},
        {"fd_write", {file, list, 1, g}, 4, 1, IOVEC_BYTES},
        {"fd_write", {file, list, 1, g}, 4, 3, 4},
        {"fd_readdir", {3, g, 100, 0, h}, 5, 1, 100},
        {"fd_readdir", {3, g, 100, 0, h}, 5, 4, 4},
        {"fd_seek", {file, 0, 0, g}, 4, 3, 8},
        {"fd_tell", {file, g}, 2, 1, 8},
        {"path_create_directory", {3, p, 4}, 3, 1, 4},
        {"path_filestat_get", {3, 0, p, 4, g}, 5, 2, 4},
        {"path_filestat_get", {3, 0, p, 4, g}, 5, 4, FILESTAT_BYTES},
        {"path_filestat_set_times", {3, 0, p, 4, 0, 0, 0}, 7, 2, 4},
        {"path_link", {3, 0, p, 4, 3, p, 4}, 7, 2, 4},
        {"path_link", {3, 0, p, 4, 3, p, 4}, 7, 5, 4},
        {"path_open", {3, 0, p, 4, 0, 0, 0, 0, g}, 9, 2, 4},
        {"path_open", {3, 0, p, 4, 0, 0, 0, 0, g}, 9, 8, 4},
        {"path_readlink", {3, p, 4, g, 8, h}, 6, 1, 4},
        {"path_readlink", {3, p, 4, g, 8, h}, 6, 3, 8},
        {"path_readlink", {3, p, 4, g, 8, h}, 6, 5, 4},
        {"path_remove_directory", {3, p, 4}, 3, 1, 4},
        {"path_rename", {3, p, 4, 3, p, 4}, 6, 1, 4},
        {"path_rename", {3, p, 4, 3, p, 4}, 6, 4, 4},
        {"path_symlink", {p, 4, 3, p, 4}, 5, 0, 4},
        {"path_symlink", {p, 4, 3, p, 4}, 5, 3, 4},
        {"poll_oneoff", {clock, g, 1, h}, 4, 0, SUBSCRIPTION_BYTES},
        {"poll_oneoff", {clock, g, 1, h}, 4, 1, EVENT_BYTES},
        {"poll_oneoff", {clock, g, 1, h}, 4, 3, 4},
        {"random_get", {g, 32}, 2, 0, 32},
        {"path_unlink_file", {3, p, 4}, 3, 1, 4},
    };
    for (size_t i = 0; i < sizeof pointers / sizeof pointers[0]; i++) {
        const struct pointer *given = &pointers[i];
        try(guest, given, PAGE - given->bytes, true);
        try(guest, given, PAGE - given->bytes + 1, false);
        try(guest, given, PAGE, false);
        try(guest, given, UINT32_MAX, false);
        try(guest, given, UINT32_MAX - given->bytes + 1, false);
    }
}

TEST(buffers_that_lie) {
    const uint32_t g = room(guest, 16), n = room(guest, 4);
    const struct {
        uint32_t offset, length;
        uint16_t error;
    } cases[] = {
        {PAGE - 4, 4, OK},
        {PAGE, 0, OK},
        {PAGE - 4, 5, ERR_FAULT},
        {PAGE + 1, 0, ERR_FAULT},
        {0, UINT32_MAX, ERR_FAULT},
        {UINT32_MAX, 1, ERR_FAULT},
        {UINT32_MAX, UINT32_MAX, ERR_FAULT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const uint32_t list =
            buffers(guest, 2, (const uint32_t[]){g, 16, cases[i].offset, cases[i].length});
        CHECK_IS(CALL(guest, fd_write, 1, list, 2, n), cases[i].error);
        CHECK_IS(CALL(guest, fd_read, 0, list, 2, n), cases[i].error);
    }
}

TEST(counts_of_buffers) {
    const uint32_t list = room(guest, 1025 * IOVEC_BYTES), n = room(guest, 4);
    CHECK_IS(CALL(guest, fd_write, 1, list, 0, n), OK);
    CHECK_IS(CALL(guest, fd_write, 1, list, 1024, n), OK);
    CHECK_IS(CALL(guest, fd_write, 1, list, 1025, n), ERR_INVAL);
    CHECK_IS(CALL(guest, fd_write, 1, list, UINT32_MAX, n), ERR_INVAL);
    CHECK_IS(CALL(guest, poll_oneoff, list, list, 0, n), ERR_INVAL);
    CHECK_IS(CALL(guest, poll_oneoff, list, list, 4097, n), ERR_INVAL);
    CHECK_IS(CALL(guest, poll_oneoff, list, list, UINT32_MAX, n), ERR_INVAL);
}

TEST(lengths_of_paths) {
    const uint32_t path = room(guest, 5000), zero = room(guest, 3);
    memset(guest->wasi->memory + path, 'a', 5000);
    CHECK_IS(CALL(guest, path_unlink_file, 3, path, 0), ERR_NOENT);
    CHECK_IS(CALL(guest, path_unlink_file, 3, path, 255), ERR_NOENT);
    CHECK_IS(CALL(guest, path_unlink_file, 3, path, 256), ERR_NAMETOOLONG);
    CHECK_IS(CALL(guest, path_unlink_file, 3, path, 4096), ERR_NAMETOOLONG);
    CHECK_IS(CALL(guest, path_unlink_file, 3, path, 4097), ERR_NAMETOOLONG);
    CHECK_IS(CALL(guest, path_unlink_file, 3, path, UINT32_MAX), ERR_FAULT);
    CHECK_IS(CALL(guest, path_unlink_file, 3, zero, 3), ERR_INVAL);
}

TEST(no_memory_at_all) {
    uint8_t *memory = guest->wasi->memory;
    guest->wasi->memory = NULL;
    guest->wasi->memory_bytes = 0;
    CHECK_IS(CALL(guest, random_get, 0, 0), ERR_FAULT);
    CHECK_IS(CALL(guest, args_sizes_get, 0, 0), ERR_FAULT);
    CHECK_IS(call(guest, "sched_yield", NULL, 0), OK);
    guest->wasi->memory = memory;
}
