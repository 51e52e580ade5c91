#define _GNU_SOURCE
#include "mapping.h"

#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

// The table never moves: the SIGBUS guard reads it at any moment.
static struct mapping mappings[MAPPINGS_MAX];
static pthread_mutex_t mappings_lock = PTHREAD_MUTEX_INITIALIZER;

static uint8_t *map_file(int file, uint64_t bytes) {
    const size_t reserved = RESERVATION_BYTES + GUARD_BYTES;
    uint8_t *base =
        mmap(NULL, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) return NULL;
    // A child must never touch its parent's slot. And a child's copy of the mapping would keep the
    // parent's file description, and so its locks, alive after the parent's death.
    if (mmap(base, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0) != MAP_FAILED &&
        madvise(base, reserved, MADV_DONTFORK) == 0) {
        return base;
    }
    const int error = errno;
    munmap(base, reserved);
    errno = error;
    return NULL;
}

static struct mapping *free_place(void) {
    for (size_t i = 0; i < MAPPINGS_MAX; i++) {
        if (atomic_load(&mappings[i].base) == NULL) return &mappings[i];
    }
    errno = ENFILE;
    return NULL;
}

struct mapping *mapping_open(int file, uint64_t bytes) {
    if (bytes == 0 || bytes > RESERVATION_BYTES) {
        errno = EINVAL;
        return NULL;
    }
    pthread_mutex_lock(&mappings_lock);
    struct mapping *mapping = free_place();
    uint8_t *base = mapping != NULL ? map_file(file, bytes) : NULL;
    if (base != NULL) {
        mapping->bytes = bytes;
        atomic_store(&mapping->references, 1);
        atomic_store(&mapping->poisoned, 0);
        atomic_store(&mapping->base, base);
    }
    pthread_mutex_unlock(&mappings_lock);
    return base != NULL ? mapping : NULL;
}

void mapping_hold(struct mapping *mapping) { atomic_fetch_add(&mapping->references, 1); }

void mapping_release(struct mapping *mapping) {
    if (atomic_fetch_sub(&mapping->references, 1) != 1) return;
    uint8_t *base = atomic_exchange(&mapping->base, NULL);
    if (base != NULL) munmap(base, RESERVATION_BYTES + GUARD_BYTES);
}

int mapping_sync(struct mapping *mapping) {
    return msync(atomic_load(&mapping->base), mapping->bytes, MS_SYNC) == 0 ? 0 : errno;
}

bool mapping_poisoned(struct mapping *mapping) { return atomic_load(&mapping->poisoned) != 0; }

void mappings_forget(void) {
    for (size_t i = 0; i < MAPPINGS_MAX; i++)
        atomic_store(&mappings[i].base, NULL);
    pthread_mutex_init(&mappings_lock, NULL);
}

bool mapping_rescue(void *address) {
    const uintptr_t place = (uintptr_t)address;
    for (size_t i = 0; i < MAPPINGS_MAX; i++) {
        struct mapping *mapping = &mappings[i];
        const uintptr_t base = (uintptr_t)atomic_load(&mapping->base);
        if (base == 0 || place - base >= mapping->bytes) continue;
        const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
        atomic_store(&mapping->poisoned, 1);
        return mmap((void *)(place / page * page), page, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
    }
    return false;
}

// The creator is not told which store asks: the mapping to give waits here, for this thread alone.
static _Thread_local struct mapping *pending;
static _Thread_local uint32_t made;

void creator_begin(struct mapping *mapping) {
    pending = mapping;
    made = 0;
}

bool creator_end(void) {
    pending = NULL;
    return made == 1;
}

static uint8_t *get_memory(void *env, size_t *byte_size, size_t *byte_capacity) {
    struct mapping *mapping = env;
    *byte_size = mapping->bytes;
    *byte_capacity = mapping->bytes;
    return atomic_load(&mapping->base);
}

static wasmtime_error_t *(*error_new)(const char *);

static wasmtime_error_t *grow_memory(void *env, size_t new_size) {
    (void)env, (void)new_size;
    return error_new("a segment never grows");
}

static void release_memory(void *env) { mapping_release(env); }

static wasmtime_error_t *new_memory(void *env, const wasm_memorytype_t *type, size_t minimum,
                                    size_t maximum, size_t reserved, size_t guard,
                                    wasmtime_linear_memory_t *answer) {
    (void)env, (void)type;
    struct mapping *mapping = pending;
    pending = NULL;
    if (mapping == NULL) return error_new("only segment.wasm may define a memory, and only one");
    if (minimum > mapping->bytes || maximum < mapping->bytes) {
        return error_new("the module does not take a memory of the segment's size");
    }
    if (reserved > RESERVATION_BYTES || guard > GUARD_BYTES) {
        return error_new("the engine expects a larger reservation than segments have");
    }
    mapping_hold(mapping);
    made++;
    *answer = (wasmtime_linear_memory_t){mapping, get_memory, grow_memory, release_memory};
    return NULL;
}

void creator_install(const struct wasmtime_api *api, void *config) {
    error_new = api->error_new;
    wasmtime_memory_creator_t creator = {.new_memory = new_memory};
    api->config_host_memory_creator_set(config, &creator);
}
