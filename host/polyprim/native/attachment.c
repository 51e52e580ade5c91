#define _GNU_SOURCE
#include "attachment.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"

static const struct wasmtime_api *const api = &wasmtime;

void engine_install(void *config) { creator_install(api, config); }
bool engine_guard(void) { return guard_install(api); }
bool module_guard(void *module) { return guard_code(api, module); }

uint64_t thread_stack_bytes(void) {
    pthread_attr_t attributes;
    size_t bytes = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
    pthread_attr_getstacksize(&attributes, &bytes);
    pthread_attr_destroy(&attributes);
    return bytes;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct attachment *free_attachments;

static struct attachment *take_free(void) {
    pthread_mutex_lock(&lock);
    struct attachment *own = free_attachments;
    if (own != NULL) free_attachments = own->next_free;
    pthread_mutex_unlock(&lock);
    return own != NULL ? own : calloc(1, sizeof *own);
}

static void give_back(struct attachment *own) {
    free(own->functions);
    own->functions = NULL;
    own->function_count = 0;
    pthread_mutex_lock(&lock);
    own->next_free = free_attachments;
    free_attachments = own;
    pthread_mutex_unlock(&lock);
}

static bool instantiate(struct attachment *own, const wasmtime_module_t *module,
                        const wasmtime_extern_t *memory, wasmtime_instance_t *instance,
                        char *message) {
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error = own->api->instance_new(own->context, module, memory,
                                                     memory != NULL ? 1 : 0, instance, &trap);
    if (error == NULL && trap == NULL) return true;
    message_of(own->api, error, trap, message);
    return false;
}

static bool complain(char *message, const char *what, const char *name) {
    snprintf(message, MESSAGE_BYTES, "%s %s", what, name);
    return false;
}

static bool find_export(struct attachment *own, const wasmtime_instance_t *instance,
                        const char *name, uint8_t kind, wasmtime_extern_t *found, char *message) {
    if (own->api->instance_export_get(own->context, instance, name, strlen(name), found) &&
        found->kind == kind) {
        return true;
    }
    return complain(message, "there is no export", name);
}

// The segment's module makes the memory out of the pending mapping; the others import it.
static bool instantiate_all(struct attachment *own, const struct program *program,
                            struct mapping *mapping, wasmtime_instance_t *instances,
                            char *message) {
    creator_begin(mapping);
    const bool started = instantiate(own, program->modules[0], NULL, &instances[0], message);
    const bool given = creator_end();
    if (!started) return false;
    if (!given) return complain(message, "the memory was not made once by", "segment.wasm");
    wasmtime_extern_t memory;
    if (!find_export(own, &instances[0], "memory", WASMTIME_EXTERN_MEMORY, &memory, message)) {
        return false;
    }
    for (uint32_t i = 1; i < program->module_count; i++) {
        if (!instantiate(own, program->modules[i], &memory, &instances[i], message)) return false;
    }
    return true;
}

static bool fill_functions(struct attachment *own, const struct program *program,
                           const wasmtime_instance_t *instances, char *message) {
    for (uint32_t i = 0; i < program->function_count; i++) {
        const struct function_name *function = &program->functions[i];
        wasmtime_extern_t found;
        if (!find_export(own, &instances[function->module], function->name, WASMTIME_EXTERN_FUNC,
                         &found, message)) {
            return false;
        }
        own->functions[i] = found.of.func;
    }
    return true;
}

static bool fill(struct attachment *own, const struct program *program, struct mapping *mapping,
                 char *message) {
    own->functions = calloc(program->function_count, sizeof *own->functions);
    wasmtime_instance_t *instances = calloc(program->module_count, sizeof *instances);
    const bool done = own->functions != NULL && instances != NULL &&
                      instantiate_all(own, program, mapping, instances, message) &&
                      fill_functions(own, program, instances, message);
    free(instances);
    return done;
}

void *attachment_open(const struct program *program, struct mapping *mapping, uint64_t segment_id,
                      uint32_t slot, char *message) {
    struct attachment *own = take_free();
    if (own == NULL) {
        complain(message, "cannot attach:", "no memory");
        return NULL;
    }
    own->api = api;
    own->store = api->store_new(program->engine, NULL, NULL);
    own->context = api->store_context(own->store);
    own->base = atomic_load(&mapping->base);
    own->bytes = mapping->bytes;
    own->poisoned = &mapping->poisoned;
    own->slot_number = slot;
    own->slot = (struct slot *)(own->base + SLOTS_OFFSET + slot % SLOT_COUNT * SLOT_BYTES);
    own->buffer = 0;
    own->buffer_function = program->buffer_function;
    own->trap[0] = '\0';
    own->random_left = 0;
    if (!fill(own, program, mapping, message)) {
        attachment_close(own);
        return NULL;
    }
    own->function_count = program->function_count;
    atomic_store(&own->segment_id, segment_id);
    return own;
}

void attachment_kill(void *attachment) {
    struct attachment *own = attachment;
    atomic_store(&own->segment_id, 0);
}

bool attachment_busy(void *attachment) {
    struct attachment *own = attachment;
    return atomic_load(&own->busy) != 0;
}

void attachment_close(void *attachment) {
    struct attachment *own = attachment;
    attachment_kill(own);
    api->store_delete(own->store);
    own->store = NULL;
    give_back(own);
}

const char *trap_message(void *attachment) {
    const struct attachment *own = attachment;
    return own->trap;
}
