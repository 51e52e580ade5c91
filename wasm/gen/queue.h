// Generated from polyprim/v1/queue.proto by proto/generate.py: do not edit.

#pragma once

#include "../wire.h"

#define QUEUE_KIND 2u

enum queue_method {
    QUEUE_CREATE = 0,
    QUEUE_DELETE = 1,
    QUEUE_EXISTS = 2,
    QUEUE_LIST = 3,
    QUEUE_PUSH = 4,
    QUEUE_PUSH_MANY = 5,
    QUEUE_POP = 6,
    QUEUE_POP_MANY = 7,
    QUEUE_PEEK = 8,
    QUEUE_STATISTICS = 9,
    QUEUE_METHODS = 10,
};

// QueueServiceCreateRequest
struct queue_create_request {
    struct bytes name;
    bool has_capacity_bytes;
    uint64_t capacity_bytes;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// QueueServiceDeleteRequest
struct queue_delete_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// QueueServiceExistsRequest
struct queue_exists_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// QueueServiceListRequest
struct queue_list_request {
    struct bytes prefix;
    uint32_t cursor;
    bool has_limit;
    uint32_t limit;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// QueueServicePushRequest
struct queue_push_request {
    struct bytes name;
    bool has_payload;
    struct bytes payload;
    bool has_crc32;
    uint32_t crc32;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// QueueRecord
struct queue_record {
    bool has_payload;
    struct bytes payload;
    bool has_crc32;
    uint32_t crc32;
};

// QueueServicePushManyRequest
struct queue_push_many_request {
    struct bytes name;
    struct items records;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// QueueServicePopRequest
struct queue_pop_request {
    struct bytes name;
    bool has_wait_ms;
    int32_t wait_ms;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// QueueServicePopManyRequest
struct queue_pop_many_request {
    struct bytes name;
    bool has_max_items;
    uint32_t max_items;
    bool has_wait_ms;
    int32_t wait_ms;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// QueueServicePeekRequest
struct queue_peek_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// QueueServiceStatisticsRequest
struct queue_statistics_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

INLINE uint32_t read_queue_create_request(struct wire *wire, struct queue_create_request *out) {
    *out = (struct queue_create_request){.capacity_bytes = 1048576, .timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->capacity_bytes = wire_varint(wire);
            out->has_capacity_bytes = true;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (out->capacity_bytes < 65536ull || out->capacity_bytes > 67108864ull ||
        __builtin_popcountll(out->capacity_bytes) != 1)
        return 2;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_create_request(uint32_t slot, uint64_t length,
                                        struct queue_create_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_create_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_queue_delete_request(struct wire *wire, struct queue_delete_request *out) {
    *out = (struct queue_delete_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_delete_request(uint32_t slot, uint64_t length,
                                        struct queue_delete_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_delete_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_queue_exists_request(struct wire *wire, struct queue_exists_request *out) {
    *out = (struct queue_exists_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_exists_request(uint32_t slot, uint64_t length,
                                        struct queue_exists_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_exists_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_queue_list_request(struct wire *wire, struct queue_list_request *out) {
    *out = (struct queue_list_request){.limit = 100, .timeout_ms = 5000};
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->prefix = wire_string(wire);
        } else if (tag == 0x10u) {
            out->cursor = (uint32_t)wire_varint(wire);
        } else if (tag == 0x18u) {
            out->limit = (uint32_t)wire_varint(wire);
            out->has_limit = true;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (out->prefix.length > 64) return 1;
    if (out->limit < 1u || out->limit > 256u) return 3;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_list_request(uint32_t slot, uint64_t length,
                                      struct queue_list_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_list_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_queue_push_request(struct wire *wire, struct queue_push_request *out) {
    *out = (struct queue_push_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x12u) {
            out->payload = wire_bytes(wire);
            out->has_payload = true;
        } else if (tag == 0x1du) {
            out->crc32 = wire_fixed32(wire);
            out->has_crc32 = true;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (!out->has_payload || out->payload.length > 65536) return 2;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_push_request(uint32_t slot, uint64_t length,
                                      struct queue_push_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_push_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_queue_record(struct wire *wire, struct queue_record *out) {
    *out = (struct queue_record){0};
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->payload = wire_bytes(wire);
            out->has_payload = true;
        } else if (tag == 0x15u) {
            out->crc32 = wire_fixed32(wire);
            out->has_crc32 = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX - 1);
        }
    }
    if (!out->has_payload || out->payload.length > 65536) return 1;
    return 0;
}

INLINE uint32_t read_queue_push_many_request(struct wire *wire,
                                             struct queue_push_many_request *out) {
    *out = (struct queue_push_many_request){.timeout_ms = 5000, .records = items_of(wire)};
    bool name_holds = false;
    bool records_holds = true;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x12u) {
            struct wire inside = wire_inside(wire);
            struct queue_record item;
            records_holds &= read_queue_record(&inside, &item) == 0;
            if (inside.at != inside.end) wire->at = WIRE_FAILED;
            out->records.count++;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (out->records.count > 1000 || !records_holds) return 2;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_push_many_request(uint32_t slot, uint64_t length,
                                           struct queue_push_many_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_push_many_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

// The next of QueueServicePushManyRequest.records; false after the last one.
INLINE bool next_queue_push_many_request_records(struct items *items, struct queue_record *out) {
    struct wire item;
    return next_item(items, 0x12u, &item) && read_queue_record(&item, out) == 0 &&
           item.at == item.end;
}

INLINE uint32_t read_queue_pop_request(struct wire *wire, struct queue_pop_request *out) {
    *out = (struct queue_pop_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->wait_ms = (int32_t)wire_varint(wire);
            out->has_wait_ms = true;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (out->wait_ms < 0) return 2;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_pop_request(uint32_t slot, uint64_t length,
                                     struct queue_pop_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_pop_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_queue_pop_many_request(struct wire *wire, struct queue_pop_many_request *out) {
    *out = (struct queue_pop_many_request){.max_items = 100, .timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->max_items = (uint32_t)wire_varint(wire);
            out->has_max_items = true;
        } else if (tag == 0x18u) {
            out->wait_ms = (int32_t)wire_varint(wire);
            out->has_wait_ms = true;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (out->max_items < 1u || out->max_items > 1000u) return 2;
    if (out->wait_ms < 0) return 3;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_pop_many_request(uint32_t slot, uint64_t length,
                                          struct queue_pop_many_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_pop_many_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_queue_peek_request(struct wire *wire, struct queue_peek_request *out) {
    *out = (struct queue_peek_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_peek_request(uint32_t slot, uint64_t length,
                                      struct queue_peek_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_peek_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_queue_statistics_request(struct wire *wire,
                                              struct queue_statistics_request *out) {
    *out = (struct queue_statistics_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_queue_statistics_request(uint32_t slot, uint64_t length,
                                            struct queue_statistics_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_queue_statistics_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint64_t size_of_queue_record(const struct queue_record *item) {
    uint64_t size = 0;
    if (item->has_payload) size += bytes_field_size(0x0au, item->payload.length);
    if (item->has_crc32) size += varint_size(0x15u) + 4;
    return size;
}

INLINE void put_queue_create_response_created(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_queue_create_response_capacity_bytes(struct reply *reply, uint64_t value) {
    if (value != 0) put_varint(reply, 0x10u, value);
}

INLINE void put_queue_exists_response_exists(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_queue_list_response_names(struct reply *reply, struct bytes value) {
    put_bytes(reply, 0x0au, value);
}

INLINE uint32_t room_queue_list_response_names(struct reply *reply, uint32_t length) {
    return put_room(reply, 0x0au, length);
}

INLINE bool fits_queue_list_response_names(const struct reply *reply, struct bytes value) {
    return reply_fits(reply, bytes_field_size(0x0au, value.length) + 6);
}

INLINE void put_queue_list_response_next_cursor(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x10u, value);
}

INLINE void put_queue_push_response_pushed(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_queue_push_many_response_pushed(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_queue_pop_response_found(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_queue_pop_response_payload(struct reply *reply, struct bytes value) {
    if (value.length != 0) put_bytes(reply, 0x12u, value);
}

INLINE uint32_t room_queue_pop_response_payload(struct reply *reply, uint32_t length) {
    return put_room(reply, 0x12u, length);
}

INLINE void put_queue_pop_response_crc32(struct reply *reply, uint32_t value) {
    put_fixed32(reply, 0x1du, value);
}

INLINE void put_queue_pop_many_response_records(struct reply *reply,
                                                const struct queue_record *item) {
    put_length(reply, 0x0au, size_of_queue_record(item));
    if (item->has_payload) put_bytes(reply, 0x0au, item->payload);
    if (item->has_crc32) put_fixed32(reply, 0x15u, item->crc32);
}

INLINE void room_queue_pop_many_response_records(struct reply *reply, struct queue_record *item) {
    put_length(reply, 0x0au, size_of_queue_record(item));
    if (item->has_payload) item->payload.offset = put_room(reply, 0x0au, item->payload.length);
    if (item->has_crc32) put_fixed32(reply, 0x15u, item->crc32);
}

INLINE bool fits_queue_pop_many_response_records(const struct reply *reply,
                                                 const struct queue_record *item) {
    return reply_fits(reply, bytes_field_size(0x0au, size_of_queue_record(item)));
}

INLINE void put_queue_peek_response_found(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_queue_peek_response_payload(struct reply *reply, struct bytes value) {
    if (value.length != 0) put_bytes(reply, 0x12u, value);
}

INLINE uint32_t room_queue_peek_response_payload(struct reply *reply, uint32_t length) {
    return put_room(reply, 0x12u, length);
}

INLINE void put_queue_peek_response_crc32(struct reply *reply, uint32_t value) {
    put_fixed32(reply, 0x1du, value);
}

INLINE void put_queue_statistics_response_items(struct reply *reply, uint64_t value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_queue_statistics_response_used_bytes(struct reply *reply, uint64_t value) {
    if (value != 0) put_varint(reply, 0x10u, value);
}

INLINE void put_queue_statistics_response_free_bytes(struct reply *reply, uint64_t value) {
    if (value != 0) put_varint(reply, 0x18u, value);
}

INLINE void put_queue_statistics_response_capacity_bytes(struct reply *reply, uint64_t value) {
    if (value != 0) put_varint(reply, 0x20u, value);
}

INLINE void put_queue_statistics_response_skipped(struct reply *reply, uint64_t value) {
    if (value != 0) put_varint(reply, 0x28u, value);
}
