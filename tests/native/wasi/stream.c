// Input, outputs, pipes: what is read and written, and what ends a wait.
#define _GNU_SOURCE
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static bool captured_is(const struct guest *guest, uint32_t number, const char *text) {
    uint64_t length;
    const uint8_t *bytes = wasi_captured(guest->wasi, number, &length);
    return length == strlen(text) && (length == 0 || memcmp(bytes, text, length) == 0);
}

static void begin_with_input(struct guest *guest, int descriptor) {
    struct wasi_options options = default_options(guest);
    options.input_descriptor = descriptor;
    begin(guest, &options);
}

static void begin_with_output(struct guest *guest, int descriptor) {
    struct wasi_options options = default_options(guest);
    options.standard_output.descriptor = descriptor;
    begin(guest, &options);
}

TEST(input_of_bytes) {
    struct wasi_options options = default_options(guest);
    options.input = (const uint8_t *)"0123456789";
    options.input_length = 10;
    begin(guest, &options);
    char bytes[16];
    uint64_t left;
    CHECK_IS(read_into(guest, 0, bytes, 4), 4);
    CHECK(memcmp(bytes, "0123", 4) == 0);
    CHECK(memcmp(wasi_input_left(guest->wasi, &left), "456789", 6) == 0);
    CHECK_IS(left, 6);
    const uint32_t a = room(guest, 2), b = room(guest, 0), c = room(guest, 8), n = room(guest, 4);
    const uint32_t list = buffers(guest, 3, (const uint32_t[]){a, 2, b, 0, c, 8});
    CHECK_IS(CALL(guest, fd_read, 0, list, 3, n), OK);
    CHECK_IS(u32_at(guest, n), 6);
    CHECK(memcmp(guest->wasi->memory + c, "6789\0\0\0", 8) == 0);
    CHECK_IS(read_into(guest, 0, bytes, 16), 0);
    CHECK_IS(CALL(guest, fd_pread, 0, list, 3, 0, n), ERR_SPIPE);
    CHECK_IS(write_text(guest, 0, "x"), -ERR_NOTCAPABLE);
    wasi_input_left(guest->wasi, &left);
    CHECK_IS(left, 0);
}

TEST(captured_outputs) {
    CHECK_IS(write_text(guest, 1, "one "), 4);
    CHECK_IS(write_text(guest, 2, "error"), 5);
    CHECK_IS(write_text(guest, 1, "two"), 3);
    CHECK(captured_is(guest, 1, "one two") && captured_is(guest, 2, "error"));
    char bytes[4];
    CHECK_IS(read_into(guest, 1, bytes, 4), -ERR_NOTCAPABLE);
    const uint32_t at = room(guest, 8);
    CHECK_IS(CALL(guest, fd_tell, 1, at), ERR_SPIPE);
    CHECK_IS(CALL(guest, fd_seek, 1, 0, WHENCE_SET, at), ERR_SPIPE);
    CHECK_IS(CALL(guest, fd_sync, 1), OK);
    CHECK_IS(CALL(guest, fd_filestat_get, 1, room(guest, FILESTAT_BYTES)), OK);
    wasi_capture_anew(guest->wasi);
    CHECK(captured_is(guest, 1, "") && captured_is(guest, 2, ""));
}

TEST(output_flood) {
    struct wasi_options options = default_options(guest);
    options.standard_output.limit_bytes = 6;
    begin(guest, &options);
    CHECK_IS(write_text(guest, 1, "abcd"), 4);
    CHECK_IS(write_text(guest, 1, "ef"), 2);
    CHECK_IS(guest->wasi->end, END_NONE);
    CHECK_IS(write_text(guest, 1, ""), 0);
    CHECK_IS(guest->wasi->end, END_NONE);
    write_text(guest, 1, "ghi");
    CHECK_IS(guest->wasi->end, END_OUTPUT);
    CHECK(captured_is(guest, 1, "abcdef"));
}

