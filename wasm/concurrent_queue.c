// concurrent_queue: a bounded first-in first-out queue of records, many producers, many consumers.
//
// Called by any worker for its own slot. Progress: lock-free; a pop that finds an unpublished record
// with published ones behind it answers STATUS_BLOCKED and the producer's slot. No consumer can
// hinder anybody: it copies first and takes the record by one compare-exchange. Only a call of a session
// has the queue to itself meanwhile, and others answer STATUS_BLOCKED and its slot.
//
// Memory, the body of the queue's object, `capacity` bytes in all:
//
//   | fixed | head | tail | ...          a cache line each
//   | descriptor 0 | descriptor 1 | ...  one 64-bit word for each cell
//   | cell 0       | cell 1       | ...  64 bytes each; a record is as many cells as it needs, and
//                                        may go on from the last cell to the first
//
// A position is lap << 20 | cell, and only grows. The record that begins at a position has its
// descriptor at the same cell, and a descriptor counts only if it is of the position's lap:
//
//   63      29 28      12 11     2 1     0
//   lap        size       owner    state
//
//   (older lap) -> RESERVED -> READY          size: cells while RESERVED or SKIPPED, bytes when READY
//                         \-> SKIPPED         by retire, for a producer that died
//
// Head and tail words are position << 10 | owner. What lies between head and tail is in the queue.
//
//   push  compare-exchange of the descriptor to RESERVED [Q1] makes the cells the producer's own;
//         anyone moves the tail past it; compare-exchange to READY [Q2] publishes: linearization.
//   pop   copies the records at the head and moves the head past them by one compare-exchange [Q3]:
//         linearization. If somebody else was first, what was copied may be torn and is thrown away.
//
// A call of a session has the queue to itself, and its one compare-exchange, [Q2] or [Q3], is written
// down before it is made (journal.h).
//
// A batch is one reservation. The descriptors inside it are made READY before the first one is
// published, so that the batch appears at once or never.
//
// Laps wrap after 2^34: a descriptor would have to be left alone for exactly so many laps.
#include "gen/queue.h"
#include "kind.h"

enum { RESERVED = 1, READY = 2, READY_WITH_CRC = 3, SKIPPED = 0 };

struct queue {
    uint32_t capacity;  // bytes of the whole body
    uint32_t cells;
    uint32_t cells_offset;  // of cell 0, from the start of the body
    uint8_t pad0[52];
    // 64
    _Atomic uint64_t head;
    uint8_t pad1[56];
    // 128
    _Atomic uint64_t tail;
    _Atomic uint64_t head_seen;  // a word that head had: pushes leave the line of head to the pops
    uint8_t pad2[48];
    // 192
    _Atomic uint64_t skipped;  // reservations of producers that died
    uint8_t pad3[56];
    _Atomic uint64_t descriptor[];
};
_Static_assert(offsetof(struct queue, descriptor) == 256, "queue");

#define CELL_BYTES 64u
#define CAPACITY_MIN 65536u
#define CAPACITY_MAX (64u * 1024 * 1024)
#define CAPACITY_DEFAULT (1024u * 1024)
#define CELLS_MAX (CAPACITY_MAX / (CELL_BYTES + 8))
#define ATTEMPTS 4096u  // lost races after which an operation gives its worker a rest
#define POSITION_MASK ((1ull << 54) - 1)
#define SIZE_MASK 0x1ffffu

KIND(queue, QUEUE)

INLINE uint32_t cell_of(uint64_t position) { return (uint32_t)position & 0xfffff; }
INLINE uint64_t lap_of(uint64_t position) { return position >> 20; }
INLINE uint64_t position_of(uint64_t word) { return word >> 10; }
INLINE uint64_t word_of(uint64_t position, uint32_t owner) { return position << 10 | owner; }

INLINE uint64_t descriptor(uint64_t lap, uint32_t size, uint32_t owner, uint32_t state) {
    return lap << 29 | (uint64_t)size << 12 | owner << 2 | state;
}
INLINE bool is_of_lap(uint64_t d, uint64_t position) { return d >> 29 == lap_of(position); }
INLINE uint32_t size_of(uint64_t d) { return (uint32_t)(d >> 12) & SIZE_MASK; }
INLINE uint32_t producer_of(uint64_t d) { return (uint32_t)d >> 2 & 0x3ff; }
INLINE uint32_t state_bits(uint64_t d) { return (uint32_t)d & 3; }
INLINE bool is_ready(uint64_t d) { return state_bits(d) >= READY; }

// A record's CRC32, where it has one, follows its payload.
INLINE uint32_t stored_bytes(uint32_t size, bool with_crc) { return size + (with_crc ? 4 : 0); }
INLINE uint32_t cells_for(uint32_t bytes) {
    return bytes <= CELL_BYTES ? 1 : (bytes + CELL_BYTES - 1) / CELL_BYTES;
}
INLINE uint32_t cells_of(uint64_t d) {
    if (!is_ready(d)) return size_of(d);
    return cells_for(stored_bytes(size_of(d), state_bits(d) == READY_WITH_CRC));
}

// A queue whose sizes were read once.
struct ring {
    struct queue *queue;
    uint32_t cells;
    uint32_t first, end;  // places of cell 0, and behind the last one
};

INLINE struct ring ring_of(uint32_t object) {
    const uint32_t body = object_at(object)->body;
    struct queue *queue = at(body);
    const uint32_t cells = queue->cells, first = body + queue->cells_offset;
    return (struct ring){queue, cells, first, first + cells * CELL_BYTES};
}

// How many steps a walk over all cells takes at most, whatever stands in a damaged segment.
INLINE uint32_t walk_max(const struct ring *ring) {
    return ring->cells < CELLS_MAX ? ring->cells : CELLS_MAX;
}

