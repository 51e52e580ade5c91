// The wire format of protocol buffers, read and written in place.
//
// The generated headers in gen/ are made of these pieces. They accept and refuse exactly what the
// reference library does (protobuf 7, upb), and tests/wasm/test_codec.py holds the two together:
// varints have at most 10 bytes, and bits above the 64th are dropped; tags and lengths have at most
// 5, and a length at most 2^31 - 1; zero-padded varints are fine; field number 0 and wire types 6
// and 7 are refused, groups are skipped down to 100 levels and must end with their own number.
//
// Wait-free: every loop is bounded by the length of what it reads. Nothing here has a stack in
// memory, so structs are passed only to functions that are always inlined, and a function that is
// not inlined answers with one number.
//
//   slot.buffer                      + REQUEST_BYTES                  + REPLY_BYTES
//   |  request: wire.at ---> wire.end |  reply: reply.at ---> reply.end |
//
// A reader that meets something malformed sets wire.at to WIRE_FAILED, which ends every loop; the
// message was whole if wire.at is wire.end afterwards. What is read by words may be loaded from up
// to 9 bytes after wire.end, still in the slot's buffer, and is then ignored. The request area
// belongs to the slot's owner, but another process could scribble over it, so a byte is loaded once
// for each decision, and no decision relies on an earlier look at the same byte.
#pragma once

#include "abi.h"

#define WIRE_FAILED UINT32_MAX
#define WIRE_DEPTH_MAX 100u

// Before a loop of a few turns, which the compiler would make much code of.
#ifdef __clang__
#define SHORT_LOOP _Pragma("clang loop vectorize(disable) unroll(disable)")
#else
#define SHORT_LOOP
#endif

enum wire_type {
    WIRE_VARINT = 0,
    WIRE_FIXED64 = 1,
    WIRE_BYTES = 2,
    WIRE_GROUP = 3,
    WIRE_GROUP_END = 4,
    WIRE_FIXED32 = 5,
};

// A string or bytes value where it lies.
struct bytes {
    uint32_t offset;
    uint32_t length;
};

// What is still to be read of a message.
struct wire {
    uint32_t at;
    uint32_t end;
};

// The elements of a repeated field that are still to be read.
struct items {
    uint32_t count;
    uint32_t at;
    uint32_t end;
    uint32_t run_end;  // end of the packed run that `at` is inside, or 0
};

// A reply under construction.
struct reply {
    uint32_t at;
    uint32_t end;
    uint32_t start;
};

// Memory ------------------------------------------------------------------------------------------

typedef uint64_t vector __attribute__((vector_size(16), aligned(1)));

INLINE uint8_t load8(uint32_t from) { return *(const uint8_t *)at(from); }
INLINE uint32_t load32(uint32_t from) {
    uint32_t value;
    __builtin_memcpy(&value, at(from), sizeof value);
    return value;
}
INLINE uint64_t load64(uint32_t from) {
    uint64_t value;
    __builtin_memcpy(&value, at(from), sizeof value);
    return value;
}
INLINE vector load128(uint32_t from) {
    vector value;
    __builtin_memcpy(&value, at(from), sizeof value);
    return value;
}
INLINE void store8(uint32_t to, uint8_t value) { *(uint8_t *)at(to) = value; }
INLINE void store32(uint32_t to, uint32_t value) { __builtin_memcpy(at(to), &value, sizeof value); }
INLINE void store64(uint32_t to, uint64_t value) { __builtin_memcpy(at(to), &value, sizeof value); }
INLINE void store128(uint32_t to, vector value) { __builtin_memcpy(at(to), &value, sizeof value); }

