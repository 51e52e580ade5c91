// The ABI, version 1: what every module, the bridge and the host agree on.
//
// A segment is one linear memory that holds every object of one namespace. All places in it are
// offsets. Several processes map it at once, so each word that somebody else may read is atomic and
// is written by exchange or compare-exchange; payload bytes are plain and are published by such a
// word. host/polyprim/abi.py mirrors this file, and a test compares the two.
//
//   0x000000  header        4 KiB      who and what this segment is, where its tables are
//   0x001000  crc table     4 KiB      built by segment_initialise
//   0x004000  slots       256 KiB      1024 x 256 bytes, slot 0 belongs to nobody
//   0x050000  metrics     576 KiB      16 kinds x 36 KiB
//   0x100000  directory   4 bytes x objects     a tag (part of the name's hash) per object
//             objects     128 bytes x objects   name, state word, small values
//             chunks      4 bytes x chunks      who holds each 64 KiB of the heap
//             heap        64 KiB x chunks       bodies of large objects, request buffers
//
// A fresh segment is all zeros but for its header: zero means free, empty and never used, so that
// untouched tables cost no memory.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ABI_VERSION 1u
#define LAYOUT_VERSION 2u

// What an operation answers. Expected outcomes first, then faults; errors.py and the table in
// docs/errors.md give each its exception and its gRPC code, and a test holds the three together.
enum status {
    STATUS_OK = 0,
    STATUS_EMPTY = 1,              // nothing to take
    STATUS_FULL = 2,               // no room in this object now
    STATUS_EXISTS = 3,             // create found the object, with the same kind
    STATUS_WAIT = 4,               // nothing was done: wait for slot.wait_word to leave wait_value
    STATUS_BLOCKED = 5,            // slot.blocked_by is half-way through something in our way
    STATUS_NOT_FOUND = 16,         // no such object, or this handle's object was deleted
    STATUS_WRONG_KIND = 17,        // the name belongs to an object of another kind
    STATUS_INVALID_NAME = 18,      // 1 to 64 of A-Z a-z 0-9 . _ - : / and a letter or digit first
    STATUS_INVALID_ARGUMENT = 19,  // a value outside its range
    STATUS_INVALID_PROTO = 20,     // not protobuf, or field slot.field breaks its rule
    STATUS_TOO_LARGE = 21,         // longer than the object or the buffer can ever hold
    STATUS_NO_SPACE = 22,          // the segment has no free chunks or no free objects
    STATUS_CHECKSUM = 23,          // the payload does not match its CRC32
    STATUS_DATA_LOSS = 24,         // the segment's contents contradict each other
    STATUS_UNSUPPORTED = 25,       // this segment was made for another layout
    STATUS_EXPIRED = 26,           // the session, or its memory of this call, is gone
    STATUS_REUSED = 27,            // the session used this number for another request
    STATUS_UNKNOWN = 28,           // the request may have had a part of its effect
    STATUS_SESSION_FULL = 29,      // refused for good: the session has no room for its answer
};

// An operation that answers with a number gives FAULT + status where it fails. A value of that
// range can also be real (a counter may hold it), so slot.status then tells: OK or the fault.
#define FAULT INT64_MIN
#define FAULT_LIMIT (INT64_MIN + 256)

#define PAGE_BYTES 65536u
#define LINE_BYTES 64u

#define HEADER_OFFSET 0u
#define CRC_TABLE_OFFSET 0x1000u
#define SLOTS_OFFSET 0x4000u
#define SLOT_COUNT 1024u
#define SLOT_BYTES 256u
#define METRICS_OFFSET 0x50000u
#define METRICS_KIND_BYTES 0x9000u
#define KIND_COUNT 16u
#define DIRECTORY_OFFSET 0x100000u
#define OBJECT_BYTES 128u
#define CHUNK_BYTES 65536u
#define CHUNKS_MAX 65536u
#define NAME_BYTES_MAX 64u
#define OBJECTS_MIN 64u
#define OBJECTS_MAX (1u << 22)
#define DIRECTORY_WINDOW 64u  // a name lies within so many places after its hash

#define REQUEST_BYTES 131072u
#define REPLY_BYTES 131072u
#define BUFFER_CHUNKS ((REQUEST_BYTES + REPLY_BYTES) / CHUNK_BYTES)
#define RECORD_BYTES_MAX 65536u

#define METHODS_MAX 32u
#define LANGUAGES_MAX 8u
#define LATENCY_BUCKETS 15u

