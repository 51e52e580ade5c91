// stack_snapshot: packs the stack of a parked task, a piece at a time, so that it can be unpacked
// where the stack lies somewhere else.
//
// Called by any worker for its own slot. Progress: wait-free, a step for each word of the piece and
// each range. Nothing is kept: there are no objects, and a dead worker leaves nothing behind.
//
// A stack lies in its task's memory from base to base + size. An aligned word whose value lies in
// [base, base + size] is a pointer into the stack, unless it overlaps a range of not_pointers.
//
//   base          start           start + length          base + size
//   | ............ | piece          | .................... |
//
// A record, all little endian. Pointers are relative to the base, and so are start and stack_pointer:
// the same stack at two bases packs to the same bytes.
//
//   | header | the piece | table | crc32 of all before it |
//
// The table has a varint of one or two bytes for each pointer, in their order: how many words lie
// between it and the pointer before.
//
// Requests lie in memory that others could scribble over, so what decides about a place is loaded
// once, and a table leads nowhere outside the piece, whatever the checksum said before.
#include "gen/stack_snapshot.h"
#include "kind.h"

struct record {
    uint32_t magic;
    uint32_t version;
    uint32_t record_length;
    uint32_t size;  // of the whole stack
    uint32_t stack_pointer;
    uint32_t resume_point;
    uint32_t number;  // of the piece, from 0, and of the stack's last one
    uint32_t last;
    uint32_t start;
    uint32_t length;  // of the piece
    uint32_t pointers;
};
_Static_assert(sizeof(struct record) == 44, "record");

// The request of stack_snapshot_pack; ranges and then the piece follow it.
struct pack_request {
    uint32_t start;
    uint32_t base;
    uint32_t size;
    uint32_t stack_pointer;
    uint32_t resume_point;
    uint32_t number;
    uint32_t last;
    uint32_t ranges;
};
_Static_assert(sizeof(struct pack_request) == 32, "pack_request");

struct range {
    uint32_t start;
    uint32_t end;
};
_Static_assert(sizeof(struct range) == 8, "range");

#define MAGIC 0x4b545350u  // "PSTK"
#define VERSION 1u
#define WORD_BYTES 4u
#define CRC_BYTES 4u
#define BASE_ALIGNMENT 16u
#define PIECE_MAX 65536u
#define RANGES_MAX 1024u
#define RECORD_MIN ((uint32_t)sizeof(struct record) + CRC_BYTES)
#define RECORD_MAX (RECORD_MIN + PIECE_MAX + PIECE_MAX / WORD_BYTES)
#define RECORD_FRAME_BYTES 5u  // the tag and length of a record in a reply
_Static_assert(RECORD_MAX == 81968, "record");
_Static_assert(PIECE_MAX / WORD_BYTES <= 1u << 14, "a varint of the table has at most two bytes");
_Static_assert(RECORD_FRAME_BYTES + RECORD_MAX + RANGES_MAX * sizeof(struct range) <= REPLY_BYTES,
               "a record and the ranges of its request fit into the reply area");

KIND_TABLES(STACK_SNAPSHOT)

// What is to be packed. The ranges that are still ahead lie in a row.
struct piece {
    struct pack_request about;
    struct bytes memory;
    uint32_t ranges_at;
    uint32_t ranges_end;
};

INLINE bool is_stack(uint32_t base, uint32_t size) {
    return base % BASE_ALIGNMENT == 0 && (uint64_t)base + size <= (uint64_t)UINT32_MAX + 1;
}

// Whether a piece lies within a stack; all relative to its base.
INLINE bool is_inside(uint32_t start, uint32_t length, uint32_t size) {
    return start % WORD_BYTES == 0 && length <= PIECE_MAX && start <= size &&
           length <= size - start;
}

INLINE bool ranges_ascend(uint32_t at, uint32_t end) {
    uint32_t last = 0;
    for (; at < end; at += sizeof(struct range)) {
        const uint32_t start = load32(at + offsetof(struct range, start));
        if (start < last || load32(at + offsetof(struct range, end)) < start) return false;
        last = start;
    }
    return true;
}

INLINE bool piece_is_valid(const struct piece *piece) {
    const struct pack_request *about = &piece->about;
    return is_stack(about->base, about->size) && about->base <= about->start &&
           about->number <= about->last &&
           is_inside(about->start - about->base, piece->memory.length, about->size) &&
           about->base <= about->stack_pointer &&
           about->stack_pointer - about->base <= about->size &&
           ranges_ascend(piece->ranges_at, piece->ranges_end);
}

