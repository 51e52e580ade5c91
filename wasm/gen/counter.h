// Generated from polyprim/v1/counter.proto by proto/generate.py: do not edit.

#pragma once

#include "../wire.h"

#define COUNTER_KIND 1u

enum counter_method {
    COUNTER_CREATE = 0,
    COUNTER_DELETE = 1,
    COUNTER_EXISTS = 2,
    COUNTER_LIST = 3,
    COUNTER_ADD = 4,
    COUNTER_GET = 5,
    COUNTER_COMPARE_EXCHANGE = 6,
    COUNTER_RESET = 7,
    COUNTER_ADD_MANY = 8,
    COUNTER_METHODS = 9,
};

// CounterServiceCreateRequest
struct counter_create_request {
    struct bytes name;
    bool has_initial_value;
    int64_t initial_value;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// CounterServiceDeleteRequest
struct counter_delete_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// CounterServiceExistsRequest
struct counter_exists_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// CounterServiceListRequest
struct counter_list_request {
    struct bytes prefix;
    uint32_t cursor;
    bool has_limit;
    uint32_t limit;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// CounterServiceAddRequest
struct counter_add_request {
    struct bytes name;
    bool has_delta;
    int64_t delta;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// CounterServiceGetRequest
struct counter_get_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// CounterServiceCompareExchangeRequest
struct counter_compare_exchange_request {
    struct bytes name;
    bool has_expected;
    int64_t expected;
    bool has_desired;
    int64_t desired;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// CounterServiceResetRequest
struct counter_reset_request {
    struct bytes name;
    bool has_value;
    int64_t value;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// CounterAddition
struct counter_addition {
    struct bytes name;
    bool has_delta;
    int64_t delta;
};

// CounterServiceAddManyRequest
struct counter_add_many_request {
    struct items additions;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

INLINE uint32_t read_counter_create_request(struct wire *wire, struct counter_create_request *out) {
    *out = (struct counter_create_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->initial_value = (int64_t)wire_varint(wire);
            out->has_initial_value = true;
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
INLINE bool decode_counter_create_request(uint32_t slot, uint64_t length,
                                          struct counter_create_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_counter_create_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_counter_delete_request(struct wire *wire, struct counter_delete_request *out) {
    *out = (struct counter_delete_request){.timeout_ms = 5000};
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
INLINE bool decode_counter_delete_request(uint32_t slot, uint64_t length,
                                          struct counter_delete_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_counter_delete_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_counter_exists_request(struct wire *wire, struct counter_exists_request *out) {
    *out = (struct counter_exists_request){.timeout_ms = 5000};
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
INLINE bool decode_counter_exists_request(uint32_t slot, uint64_t length,
                                          struct counter_exists_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_counter_exists_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_counter_list_request(struct wire *wire, struct counter_list_request *out) {
    *out = (struct counter_list_request){.limit = 100, .timeout_ms = 5000};
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
INLINE bool decode_counter_list_request(uint32_t slot, uint64_t length,
                                        struct counter_list_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_counter_list_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_counter_add_request(struct wire *wire, struct counter_add_request *out) {
    *out = (struct counter_add_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->delta = (int64_t)wire_varint(wire);
            out->has_delta = true;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (!out->has_delta) return 2;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_counter_add_request(uint32_t slot, uint64_t length,
                                       struct counter_add_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_counter_add_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_counter_get_request(struct wire *wire, struct counter_get_request *out) {
    *out = (struct counter_get_request){.timeout_ms = 5000};
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
INLINE bool decode_counter_get_request(uint32_t slot, uint64_t length,
                                       struct counter_get_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_counter_get_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_counter_compare_exchange_request(
    struct wire *wire, struct counter_compare_exchange_request *out) {
    *out = (struct counter_compare_exchange_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->expected = (int64_t)wire_varint(wire);
            out->has_expected = true;
        } else if (tag == 0x18u) {
            out->desired = (int64_t)wire_varint(wire);
            out->has_desired = true;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (!out->has_expected) return 2;
    if (!out->has_desired) return 3;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_counter_compare_exchange_request(uint32_t slot, uint64_t length,
                                                    struct counter_compare_exchange_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_counter_compare_exchange_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_counter_reset_request(struct wire *wire, struct counter_reset_request *out) {
    *out = (struct counter_reset_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->value = (int64_t)wire_varint(wire);
            out->has_value = true;
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
INLINE bool decode_counter_reset_request(uint32_t slot, uint64_t length,
                                         struct counter_reset_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_counter_reset_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_counter_addition(struct wire *wire, struct counter_addition *out) {
    *out = (struct counter_addition){0};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->delta = (int64_t)wire_varint(wire);
            out->has_delta = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX - 1);
        }
    }
    if (!name_holds) return 1;
    if (!out->has_delta) return 2;
    return 0;
}

INLINE uint32_t read_counter_add_many_request(struct wire *wire,
                                              struct counter_add_many_request *out) {
    *out = (struct counter_add_many_request){.timeout_ms = 5000, .additions = items_of(wire)};
    bool additions_holds = true;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            struct wire inside = wire_inside(wire);
            struct counter_addition item;
            additions_holds &= read_counter_addition(&inside, &item) == 0;
            if (inside.at != inside.end) wire->at = WIRE_FAILED;
            out->additions.count++;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (out->additions.count > 1000 || !additions_holds) return 1;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_counter_add_many_request(uint32_t slot, uint64_t length,
                                            struct counter_add_many_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_counter_add_many_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

// The next of CounterServiceAddManyRequest.additions; false after the last one.
INLINE bool next_counter_add_many_request_additions(struct items *items,
                                                    struct counter_addition *out) {
    struct wire item;
    return next_item(items, 0x0au, &item) && read_counter_addition(&item, out) == 0 &&
           item.at == item.end;
}

INLINE void put_counter_create_response_created(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_counter_create_response_value(struct reply *reply, int64_t value) {
    if (value != 0) put_varint(reply, 0x10u, (uint64_t)value);
}

INLINE void put_counter_exists_response_exists(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_counter_list_response_names(struct reply *reply, struct bytes value) {
    put_bytes(reply, 0x0au, value);
}

INLINE uint32_t room_counter_list_response_names(struct reply *reply, uint32_t length) {
    return put_room(reply, 0x0au, length);
}

INLINE bool fits_counter_list_response_names(const struct reply *reply, struct bytes value) {
    return reply_fits(reply, bytes_field_size(0x0au, value.length) + 6);
}

INLINE void put_counter_list_response_next_cursor(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x10u, value);
}

INLINE void put_counter_add_response_value(struct reply *reply, int64_t value) {
    if (value != 0) put_varint(reply, 0x08u, (uint64_t)value);
}

INLINE void put_counter_get_response_value(struct reply *reply, int64_t value) {
    if (value != 0) put_varint(reply, 0x08u, (uint64_t)value);
}

INLINE void put_counter_compare_exchange_response_exchanged(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_counter_compare_exchange_response_value(struct reply *reply, int64_t value) {
    if (value != 0) put_varint(reply, 0x10u, (uint64_t)value);
}

INLINE void put_counter_reset_response_previous(struct reply *reply, int64_t value) {
    if (value != 0) put_varint(reply, 0x08u, (uint64_t)value);
}

INLINE void put_counter_add_many_response_values(struct reply *reply, int64_t value) {
    put_varint(reply, 0x08u, (uint64_t)value);
}

INLINE bool fits_counter_add_many_response_values(const struct reply *reply, int64_t value) {
    return reply_fits(reply, varint_field_size(0x08u, (uint64_t)value));
}