// The header is written by the host before anyone else can see the segment, and checked by every
// host that opens it. Modules read only the part from `bytes` on.
struct header {
    uint8_t magic[8];  // "POLYPRIM"
    uint32_t abi_version;
    uint32_t layout_version;
    uint8_t boot_id[16];     // the boot during which this segment was last opened
    _Atomic uint32_t clean;  // 1 after the last holder closed it in good order
    uint32_t reserved;
    uint64_t created_ms;
    uint8_t pad0[16];
    // 64
    uint64_t bytes;    // size of the segment, a multiple of CHUNK_BYTES
    uint32_t objects;  // a power of two
    uint32_t chunks;
    uint32_t objects_offset;
    uint32_t chunks_offset;
    uint32_t heap_offset;
    _Atomic uint32_t slots_used;  // no slot at or above this was ever taken
    uint8_t pad1[32];
    // 128
    uint32_t kind_layout[KIND_COUNT];       // layout version of each kind, 0 where unknown
    uint8_t module_digest[KIND_COUNT][32];  // SHA-256 of the module that first served the kind
};
_Static_assert(offsetof(struct header, bytes) == 64, "header");
_Static_assert(offsetof(struct header, slots_used) == 92, "header");
_Static_assert(offsetof(struct header, kind_layout) == 128, "header");
_Static_assert(sizeof(struct header) == 704, "header");

// A slot is one worker's own place. Line 0 is read by others, the rest only by its owner.
//
// intent says what its owner may have left half done: an INTENT in the upper half and the offset of
// an object in the lower. While it is INTENT_USE, the object's memory is given to nobody else. The
// number of a kind in place of an object means all objects of that kind.
enum intent {
    INTENT_NONE = 0,
    INTENT_USE = 1,      // inside an operation on the object
    INTENT_LEFT = 2,     // has left it; if it is dying, it may still have to be reclaimed
    INTENT_CREATE = 3,   // building the object
    INTENT_RECLAIM = 4,  // giving the object's memory back
};

struct slot {
    _Atomic uint64_t intent;
    _Atomic uint64_t session;  // offset of the session whose call this is, 0 if of none
    uint8_t pad0[48];
    // 64: answers, written by modules and read by the host, which trusts none of them
    uint32_t status;
    uint32_t blocked_by;  // slot, for STATUS_BLOCKED
    uint32_t wait_word;   // offset of a word, for STATUS_WAIT
    uint32_t wait_value;
    uint32_t wake_word;  // offset of a word that has waiters to wake, or 0
    uint32_t wake_count;
    uint32_t reply_length;
    uint32_t field;      // number of the field, for STATUS_INVALID_PROTO; 0: not protobuf
    int32_t timeout_ms;  // what the request asked for, or 5000
    int32_t wait_ms;     // how long the request would wait, for STATUS_WAIT
    uint8_t pad1[24];
    // 128: arguments, written by the host
    uint32_t buffer;    // offset of the request area, the reply area follows it; 0: none yet
    uint32_t language;  // row of the metric tables; LANGUAGES_MAX: not to be counted
    int64_t now_ms;     // wall clock, Unix epoch
    uint64_t random;    // random bits; 0 once they are used, and the host puts others there
    uint32_t may_wait;  // 0: answer at once, with what there is
    uint32_t journal;   // offset of the session's journal, while its call has had no effect; or 0
    uint64_t oldest;    // number of the session's first call that is waited for; 0: not told
    uint8_t pad2[24];
    // 192
    uint64_t scratch[8];  // a name as argument, or several numbers as answer
};
_Static_assert(offsetof(struct slot, status) == 64, "slot");
_Static_assert(offsetof(struct slot, buffer) == 128, "slot");
_Static_assert(offsetof(struct slot, now_ms) == 136, "slot");
_Static_assert(offsetof(struct slot, oldest) == 160, "slot");
_Static_assert(offsetof(struct slot, scratch) == 192, "slot");
_Static_assert(sizeof(struct slot) == SLOT_BYTES, "slot");

// An object. Its state word is the only truth about it:
//
//   63        32 31      21 20    11 10    3 2    0
//   generation   unused     owner    kind    life
//
// A handle is generation << 32 | offset of the object. The owner is the slot that builds or frees
// the object; of a live one, the slot that has it to itself, or 0 while anybody may enter.
enum life {
    LIFE_FREE = 0,
    LIFE_BUILDING = 1,
    LIFE_LIVE = 2,
    LIFE_DYING = 3,  // deleted; its memory waits until nobody is inside
    LIFE_FREEING = 4,
    LIFE_ABORTED = 5,  // another slot built the same name first; the owner takes this one back
};

struct object {
    _Atomic uint64_t name[NAME_BYTES_MAX / 8];  // padded with zeros
    // 64
    _Atomic uint64_t state;
    _Atomic uint32_t name_length;
    uint32_t hash;
    uint32_t body;  // offset of its first chunk, 0 if it has none
    uint32_t body_chunks;
    _Atomic uint32_t signal;  // futex word: bit 0 says that somebody may be waiting
    uint32_t reserved;
    _Atomic uint64_t value[4];  // the kind's own
};
_Static_assert(offsetof(struct object, state) == 64, "object");
_Static_assert(offsetof(struct object, signal) == 88, "object");
_Static_assert(offsetof(struct object, value) == 96, "object");
_Static_assert(sizeof(struct object) == OBJECT_BYTES, "object");