TEST(output_flood_in_one_call) {
    struct wasi_options options = default_options(guest);
    options.standard_error.limit_bytes = 700;
    begin(guest, &options);
    const uint32_t a = room(guest, 600), n = room(guest, 4);
    memset(guest->wasi->memory + a, 'x', 600);
    CHECK_IS(CALL(guest, fd_write, 2, buffers(guest, 2, (const uint32_t[]){a, 600, a, 600}), 2, n),
             OK);
    uint64_t length;
    CHECK(wasi_captured(guest->wasi, 2, &length)[699] == 'x');
    CHECK_IS(length, 700);
    CHECK_IS(guest->wasi->end, END_OUTPUT);
}

TEST(pipe_is_read_until_its_end) {
    int ends[2];
    char bytes[16];
    CHECK(pipe(ends) == 0 && write(ends[1], "hello", 5) == 5);
    begin_with_input(guest, ends[0]);
    CHECK_IS(read_into(guest, 0, bytes, 3), 3);
    CHECK_IS(read_into(guest, 0, bytes, 16), 2);
    CHECK_IS(fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
    close(ends[1]);
    CHECK_IS(read_into(guest, 0, bytes, 16), 0);
    close(ends[0]);
    CHECK_IS(read_into(guest, 0, bytes, 16), 0);
}

TEST(stuck_pipe_until_the_deadline) {
    int ends[2];
    char bytes[16];
    CHECK(pipe(ends) == 0);
    begin_with_input(guest, ends[0]);
    deadline_in(guest, 30);
    read_into(guest, 0, bytes, 16);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
}

TEST(stuck_pipe_until_a_cancel) {
    int ends[2];
    char bytes[16];
    CHECK(pipe(ends) == 0);
    begin_with_input(guest, ends[0]);
    cancel_soon(guest);
    read_into(guest, 0, bytes, 16);
    CHECK_IS(guest->wasi->end, END_CANCELLED);
}

static void fill(struct guest *guest, uint32_t number) {
    const uint32_t n = room(guest, 4);
    uint32_t parts[32];
    for (int i = 0; i < 32; i++)
        parts[i] = i % 2 == 0 ? 0 : PAGE;
    CALL(guest, fd_write, number, buffers(guest, 16, parts), 16, n);
}

TEST(full_pipe_until_the_deadline) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    begin_with_output(guest, ends[1]);
    deadline_in(guest, 30);
    fill(guest, 1);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
    CHECK_IS(fcntl(ends[1], F_GETFL) & O_NONBLOCK, 0);
}

TEST(full_socket_until_a_cancel) {
    int ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    begin_with_output(guest, ends[1]);
    cancel_soon(guest);
    fill(guest, 1);
    CHECK_IS(guest->wasi->end, END_CANCELLED);
    CHECK_IS(fcntl(ends[1], F_GETFL) & O_NONBLOCK, 0);
}

TEST(quiet_socket_until_the_deadline) {
    int ends[2];
    char bytes[16];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 && write(ends[1], "abc", 3) == 3);
    begin_with_input(guest, ends[0]);
    CHECK_IS(read_into(guest, 0, bytes, 16), 3);
    deadline_in(guest, 30);
    read_into(guest, 0, bytes, 16);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
}

TEST(quiet_terminal_until_the_deadline) {
    const int master = posix_openpt(O_RDWR | O_NOCTTY);
    char bytes[16];
    CHECK(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    const int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
    CHECK(terminal >= 0 && write(master, "line\n", 5) == 5);
    begin_with_input(guest, terminal);
    const uint32_t stat = room(guest, FDSTAT_BYTES);
    CHECK_IS(CALL(guest, fd_fdstat_get, 0, stat), OK);
    CHECK_IS(guest->wasi->memory[stat], FILETYPE_CHARACTER_DEVICE);
    CHECK_IS(u64_at(guest, stat + 8) & (RIGHT_FD_SEEK | RIGHT_FD_TELL), 0);
    CHECK_IS(read_into(guest, 0, bytes, 16), 5);
    deadline_in(guest, 30);
    read_into(guest, 0, bytes, 16);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
    begin_with_output(guest, terminal);
    deadline_in(guest, 30);
    fill(guest, 1);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
}

TEST(device_that_is_no_terminal) {
    char bytes[16];
    const int null = open("/dev/null", O_RDWR);
    begin_with_input(guest, null);
    const uint32_t stat = room(guest, FDSTAT_BYTES);
    CHECK_IS(CALL(guest, fd_fdstat_get, 0, stat), OK);
    CHECK((u64_at(guest, stat + 8) & RIGHT_FD_SEEK) != 0);
    CHECK_IS(read_into(guest, 0, bytes, 16), 0);
    begin_with_output(guest, null);
    CHECK_IS(write_text(guest, 1, "gone"), 4);
}

TEST(pipe_that_nobody_reads) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    begin_with_output(guest, ends[1]);
    close(ends[0]);
    CHECK_IS(write_text(guest, 1, "x"), -ERR_PIPE);
    CHECK_IS(guest->wasi->end, END_NONE);
}

