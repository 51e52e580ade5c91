// A guest made of a byte array: calls WASI functions by name, as a module would.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wasi.h"
#include "wasi_abi.h"

#define HOUR_NS UINT64_C(3600000000000)
#define PAGE 65536

struct guest {
    struct wasi *wasi;
    char host[64];  // a folder of this test alone
    int folder;     // the same, opened; the guest's descriptor 3, /data
};

// Each test runs in a process of its own, in an empty folder. Its name is the program's argument.
#define TEST(name)                                                                                 \
    static void name(struct guest *guest);                                                         \
    __attribute__((constructor)) static void add_##name(void) { add_test(#name, name); }           \
    static void name(__attribute__((unused)) struct guest *guest)
void add_test(const char *name, void (*run)(struct guest *));

#define CHECK(condition) check(condition, #condition, __FILE__, __LINE__)
#define CHECK_IS(value, expected)                                                                  \
    check_is((int64_t)(value), (int64_t)(expected), #value, __FILE__, __LINE__)
void check(bool condition, const char *text, const char *file, int line);
void check_is(int64_t value, int64_t expected, const char *text, const char *file, int line);

// Options that are enough for most: arguments "program" and "second", NAME=value, no input, captured
// outputs of at most 1 KiB, the folder /data read-write.
struct wasi_options default_options(struct guest *guest);
// Begins the guest anew, over a memory of one page.
void begin(struct guest *guest, const struct wasi_options *options);

// Room in the guest's memory, with sentinels around it that each call is followed by a look at.
uint32_t room(struct guest *guest, uint32_t length);
uint32_t text(struct guest *guest, const char *text);
uint32_t buffers(struct guest *guest, uint32_t count, const uint32_t *offsets_and_lengths);
uint32_t u32_at(const struct guest *guest, uint32_t offset);
uint64_t u64_at(const struct guest *guest, uint32_t offset);
void set_u32(struct guest *guest, uint32_t offset, uint32_t value);
void set_u64(struct guest *guest, uint32_t offset, uint64_t value);

#define CALL(guest, name, ...)                                                                     \
    call(guest, #name, (const int64_t[]){__VA_ARGS__},                                             \
         sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))
uint16_t call(struct guest *guest, const char *name, const int64_t *arguments, size_t count);

// What most calls come to. An answer that is negative is an errno.
int64_t open_path(struct guest *guest, uint32_t folder, const char *path, uint32_t how,
                  uint64_t rights);
int64_t write_text(struct guest *guest, uint32_t number, const char *text);
int64_t read_into(struct guest *guest, uint32_t number, char *bytes, uint32_t length);
#define WITH_PATH(guest, name, folder, path) with_path(guest, #name, folder, path)
uint16_t with_path(struct guest *guest, const char *name, uint32_t folder, const char *path);
uint16_t rename_path(struct guest *guest, uint32_t from_folder, const char *from,
                     uint32_t to_folder, const char *to);
uint16_t stat_path(struct guest *guest, uint32_t folder, const char *path, bool follows,
                   uint32_t *stat);

// Of the host: a file beneath the test's folder, with that content.
void host_file(const struct guest *guest, const char *name, const char *content);
const char *host_path(const struct guest *guest, const char *name);
void deadline_in(struct guest *guest, uint64_t ms);
void cancel_soon(struct guest *guest);  // from another thread