// A chunk's word: 0 if free, object number + 1 if it belongs to an object's body, CHUNK_OF_SLOT |
// slot if it is part of a slot's buffer.
#define CHUNK_OF_SLOT 0x80000000u

// One kind's metric tables; rows are [method][language]. Calls are counted by modules, and their
// times by whoever makes them: bucket i has those of up to 4^i microseconds that are in no bucket
// before, the last one all longer ones.
struct metrics {
    _Atomic uint64_t calls[METHODS_MAX][LANGUAGES_MAX];
    struct latency {
        _Atomic uint64_t sum_ns;
        _Atomic uint64_t bucket[LATENCY_BUCKETS];
    } latency[METHODS_MAX][LANGUAGES_MAX];
};
_Static_assert(sizeof(struct metrics) <= METRICS_KIND_BYTES, "metrics");
_Static_assert(SLOTS_OFFSET + SLOT_COUNT * SLOT_BYTES <= METRICS_OFFSET, "map");
_Static_assert(METRICS_OFFSET + KIND_COUNT * METRICS_KIND_BYTES <= DIRECTORY_OFFSET, "map");

// Places. The same source is also built natively, for ThreadSanitizer and as the benchmarks' peer;
// there the segment begins at segment_base.
#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name), visibility("default")))
static inline void *at(uint32_t offset) { return (void *)(uintptr_t)offset; }
static inline uint32_t offset_of(const void *place) { return (uint32_t)(uintptr_t)place; }
#else
#define EXPORT(name) __attribute__((visibility("default")))
extern uint8_t *segment_base;
static inline void *at(uint32_t offset) { return segment_base + offset; }
static inline uint32_t offset_of(const void *place) {
    return (uint32_t)((const uint8_t *)place - segment_base);
}
#endif

#define INLINE static inline __attribute__((always_inline))
#define SHARED static __attribute__((noinline, unused))  // one copy in a module, on the hot path
#define COLD SHARED                                      // and off it

// Orders. Wasm has only sequentially consistent atomics; in the native builds, for ThreadSanitizer
// and as the benchmarks' peers, each operation is as strong as it says and no stronger. `ordered` is
// for two workers who each write one word and then read the other's.
#define load_relaxed(word) atomic_load_explicit(word, memory_order_relaxed)
#define load_acquire(word) atomic_load_explicit(word, memory_order_acquire)
#define load_ordered(word) atomic_load_explicit(word, memory_order_seq_cst)
// For words that nobody relies on before a later release publishes them. Wasm's atomic store costs a
// fence; its plain one does not tear where it is aligned, and stays on its side of every atomic.
#ifdef __wasm__
#define store_relaxed(word, value) (*(uint64_t *)(word) = (value))
#else
#define store_relaxed(word, value) atomic_store_explicit(word, value, memory_order_relaxed)
#endif
#define exchange_relaxed(word, value) atomic_exchange_explicit(word, value, memory_order_relaxed)
#define exchange_release(word, value) atomic_exchange_explicit(word, value, memory_order_release)
#define exchange_ordered(word, value) atomic_exchange_explicit(word, value, memory_order_seq_cst)

INLINE bool replace(_Atomic uint64_t *word, uint64_t expected, uint64_t desired) {
    return atomic_compare_exchange_strong_explicit(word, &expected, desired, memory_order_acq_rel,
                                                   memory_order_acquire);
}
INLINE bool replace_ordered(_Atomic uint64_t *word, uint64_t expected, uint64_t desired) {
    return atomic_compare_exchange_strong_explicit(word, &expected, desired, memory_order_seq_cst,
                                                   memory_order_seq_cst);
}
INLINE bool replace32(_Atomic uint32_t *word, uint32_t expected, uint32_t desired) {
    return atomic_compare_exchange_strong_explicit(word, &expected, desired, memory_order_acq_rel,
                                                   memory_order_acquire);
}
// After plain reads of what a word guards: whether it still is what it was before them. An exchange,
// since a load would not keep the reads before it.
INLINE bool untouched(_Atomic uint64_t *word, uint64_t before) {
    return atomic_fetch_or_explicit(word, 0, memory_order_acq_rel) == before;
}

INLINE struct header *header(void) { return at(HEADER_OFFSET); }
INLINE struct slot *slot_at(uint32_t slot) { return at(SLOTS_OFFSET + slot * SLOT_BYTES); }
INLINE struct object *object_at(uint32_t offset) { return at(offset); }
INLINE struct metrics *metrics_of(uint32_t kind) {
    return at(METRICS_OFFSET + kind * METRICS_KIND_BYTES);
}