INLINE uint64_t advance(const struct ring *ring, uint64_t position, uint32_t cells) {
    const uint32_t cell = cell_of(position) + cells;
    if (cell < ring->cells) return position + cells;
    return ((lap_of(position) + 1) << 20 | (cell - ring->cells)) & POSITION_MASK;
}

// Cells from one position to another, negative where `to` lies before `from`.
INLINE int64_t distance(const struct ring *ring, uint64_t from, uint64_t to) {
    const int64_t laps = (int64_t)((lap_of(to) - lap_of(from)) << 30) >> 30;
    return laps * ring->cells + cell_of(to) - cell_of(from);
}

INLINE _Atomic uint64_t *descriptor_at(const struct ring *ring, uint64_t position) {
    return &ring->queue->descriptor[cell_of(position)];
}

// Records are copied by whole cells, without a case for each length: what lies behind a record in its
// last cell means nothing. So up to CELL_BYTES - 1 bytes behind the plain place are read, or written.
INLINE void copy_cell(uint32_t to, uint32_t from) {
    vector *target = at(to);
    const vector *source = at(from);
    const vector first = source[0], second = source[1], third = source[2], fourth = source[3];
    target[0] = first;
    target[1] = second;
    target[2] = third;
    target[3] = fourth;
}

INLINE uint32_t place_of(const struct ring *ring, uint64_t position) {
    return ring->first + cell_of(position) * CELL_BYTES;
}

INLINE void cells_write(const struct ring *ring, uint64_t position, uint32_t from, uint32_t bytes) {
    uint32_t to = place_of(ring, position);
    SHORT_LOOP
    for (uint32_t copied = 0; copied < bytes; copied += CELL_BYTES) {
        copy_cell(to, from + copied);
        to += CELL_BYTES;
        if (to == ring->end) to = ring->first;
    }
}
INLINE void cells_read(const struct ring *ring, uint64_t position, uint32_t to, uint32_t bytes) {
    uint32_t from = place_of(ring, position);
    SHORT_LOOP
    for (uint32_t copied = 0; copied < bytes; copied += CELL_BYTES) {
        copy_cell(to + copied, from);
        from += CELL_BYTES;
        if (from == ring->end) from = ring->first;
    }
}

// A CRC32 behind a payload of so many bytes; it may go on in the next cell.
COLD void crc_write(uint32_t object, uint64_t position, uint32_t size, uint32_t crc) {
    const struct ring ring = ring_of(object);
    uint32_t to = place_of(&ring, position) + size;
    SHORT_LOOP
    for (uint32_t i = 0; i < 4; i++, to++) {
        store8(to < ring.end ? to : to - ring.end + ring.first, (uint8_t)(crc >> 8 * i));
    }
}

// Moves the head past a reservation of a dead producer, which is room too. False: none is there.
COLD bool skip_at_head(uint32_t slot, uint32_t object) {
    const struct ring ring = ring_of(object);
    _Atomic uint64_t *head_word = &ring.queue->head;
    const uint64_t head = load_acquire(head_word), position = position_of(head);
    const uint64_t d = load_acquire(descriptor_at(&ring, position));
    if (!is_of_lap(d, position) || state_bits(d) != SKIPPED) return false;
    replace(head_word, head, word_of(advance(&ring, position, cells_of(d)), slot));
    return true;  // or somebody else has moved it
}

// The position of `cells` cells that are now the slot's own, or one of these.
#define NOWHERE_FULL UINT64_MAX
#define NOWHERE_BUSY (UINT64_MAX - 1)  // somebody else was faster: try again

INLINE uint64_t reserve_once(const struct ring *ring, uint32_t slot, uint32_t object,
                             uint32_t cells) {
    struct queue *q = ring->queue;
    const uint64_t tail = load_acquire(&q->tail), position = position_of(tail);
    _Atomic uint64_t *word = descriptor_at(ring, position);
    const uint64_t d = load_acquire(word);
    if (is_of_lap(d, position)) {  // taken, but the tail has not been moved yet: move it
        replace(&q->tail, tail, word_of(advance(ring, position, cells_of(d)), 0));
        return NOWHERE_BUSY;
    }
    // The tail is where it was: so `d` is of an older lap.
    if (load_acquire(&q->tail) != tail) return NOWHERE_BUSY;
    const uint64_t seen = load_acquire(&q->head_seen);
    if (distance(ring, position_of(seen), position) + cells > ring->cells) {
        const uint64_t head = load_acquire(&q->head);
        if (head != seen) {
            exchange_release(&q->head_seen, head);
        } else if (!skip_at_head(slot, object)) {
            return NOWHERE_FULL;
        }
        return NOWHERE_BUSY;
    }
    const uint64_t reserved = descriptor(lap_of(position), cells, slot, RESERVED);
    if (!replace(word, d, reserved)) return NOWHERE_BUSY;  // [Q1]
    replace(&q->tail, tail, word_of(advance(ring, position, cells), 0));
    return position;
}

COLD uint64_t reserve_again(uint32_t slot, uint32_t object, uint32_t cells) {
    const struct ring ring = ring_of(object);
    uint64_t position = NOWHERE_BUSY;
    for (uint32_t i = 0; i < ATTEMPTS && position == NOWHERE_BUSY; i++)
        position = reserve_once(&ring, slot, object, cells);
    return position;
}

// Most often the first attempt succeeds, and its code is all that a push needs at hand.
INLINE uint64_t reserve(const struct ring *ring, uint32_t slot, uint32_t object, uint32_t cells) {
    const uint64_t position = reserve_once(ring, slot, object, cells);
    return position == NOWHERE_BUSY ? reserve_again(slot, object, cells) : position;
}