// Copies between places that do not overlap. The last 16 bytes, or 8, or 4, are copied whole and may
// repeat some of those before: nothing outside the two places is touched.
INLINE void copy_bytes(uint32_t to, uint32_t from, uint32_t length) {
    if (length >= 16) {
        const uint32_t last = length - 16;
        for (uint32_t i = 0; i < last; i += 16)
            store128(to + i, load128(from + i));
        store128(to + last, load128(from + last));
    } else if (length >= 8) {
        store64(to, load64(from));
        store64(to + length - 8, load64(from + length - 8));
    } else if (length >= 4) {
        store32(to, load32(from));
        store32(to + length - 4, load32(from + length - 4));
    } else {
        SHORT_LOOP
        for (uint32_t i = 0; i < length; i++)
            store8(to + i, load8(from + i));
    }
}

// CRC-32/ISO-HDLC, zlib's: four tables of 256 words, so that four bytes take one step. The tables
// are built in the segment once, before anyone else can see it, since a module has no data.
#define CRC_TABLE_WORDS 256u

INLINE uint32_t crc_table(uint32_t table, uint32_t index) {
    return load32(CRC_TABLE_OFFSET + (table * CRC_TABLE_WORDS + index) * 4);
}

COLD void crc_table_build(void) {
    for (uint32_t i = 0; i < 4 * CRC_TABLE_WORDS; i++) {
        uint32_t crc = i & 255;
        if (i < CRC_TABLE_WORDS) {
            for (uint32_t bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & -(crc & 1));
        } else {
            uint32_t before = load32(CRC_TABLE_OFFSET + (i - CRC_TABLE_WORDS) * 4);
            crc = (before >> 8) ^ crc_table(0, before & 255);
        }
        store32(CRC_TABLE_OFFSET + i * 4, crc);
    }
}

COLD uint32_t crc32_of(uint32_t from, uint32_t length) {
    uint32_t crc = UINT32_MAX;
    for (; length >= 4; length -= 4, from += 4) {
        crc ^= load32(from);
        crc = crc_table(3, crc & 255) ^ crc_table(2, crc >> 8 & 255) ^
              crc_table(1, crc >> 16 & 255) ^ crc_table(0, crc >> 24);
    }
    for (; length > 0; length--, from++) {
        crc = (crc >> 8) ^ crc_table(0, (crc ^ load8(from)) & 255);
    }
    return ~crc;
}

// Text --------------------------------------------------------------------------------------------

// Marks, in the top bit of each byte below 0x80, whether it lies in a range.
INLINE uint64_t each_between(uint64_t bytes, uint64_t low, uint64_t high) {
    const uint64_t ones = 0x0101010101010101u;
    return (bytes + (0x80 - low) * ones) & ~(bytes + (0x7F - high) * ones);
}

INLINE bool is_letter_or_digit(uint32_t character) {
    return (character | 0x20) - 'a' < 26 || character - '0' < 10;
}

// 1 to 64 of A-Z a-z 0-9 . _ - : / and a letter or digit first. It looks at eight at a time: in
// ASCII, - . / digits : follow each other, and bit 5 tells small letters from capital ones.
COLD bool name_is_valid_at(uint32_t from, uint32_t length) {
    if (length - 1 >= NAME_BYTES_MAX || !is_letter_or_digit(load8(from))) return false;
    uint64_t strange = 0;
    SHORT_LOOP
    for (uint32_t i = 0; i < length; i += 8) {
        const uint64_t bytes = load64(from + i);
        const uint64_t known = each_between(bytes, '-', ':') | each_between(bytes, '_', '_') |
                               each_between(bytes | 0x2020202020202020u, 'a', 'z');
        const uint32_t left = length - i;
        strange |= ((bytes | ~known) & 0x8080808080808080u) << (left < 8 ? 64 - 8 * left : 0);
    }
    return strange == 0;
}

INLINE bool name_is_valid(struct bytes name) { return name_is_valid_at(name.offset, name.length); }

