// Generated from polyprim/v1/stack_snapshot.proto by proto/generate.py: do not edit.

#pragma once

#include "../wire.h"

#define STACK_SNAPSHOT_KIND 5u

enum stack_snapshot_method {
    STACK_SNAPSHOT_PACK = 0,
    STACK_SNAPSHOT_UNPACK = 1,
    STACK_SNAPSHOT_CHECK = 2,
    STACK_SNAPSHOT_METHODS = 3,
};

// StackRange
struct stack_range {
    uint32_t start;
    uint32_t end;
};

// StackSnapshotServicePackRequest
struct stack_snapshot_pack_request {
    bool has_memory;
    struct bytes memory;
    uint32_t start;
    uint32_t base;
    uint32_t size;
    uint32_t stack_pointer;
    uint32_t resume_point;
    uint32_t piece_number;
    uint32_t last_piece_number;
    struct items not_pointers;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// StackSnapshotServiceUnpackRequest
struct stack_snapshot_unpack_request {
    struct bytes record;
    uint32_t base;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// StackSnapshotServiceCheckRequest
struct stack_snapshot_check_request {
    struct bytes record;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

INLINE uint32_t read_stack_range(struct wire *wire, struct stack_range *out) {
    *out = (struct stack_range){0};
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x08u) {
            out->start = (uint32_t)wire_varint(wire);
        } else if (tag == 0x10u) {
            out->end = (uint32_t)wire_varint(wire);
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX - 1);
        }
    }

    return 0;
}

INLINE uint32_t read_stack_snapshot_pack_request(struct wire *wire,
                                                 struct stack_snapshot_pack_request *out) {
    *out = (struct stack_snapshot_pack_request){.timeout_ms = 5000, .not_pointers = items_of(wire)};
    bool not_pointers_holds = true;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->memory = wire_bytes(wire);
            out->has_memory = true;
        } else if (tag == 0x10u) {
            out->start = (uint32_t)wire_varint(wire);
        } else if (tag == 0x18u) {
            out->base = (uint32_t)wire_varint(wire);
        } else if (tag == 0x20u) {
            out->size = (uint32_t)wire_varint(wire);
        } else if (tag == 0x28u) {
            out->stack_pointer = (uint32_t)wire_varint(wire);
        } else if (tag == 0x30u) {
            out->resume_point = (uint32_t)wire_varint(wire);
        } else if (tag == 0x38u) {
            out->piece_number = (uint32_t)wire_varint(wire);
        } else if (tag == 0x40u) {
            out->last_piece_number = (uint32_t)wire_varint(wire);
        } else if (tag == 0x4au) {
            struct wire inside = wire_inside(wire);
            struct stack_range item;
            not_pointers_holds &= read_stack_range(&inside, &item) == 0;
            if (inside.at != inside.end) wire->at = WIRE_FAILED;
            out->not_pointers.count++;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!out->has_memory || out->memory.length > 65536) return 1;
    if (out->not_pointers.count > 1024 || !not_pointers_holds) return 9;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_stack_snapshot_pack_request(uint32_t slot, uint64_t length,
                                               struct stack_snapshot_pack_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_stack_snapshot_pack_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

// The next of StackSnapshotServicePackRequest.not_pointers; false after the last one.
INLINE bool next_stack_snapshot_pack_request_not_pointers(struct items *items,
                                                          struct stack_range *out) {
    struct wire item;
    return next_item(items, 0x4au, &item) && read_stack_range(&item, out) == 0 &&
           item.at == item.end;
}

INLINE uint32_t read_stack_snapshot_unpack_request(struct wire *wire,
                                                   struct stack_snapshot_unpack_request *out) {
    *out = (struct stack_snapshot_unpack_request){.timeout_ms = 5000};
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->record = wire_bytes(wire);
        } else if (tag == 0x10u) {
            out->base = (uint32_t)wire_varint(wire);
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (out->record.length == 0 || out->record.length > 81968) return 1;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_stack_snapshot_unpack_request(uint32_t slot, uint64_t length,
                                                 struct stack_snapshot_unpack_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_stack_snapshot_unpack_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_stack_snapshot_check_request(struct wire *wire,
                                                  struct stack_snapshot_check_request *out) {
    *out = (struct stack_snapshot_check_request){.timeout_ms = 5000};
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->record = wire_bytes(wire);
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (out->record.length == 0 || out->record.length > 81968) return 1;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_stack_snapshot_check_request(uint32_t slot, uint64_t length,
                                                struct stack_snapshot_check_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_stack_snapshot_check_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE void put_stack_snapshot_pack_response_record(struct reply *reply, struct bytes value) {
    if (value.length != 0) put_bytes(reply, 0x0au, value);
}

INLINE uint32_t room_stack_snapshot_pack_response_record(struct reply *reply, uint32_t length) {
    return put_room(reply, 0x0au, length);
}

INLINE void put_stack_snapshot_unpack_response_memory(struct reply *reply, struct bytes value) {
    if (value.length != 0) put_bytes(reply, 0x0au, value);
}

INLINE uint32_t room_stack_snapshot_unpack_response_memory(struct reply *reply, uint32_t length) {
    return put_room(reply, 0x0au, length);
}

INLINE void put_stack_snapshot_unpack_response_start(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x10u, value);
}

INLINE void put_stack_snapshot_unpack_response_size(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x18u, value);
}

INLINE void put_stack_snapshot_unpack_response_stack_pointer(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x20u, value);
}

INLINE void put_stack_snapshot_unpack_response_resume_point(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x28u, value);
}

INLINE void put_stack_snapshot_unpack_response_piece_number(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x30u, value);
}

INLINE void put_stack_snapshot_unpack_response_last_piece_number(struct reply *reply,
                                                                 uint32_t value) {
    if (value != 0) put_varint(reply, 0x38u, value);
}

INLINE void put_stack_snapshot_check_response_length(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_stack_snapshot_check_response_start(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x10u, value);
}

INLINE void put_stack_snapshot_check_response_size(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x18u, value);
}

INLINE void put_stack_snapshot_check_response_stack_pointer(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x20u, value);
}

INLINE void put_stack_snapshot_check_response_resume_point(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x28u, value);
}

INLINE void put_stack_snapshot_check_response_piece_number(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x30u, value);
}

INLINE void put_stack_snapshot_check_response_last_piece_number(struct reply *reply,
                                                                uint32_t value) {
    if (value != 0) put_varint(reply, 0x38u, value);
}

INLINE void put_stack_snapshot_check_response_pointers(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x40u, value);
}