// Whether a word overlaps a range. Places are asked for in their order: ranges before are passed.
INLINE bool is_no_pointer(struct piece *piece, uint32_t place) {
    while (piece->ranges_at < piece->ranges_end &&
           load32(piece->ranges_at + offsetof(struct range, end)) <= place) {
        piece->ranges_at += sizeof(struct range);
    }
    return piece->ranges_at < piece->ranges_end &&
           load32(piece->ranges_at + offsetof(struct range, start)) < (uint64_t)place + WORD_BYTES;
}

INLINE uint32_t put_gap(uint32_t to, uint32_t gap) {
    if (gap < 0x80) {
        store8(to, (uint8_t)gap);
        return to + 1;
    }
    store8(to, (uint8_t)(gap | 0x80));
    store8(to + 1, (uint8_t)(gap >> 7));
    return to + 2;
}

// Packs a valid piece. Answers the record's length.
INLINE uint32_t pack(struct piece *piece, uint32_t to) {
    const struct pack_request *about = &piece->about;
    const uint32_t length = piece->memory.length;
    const uint32_t memory = to + (uint32_t)sizeof(struct record);
    uint32_t table = memory + length, next = 0, pointers = 0;
    copy_bytes(memory, piece->memory.offset, length);
    for (uint32_t word = 0; word < length / WORD_BYTES; word++) {
        const uint32_t place = memory + word * WORD_BYTES;
        const uint32_t value = load32(place) - about->base;
        if (value > about->size || is_no_pointer(piece, about->start + word * WORD_BYTES)) continue;
        store32(place, value);
        table = put_gap(table, word - next);
        next = word + 1;
        pointers++;
    }
    const uint32_t record_length = table + CRC_BYTES - to;
    const struct record record = {
        .magic = MAGIC,
        .version = VERSION,
        .record_length = record_length,
        .size = about->size,
        .stack_pointer = about->stack_pointer - about->base,
        .resume_point = about->resume_point,
        .number = about->number,
        .last = about->last,
        .start = about->start - about->base,
        .length = length,
        .pointers = pointers,
    };
    __builtin_memcpy(at(to), &record, sizeof record);
    store32(table, crc32_of(to, table - to));
    return record_length;
}

// Packs the piece in the request area; the reply is the record.
EXPORT(stack_snapshot_pack) int64_t stack_snapshot_pack(uint32_t slot, uint64_t length) {
    const uint32_t request = slot_at(slot)->buffer, fixed = sizeof(struct pack_request);
    if (request == 0 || length < fixed || length > REQUEST_BYTES) {
        return fault(slot, STATUS_INVALID_ARGUMENT);
    }
    struct piece piece;
    __builtin_memcpy(&piece.about, at(request), sizeof piece.about);
    const uint32_t rest = (uint32_t)length - fixed, ranges = piece.about.ranges;
    if (ranges > RANGES_MAX || ranges * sizeof(struct range) > rest) {
        return fault(slot, STATUS_INVALID_ARGUMENT);
    }
    piece.ranges_at = request + fixed;
    piece.ranges_end = piece.ranges_at + ranges * (uint32_t)sizeof(struct range);
    piece.memory.offset = piece.ranges_end;
    piece.memory.length = rest - ranges * (uint32_t)sizeof(struct range);
    if (!piece_is_valid(&piece)) return fault(slot, STATUS_INVALID_ARGUMENT);
    return slot_at(slot)->reply_length = pack(&piece, reply_area(slot));
}

// Reads the header of what may be a record.
INLINE uint32_t record_open(struct bytes bytes, struct record *record) {
    if (bytes.length < RECORD_MIN || bytes.length > RECORD_MAX) return STATUS_INVALID_ARGUMENT;
    __builtin_memcpy(record, at(bytes.offset), sizeof *record);
    if (record->magic != MAGIC || record->version != VERSION ||
        record->record_length != bytes.length) {
        return STATUS_INVALID_ARGUMENT;
    }
    const uint32_t crc_offset = bytes.length - CRC_BYTES;
    if (crc32_of(bytes.offset, crc_offset) != load32(bytes.offset + crc_offset)) {
        return STATUS_CHECKSUM;
    }
    const bool valid =
        record->number <= record->last && is_inside(record->start, record->length, record->size) &&
        record->stack_pointer <= record->size && record->length <= bytes.length - RECORD_MIN &&
        record->pointers <= record->length / WORD_BYTES;
    return valid ? STATUS_OK : STATUS_INVALID_ARGUMENT;
}