INLINE bool publish(const struct ring *ring, uint32_t slot, uint64_t position, uint32_t cells,
                    uint32_t size, uint32_t ready) {
    const uint64_t lap = lap_of(position);
    return replace_ordered(
        descriptor_at(ring, position), descriptor(lap, cells, slot, RESERVED),
        descriptor(lap, size, slot, ready));  // [Q2] pairs with the load before [Q3]
}

COLD void publish_once(uint32_t slot, uint32_t object, uint64_t position, uint32_t cells,
                       uint32_t size, uint32_t ready) {
    const struct ring ring = ring_of(object);
    const uint64_t lap = lap_of(position);
    journal_commit(slot, descriptor_at(&ring, position), descriptor(lap, cells, slot, RESERVED),
                   descriptor(lap, size, slot, ready));
}

// Why there is no place. A queue may be full because of a reservation at its head, and then
// slot.blocked_by names its producer: if that one died, its cells can be had.
COLD int64_t nowhere(uint32_t slot, uint32_t object, bool full) {
    if (!full) return blocked(slot, 0);
    const struct ring ring = ring_of(object);
    const uint64_t head = position_of(load_acquire(&ring.queue->head));
    const uint64_t d = load_acquire(descriptor_at(&ring, head));
    const bool held = is_of_lap(d, head) && state_bits(d) == RESERVED;
    slot_at(slot)->blocked_by = held ? producer_of(d) : 0;
    return fault(slot, STATUS_FULL);
}

// A payload and, if it comes with one, its CRC32 behind it.
INLINE void record_write(const struct ring *ring, uint32_t object, uint64_t position,
                         struct bytes payload, bool with_crc, uint32_t crc) {
    cells_write(ring, position, payload.offset, payload.length);
    if (with_crc) crc_write(object, position, payload.length, crc);
}

INLINE int64_t push(uint32_t slot, uint32_t object, struct bytes payload, bool with_crc,
                    uint32_t crc) {
    const struct ring ring = ring_of(object);
    const uint32_t size = payload.length, cells = cells_for(stored_bytes(size, with_crc));
    if (size > RECORD_BYTES_MAX || cells > ring.cells) return fault(slot, STATUS_TOO_LARGE);
    const uint64_t position = reserve(&ring, slot, object, cells);
    if (position >= NOWHERE_BUSY) return nowhere(slot, object, position == NOWHERE_FULL);
    record_write(&ring, object, position, payload, with_crc, crc);
    if (!publish(&ring, slot, position, cells, size, with_crc ? READY_WITH_CRC : READY)) {
        return fault(slot, STATUS_DATA_LOSS);
    }
    signal_raise(slot, object, 1);
    return 0;
}

// The payload lies at the start of the request area.
EXPORT(queue_push) int64_t queue_push(uint32_t slot, uint64_t handle, uint64_t size) {
    if (size > RECORD_BYTES_MAX) return fault(slot, STATUS_TOO_LARGE);
    if (!has_buffer(slot)) return fault(slot, STATUS_INVALID_ARGUMENT);
    if (!object_enter(slot, handle, QUEUE_KIND)) return FAULT + slot_at(slot)->status;
    const struct bytes payload = {slot_at(slot)->buffer, (uint32_t)size};
    const int64_t result = push(slot, (uint32_t)handle, payload, false, 0);
    object_leave(slot, (uint32_t)handle);
    return result;
}

// What there is at the head: READY or SKIPPED with the words that were read, or why nothing is.
enum head_state { HEAD_READY, HEAD_EMPTY, HEAD_BLOCKED, HEAD_BUSY };
struct head {
    enum head_state state;
    uint64_t word, descriptor, position;
};

INLINE struct head look(const struct ring *ring, uint32_t slot) {
    struct queue *q = ring->queue;
    struct head found = {HEAD_BUSY, 0, 0, 0};
    for (uint32_t i = 0; i < ATTEMPTS; i++) {
        found.word = load_acquire(&q->head);
        found.position = position_of(found.word);
        found.descriptor = load_ordered(descriptor_at(ring, found.position));
        if (is_of_lap(found.descriptor, found.position) && is_ready(found.descriptor)) {
            found.state = HEAD_READY;
            return found;
        }
        if (!is_of_lap(found.descriptor, found.position)) {
            if (load_acquire(&q->head) != found.word) continue;
            found.state = HEAD_EMPTY;
            return found;
        }
        const uint64_t behind = advance(ring, found.position, cells_of(found.descriptor));
        if (state_bits(found.descriptor) == SKIPPED) {
            replace(&q->head, found.word, word_of(behind, slot));
            continue;
        }
        const uint64_t tail = load_acquire(&q->tail);
        if (load_acquire(&q->head) != found.word) continue;
        // Reserved and not published. Only what lies behind it can have been pushed.
        const bool last = distance(ring, behind, position_of(tail)) <= 0;
        found.state = last ? HEAD_EMPTY : HEAD_BLOCKED;
        return found;
    }
    return found;
}

// How to take: TAKE_REMOVE or only look, TAKE_WAIT to arm the signal if there is nothing, TAKE_ONCE
// for a call of a session: then the place is that of the payload in its reply.
enum { TAKE_REMOVE = 1, TAKE_WAIT = 2, TAKE_ONCE = 4 };

// Nothing is there: a worker that will wait arms the signal and looks once more before it does.
INLINE bool look_again(uint32_t slot, uint32_t object, const struct head *found, uint32_t how,
                       bool armed) {
    if (found->state != HEAD_EMPTY || (how & TAKE_WAIT) == 0 || armed) return false;
    signal_arm(slot, object);
    return true;
}