TEST(guest_that_does_not_want_to_wait) {
    int ends[2];
    char bytes[16];
    CHECK(pipe(ends) == 0);
    struct wasi_options options = default_options(guest);
    options.input_descriptor = ends[0];
    options.standard_output.descriptor = ends[1];
    begin(guest, &options);
    CHECK_IS(CALL(guest, fd_fdstat_set_flags, 0, FDFLAG_NONBLOCK), OK);
    CHECK_IS(CALL(guest, fd_fdstat_set_flags, 1, FDFLAG_NONBLOCK), OK);
    CHECK_IS(read_into(guest, 0, bytes, 16), -ERR_AGAIN);
    fill(guest, 1);
    CHECK_IS(write_text(guest, 1, "x"), -ERR_AGAIN);
    CHECK_IS(read_into(guest, 0, bytes, 16), 16);
    CHECK_IS(guest->wasi->end, END_NONE);
}

TEST(fifo_in_a_folder) {
    char bytes[16];
    CHECK(mkfifo(host_path(guest, "fifo"), 0600) == 0);
    CHECK_IS(open_path(guest, 3, "fifo", 0, RIGHT_FD_WRITE), -ERR_NXIO);
    const int64_t fifo = open_path(guest, 3, "fifo", 0, RIGHT_FD_READ);
    CHECK(fifo > 3);
    const int writer = open(host_path(guest, "fifo"), O_WRONLY);
    CHECK(write(writer, "abc", 3) == 3);
    CHECK_IS(read_into(guest, (uint32_t)fifo, bytes, 16), 3);
    deadline_in(guest, 30);
    read_into(guest, (uint32_t)fifo, bytes, 16);
    CHECK_IS(guest->wasi->end, END_DEADLINE);
    guest->wasi->end = END_NONE;
    guest->wasi->deadline_ns = UINT64_MAX;
    close(writer);
    CHECK_IS(read_into(guest, (uint32_t)fifo, bytes, 16), 0);
}

TEST(fifo_that_nobody_writes) {
    char bytes[16];
    CHECK(mkfifo(host_path(guest, "fifo"), 0600) == 0);
    const int64_t fifo = open_path(guest, 3, "fifo", 0, RIGHT_FD_READ);
    cancel_soon(guest);
    read_into(guest, (uint32_t)fifo, bytes, 16);
    CHECK_IS(guest->wasi->end, END_CANCELLED);
}

TEST(options_that_contradict_each_other) {
    struct wasi_options options = default_options(guest);
    options.descriptor_limit = 3;
    CHECK(wasi_new(&options) == NULL);
    CHECK_IS(errno, EINVAL);
    options.descriptor_limit = UINT32_MAX;
    CHECK(wasi_new(&options) == NULL);
    options = default_options(guest);
    options.input_descriptor = guest->folder;
    CHECK(wasi_new(&options) == NULL);
    CHECK_IS(errno, EINVAL);
    options = default_options(guest);
    options.standard_output.descriptor = 9999;
    CHECK(wasi_new(&options) == NULL);
    options = default_options(guest);
    const struct wasi_folder none = {"/x", 9999, false};
    options.folders = &none;
    CHECK(wasi_new(&options) == NULL);
    CHECK_IS(errno, EBADF);
}