// UTF-8 as Unicode defines it: no overlong form, no surrogate, nothing above U+10FFFF. All three
// show in the second byte of a sequence.
COLD bool utf8_is_valid(uint32_t from, uint32_t length) {
    const uint32_t end = from + length;
    while (from < end) {
        uint32_t first = load8(from);
        uint32_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        if (more != 0) {
            if (first < 0xC2 || first > 0xF4 || end - from <= more) return false;
            uint32_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            uint32_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            uint32_t second = load8(from + 1);
            if (second < low || second > high) return false;
            if (more > 1 && load8(from + 2) >> 6 != 2) return false;
            if (more > 2 && load8(from + 3) >> 6 != 2) return false;
        }
        from += more + 1;
    }
    return true;
}

// Reading -----------------------------------------------------------------------------------------

#define WIRE_MORE 0x8080808080808080u  // the bit of each byte that says that another one follows

// Bytes of the varint at a place, or 0 if it is cut off or has more than 10.
COLD uint32_t varint_length(uint32_t from, uint32_t end) {
    const uint64_t last = ~load64(from) & WIRE_MORE;
    uint32_t length = 9;
    if (last != 0) {
        length = (uint32_t)__builtin_ctzll(last) / 8 + 1;
    } else if (load8(from + 8) >= 0x80) {
        length = load8(from + 9) < 0x80 ? 10 : WIRE_FAILED;
    }
    return length <= end - from ? length : 0;
}

// The value of a varint of so many bytes, at least one; what does not fit into 64 bits is dropped.
// Seven bits of each byte are moved together in pairs, in fours, in eights.
COLD uint64_t varint_value(uint32_t from, uint32_t length) {
    uint64_t value = load64(from) & ~WIRE_MORE;
    if (length < 8) value &= ((uint64_t)1 << 8 * length) - 1;
    value = (value & 0x007F007F007F007Fu) | (value & 0x7F007F007F007F00u) >> 1;
    value = (value & 0x00003FFF00003FFFu) | (value & 0x3FFF00003FFF0000u) >> 2;
    value = (value & 0x000000000FFFFFFFu) | (value & 0x0FFFFFFF00000000u) >> 4;
    if (length > 8) value |= (uint64_t)load8(from + 8) << 56;
    if (length > 9) value = (value & INT64_MAX) | (uint64_t)load8(from + 9) << 63;
    return value;
}

// A tag or length of at most 5 bytes and 32 bits: its value and, in the upper half, the place after
// it, or WIRE_FAILED.
COLD uint64_t varint32(uint32_t from, uint32_t end) {
    uint64_t value = 0;
    for (uint32_t i = 0; i < 5 && from + i < end; i++) {
        uint64_t byte = load8(from + i);
        value |= (byte & 0x7F) << 7 * i;
        if (byte < 0x80) {
            return value > UINT32_MAX ? (uint64_t)WIRE_FAILED << 32
                                      : (uint64_t)(from + i + 1) << 32 | value;
        }
    }
    return (uint64_t)WIRE_FAILED << 32;
}

INLINE uint32_t wire_varint32(struct wire *wire) {
    if (wire->at < wire->end) {
        uint32_t byte = load8(wire->at);
        if (byte < 0x80) {
            wire->at++;
            return byte;
        }
    }
    uint64_t both = varint32(wire->at, wire->end);
    wire->at = (uint32_t)(both >> 32);
    return (uint32_t)both;
}

INLINE uint64_t wire_varint(struct wire *wire) {
    if (wire->at < wire->end) {
        uint32_t byte = load8(wire->at);
        if (byte < 0x80) {
            wire->at++;
            return byte;
        }
    }
    uint32_t length = varint_length(wire->at, wire->end);
    uint64_t value = varint_value(wire->at, length);
    wire->at = length == 0 ? WIRE_FAILED : wire->at + length;
    return value;
}

// Takes so many bytes; if there are fewer, the wire has failed and the place is not to be read.
INLINE bool wire_take(struct wire *wire, uint32_t length, uint32_t *from) {
    *from = wire->at;
    bool there = wire->at <= wire->end && length <= wire->end - wire->at;
    wire->at = there ? wire->at + length : WIRE_FAILED;
    return there;
}