// Who deletes the queue changes its state first and looks at the signal second, so a waiter that
// armed it too late to be woken sees here that the queue is gone.
INLINE int64_t nothing(uint32_t slot, uint32_t object, const struct head *found, bool armed) {
    if (found->state != HEAD_EMPTY) {
        return blocked(slot, found->state == HEAD_BLOCKED ? producer_of(found->descriptor) : 0);
    }
    if (!armed) return fault(slot, STATUS_EMPTY);
    const bool live = life_of(load_ordered(&object_at(object)->state)) == LIFE_LIVE;
    return fault(slot, live ? STATUS_WAIT : STATUS_NOT_FOUND);
}

// Makes the field crc32 of a CRC32 that lies where the field is to begin. Answers the place behind it.
INLINE uint32_t crc_frame(uint32_t to, uint32_t field) {
    const uint32_t crc = load32(to);
    store8(to, field << 3 | WIRE_FIXED32);
    store32(to + 1, crc);
    return to + 5;
}

// found = true and the tag and length of the payload, whose size is not known before it is taken.
#define POP_FRAME_BYTES 7u

// Makes a payload, and its CRC32 behind it if it has one, the reply of Pop and Peek.
COLD void pop_frame(uint32_t slot, uint32_t size, bool with_crc) {
    const uint32_t start = reply_area(slot);
    store8(start, 1 << 3 | WIRE_VARINT);
    store8(start + 1, true);
    store8(start + 2, 2 << 3 | WIRE_BYTES);
    uint32_t end = store_length(start + 3, size) + size;
    if (with_crc) end = crc_frame(end, 3);
    slot_at(slot)->reply_length = end - start;
}

// Copies the record that was seen at the head, and moves the head past it or, to peek, looks whether
// the head is where it was. Answers its size, or LOST if somebody else was faster.
#define LOST (-1)

INLINE int64_t take_seen(const struct ring *ring, uint32_t slot, uint64_t word, uint64_t d,
                         uint32_t to, uint32_t how) {
    const uint64_t position = position_of(word);
    const uint32_t size = size_of(d);
    if (size > RECORD_BYTES_MAX) return fault(slot, STATUS_DATA_LOSS);
    const bool with_crc = state_bits(d) == READY_WITH_CRC;
    cells_read(ring, position, to, stored_bytes(size, with_crc));
    _Atomic uint64_t *head = &ring->queue->head;
    const uint64_t next = word_of(advance(ring, position, cells_of(d)), slot);
    if (how & TAKE_ONCE) {
        pop_frame(slot, size, with_crc);
        journal_commit(slot, head, word, next);
        return size;
    }
    const bool taken = (how & TAKE_REMOVE) ? replace(head, word, next)  // [Q3]
                                           : untouched(head, word);
    if (!taken) return LOST;
    slot_at(slot)->scratch[0] = with_crc;
    return size;
}

COLD int64_t take_again(uint32_t slot, uint32_t object, uint32_t to, uint32_t how) {
    const struct ring ring = ring_of(object);
    bool armed = false;
    for (uint32_t i = 0; i < ATTEMPTS; i++) {
        const struct head found = look(&ring, slot);
        if (found.state == HEAD_READY) {
            const int64_t size = take_seen(&ring, slot, found.word, found.descriptor, to, how);
            if (size != LOST) return size;
        } else if (look_again(slot, object, &found, how, armed)) {
            armed = true;
        } else {
            return nothing(slot, object, &found, armed);
        }
    }
    return blocked(slot, 0);
}

// Copies the record at the head to a plain place, where its CRC32 follows it if slot.scratch[0] is
// 1 afterwards. Answers its size, or EMPTY, WAIT or BLOCKED. As with reserve, the first attempt is
// the one that counts.
INLINE int64_t take(uint32_t slot, uint32_t object, uint32_t to, uint32_t how) {
    const struct ring ring = ring_of(object);
    const uint64_t word = load_acquire(&ring.queue->head), position = position_of(word);
    const uint64_t d = load_ordered(descriptor_at(&ring, position));
    if (is_of_lap(d, position) && is_ready(d)) {
        const int64_t size = take_seen(&ring, slot, word, d, to, how);
        if (size != LOST) return size;
    }
    return take_again(slot, object, to, how);
}

INLINE int64_t take_payload(uint32_t slot, uint64_t handle, uint32_t how) {
    slot_at(slot)->reply_length = 0;
    if (!has_buffer(slot)) return fault(slot, STATUS_INVALID_ARGUMENT);
    if (!object_enter(slot, handle, QUEUE_KIND)) return FAULT + slot_at(slot)->status;
    const int64_t size = take(slot, (uint32_t)handle, reply_area(slot), how);
    object_leave(slot, (uint32_t)handle);
    if (size >= 0) slot_at(slot)->reply_length = (uint32_t)size;
    return size;
}

// The payload is the reply; the answer is its size, or EMPTY, or WAIT if the worker means to wait.
EXPORT(queue_pop) int64_t queue_pop(uint32_t slot, uint64_t handle, uint64_t wait) {
    return take_payload(slot, handle, TAKE_REMOVE | (wait != 0 ? TAKE_WAIT : 0));
}

EXPORT(queue_peek) int64_t queue_peek(uint32_t slot, uint64_t handle) {
    return take_payload(slot, handle, 0);
}

// Batches. Each record is written with its descriptor, but for that of the first one, which
// publishes them all.

struct batch {
    struct ring ring;
    uint32_t object, cells;    // of the whole reservation
    uint64_t first, position;  // of the first record, and of the next one to write
    uint32_t size, ready;      // of the first record
};

