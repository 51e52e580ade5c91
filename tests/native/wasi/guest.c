#define _GNU_SOURCE
#include "guest.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TESTS_MAX 256
#define ROOMS_MAX 8192
#define SENTINELS 16
#define SENTINEL 0xa5

static struct {
    const char *name;
    void (*run)(struct guest *);
} tests[TESTS_MAX];
static size_t test_count;

static struct {
    uint32_t offset;
    uint32_t length;
} rooms[ROOMS_MAX];
static size_t room_count;

void add_test(const char *name, void (*run)(struct guest *)) {
    check(test_count < TESTS_MAX, "too many tests", __FILE__, __LINE__);
    tests[test_count].name = name;
    tests[test_count++].run = run;
}

void check(bool condition, const char *text, const char *file, int line) {
    if (condition) return;
    fprintf(stderr, "%s:%d: %s\n", file, line, text);
    exit(1);
}

void check_is(int64_t value, int64_t expected, const char *text, const char *file, int line) {
    if (value == expected) return;
    fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", file, line, text, (long long)value,
            (long long)expected);
    exit(1);
}

struct wasi_options default_options(struct guest *guest) {
    static const char *const arguments[] = {"program", "second"};
    static const char *const environment[] = {"NAME=value"};
    static struct wasi_folder folder;
    folder = (struct wasi_folder){"/data", guest->folder, false};
    return (struct wasi_options){
        .arguments = arguments,
        .argument_count = 2,
        .environment = environment,
        .environment_count = 1,
        .input_descriptor = -1,
        .standard_output = {-1, 1024},
        .standard_error = {-1, 1024},
        .folders = &folder,
        .folder_count = 1,
        .descriptor_limit = 16,
    };
}

static void end(struct guest *guest) {
    if (guest->wasi == NULL) return;
    free(guest->wasi->memory);
    wasi_delete(guest->wasi);
    guest->wasi = NULL;
}

void begin(struct guest *guest, const struct wasi_options *options) {
    end(guest);
    guest->wasi = wasi_new(options);
    CHECK(guest->wasi != NULL);
    guest->wasi->memory = calloc(1, PAGE);
    guest->wasi->memory_bytes = PAGE;
    room_count = 0;
}

uint32_t room(struct guest *guest, uint32_t length) {
    uint32_t from = 0;
    if (room_count > 0) from = rooms[room_count - 1].offset + rooms[room_count - 1].length;
    from += SENTINELS + 1;  // nothing is aligned
    CHECK(room_count < ROOMS_MAX && from + length + SENTINELS <= PAGE);
    memset(guest->wasi->memory + from - SENTINELS, SENTINEL, SENTINELS);
    memset(guest->wasi->memory + from, 0, length);
    memset(guest->wasi->memory + from + length, SENTINEL, SENTINELS);
    rooms[room_count].offset = from;
    rooms[room_count++].length = length;
    return from;
}

static void look_at_sentinels(const struct guest *guest) {
    for (size_t i = 0; i < room_count; i++) {
        const uint8_t *at = guest->wasi->memory + rooms[i].offset;
        for (size_t j = 0; j < SENTINELS; j++)
            CHECK(at[-1 - (ptrdiff_t)j] == SENTINEL && at[rooms[i].length + j] == SENTINEL);
    }
}

uint32_t text(struct guest *guest, const char *text) {
    const uint32_t offset = room(guest, (uint32_t)strlen(text));
    memcpy(guest->wasi->memory + offset, text, strlen(text));
    return offset;
}

uint32_t buffers(struct guest *guest, uint32_t count, const uint32_t *offsets_and_lengths) {
    const uint32_t offset = room(guest, count * 8);
    memcpy(guest->wasi->memory + offset, offsets_and_lengths, (size_t)count * 8);
    return offset;
}

uint32_t u32_at(const struct guest *guest, uint32_t offset) {
    uint32_t value;
    memcpy(&value, guest->wasi->memory + offset, sizeof value);
    return value;
}

uint64_t u64_at(const struct guest *guest, uint32_t offset) {
    uint64_t value;
    memcpy(&value, guest->wasi->memory + offset, sizeof value);
    return value;
}

void set_u32(struct guest *guest, uint32_t offset, uint32_t value) {
    memcpy(guest->wasi->memory + offset, &value, sizeof value);
}

void set_u64(struct guest *guest, uint32_t offset, uint64_t value) {
    memcpy(guest->wasi->memory + offset, &value, sizeof value);
}

