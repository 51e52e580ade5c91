// A task's memory, made and grown by an engine that is only pretended, under sanitizers: what was
// written is told page by page, and a reset puts exactly that back.
#define _GNU_SOURCE
#include "task_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096
#define IMAGE_PAGES 24
#define PAGES 48  // three pages of wasm
#define ROUNDS 200

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                                \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

struct wasmtime_api wasmtime;
static wasmtime_memory_creator_t creator;
static int refusal;

static void take_creator(void *config, wasmtime_memory_creator_t *given) {
    (void)config;
    creator = *given;
}

static wasmtime_error_t *refuse(const char *why) {
    CHECK(why != NULL);
    return (wasmtime_error_t *)&refusal;
}

static uint8_t image[IMAGE_PAGES * PAGE];
static bool written[PAGES];

static int image_file(void) {
    const int file = memfd_create("image", 0);
    for (size_t i = 0; i < sizeof image; i++)
        image[i] = i / PAGE % 3 == 0 ? 0 : (uint8_t)(i * 7 + 1);
    CHECK(write(file, image, sizeof image) == (ssize_t)sizeof image);
    return file;
}

static wasmtime_error_t *make(struct task_memory *memory, wasmtime_linear_memory_t *made,
                              bool is_compact) {
    task_creator_begin(memory);
    wasmtime_error_t *error = creator.new_memory(creator.env, NULL, PAGES * PAGE, memory->bytes_max,
                                                 is_compact ? 0 : 1, 0, made);
    task_creator_end();
    return error;
}

static void write_somewhere(struct task_memory *memory, unsigned *seed) {
    const size_t count = (size_t)(rand_r(seed) % 20);
    for (size_t i = 0; i < count; i++) {
        const size_t place = (size_t)rand_r(seed) % memory->bytes;
        memory->base[place] ^= 0x55;
        written[place / PAGE] = true;
    }
}

static void compare_account(const struct task_memory *memory, uint64_t capacity) {
    struct page_run runs[PAGES];
    uint64_t first = 0, next = 0;
    for (;;) {
        const int64_t found = memory_written(memory, first, runs, capacity);
        CHECK(found >= 0 && (uint64_t)found <= capacity);
        for (int64_t i = 0; i < found; i++) {
            CHECK(runs[i].first >= next && runs[i].first + runs[i].count <= PAGES);
            for (; next < runs[i].first; next++)
                CHECK(!written[next]);
            next = runs[i].first + runs[i].count;
        }
        if ((uint64_t)found < capacity) break;
        first = next;
    }
    for (; next < PAGES; next++)
        CHECK(!written[next]);
}

static void is_image(const struct task_memory *memory) {
    CHECK(memcmp(memory->base, image, sizeof image) == 0);
    for (size_t i = sizeof image; i < memory->bytes; i++)
        CHECK(memory->base[i] == 0);
}

static void live(int file, bool is_compact) {
    struct task_budget budget = {.bytes_max = 2 * PAGES * PAGE};
    struct task_memory memory = {.image = file,
                                 .image_bytes = sizeof image,
                                 .initial_bytes = PAGES * PAGE,
                                 .bytes_max = 3 * PAGES * PAGE,
                                 .budget = &budget};
    wasmtime_linear_memory_t made;
    unsigned seed = 1;
    CHECK(make(&memory, &made, is_compact) == NULL);
    is_image(&memory);
    for (int round = 0; round < ROUNDS; round++) {
        memset(written, 0, sizeof written);
        write_somewhere(&memory, &seed);
        if (!is_compact) compare_account(&memory, 1 + (uint64_t)round % 7);
        if (is_compact) break;
        CHECK(memory_reset(&memory));
        is_image(&memory);
    }
    CHECK(made.grow_memory(made.env, 2 * PAGES * PAGE) == NULL);
    memory.base[2 * PAGES * PAGE - 1] = 1;
    CHECK(made.grow_memory(made.env, 2 * PAGES * PAGE + PAGE) != NULL);  // over the budget
    CHECK(made.grow_memory(made.env, 4 * PAGES * PAGE) != NULL);
    CHECK(!memory_reset(&memory));
    CHECK(budget.bytes == 2 * PAGES * PAGE);
    made.finalizer(made.env);
    CHECK(budget.bytes == 0 && memory.base == NULL);
}

static void refused(int file) {
    struct task_budget budget = {0};
    const struct task_memory sound = {.image = file,
                                      .image_bytes = sizeof image,
                                      .initial_bytes = PAGES * PAGE,
                                      .bytes_max = 3 * PAGES * PAGE,
                                      .budget = &budget};
    wasmtime_linear_memory_t made;
    struct task_memory memory = sound;
    memory.initial_bytes -= PAGE;
    CHECK(make(&memory, &made, false) != NULL);
    memory = sound;
    memory.image_bytes = memory.initial_bytes + PAGE;
    CHECK(make(&memory, &made, false) != NULL);
    memory = sound;
    memory.bytes_max = memory.initial_bytes - PAGE;
    CHECK(make(&memory, &made, false) != NULL);
    memory = sound;
    memory.image = -1;
    CHECK(make(&memory, &made, false) != NULL && memory.base == NULL);
    CHECK(creator.new_memory(creator.env, NULL, 0, 0, 1, 0, &made) != NULL);  // nobody asked
    CHECK(budget.bytes == 0);
}

int main(void) {
    wasmtime.config_host_memory_creator_set = take_creator;
    wasmtime.error_new = refuse;
    task_creator_install(NULL);
    const int file = image_file();
    live(file, false);
    live(file, true);
    refused(file);
    puts("ok");
    return 0;
}