// 0: the batch has its cells. Otherwise FULL, TOO_LARGE or BLOCKED.
INLINE int64_t batch_begin(uint32_t slot, uint32_t object, uint64_t cells, struct batch *batch) {
    const struct ring ring = ring_of(object);
    if (cells > ring.cells || cells > SIZE_MASK) return fault(slot, STATUS_TOO_LARGE);
    const uint64_t position = reserve(&ring, slot, object, (uint32_t)cells);
    if (position >= NOWHERE_BUSY) return nowhere(slot, object, position == NOWHERE_FULL);
    *batch = (struct batch){ring, object, (uint32_t)cells, position, position, 0, READY};
    return 0;
}

INLINE void batch_write(uint32_t slot, struct batch *batch, struct bytes payload, bool with_crc,
                        uint32_t crc) {
    const struct ring *ring = &batch->ring;
    const uint64_t position = batch->position;
    const uint32_t size = payload.length, ready = with_crc ? READY_WITH_CRC : READY;
    record_write(ring, batch->object, position, payload, with_crc, crc);
    if (position == batch->first) {
        batch->size = size;
        batch->ready = ready;
    } else {
        store_relaxed(descriptor_at(ring, position),
                      descriptor(lap_of(position), size, slot, ready));
    }
    batch->position = advance(ring, position, cells_for(stored_bytes(size, with_crc)));
}

INLINE int64_t batch_publish(uint32_t slot, const struct batch *batch, uint32_t count) {
    if (!publish(&batch->ring, slot, batch->first, batch->cells, batch->size, batch->ready)) {
        return fault(slot, STATUS_DATA_LOSS);
    }
    signal_raise(slot, batch->object, count);
    return count;
}

// The request area holds `count` sizes of 32 bits, then the payloads one behind the other. All of
// them are pushed, with nothing between them, or none.
EXPORT(queue_push_many)
int64_t queue_push_many(uint32_t slot, uint64_t handle, uint64_t length, uint64_t count) {
    if (!has_buffer(slot) || length > REQUEST_BYTES || count > length / 4) {
        return fault(slot, STATUS_INVALID_ARGUMENT);
    }
    const uint32_t sizes = slot_at(slot)->buffer;
    uint64_t bytes = 4 * count, cells = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t size = load32(sizes + 4 * i);
        if (size > RECORD_BYTES_MAX) return fault(slot, STATUS_TOO_LARGE);
        bytes += size;
        cells += cells_for(size);
    }
    if (bytes != length) return fault(slot, STATUS_INVALID_ARGUMENT);
    if (!object_enter(slot, handle, QUEUE_KIND)) return FAULT + slot_at(slot)->status;
    struct batch batch;
    int64_t result = count == 0 ? 0 : batch_begin(slot, (uint32_t)handle, cells, &batch);
    if (result == 0 && count != 0) {
        uint32_t from = sizes + 4 * (uint32_t)count;
        for (uint32_t i = 0; i < count; i++) {
            const struct bytes payload = {from, load32(sizes + 4 * i)};
            batch_write(slot, &batch, payload, false, 0);
            from += payload.length;
        }
        result = batch_publish(slot, &batch, (uint32_t)count);
    }
    object_leave(slot, (uint32_t)handle);
    return result;
}

// Where take_many puts records: as sizes of 32 bits and then payloads, for the host, or as the
// repeated field 1 of a protobuf message, for the network.
enum layout { LAYOUT_SIZES, LAYOUT_PROTO };

#define FRAME_BYTES 15u  // of a QueueRecord in its list, beside the payload

// QueueRecord{payload = 1, crc32 = 2} as field 1 of the reply. Answers the place behind it.
INLINE uint32_t record_frame(const struct ring *ring, uint64_t position, uint32_t to, uint32_t size,
                             bool with_crc) {
    store8(to, 1 << 3 | WIRE_BYTES);
    to = store_length(to + 1, 5 + size + (with_crc ? 5 : 0));
    store8(to, 1 << 3 | WIRE_BYTES);
    to = store_length(to + 1, size);
    cells_read(ring, position, to, stored_bytes(size, with_crc));
    return with_crc ? crc_frame(to + size, 2) : to + size;
}

// Takes up to `count` records at once, as many as the reply area holds. Answers how many.
COLD int64_t take_many(uint32_t slot, uint32_t object, uint32_t count, uint32_t how,
                       enum layout layout) {
    const struct ring ring = ring_of(object);
    // Whole cells are copied, and so the last record may be followed by so many bytes more.
    const uint32_t room = how & TAKE_ONCE ? ANSWER_MAX : REPLY_BYTES;
    const uint32_t sizes = reply_area(slot), end = sizes + room - CELL_BYTES;
    const uint32_t start = layout == LAYOUT_SIZES ? sizes + 4 * count : sizes;
    bool armed = false;
    for (uint32_t i = 0; i < ATTEMPTS; i++) {
        const struct head found = look(&ring, slot);
        if (found.state != HEAD_READY) {
            if (!look_again(slot, object, &found, how, armed)) {
                return nothing(slot, object, &found, armed);
            }
            armed = true;
            continue;
        }
        uint64_t position = found.position, d = found.descriptor;
        uint32_t taken = 0, to = start;
        for (uint32_t step = 0; step < ATTEMPTS + count && taken < count; step++) {
            if (!is_of_lap(d, position) || state_bits(d) == RESERVED) break;
            const uint32_t size = size_of(d);
            if (is_ready(d)) {
                if (size > RECORD_BYTES_MAX || to + size + FRAME_BYTES > end) break;
                if (layout == LAYOUT_SIZES) {
                    cells_read(&ring, position, to, size);
                    store32(sizes + 4 * taken, size);
                    to += size;
                } else {
                    to = record_frame(&ring, position, to, size, state_bits(d) == READY_WITH_CRC);
                }
                taken++;
            }
            position = advance(&ring, position, cells_of(d));
            d = load_acquire(descriptor_at(&ring, position));
        }
        if (taken == 0) return fault(slot, STATUS_DATA_LOSS);
        slot_at(slot)->reply_length = to - sizes;
        const uint64_t next = word_of(position, slot);
        if (how & TAKE_ONCE) {
            journal_commit(slot, &ring.queue->head, found.word, next);
        } else if (!replace(&ring.queue->head, found.word, next)) {  // [Q3]
            slot_at(slot)->reply_length = 0;
            continue;
        }
        return taken;
    }
    return blocked(slot, 0);
}