INLINE uint32_t wire_fixed32(struct wire *wire) {
    uint32_t from;
    return wire_take(wire, 4, &from) ? load32(from) : 0;
}

INLINE uint64_t wire_fixed64(struct wire *wire) {
    uint32_t from;
    return wire_take(wire, 8, &from) ? load64(from) : 0;
}

INLINE int32_t unzigzag32(uint32_t value) { return (int32_t)(value >> 1 ^ -(value & 1)); }
INLINE int64_t unzigzag64(uint64_t value) { return (int64_t)(value >> 1 ^ -(value & 1)); }

INLINE struct bytes wire_bytes(struct wire *wire) {
    struct bytes bytes = {0, wire_varint32(wire)};
    if (!wire_take(wire, bytes.length, &bytes.offset)) bytes.offset = bytes.length = 0;
    return bytes;
}

INLINE struct bytes wire_string(struct wire *wire) {
    struct bytes string = wire_bytes(wire);
    if (!utf8_is_valid(string.offset, string.length)) wire->at = WIRE_FAILED;
    return string;
}

// A string that should be a name. A valid name is ASCII, so most strings are looked at once.
INLINE struct bytes wire_name(struct wire *wire, bool *valid) {
    struct bytes name = wire_bytes(wire);
    *valid = name_is_valid(name);
    if (!*valid && !utf8_is_valid(name.offset, name.length)) wire->at = WIRE_FAILED;
    return name;
}

// A message or packed run inside this one.
INLINE struct wire wire_inside(struct wire *wire) {
    struct bytes bytes = wire_bytes(wire);
    return (struct wire){bytes.offset, bytes.offset + bytes.length};
}

COLD uint32_t skip_group(uint32_t from, uint32_t end, uint32_t tag, uint32_t depth);

// The place after a field whose tag was read, or WIRE_FAILED.
COLD uint32_t skip_field(uint32_t from, uint32_t end, uint32_t tag, uint32_t depth) {
    uint32_t type = tag & 7;
    uint32_t length = type == WIRE_FIXED64 ? 8 : 4;
    if (type == WIRE_GROUP) return skip_group(from, end, tag, depth);
    if (type == WIRE_VARINT) {
        length = varint_length(from, end);
        return length == 0 ? WIRE_FAILED : from + length;
    }
    if (type == WIRE_BYTES) {
        uint64_t both = varint32(from, end);
        from = (uint32_t)(both >> 32);
        length = (uint32_t)both;
    } else if (type != WIRE_FIXED32 && type != WIRE_FIXED64) {
        return WIRE_FAILED;
    }
    return from <= end && length <= end - from ? from + length : WIRE_FAILED;
}

// The place after a group whose first tag was read. It recurses at most WIRE_DEPTH_MAX times, on
// the engine's stack and not in memory. As in the reference, field number 0 passes in here.
COLD uint32_t skip_group(uint32_t from, uint32_t end, uint32_t tag, uint32_t depth) {
    while (depth > 0 && from < end) {
        uint64_t both = varint32(from, end);
        uint32_t inner = (uint32_t)both;
        from = (uint32_t)(both >> 32);
        if (from == WIRE_FAILED) return WIRE_FAILED;
        if ((inner & 7) == WIRE_GROUP_END) return inner == tag + 1 ? from : WIRE_FAILED;
        from = skip_field(from, end, inner, depth - 1);
    }
    return WIRE_FAILED;
}

// Passes over a field that the message does not have, at so many levels below the limit.
INLINE void wire_skip(struct wire *wire, uint32_t tag, uint32_t depth) {
    wire->at = tag < 8 ? WIRE_FAILED : skip_field(wire->at, wire->end, tag, depth);
}

// Repeated fields ---------------------------------------------------------------------------------