// The next gap of a table and, in the upper half, the place after it; UINT64_MAX if there is none.
INLINE uint64_t gap_at(uint32_t at, uint32_t end) {
    if (at >= end) return UINT64_MAX;
    const uint32_t low = load8(at);
    if (low < 0x80) return (uint64_t)(at + 1) << 32 | low;
    if (at + 1 >= end) return UINT64_MAX;
    const uint32_t high = load8(at + 1);
    if (high == 0 || high >= 0x80) return UINT64_MAX;
    return (uint64_t)(at + 2) << 32 | (low & 0x7f) | high << 7;
}

// Whether the table is as pack writes it. With a place to go to, moves each pointer of the copy there.
INLINE bool pointers_move(struct bytes bytes, const struct record *record, uint32_t to,
                          uint32_t base) {
    const uint32_t memory = bytes.offset + (uint32_t)sizeof *record;
    const uint32_t end = bytes.offset + bytes.length - CRC_BYTES;
    uint32_t table = memory + record->length, word = 0;
    for (uint32_t i = 0; i < record->pointers; i++, word++) {
        const uint64_t gap = gap_at(table, end);
        if (gap == UINT64_MAX) return false;
        table = (uint32_t)(gap >> 32);
        word += (uint32_t)gap;
        if (word >= record->length / WORD_BYTES) return false;
        const uint32_t value = load32(memory + word * WORD_BYTES);
        if (value > record->size) return false;
        if (to != 0) store32(to + word * WORD_BYTES, value + base);
    }
    return table == end;
}

INLINE uint32_t check(struct bytes bytes, struct record *record) {
    const uint32_t status = record_open(bytes, record);
    if (status != STATUS_OK) return status;
    return pointers_move(bytes, record, 0, 0) ? STATUS_OK : STATUS_INVALID_ARGUMENT;
}

// Unpacks a record that was opened.
INLINE bool unpack(struct bytes bytes, const struct record *record, uint32_t to, uint32_t base) {
    copy_bytes(to, bytes.offset + (uint32_t)sizeof *record, record->length);
    return pointers_move(bytes, record, to, base);
}

// Tells what a record holds in slot.scratch, as Check does.
INLINE void tell(uint32_t slot, const struct record *record) {
    uint64_t *scratch = slot_at(slot)->scratch;
    scratch[0] = record->length;
    scratch[1] = record->start;
    scratch[2] = record->size;
    scratch[3] = record->stack_pointer;
    scratch[4] = record->resume_point;
    scratch[5] = record->pointers;
    scratch[6] = record->number;
    scratch[7] = record->last;
}

// Unpacks the record in the request area; the reply is the piece.
EXPORT(stack_snapshot_unpack)
int64_t stack_snapshot_unpack(uint32_t slot, uint64_t length, uint64_t base) {
    if (!has_buffer(slot) || length > REQUEST_BYTES) return fault(slot, STATUS_INVALID_ARGUMENT);
    const struct bytes bytes = {slot_at(slot)->buffer, (uint32_t)length};
    struct record record;
    const uint32_t status = record_open(bytes, &record);
    if (status != STATUS_OK) return fault(slot, status);
    if (base > UINT32_MAX || !is_stack((uint32_t)base, record.size) ||
        !unpack(bytes, &record, reply_area(slot), (uint32_t)base)) {
        return fault(slot, STATUS_INVALID_ARGUMENT);
    }
    tell(slot, &record);
    return slot_at(slot)->reply_length = record.length;
}

// Checks the record in the request area.
EXPORT(stack_snapshot_check) int64_t stack_snapshot_check(uint32_t slot, uint64_t length) {
    if (!has_buffer(slot) || length > REQUEST_BYTES) return fault(slot, STATUS_INVALID_ARGUMENT);
    struct record record;
    const uint32_t status = check((struct bytes){slot_at(slot)->buffer, (uint32_t)length}, &record);
    if (status != STATUS_OK) return fault(slot, status);
    tell(slot, &record);
    slot_at(slot)->reply_length = 0;
    return 0;
}