#define POP_MANY_MAX 8192u

// The reply is room for `count` sizes of 32 bits, and then the payloads one behind the other.
EXPORT(queue_pop_many)
int64_t queue_pop_many(uint32_t slot, uint64_t handle, uint64_t count, uint64_t wait) {
    if (!has_buffer(slot) || count == 0 || count > POP_MANY_MAX) {
        return fault(slot, STATUS_INVALID_ARGUMENT);
    }
    slot_at(slot)->reply_length = 0;
    if (!object_enter(slot, handle, QUEUE_KIND)) return FAULT + slot_at(slot)->status;
    const uint32_t how = TAKE_REMOVE | (wait != 0 ? TAKE_WAIT : 0);
    const int64_t taken = take_many(slot, (uint32_t)handle, (uint32_t)count, how, LAYOUT_SIZES);
    object_leave(slot, (uint32_t)handle);
    return taken;
}

INLINE uint64_t build(uint32_t slot, struct bytes name, uint64_t capacity) {
    if (capacity < CAPACITY_MIN || capacity > CAPACITY_MAX || (capacity & (capacity - 1)) != 0) {
        slot_at(slot)->status = STATUS_INVALID_ARGUMENT;
        return 0;
    }
    const uint32_t chunks = (uint32_t)capacity / CHUNK_BYTES;
    const uint32_t offset = object_build(slot, QUEUE_KIND, name.offset, name.length, chunks);
    if (offset == 0) return 0;
    struct queue *q = at(object_at(offset)->body);
    const uint32_t fixed = sizeof(struct queue) + LINE_BYTES - 1;
    q->capacity = (uint32_t)capacity;
    q->cells = (q->capacity - fixed) / (CELL_BYTES + sizeof q->descriptor[0]);
    q->cells_offset = (fixed + q->cells * (uint32_t)sizeof q->descriptor[0]) & ~(LINE_BYTES - 1);
    const uint64_t first = 1ull << 20;  // lap 1, so that a descriptor of zeros is of an older lap
    exchange_relaxed(&q->head, word_of(first, 0));
    exchange_relaxed(&q->head_seen, word_of(first, 0));
    exchange_relaxed(&q->tail, word_of(first, 0));
    exchange_relaxed(&q->skipped, 0);
    __builtin_memset((void *)q->descriptor, 0, q->cells * sizeof q->descriptor[0]);
    return object_show(slot, offset);
}

// A new queue whose body has `capacity` bytes; its name lies in slot.scratch.
EXPORT(queue_create) int64_t queue_create(uint32_t slot, uint64_t name_length, uint64_t capacity) {
    const struct bytes name = {slot_scratch(slot), (uint32_t)name_length};
    return created(slot, build(slot, name, capacity));
}

// Where queue_statistics puts its numbers in slot.scratch.
enum {
    STATISTICS_RECORDS,
    STATISTICS_USED,  // cells
    STATISTICS_CELLS,
    STATISTICS_CAPACITY,  // bytes
    STATISTICS_SKIPPED,
};

// The records are counted one by one, at most one for each cell, while others push and pop.
EXPORT(queue_statistics) int64_t queue_statistics(uint32_t slot, uint64_t handle) {
    if (!object_enter(slot, handle, QUEUE_KIND)) return FAULT + slot_at(slot)->status;
    const struct ring ring = ring_of((uint32_t)handle);
    struct queue *q = ring.queue;
    const uint64_t head = position_of(load_acquire(&q->head));
    uint64_t position = head, records = 0;
    for (uint32_t i = 0, end = walk_max(&ring); i < end; i++) {
        const uint64_t d = load_acquire(descriptor_at(&ring, position));
        if (!is_of_lap(d, position)) break;
        if (is_ready(d)) records++;
        position = advance(&ring, position, cells_of(d));
    }
    uint64_t *answer = slot_at(slot)->scratch;
    answer[STATISTICS_RECORDS] = records;
    answer[STATISTICS_USED] = (uint64_t)distance(&ring, head, position);
    answer[STATISTICS_CELLS] = ring.cells;
    answer[STATISTICS_CAPACITY] = q->capacity;
    answer[STATISTICS_SKIPPED] = load_acquire(&q->skipped);
    object_leave(slot, (uint32_t)handle);
    return 0;
}

// What a dead producer had reserved and not published is skipped. Nothing before it can be popped,
// so the walk from the head finds it, unless the head was moved meanwhile; then it starts anew.
COLD void skip_reservation(uint32_t object, uint32_t dead) {
    const struct ring ring = ring_of(object);
    struct queue *q = ring.queue;
    for (uint32_t i = 0; i < ATTEMPTS; i++) {
        const uint64_t head = load_acquire(&q->head);
        uint64_t position = position_of(head);
        for (uint32_t j = 0, end = walk_max(&ring); j < end; j++) {
            _Atomic uint64_t *word = descriptor_at(&ring, position);
            const uint64_t d = load_acquire(word);
            if (!is_of_lap(d, position)) break;
            if (state_bits(d) == RESERVED && producer_of(d) == dead) {
                const uint64_t skip = descriptor(lap_of(position), size_of(d), dead, SKIPPED);
                if (replace(word, d, skip))
                    atomic_fetch_add_explicit(&q->skipped, 1, memory_order_relaxed);
                return;
            }
            position = advance(&ring, position, cells_of(d));
        }
        if (load_acquire(&q->head) == head) return;
    }
}