INLINE struct items items_of(const struct wire *wire) {
    return (struct items){.at = wire->at, .end = wire->end};
}

// How many varints a packed run holds, or WIRE_FAILED.
COLD uint32_t varint_count(uint32_t from, uint32_t end) {
    uint32_t count = 0;
    for (; from < end; count++) {
        uint32_t length = varint_length(from, end);
        if (length == 0) return WIRE_FAILED;
        from += length;
    }
    return count;
}

INLINE void wire_count_varints(struct wire *wire, struct items *items) {
    struct wire run = wire_inside(wire);
    uint32_t count = varint_count(run.at, run.end);
    if (count == WIRE_FAILED) wire->at = WIRE_FAILED;
    items->count += count;
}

INLINE void wire_count_fixed(struct wire *wire, struct items *items, uint32_t bytes) {
    struct wire run = wire_inside(wire);
    uint32_t length = run.end - run.at;
    if (length % bytes != 0) wire->at = WIRE_FAILED;
    items->count += length / bytes;
}

// The place after the next tag that is one of two, and that tag; WIRE_FAILED if there is none.
COLD uint64_t find_field(uint32_t from, uint32_t end, uint32_t tag, uint32_t other) {
    while (from < end) {
        uint64_t both = varint32(from, end);
        uint32_t found = (uint32_t)both;
        if (found == tag || found == other) return both;
        from = (uint32_t)(both >> 32);
        if (from != WIRE_FAILED) from = skip_field(from, end, found, WIRE_DEPTH_MAX);
    }
    return (uint64_t)WIRE_FAILED << 32;
}

INLINE bool items_step(struct items *items, const struct wire *wire) {
    items->at = wire->at;
    items->count--;
    return wire->at != WIRE_FAILED;
}

// Goes to the next message, string or bytes of a repeated field; false after the last one.
INLINE bool next_item(struct items *items, uint32_t tag, struct wire *item) {
    if (items->count == 0) return false;
    uint64_t found = find_field(items->at, items->end, tag, tag);
    struct wire wire = {(uint32_t)(found >> 32), items->end};
    *item = wire_inside(&wire);
    return items_step(items, &wire);
}

// Goes to the next scalar of a repeated field, alone or in a packed run; false after the last one.
// The caller reads it from the wire and steps. A scalar that stands alone is a run that ends as
// soon as it is read.
INLINE bool next_scalar(struct items *items, uint32_t tag, struct wire *scalar) {
    uint32_t packed = (tag & ~7u) | WIRE_BYTES;
    while (items->count != 0 && items->at >= items->run_end) {
        uint64_t found = find_field(items->at, items->end, tag, packed);
        struct wire wire = {(uint32_t)(found >> 32), items->end};
        if (wire.at == WIRE_FAILED) return false;
        bool alone = (uint32_t)found == tag;
        struct wire run = alone ? (struct wire){wire.at, wire.at + 1} : wire_inside(&wire);
        if (wire.at == WIRE_FAILED) return false;
        items->at = run.at;
        items->run_end = run.end;
    }
    *scalar = (struct wire){items->at, items->end};
    return items->count != 0;
}

// Requests ----------------------------------------------------------------------------------------

// The request in a slot's buffer; a wire that has failed if there can be none.
INLINE struct wire request_begin(uint32_t slot, uint64_t length) {
    uint32_t buffer = slot_at(slot)->buffer;
    if (buffer == 0 || length > REQUEST_BYTES) return (struct wire){WIRE_FAILED, 0};
    return (struct wire){buffer, buffer + (uint32_t)length};
}

COLD bool request_refuse(uint32_t slot, uint32_t field) {
    slot_at(slot)->status = STATUS_INVALID_PROTO;
    slot_at(slot)->field = field;
    return false;
}

// Refuses what is not protobuf as field 0, and else the field that broke its rule, if one did.
INLINE bool request_end(uint32_t slot, const struct wire *wire, uint32_t broken) {
    if (wire->at != wire->end) return request_refuse(slot, 0);
    return broken == 0 || request_refuse(slot, broken);
}

