#define _GNU_SOURCE
#include "task_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mapping.h"

#define PAGE UINT64_C(4096)
#define RUNS 256
#define COPIED_BYTES_MAX (INT64_C(64) << 10)

struct task_budget *task_budget_new(uint64_t tasks_max, uint64_t bytes_max) {
    struct task_budget *budget = calloc(1, sizeof *budget);
    if (budget == NULL) return NULL;
    budget->tasks_max = tasks_max;
    budget->bytes_max = bytes_max;
    atomic_store(&budget->holders, 1);
    return budget;
}

void task_budget_hold(struct task_budget *budget) { atomic_fetch_add(&budget->holders, 1); }

void task_budget_release(struct task_budget *budget) {
    if (atomic_fetch_sub(&budget->holders, 1) == 1) free(budget);
}

bool budget_take(_Atomic uint64_t *used, uint64_t max, uint64_t more) {
    const uint64_t before = atomic_fetch_add(used, more);
    if (max == 0 || before + more <= max) return true;
    atomic_fetch_sub(used, more);
    return false;
}

static bool take(const struct task_memory *memory, uint64_t more) {
    struct task_budget *budget = memory->budget;
    return budget_take(&budget->bytes, budget->bytes_max, more);
}

static void give_back(const struct task_memory *memory, uint64_t bytes) {
    atomic_fetch_sub(&memory->budget->bytes, bytes);
}

static bool read_all(int file, uint8_t *place, uint64_t length, uint64_t offset) {
    while (length > 0) {
        const ssize_t got = pread(file, place, length, (off_t)offset);
        if (got <= 0) return false;
        place += got, offset += (uint64_t)got, length -= (uint64_t)got;
    }
    return true;
}

static bool is_small(int file) {
    struct stat status;
    return fstat(file, &status) == 0 && status.st_blocks * INT64_C(512) <= COPIED_BYTES_MAX;
}

static bool copy_image(uint8_t *base, int file, uint64_t length) {
    off_t start = 0;
    while ((start = lseek(file, start, SEEK_DATA)) >= 0 && (uint64_t)start < length) {
        const off_t end = lseek(file, start, SEEK_HOLE);
        const uint64_t stop = end < 0 || (uint64_t)end > length ? length : (uint64_t)end;
        if (!read_all(file, base + start, stop - (uint64_t)start, (uint64_t)start)) return false;
        start = (off_t)stop;
    }
    return true;
}

static bool put_image(uint8_t *base, const struct task_memory *memory, bool is_compact) {
    const uint64_t image = memory->image_bytes;
    if (image == 0) return true;
    if (is_compact && is_small(memory->image)) return copy_image(base, memory->image, image);
    return mmap(base, image, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, memory->image, 0) !=
           MAP_FAILED;
}

static bool map(struct task_memory *memory, bool is_compact) {
    const uint64_t most = memory->bytes_max > 0 ? memory->bytes_max : PAGE;
    const uint64_t bytes = is_compact ? most : RESERVATION_BYTES + GUARD_BYTES;
    const int access = PROT_READ | PROT_WRITE;
    uint8_t *base = mmap(NULL, bytes, is_compact ? access : PROT_NONE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) return false;
    const uint64_t image = memory->image_bytes;
    if (madvise(base, bytes, MADV_DONTFORK) == 0 && put_image(base, memory, is_compact) &&
        (is_compact || memory->initial_bytes == image ||
         mprotect(base + image, memory->initial_bytes - image, access) == 0)) {
        memory->base = base;
        memory->bytes = memory->initial_bytes;
        memory->mapped_bytes = bytes;
        return true;
    }
    const int error = errno;
    munmap(base, bytes);
    errno = error;
    return false;
}

void task_memory_free(struct task_memory *memory) {
    if (memory->base == NULL) return;
    munmap(memory->base, memory->mapped_bytes);
    memory->base = NULL;
    give_back(memory, memory->bytes);
}

// The creator is not told which store asks.
static _Thread_local struct task_memory *pending;
static _Thread_local bool refused;

void task_creator_begin(struct task_memory *memory) {
    pending = memory;
    refused = false;
}

bool task_creator_end(void) {
    pending = NULL;
    return !refused;
}

static uint8_t *get_memory(void *env, size_t *byte_size, size_t *byte_capacity) {
    struct task_memory *memory = env;
    *byte_size = memory->bytes;
    *byte_capacity = memory->bytes_max;
    return memory->base;
}

static wasmtime_error_t *grow_memory(void *env, size_t new_size) {
    struct task_memory *memory = env;
    const uint64_t more = new_size - memory->bytes;
    if (new_size > memory->bytes_max || !take(memory, more)) {
        return wasmtime.error_new("tasks may not have more memory");
    }
    if (memory->mapped_bytes > RESERVATION_BYTES &&
        mprotect(memory->base + memory->bytes, more, PROT_READ | PROT_WRITE) != 0) {
        give_back(memory, more);
        return wasmtime.error_new("the machine has no room for the task's memory");
    }
    memory->bytes = new_size;
    return NULL;
}