EXPORT(retire) int64_t retire(uint32_t slot, uint64_t dead) {
    bool live;
    const uint32_t offset = used_by((uint32_t)dead, QUEUE_KIND, &live);
    if (offset == 0) return 0;
    if (live) skip_reservation(offset, (uint32_t)dead);
    // Those who wait behind it may go on, or see that the queue was deleted.
    signal_raise(slot, offset, UINT32_MAX);
    return 0;
}

// The service.

INLINE int64_t answer_create(uint32_t slot, bool created, uint64_t capacity) {
    struct reply reply = reply_begin(slot);
    put_queue_create_response_created(&reply, created);
    put_queue_create_response_capacity_bytes(&reply, capacity);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

EXPORT(rpc_create) int64_t rpc_create(uint32_t slot, uint64_t length) {
    struct queue_create_request request;
    if (!decode_queue_create_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, QUEUE_KIND, QUEUE_CREATE);
    answer_create(slot, true, request.capacity_bytes);
    if (build(slot, request.name, request.capacity_bytes) != 0) return STATUS_OK;
    if (slot_at(slot)->status != STATUS_EXISTS) return slot_at(slot)->status;
    const uint64_t handle = object_named(slot, QUEUE_KIND, request.name);
    if (handle == 0) return found_no_more(slot);
    if (queue_statistics(slot, handle) != 0) return found_no_more(slot);
    return answer_create(slot, false, slot_at(slot)->scratch[STATISTICS_CAPACITY]);
}

// A full queue is told twice: by the reply, and by FULL, with the slot that may be to blame.
INLINE bool checksum_holds(struct bytes payload, bool with_crc, uint32_t crc) {
    return !with_crc || crc32_of(payload.offset, payload.length) == crc;
}

INLINE int64_t answer_push(uint32_t slot, bool pushed) {
    struct reply reply = reply_begin(slot);
    put_queue_push_response_pushed(&reply, pushed);
    reply_finish(slot, &reply);
    return pushed ? STATUS_OK : STATUS_FULL;
}

COLD int64_t push_once(uint32_t slot, uint64_t handle, uint32_t from, uint32_t size, bool with_crc,
                       uint32_t crc) {
    if (!object_own(slot, handle, QUEUE_KIND, true)) return slot_at(slot)->status;
    const uint32_t object = (uint32_t)handle;
    const struct ring ring = ring_of(object);
    const uint32_t cells = cells_for(stored_bytes(size, with_crc));
    int64_t result = 0;
    if (size > RECORD_BYTES_MAX || cells > ring.cells) {
        result = fault(slot, STATUS_TOO_LARGE);
    } else {
        const uint64_t position = reserve_again(slot, object, cells);
        if (position >= NOWHERE_BUSY) {
            result = nowhere(slot, object, position == NOWHERE_FULL);
        } else {
            const struct bytes payload = {from, size};
            record_write(&ring, object, position, payload, with_crc, crc);
            answer_push(slot, true);
            publish_once(slot, object, position, cells, size, with_crc ? READY_WITH_CRC : READY);
            signal_raise(slot, object, 1);
        }
    }
    object_disown(slot, object);
    return status_of(slot, result);
}

EXPORT(rpc_push) int64_t rpc_push(uint32_t slot, uint64_t length) {
    struct queue_push_request request;
    if (!decode_queue_push_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, QUEUE_KIND, QUEUE_PUSH);
    if (!checksum_holds(request.payload, request.has_crc32, request.crc32)) return STATUS_CHECKSUM;
    const uint64_t handle = object_named(slot, QUEUE_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    int64_t status;
    if (is_remembered(slot)) {
        status = push_once(slot, handle, request.payload.offset, request.payload.length,
                           request.has_crc32, request.crc32);
    } else {
        if (!object_enter(slot, handle, QUEUE_KIND)) return slot_at(slot)->status;
        const int64_t result =
            push(slot, (uint32_t)handle, request.payload, request.has_crc32, request.crc32);
        object_leave(slot, (uint32_t)handle);
        status = status_of(slot, result);
        if (status == STATUS_OK) answer_push(slot, true);
    }
    return status == STATUS_FULL ? answer_push(slot, false) : status;
}

INLINE int64_t answer_push_many(uint32_t slot, uint32_t pushed) {
    struct reply reply = reply_begin(slot);
    put_queue_push_many_response_pushed(&reply, pushed);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

// Answers OK, with its reply, or a fault, or FULL.
INLINE int64_t push_batch(uint32_t slot, uint32_t object, struct items records, uint32_t cells) {
    const uint32_t count = records.count;
    struct batch batch;
    const int64_t result = batch_begin(slot, object, cells, &batch);
    if (result != 0) return status_of(slot, result);
    struct queue_record record;
    while (next_queue_push_many_request_records(&records, &record)) {
        batch_write(slot, &batch, record.payload, record.has_crc32, record.crc32);
    }
    answer_push_many(slot, count);
    if (!is_remembered(slot)) return status_of(slot, batch_publish(slot, &batch, count));
    publish_once(slot, object, batch.first, batch.cells, batch.size, batch.ready);
    signal_raise(slot, object, count);
    return STATUS_OK;
}

EXPORT(rpc_push_many) int64_t rpc_push_many(uint32_t slot, uint64_t length) {
    struct queue_push_many_request request;
    if (!decode_queue_push_many_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, QUEUE_KIND, QUEUE_PUSH_MANY);
    struct queue_record record;
    struct items rest = request.records;
    uint32_t cells = 0;
    while (next_queue_push_many_request_records(&rest, &record)) {
        if (!checksum_holds(record.payload, record.has_crc32, record.crc32)) return STATUS_CHECKSUM;
        cells += cells_for(stored_bytes(record.payload.length, record.has_crc32));
    }
    const uint64_t handle = object_named(slot, QUEUE_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    if (request.records.count == 0) return answer_push_many(slot, 0);
    const bool owned = is_remembered(slot);
    if (!rpc_enter(slot, handle, QUEUE_KIND)) return slot_at(slot)->status;
    const int64_t status = push_batch(slot, (uint32_t)handle, request.records, cells);
    rpc_leave(slot, handle, owned);
    if (status == STATUS_FULL) answer_push_many(slot, 0);
    return status;
}

INLINE int64_t rpc_take(uint32_t slot, uint64_t handle, uint32_t how, int32_t wait_ms) {
    const uint32_t payload = reply_area(slot) + POP_FRAME_BYTES;
    if (wait_ms > 0 && slot_at(slot)->may_wait) how |= TAKE_WAIT;
    slot_at(slot)->wait_ms = wait_ms;
    slot_at(slot)->reply_length = 0;
    if (!object_enter(slot, handle, QUEUE_KIND)) return slot_at(slot)->status;
    const int64_t size = take(slot, (uint32_t)handle, payload, how);
    object_leave(slot, (uint32_t)handle);
    const int64_t status = status_of(slot, size);
    if (status == STATUS_EMPTY) return STATUS_OK;  // an empty message: found = false
    if (status != STATUS_OK) return status;
    pop_frame(slot, (uint32_t)size, slot_at(slot)->scratch[0] != 0);
    return STATUS_OK;
}

COLD int64_t pop_once(uint32_t slot, uint64_t handle, int32_t wait_ms) {
    const bool wait = wait_ms > 0 && slot_at(slot)->may_wait;
    slot_at(slot)->wait_ms = wait_ms;
    slot_at(slot)->reply_length = 0;
    if (!object_own(slot, handle, QUEUE_KIND, true)) return slot_at(slot)->status;
    const int64_t size = take_again(slot, (uint32_t)handle, reply_area(slot) + POP_FRAME_BYTES,
                                    TAKE_REMOVE | TAKE_ONCE | (wait ? TAKE_WAIT : 0));
    object_disown(slot, (uint32_t)handle);
    const int64_t status = status_of(slot, size);
    return status == STATUS_EMPTY ? STATUS_OK : status;
}

EXPORT(rpc_pop) int64_t rpc_pop(uint32_t slot, uint64_t length) {
    struct queue_pop_request request;
    if (!decode_queue_pop_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, QUEUE_KIND, QUEUE_POP);
    const uint64_t handle = object_named(slot, QUEUE_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    if (is_remembered(slot)) return pop_once(slot, handle, request.wait_ms);
    return rpc_take(slot, handle, TAKE_REMOVE, request.wait_ms);
}

EXPORT(rpc_peek) int64_t rpc_peek(uint32_t slot, uint64_t length) {
    struct queue_peek_request request;
    if (!decode_queue_peek_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, QUEUE_KIND, QUEUE_PEEK);
    const uint64_t handle = object_named(slot, QUEUE_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    return rpc_take(slot, handle, 0, 0);
}

EXPORT(rpc_pop_many) int64_t rpc_pop_many(uint32_t slot, uint64_t length) {
    struct queue_pop_many_request request;
    if (!decode_queue_pop_many_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, QUEUE_KIND, QUEUE_POP_MANY);
    const uint64_t handle = object_named(slot, QUEUE_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    const bool wait = request.wait_ms > 0 && slot_at(slot)->may_wait;
    slot_at(slot)->wait_ms = request.wait_ms;
    slot_at(slot)->reply_length = 0;
    const bool owned = is_remembered(slot);
    if (!rpc_enter(slot, handle, QUEUE_KIND)) return slot_at(slot)->status;
    const uint32_t how = TAKE_REMOVE | (owned ? TAKE_ONCE : 0) | (wait ? TAKE_WAIT : 0);
    const int64_t taken = take_many(slot, (uint32_t)handle, request.max_items, how, LAYOUT_PROTO);
    rpc_leave(slot, handle, owned);
    const int64_t status = status_of(slot, taken);
    return status == STATUS_EMPTY ? STATUS_OK : status;
}

EXPORT(rpc_statistics) int64_t rpc_statistics(uint32_t slot, uint64_t length) {
    struct queue_statistics_request request;
    if (!decode_queue_statistics_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, QUEUE_KIND, QUEUE_STATISTICS);
    const uint64_t handle = object_named(slot, QUEUE_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    const int64_t result = queue_statistics(slot, handle);
    if (status_of(slot, result) != STATUS_OK) return slot_at(slot)->status;
    const uint64_t *answer = slot_at(slot)->scratch;
    struct reply reply = reply_begin(slot);
    put_queue_statistics_response_items(&reply, answer[STATISTICS_RECORDS]);
    put_queue_statistics_response_used_bytes(&reply, answer[STATISTICS_USED] * CELL_BYTES);
    put_queue_statistics_response_free_bytes(
        &reply, (answer[STATISTICS_CELLS] - answer[STATISTICS_USED]) * CELL_BYTES);
    put_queue_statistics_response_capacity_bytes(&reply, answer[STATISTICS_CAPACITY]);
    put_queue_statistics_response_skipped(&reply, answer[STATISTICS_SKIPPED]);
    reply_finish(slot, &reply);
    return STATUS_OK;
}