// Replies -----------------------------------------------------------------------------------------

// A put that does not fit traps, so that no bug of a module can write beyond the reply area. The
// puts of a reply's singular fields always fit, once each; before a put of a repeated field the
// generated fits_ function tells whether it does, and leaves room for the singular ones. A reply is
// a plain value: keep a copy to go back to.
INLINE struct reply reply_begin(uint32_t slot) {
    uint32_t start = slot_at(slot)->buffer + REQUEST_BYTES;
    return (struct reply){.at = start, .end = start + REPLY_BYTES, .start = start};
}

INLINE void reply_finish(uint32_t slot, const struct reply *reply) {
    slot_at(slot)->reply_length = reply->at - reply->start;
}

INLINE bool reply_fits(const struct reply *reply, uint64_t bytes) {
    return bytes <= reply->end - reply->at;
}

INLINE void reply_need(const struct reply *reply, uint64_t bytes) {
    if (!reply_fits(reply, bytes)) __builtin_trap();
}

INLINE uint32_t varint_size(uint64_t value) {
    return ((63 - (uint32_t)__builtin_clzll(value | 1)) * 9 + 73) / 64;
}

INLINE uint64_t zigzag32(int32_t value) { return (uint32_t)value << 1 ^ (uint32_t)(value >> 31); }
INLINE uint64_t zigzag64(int64_t value) { return (uint64_t)value << 1 ^ (uint64_t)(value >> 63); }

INLINE void put_raw_varint(struct reply *reply, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        store8(reply->at++, (uint8_t)(value | 0x80));
    store8(reply->at++, (uint8_t)value);
}

// A length in four bytes, where it is not known before what follows it: protobuf accepts a varint with leading zeros.
INLINE uint32_t store_length(uint32_t to, uint32_t length) {
    store32(to, (length & 0x7f) | 0x80 | (length >> 7 & 0x7f) << 8 | 0x8000 |
                    (length >> 14 & 0x7f) << 16 | 0x800000 | length >> 21 << 24);
    return to + 4;
}

INLINE uint32_t varint_field_size(uint32_t tag, uint64_t value) {
    return varint_size(tag) + varint_size(value);
}

INLINE void put_varint(struct reply *reply, uint32_t tag, uint64_t value) {
    reply_need(reply, varint_field_size(tag, value));
    put_raw_varint(reply, tag);
    put_raw_varint(reply, value);
}

INLINE void put_fixed32(struct reply *reply, uint32_t tag, uint32_t value) {
    reply_need(reply, varint_size(tag) + 4);
    put_raw_varint(reply, tag);
    store32(reply->at, value);
    reply->at += 4;
}

INLINE void put_fixed64(struct reply *reply, uint32_t tag, uint64_t value) {
    reply_need(reply, varint_size(tag) + 8);
    put_raw_varint(reply, tag);
    store64(reply->at, value);
    reply->at += 8;
}

INLINE uint64_t bytes_field_size(uint32_t tag, uint64_t length) {
    return varint_field_size(tag, length) + length;
}

// The tag and length of a field whose bytes the caller puts next.
INLINE void put_length(struct reply *reply, uint32_t tag, uint64_t length) {
    reply_need(reply, bytes_field_size(tag, length));
    put_raw_varint(reply, tag);
    put_raw_varint(reply, length);
}

// The same, with the bytes left out: the place where the caller is to copy them.
INLINE uint32_t put_room(struct reply *reply, uint32_t tag, uint32_t length) {
    put_length(reply, tag, length);
    reply->at += length;
    return reply->at - length;
}

INLINE void put_bytes(struct reply *reply, uint32_t tag, struct bytes bytes) {
    copy_bytes(put_room(reply, tag, bytes.length), bytes.offset, bytes.length);
}