uint16_t call(struct guest *guest, const char *name, const int64_t *arguments, size_t count) {
    wasmtime_val_raw_t raw[16];
    for (uint32_t i = 0; i < wasi_function_count; i++) {
        const struct wasi_function *function = &wasi_functions[i];
        if (strcmp(function->name, name) != 0) continue;
        CHECK(strlen(function->parameters) == count);
        memset(raw, 0xee, sizeof raw);
        for (size_t j = 0; j < count; j++) {
            if (function->parameters[j] == 'i')
                raw[j].i32 = (int32_t)arguments[j];
            else
                raw[j].i64 = arguments[j];
        }
        const uint16_t error = function->call(guest->wasi, raw);
        look_at_sentinels(guest);
        return error;
    }
    check(false, name, __FILE__, __LINE__);
    return 0;
}

int64_t open_path(struct guest *guest, uint32_t folder, const char *path, uint32_t how,
                  uint64_t rights) {
    const uint32_t number = room(guest, 4);
    const uint16_t error =
        CALL(guest, path_open, folder, LOOKUP_SYMLINK_FOLLOW, text(guest, path),
             (int64_t)strlen(path), how, (int64_t)rights, (int64_t)RIGHTS_ALL, 0, number);
    return error != OK ? -(int64_t)error : u32_at(guest, number);
}

int64_t write_text(struct guest *guest, uint32_t number, const char *bytes) {
    const uint32_t at = text(guest, bytes), length = (uint32_t)strlen(bytes);
    const uint32_t list = buffers(guest, 1, (const uint32_t[]){at, length});
    const uint32_t written = room(guest, 4);
    const uint16_t error = CALL(guest, fd_write, number, list, 1, written);
    return error != OK ? -(int64_t)error : u32_at(guest, written);
}

int64_t read_into(struct guest *guest, uint32_t number, char *bytes, uint32_t length) {
    const uint32_t at = room(guest, length), got = room(guest, 4);
    const uint32_t list = buffers(guest, 1, (const uint32_t[]){at, length});
    const uint16_t error = CALL(guest, fd_read, number, list, 1, got);
    if (error != OK) return -error;
    CHECK(u32_at(guest, got) <= length);
    memcpy(bytes, guest->wasi->memory + at, u32_at(guest, got));
    return u32_at(guest, got);
}

uint16_t with_path(struct guest *guest, const char *name, uint32_t folder, const char *path) {
    const int64_t arguments[] = {folder, text(guest, path), (int64_t)strlen(path)};
    return call(guest, name, arguments, 3);
}

uint16_t rename_path(struct guest *guest, uint32_t from_folder, const char *from,
                     uint32_t to_folder, const char *to) {
    return CALL(guest, path_rename, from_folder, text(guest, from), (int64_t)strlen(from),
                to_folder, text(guest, to), (int64_t)strlen(to));
}

uint16_t stat_path(struct guest *guest, uint32_t folder, const char *path, bool follows,
                   uint32_t *stat) {
    *stat = room(guest, FILESTAT_BYTES);
    return CALL(guest, path_filestat_get, folder, follows, text(guest, path), (int64_t)strlen(path),
                *stat);
}

const char *host_path(const struct guest *guest, const char *name) {
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", guest->host, name);
    return path;
}

void host_file(const struct guest *guest, const char *name, const char *content) {
    FILE *file = fopen(host_path(guest, name), "w");
    CHECK(file != NULL && fputs(content, file) >= 0 && fclose(file) == 0);
}

void deadline_in(struct guest *guest, uint64_t ms) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    guest->wasi->deadline_ns =
        (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec + ms * 1000000;
}

static void *cancel(void *wasi) {
    usleep(20000);
    wasi_cancel(wasi);
    return NULL;
}

void cancel_soon(struct guest *guest) {
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, cancel, guest->wasi) == 0);
    pthread_detach(thread);
}

static void in_folder(struct guest *guest) {
    strcpy(guest->host, "data");
    CHECK(mkdir("data", 0700) == 0 && mkdir("outside", 0700) == 0);
    guest->folder = open("data", O_RDONLY | O_DIRECTORY);
    CHECK(guest->folder >= 0);
}

int main(int count, char **arguments) {
    signal(SIGPIPE, SIG_IGN);
    CHECK(count == 2);
    for (size_t i = 0; i < test_count; i++) {
        if (strcmp(tests[i].name, arguments[1]) != 0) continue;
        struct guest guest = {0};
        in_folder(&guest);
        const struct wasi_options options = default_options(&guest);
        begin(&guest, &options);
        tests[i].run(&guest);
        end(&guest);
        close(guest.folder);
        puts("ok");
        return 0;
    }
    fprintf(stderr, "no test has that name\n");
    return 2;
}