EXPORT(retire) int64_t retire(uint32_t slot, uint64_t dead) {
    (void)slot;
    (void)dead;
    return 0;
}

// The service.

// Copies the ranges of a request to the end of the reply area, which no record reaches.
INLINE void gather_ranges(uint32_t slot, struct items ranges, struct piece *piece) {
    const uint32_t bytes = RANGES_MAX * sizeof(struct range);
    uint32_t to = reply_area(slot) + REPLY_BYTES - bytes;
    piece->ranges_at = to;
    struct stack_range range;
    while (next_stack_snapshot_pack_request_not_pointers(&ranges, &range)) {
        store32(to + offsetof(struct range, start), range.start);
        store32(to + offsetof(struct range, end), range.end);
        to += sizeof(struct range);
    }
    piece->ranges_end = to;
}

EXPORT(rpc_pack) int64_t rpc_pack(uint32_t slot, uint64_t length) {
    struct stack_snapshot_pack_request request;
    if (!decode_stack_snapshot_pack_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, STACK_SNAPSHOT_KIND, STACK_SNAPSHOT_PACK);
    struct piece piece = {
        .about =
            {
                .start = request.start,
                .base = request.base,
                .size = request.size,
                .stack_pointer = request.stack_pointer,
                .resume_point = request.resume_point,
                .number = request.piece_number,
                .last = request.last_piece_number,
            },
        .memory = request.memory,
    };
    gather_ranges(slot, request.not_pointers, &piece);
    if (!piece_is_valid(&piece)) return slot_at(slot)->status = STATUS_INVALID_ARGUMENT;
    const uint32_t reply = reply_area(slot);
    const uint32_t record_length = pack(&piece, reply + RECORD_FRAME_BYTES);
    store8(reply, 1 << 3 | WIRE_BYTES);
    slot_at(slot)->reply_length = store_length(reply + 1, record_length) + record_length - reply;
    return STATUS_OK;
}

EXPORT(rpc_unpack) int64_t rpc_unpack(uint32_t slot, uint64_t length) {
    struct stack_snapshot_unpack_request request;
    if (!decode_stack_snapshot_unpack_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, STACK_SNAPSHOT_KIND, STACK_SNAPSHOT_UNPACK);
    struct record record;
    const uint32_t status = record_open(request.record, &record);
    if (status != STATUS_OK) return slot_at(slot)->status = status;
    if (!is_stack(request.base, record.size)) {
        return slot_at(slot)->status = STATUS_INVALID_ARGUMENT;
    }
    struct reply reply = reply_begin(slot);
    const uint32_t to = room_stack_snapshot_unpack_response_memory(&reply, record.length);
    if (!unpack(request.record, &record, to, request.base)) {
        return slot_at(slot)->status = STATUS_INVALID_ARGUMENT;
    }
    put_stack_snapshot_unpack_response_start(&reply, record.start + request.base);
    put_stack_snapshot_unpack_response_size(&reply, record.size);
    put_stack_snapshot_unpack_response_stack_pointer(&reply, record.stack_pointer + request.base);
    put_stack_snapshot_unpack_response_resume_point(&reply, record.resume_point);
    put_stack_snapshot_unpack_response_piece_number(&reply, record.number);
    put_stack_snapshot_unpack_response_last_piece_number(&reply, record.last);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

EXPORT(rpc_check) int64_t rpc_check(uint32_t slot, uint64_t length) {
    struct stack_snapshot_check_request request;
    if (!decode_stack_snapshot_check_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, STACK_SNAPSHOT_KIND, STACK_SNAPSHOT_CHECK);
    struct record record;
    const uint32_t status = check(request.record, &record);
    if (status != STATUS_OK) return slot_at(slot)->status = status;
    struct reply reply = reply_begin(slot);
    put_stack_snapshot_check_response_length(&reply, record.length);
    put_stack_snapshot_check_response_start(&reply, record.start);
    put_stack_snapshot_check_response_size(&reply, record.size);
    put_stack_snapshot_check_response_stack_pointer(&reply, record.stack_pointer);
    put_stack_snapshot_check_response_resume_point(&reply, record.resume_point);
    put_stack_snapshot_check_response_piece_number(&reply, record.number);
    put_stack_snapshot_check_response_last_piece_number(&reply, record.last);
    put_stack_snapshot_check_response_pointers(&reply, record.pointers);
    reply_finish(slot, &reply);
    return STATUS_OK;
}
