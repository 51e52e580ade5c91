// What every kind has: its ABI version, its metric tables, and the management calls of its service.
//
// A kind's C file includes its generated header, then this one, and writes KIND(counter, COUNTER).
#pragma once

#include "journal.h"

// The answer of a kind's create: the new handle, or the fault in slot.status.
INLINE int64_t created(uint32_t slot, uint64_t handle) {
    return handle != 0 ? number(slot, (int64_t)handle) : FAULT + slot_at(slot)->status;
}

// The object of this kind that a dead worker was inside of, or 0. Only if it is live do we have its
// body: as with object_enter, who deletes it after our look finds the dead worker's intent [O1]. The
// body of a dying one may be given away meanwhile, and needs no repair, as nobody can enter it.
INLINE uint32_t used_by(uint32_t dead, uint32_t kind, bool *live) {
    *live = false;
    if (dead == 0 || dead >= SLOT_COUNT) return 0;
    const uint64_t intent = load_ordered(&slot_at(dead)->intent);
    const uint32_t offset = (uint32_t)intent;
    if (intent >> 32 != INTENT_USE || !is_object(offset)) return 0;
    const uint64_t state = load_ordered(&object_at(offset)->state);
    *live = life_of(state) == LIFE_LIVE;
    return (*live || life_of(state) == LIFE_DYING) && kind_of(state) == kind ? offset : 0;
}

// What an rpc_create answers that was told of an object and then did not find it: try again, blocked
// by nobody in particular.
INLINE int64_t found_no_more(uint32_t slot) {
    if (slot_at(slot)->status == STATUS_NOT_FOUND) blocked(slot, 0);
    return slot_at(slot)->status;
}

INLINE void count_call(uint32_t slot, uint32_t kind, uint32_t method) {
    const uint32_t language = slot_at(slot)->language;
    if (language >= LANGUAGES_MAX) return;  // the same request once more: it was counted
    atomic_fetch_add_explicit(&metrics_of(kind)->calls[method][language], 1, memory_order_relaxed);
}

// A call of a session has the object to itself until it leaves; another one is inside of it.
INLINE bool rpc_enter(uint32_t slot, uint64_t handle, uint32_t kind) {
    return is_remembered(slot) ? object_own(slot, handle, kind, true)
                               : object_enter(slot, handle, kind);
}
INLINE void rpc_leave(uint32_t slot, uint64_t handle, bool owned) {
    if (owned) {
        object_disown(slot, (uint32_t)handle);
    } else {
        object_leave(slot, (uint32_t)handle);
    }
}

INLINE uint64_t random_bits(uint32_t slot) {
    const uint64_t bits = slot_at(slot)->random;
    slot_at(slot)->random = 0;
    return bits;
}

// The status that an rpc answers for the result of an operation.
INLINE int64_t status_of(uint32_t slot, int64_t result) {
    return result < FAULT_LIMIT ? slot_at(slot)->status : STATUS_OK;
}

// For a kind without objects that callers name.
#define KIND_TABLES(KIND)                                                                          \
    EXPORT(abi_version) uint32_t abi_version(void) { return ABI_VERSION; }                         \
    EXPORT(wasm_metric_counter_total) int64_t wasm_metric_counter_total(void) {                    \
        return METRICS_OFFSET + KIND##_KIND * METRICS_KIND_BYTES;                                  \
    }                                                                                              \
    EXPORT(wasm_metric_latency_seconds) int64_t wasm_metric_latency_seconds(void) {                \
        return METRICS_OFFSET + KIND##_KIND * METRICS_KIND_BYTES +                                 \
               offsetof(struct metrics, latency);                                                  \
    }

#define KIND(kind, KIND)                                                                           \
    KIND_TABLES(KIND)                                                                              \
    KIND_DELETE(kind, KIND)                                                                        \
    KIND_EXISTS(kind, KIND)                                                                        \
    KIND_LIST(kind, KIND)

#define KIND_DELETE(kind, KIND)                                                                    \
    EXPORT(rpc_delete) int64_t rpc_delete(uint32_t slot, uint64_t length) {                        \
        struct kind##_delete_request request;                                                      \
        if (!decode_##kind##_delete_request(slot, length, &request)) return STATUS_INVALID_PROTO;  \
        count_call(slot, KIND##_KIND, KIND##_DELETE);                                              \
        slot_at(slot)->reply_length = 0;                                                           \
        const uint64_t handle = object_named(slot, KIND##_KIND, request.name);                     \
        if (handle == 0) return slot_at(slot)->status;                                             \
        return status_of(slot, object_remove(slot, handle, KIND##_KIND));                          \
    }

#define KIND_EXISTS(kind, KIND)                                                                    \
    EXPORT(rpc_exists) int64_t rpc_exists(uint32_t slot, uint64_t length) {                        \
        struct kind##_exists_request request;                                                      \
        if (!decode_##kind##_exists_request(slot, length, &request)) return STATUS_INVALID_PROTO;  \
        count_call(slot, KIND##_KIND, KIND##_EXISTS);                                              \
        struct reply reply = reply_begin(slot);                                                    \
        const bool exists = object_named(slot, KIND##_KIND, request.name) != 0;                    \
        if (!exists && slot_at(slot)->status == STATUS_WRONG_KIND) return STATUS_WRONG_KIND;       \
        put_##kind##_exists_response_exists(&reply, exists);                                       \
        reply_finish(slot, &reply);                                                                \
        return STATUS_OK;                                                                          \
    }

// A page ends at its limit, at the end, or where a long stretch of the directory has no such name.
#define KIND_LIST(kind, KIND)                                                                      \
    EXPORT(rpc_list) int64_t rpc_list(uint32_t slot, uint64_t length) {                            \
        struct kind##_list_request request;                                                        \
        if (!decode_##kind##_list_request(slot, length, &request)) return STATUS_INVALID_PROTO;    \
        count_call(slot, KIND##_KIND, KIND##_LIST);                                                \
        struct reply reply = reply_begin(slot);                                                    \
        uint32_t cursor = request.cursor;                                                          \
        for (uint32_t i = 0; i < request.limit; i++) {                                             \
            cursor = object_scan(slot, KIND##_KIND, request.prefix.offset, request.prefix.length,  \
                                 cursor);                                                          \
            const uint32_t name_length = slot_at(slot)->reply_length;                              \
            if (name_length == 0) break;                                                           \
            put_##kind##_list_response_names(&reply,                                               \
                                             (struct bytes){slot_scratch(slot), name_length});     \
        }                                                                                          \
        put_##kind##_list_response_next_cursor(&reply, cursor);                                    \
        reply_finish(slot, &reply);                                                                \
        return STATUS_OK;                                                                          \
    }
