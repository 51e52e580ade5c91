// Random calls with random arguments, over a small memory, in a folder full of traps. An input is a
// choice of the options, and then of a function and its arguments, again and again.
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "wasi.h"
#include "wasi_abi.h"

#define MEMORY_BYTES 2048
#define CALLS_MAX 32
#define DEADLINE_NS 50000
#define FILE_BYTES_MAX 1048576

static const char *const paths[] = {
    "file",
    "sub",
    "sub/file",
    "link",
    "out",
    "root/etc/passwd",
    "../outside/secret",
    "..",
    "sub/../..",
    "loop",
    "fifo",
    "new",
    ".",
    "/etc/passwd",
    "sub/",
    "out/secret",
};
#define PATHS (sizeof paths / sizeof paths[0])
#define PATH_ROOM 32
#define LISTS (PATHS * PATH_ROOM)  // behind the paths: buffers, and subscriptions

struct input {
    const uint8_t *bytes;
    size_t left;
};

static uint64_t take(struct input *input, size_t bytes) {
    uint64_t value = 0;
    if (bytes > input->left) bytes = input->left;
    memcpy(&value, input->bytes, bytes);
    input->bytes += bytes;
    input->left -= bytes;
    return value;
}

static int drop(const char *path, const struct stat *stat, int kind, struct FTW *place) {
    (void)stat, (void)kind;
    return place->level == 0 ? 0 : remove(path);
}

static void must(bool done, const char *what) {
    if (done) return;
    perror(what);
    abort();
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    must(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0, path);
}

static void make_folder(void) {
    must(nftw("data", drop, 16, FTW_DEPTH | FTW_PHYS) == 0, "empty the folder");
    write_file("data/file", "0123456789");
    must(mkdir("data/sub", 0700) == 0 && mkfifo("data/fifo", 0600) == 0, "sub");
    write_file("data/sub/file", "abc");
    must(symlink("sub/file", "data/link") == 0 && symlink("../outside", "data/out") == 0, "link");
    must(symlink("/", "data/root") == 0 && symlink("loop", "data/loop") == 0, "root");
}

static struct stat outside, secret;

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    const struct rlimit limit = {FILE_BYTES_MAX, FILE_BYTES_MAX};
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    must(setrlimit(RLIMIT_FSIZE, &limit) == 0, "limit");
    must(mkdir("data", 0700) == 0 && mkdir("outside", 0700) == 0, "folders");
    write_file("outside/secret", "secret");
    must(stat("outside", &outside) == 0 && stat("outside/secret", &secret) == 0, "outside");
    return 0;
}

static bool is_as_it_was(const char *path, const struct stat *before) {
    struct stat now;
    return stat(path, &now) == 0 && now.st_size == before->st_size &&
           now.st_nlink == before->st_nlink &&
           memcmp(&now.st_ctim, &before->st_ctim, sizeof now.st_ctim) == 0;
}

static struct wasi *begin(struct input *input, int folder, const int ends[2]) {
    static const char *const words[] = {"one", "two"};
    const uint64_t choice = take(input, 1);
    const struct wasi_folder folders[] = {{"/data", folder, false}, {"/ro", folder, true}};
    const struct wasi_options options = {
        .arguments = words,
        .argument_count = 2,
        .environment = words,
        .environment_count = choice % 3,
        .input_descriptor = choice % 2 == 0 ? ends[0] : -1,
        .input = (const uint8_t *)"input",
        .input_length = 5,
        .standard_output = {choice % 4 == 0 ? ends[1] : -1, 100},
        .standard_error = {-1, 10},
        .folders = folders,
        .folder_count = 1 + choice % 2,
        .descriptor_limit = 8,
    };
    return wasi_new(&options);
}

static void fill_memory(uint8_t *memory, struct input *input) {
    memset(memory, 0, MEMORY_BYTES);
    for (size_t i = 0; i < PATHS; i++)
        strcpy((char *)memory + i * PATH_ROOM, paths[i]);
    for (size_t i = LISTS; i + 4 <= MEMORY_BYTES && input->left > 0; i += 4) {
        const uint32_t value = (uint32_t)take(input, i % 8 == 0 ? 2 : 1);
        memcpy(memory + i, &value, 4);
    }
}

// Half the numbers make sense: a descriptor, a path and its length, the lists.
static uint64_t argument(struct input *input, uint64_t *path) {
    const uint64_t choice = take(input, 1);
    switch (choice % 16) {
    case 0 ... 3:
        return choice / 16;
    case 4 ... 6:
        *path = choice / 16 % PATHS;
        return *path * PATH_ROOM;
    case 7 ... 9:
        return strlen(paths[*path]);
    case 10:
        return LISTS + choice / 16 * 8;
    case 11:
        return MEMORY_BYTES - choice / 16;
    case 12:
        return UINT64_MAX - choice / 16;
    case 13:
        return RIGHTS_ALL & ~RIGHT(choice / 16);
    case 14:
        return take(input, 2);
    default:
        return take(input, 8);
    }
}

static void call(struct wasi *wasi, struct input *input) {
    const struct wasi_function *function = &wasi_functions[take(input, 1) % wasi_function_count];
    wasmtime_val_raw_t arguments[16];
    uint64_t path = 0;
    for (size_t i = 0; function->parameters[i] != 0; i++) {
        const uint64_t value = argument(input, &path);
        if (function->parameters[i] == 'i')
            arguments[i].i32 = (int32_t)value;
        else
            arguments[i].i64 = (int64_t)value;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    wasi->deadline_ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec + DEADLINE_NS;
    wasi->end = END_NONE;
    function->call(wasi, arguments);
}

static void look_at(const struct wasi *wasi) {
    struct wasi_open open[8];
    uint64_t length;
    must(wasi_open_descriptors(wasi, open, 8) <= 8, "more than there may be");
    wasi_input_left(wasi, &length);
    must(length <= 5, "input");
    wasi_captured(wasi, 1, &length);
    must(length <= 100, "output");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct input input = {bytes, length};
    int ends[2];
    make_folder();
    must(pipe(ends) == 0, "pipe");
    const int folder = open("data", O_RDONLY | O_DIRECTORY);
    struct wasi *wasi = begin(&input, folder, ends);
    must(wasi != NULL, "begin");
    wasi->memory = malloc(MEMORY_BYTES);
    wasi->memory_bytes = MEMORY_BYTES;
    struct input for_memory = {input.bytes, input.left / 4};
    input = (struct input){input.bytes + input.left / 4, input.left - input.left / 4};
    fill_memory(wasi->memory, &for_memory);
    for (int i = 0; i < CALLS_MAX && input.left > 0; i++)
        call(wasi, &input);
    look_at(wasi);
    free(wasi->memory);
    wasi_delete(wasi);
    close(folder);
    close(ends[0]);
    close(ends[1]);
    must(is_as_it_was("outside", &outside), "the folder outside");
    must(is_as_it_was("outside/secret", &secret), "the file outside");
    return 0;
}
