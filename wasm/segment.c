// segment: defines the memory that is the segment, and what belongs to no kind in particular.
//
// Called by the host: segment_initialise once, on a file of zeros that nobody else can see;
// slot_open and retire under the lock of the slot they are about; the others by any worker for its
// own slot. Progress: every call is bounded; object_named and object_scan are wait-free.
//
// Memory: see abi.h for the map, object.h for objects.
#include "journal.h"

EXPORT(abi_version) uint32_t abi_version(void) { return ABI_VERSION; }

INLINE uint64_t align(uint64_t offset, uint64_t unit) { return (offset + unit - 1) / unit * unit; }

// Writes the part of the header from `bytes` on, and the CRC table. The host has mapped `bytes`
// bytes of zeros, and writes the first line of the header afterwards, the magic last.
EXPORT(segment_initialise)
int64_t segment_initialise(uint32_t slot, uint64_t bytes, uint64_t objects) {
    if (bytes % CHUNK_BYTES != 0 || bytes > UINT32_MAX || objects < OBJECTS_MIN ||
        objects > OBJECTS_MAX || (objects & (objects - 1)) != 0) {
        return fault(slot, STATUS_INVALID_ARGUMENT);
    }
    const uint64_t objects_offset = align(DIRECTORY_OFFSET + 4 * objects, LINE_BYTES);
    const uint64_t chunks_offset = align(objects_offset + OBJECT_BYTES * objects, LINE_BYTES);
    const uint64_t heap_offset = align(chunks_offset + 4 * (bytes / CHUNK_BYTES), CHUNK_BYTES);
    if (heap_offset >= bytes) return fault(slot, STATUS_INVALID_ARGUMENT);
    struct header *own = header();
    own->bytes = bytes;
    own->objects = (uint32_t)objects;
    own->chunks = (uint32_t)((bytes - heap_offset) / CHUNK_BYTES);
    own->objects_offset = (uint32_t)objects_offset;
    own->chunks_offset = (uint32_t)chunks_offset;
    own->heap_offset = (uint32_t)heap_offset;
    crc_table_build();
    return 0;
}

// Makes a slot known to those who look for workers inside an object. The host calls it when it has
// locked the slot, before anything else.
EXPORT(slot_open) int64_t slot_open(uint32_t slot) {
    _Atomic uint32_t *used = &header()->slots_used;
    for (uint32_t i = 0; i < SLOT_COUNT; i++) {
        const uint32_t seen = load_acquire(used);
        if (seen > slot || replace32(used, seen, slot + 1)) break;
    }
    return 0;
}

// The offset of the slot's request area; the reply area follows it. retire gives it back.
EXPORT(slot_buffer) int64_t slot_buffer(uint32_t slot) {
    struct slot *own = slot_at(slot);
    if (own->buffer == 0) own->buffer = chunks_claim(CHUNK_OF_SLOT | slot, BUFFER_CHUNKS);
    return own->buffer != 0 ? own->buffer : fault(slot, STATUS_NO_SPACE);
}

EXPORT(object_find) int64_t object_find(uint32_t slot, uint64_t kind, uint64_t length) {
    const struct bytes name = {slot_scratch(slot), (uint32_t)length};
    if (!name_is_valid(name)) return fault(slot, STATUS_INVALID_NAME);
    const uint64_t handle = object_named(slot, (uint32_t)kind, name);
    return handle != 0 ? number(slot, (int64_t)handle) : FAULT + slot_at(slot)->status;
}

EXPORT(object_delete) int64_t object_delete(uint32_t slot, uint64_t handle, uint64_t kind) {
    return object_remove(slot, handle, (uint32_t)kind);
}

// The next object of a kind, in the order of the directory: its name goes to slot.scratch, the
// name's length to slot.reply_length. The prefix lies at the start of the request area. Answers
// the cursor to go on from, 0 at the end; with length 0 there is no name yet, only a cursor.
EXPORT(object_next)
int64_t object_next(uint32_t slot, uint64_t kind, uint64_t prefix_length, uint64_t cursor) {
    if (slot_at(slot)->buffer == 0) return fault(slot, STATUS_INVALID_ARGUMENT);
    return object_scan(slot, (uint32_t)kind, slot_at(slot)->buffer, (uint32_t)prefix_length,
                       (uint32_t)cursor);
}

// Objects in use, chunks in use and all chunks, to slot.scratch. What others do meanwhile may be
// counted or not.
EXPORT(segment_usage) int64_t segment_usage(uint32_t slot) {
    uint64_t objects = 0, chunks = 0;
    for (uint32_t i = 0, end = object_count(); i < end; i++) {
        const uint64_t state = load_acquire(&object_at(object_of_number(i))->state);
        if (life_of(state) != LIFE_FREE) objects++;
    }
    for (uint32_t i = 0, end = chunk_count(); i < end; i++) {
        if (load_acquire(chunk_at(i)) != 0) chunks++;
    }
    uint64_t *answer = slot_at(slot)->scratch;
    answer[0] = objects;
    answer[1] = object_count();
    answer[2] = chunks;
    answer[3] = chunk_count();
    return 0;
}

COLD void chunks_release_all(uint32_t holder) { chunks_release(holder, 0, chunk_count()); }

// What a dead builder had not shown is undone.
COLD void retire_create(uint32_t dead, uint32_t offset) {
    const uint64_t state = load_acquire(&object_at(offset)->state);
    if (owner_of(state) != dead) return;
    if (life_of(state) != LIFE_BUILDING && life_of(state) != LIFE_ABORTED) return;
    chunks_release_all(number_of_object(offset) + 1);
    object_at(offset)->body = 0;
    object_free(offset);
}

// Finishes or undoes what a dead worker's slot had begun, and gives back its buffer. The caller
// holds the dead slot's lock and has called every kind's retire before. May be repeated.
EXPORT(retire) int64_t retire(uint32_t slot, uint64_t dead) {
    if (dead == 0 || dead >= SLOT_COUNT) return fault(slot, STATUS_INVALID_ARGUMENT);
    struct slot *gone = slot_at((uint32_t)dead);
    const uint64_t intent = load_acquire(&gone->intent);
    const uint32_t offset = (uint32_t)intent;
    if (is_object(offset)) {
        struct object *object = object_at(offset);
        switch (intent >> 32) {
        case INTENT_CREATE:
            retire_create((uint32_t)dead, offset);
            break;
        case INTENT_RECLAIM: {
            const uint64_t state = load_acquire(&object->state);
            if (life_of(state) == LIFE_FREEING && owner_of(state) == dead) object_free(offset);
            object_reclaim(slot, offset);
            break;
        }
        case INTENT_USE:
        case INTENT_LEFT:
            object_release((uint32_t)dead, offset);
            intend((uint32_t)dead, INTENT_LEFT, offset);
            object_reclaim(slot, offset);
            break;
        default:
            break;
        }
    }
    chunks_release_all(CHUNK_OF_SLOT | (uint32_t)dead);
    gone->buffer = 0;
    intend((uint32_t)dead, INTENT_NONE, 0);
    return 0;
}