static void release_memory(void *env) { task_memory_free(env); }

static wasmtime_error_t *refuse(const char *why) {
    refused = true;
    return wasmtime.error_new(why);
}

static wasmtime_error_t *new_memory(void *env, const wasm_memorytype_t *type, size_t minimum,
                                    size_t maximum, size_t reserved, size_t guard,
                                    wasmtime_linear_memory_t *answer) {
    (void)env, (void)type;
    struct task_memory *memory = pending;
    pending = NULL;
    if (memory == NULL) return refuse("a task has one memory");
    if (minimum > memory->initial_bytes || maximum < memory->initial_bytes ||
        memory->image_bytes > memory->initial_bytes || memory->initial_bytes > memory->bytes_max) {
        return refuse("the image is not of this module: its memory has another size");
    }
    if (reserved > RESERVATION_BYTES || guard > GUARD_BYTES) {
        return refuse("the engine expects a larger reservation than tasks have");
    }
    if (!take(memory, memory->initial_bytes)) return refuse("tasks may not have more memory");
    if (!map(memory, reserved == 0)) {
        give_back(memory, memory->initial_bytes);
        return refuse("the machine has no room for the task's memory");
    }
    *answer = (wasmtime_linear_memory_t){memory, get_memory, grow_memory, release_memory};
    return NULL;
}

void task_creator_install(void *config) {
    wasmtime_memory_creator_t creator = {.new_memory = new_memory};
    wasmtime.config_host_memory_creator_set(config, &creator);
}

// Source: Linux, Documentation/admin-guide/mm/pagemap.rst; the C library's headers may be older.
struct scan {
    uint64_t size, flags, start, end, walk_end, regions, region_count, pages_max;
    uint64_t inverted, all_of, any_of, wanted;
};
struct region {
    uint64_t start, end, categories;
};
#define SCAN _IOWR('f', 16, struct scan)
enum { OF_FILE = 1 << 2, PRESENT = 1 << 3, SWAPPED = 1 << 4, OF_ZEROS = 1 << 5 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int pagemap = -1;

static int open_pagemap(void) {
    pthread_mutex_lock(&lock);
    if (pagemap < 0) pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    const int file = pagemap;
    pthread_mutex_unlock(&lock);
    return file;
}

void task_memory_forget(void) {
    pthread_mutex_init(&lock, NULL);
    if (pagemap >= 0) close(pagemap);
    pagemap = -1;
    pending = NULL;
}

int64_t memory_written(const struct task_memory *memory, uint64_t first, struct page_run *runs,
                       uint64_t capacity) {
    struct region regions[RUNS];
    const uint64_t base = (uint64_t)(uintptr_t)memory->base;
    uint64_t start = base + first * PAGE;
    const uint64_t end = base + memory->bytes;
    uint64_t count = 0;
    const int file = open_pagemap();
    if (file < 0) return -1;
    while (start < end && count < capacity) {
        struct scan scan = {
            .size = sizeof scan,
            .start = start,
            .end = end,
            .regions = (uint64_t)(uintptr_t)regions,
            .region_count = capacity - count < RUNS ? capacity - count : RUNS,
            .inverted = OF_FILE | OF_ZEROS,
            .all_of = OF_FILE | OF_ZEROS,
            .any_of = PRESENT | SWAPPED,
            .wanted = PRESENT,
        };
        const int found = ioctl(file, SCAN, &scan);
        if (found < 0) return -1;
        for (int i = 0; i < found; i++) {
            runs[count++] = (struct page_run){(regions[i].start - base) / PAGE,
                                              (regions[i].end - regions[i].start) / PAGE};
        }
        if (scan.walk_end <= start) break;
        start = scan.walk_end;
    }
    return (int64_t)count;
}

static bool restore_run(struct task_memory *memory, const struct page_run *run) {
    const uint64_t start = run->first * PAGE, end = start + run->count * PAGE;
    const uint64_t image = memory->image_bytes;
    const uint64_t middle = end < image ? end : start > image ? start : image;
    memset(memory->base + middle, 0, end - middle);
    return read_all(memory->image, memory->base + start, middle - start, start);
}

bool memory_reset(struct task_memory *memory) {
    struct page_run runs[RUNS];
    if (memory->bytes != memory->initial_bytes) return false;
    uint64_t first = 0;
    for (;;) {
        const int64_t found = memory_written(memory, first, runs, RUNS);
        if (found < 0) return false;
        for (int64_t i = 0; i < found; i++)
            if (!restore_run(memory, &runs[i])) return false;
        if (found < RUNS) return true;
        first = runs[found - 1].first + runs[found - 1].count;
    }
}
