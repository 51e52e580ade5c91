// Generated from polyprim/v1/kafka_rebalance_hook.proto by proto/generate.py: do not edit.

#pragma once

#include "../wire.h"

#define KAFKA_REBALANCE_HOOK_KIND 3u

enum kafka_rebalance_hook_method {
    KAFKA_REBALANCE_HOOK_CREATE = 0,
    KAFKA_REBALANCE_HOOK_DELETE = 1,
    KAFKA_REBALANCE_HOOK_EXISTS = 2,
    KAFKA_REBALANCE_HOOK_LIST = 3,
    KAFKA_REBALANCE_HOOK_REPORT = 4,
    KAFKA_REBALANCE_HOOK_SUCCEED = 5,
    KAFKA_REBALANCE_HOOK_GET = 6,
    KAFKA_REBALANCE_HOOK_EVENTS = 7,
    KAFKA_REBALANCE_HOOK_METHODS = 8,
};

enum rebalance_error {
    REBALANCE_ERROR_UNSPECIFIED = 0,
    REBALANCE_ERROR_COORDINATOR_LOAD_IN_PROGRESS = 14,
    REBALANCE_ERROR_COORDINATOR_NOT_AVAILABLE = 15,
    REBALANCE_ERROR_NOT_COORDINATOR = 16,
    REBALANCE_ERROR_ILLEGAL_GENERATION = 22,
    REBALANCE_ERROR_UNKNOWN_MEMBER_ID = 25,
    REBALANCE_ERROR_REBALANCE_IN_PROGRESS = 27,
    REBALANCE_ERROR_MEMBER_ID_REQUIRED = 79,
    REBALANCE_ERROR_FENCED_INSTANCE_ID = 82,
};

// KafkaRebalanceHookServiceCreateRequest
struct kafka_rebalance_hook_create_request {
    struct bytes name;
    bool has_jitter;
    bool jitter;
    bool has_cap_ms;
    int32_t cap_ms;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// KafkaRebalanceHookServiceDeleteRequest
struct kafka_rebalance_hook_delete_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// KafkaRebalanceHookServiceExistsRequest
struct kafka_rebalance_hook_exists_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// KafkaRebalanceHookServiceListRequest
struct kafka_rebalance_hook_list_request {
    struct bytes prefix;
    uint32_t cursor;
    bool has_limit;
    uint32_t limit;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// KafkaRebalanceHookServiceReportRequest
struct kafka_rebalance_hook_report_request {
    struct bytes name;
    int32_t error;
    struct bytes trace_id;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// KafkaRebalanceHookServiceSucceedRequest
struct kafka_rebalance_hook_succeed_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// KafkaRebalanceHookServiceGetRequest
struct kafka_rebalance_hook_get_request {
    struct bytes name;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// KafkaRebalanceHookServiceEventsRequest
struct kafka_rebalance_hook_events_request {
    struct bytes name;
    uint64_t after;
    bool has_limit;
    uint32_t limit;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// RebalanceEvent
struct rebalance_event {
    uint64_t sequence;
    int64_t unix_ms;
    uint32_t retry;
    int64_t backoff_ms;
    int32_t error;
    struct bytes trace_id;
};

INLINE uint32_t read_kafka_rebalance_hook_create_request(
    struct wire *wire, struct kafka_rebalance_hook_create_request *out) {
    *out = (struct kafka_rebalance_hook_create_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->jitter = wire_varint(wire) != 0;
            out->has_jitter = true;
        } else if (tag == 0x18u) {
            out->cap_ms = (int32_t)wire_varint(wire);
            out->has_cap_ms = true;
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if ((out->has_cap_ms && (out->cap_ms < 100 || out->cap_ms > 104857600))) return 3;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool
decode_kafka_rebalance_hook_create_request(uint32_t slot, uint64_t length,
                                           struct kafka_rebalance_hook_create_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_kafka_rebalance_hook_create_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_kafka_rebalance_hook_delete_request(
    struct wire *wire, struct kafka_rebalance_hook_delete_request *out) {
    *out = (struct kafka_rebalance_hook_delete_request){.timeout_ms = 5000};
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
INLINE bool
decode_kafka_rebalance_hook_delete_request(uint32_t slot, uint64_t length,
                                           struct kafka_rebalance_hook_delete_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_kafka_rebalance_hook_delete_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_kafka_rebalance_hook_exists_request(
    struct wire *wire, struct kafka_rebalance_hook_exists_request *out) {
    *out = (struct kafka_rebalance_hook_exists_request){.timeout_ms = 5000};
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
INLINE bool
decode_kafka_rebalance_hook_exists_request(uint32_t slot, uint64_t length,
                                           struct kafka_rebalance_hook_exists_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_kafka_rebalance_hook_exists_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_kafka_rebalance_hook_list_request(
    struct wire *wire, struct kafka_rebalance_hook_list_request *out) {
    *out = (struct kafka_rebalance_hook_list_request){.limit = 100, .timeout_ms = 5000};
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
INLINE bool
decode_kafka_rebalance_hook_list_request(uint32_t slot, uint64_t length,
                                         struct kafka_rebalance_hook_list_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_kafka_rebalance_hook_list_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_kafka_rebalance_hook_report_request(
    struct wire *wire, struct kafka_rebalance_hook_report_request *out) {
    *out = (struct kafka_rebalance_hook_report_request){.timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->error = (int32_t)wire_varint(wire);
        } else if (tag == 0x1au) {
            out->trace_id = wire_bytes(wire);
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!name_holds) return 1;
    if (out->error == 0 || (out->error != 0 && (out->error < 1))) return 2;
    if ((out->trace_id.length != 0 && (out->trace_id.length < 16 || out->trace_id.length > 16)))
        return 3;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool
decode_kafka_rebalance_hook_report_request(uint32_t slot, uint64_t length,
                                           struct kafka_rebalance_hook_report_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_kafka_rebalance_hook_report_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_kafka_rebalance_hook_succeed_request(
    struct wire *wire, struct kafka_rebalance_hook_succeed_request *out) {
    *out = (struct kafka_rebalance_hook_succeed_request){.timeout_ms = 5000};
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
INLINE bool
decode_kafka_rebalance_hook_succeed_request(uint32_t slot, uint64_t length,
                                            struct kafka_rebalance_hook_succeed_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_kafka_rebalance_hook_succeed_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_kafka_rebalance_hook_get_request(
    struct wire *wire, struct kafka_rebalance_hook_get_request *out) {
    *out = (struct kafka_rebalance_hook_get_request){.timeout_ms = 5000};
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
INLINE bool decode_kafka_rebalance_hook_get_request(uint32_t slot, uint64_t length,
                                                    struct kafka_rebalance_hook_get_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_kafka_rebalance_hook_get_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_kafka_rebalance_hook_events_request(
    struct wire *wire, struct kafka_rebalance_hook_events_request *out) {
    *out = (struct kafka_rebalance_hook_events_request){.limit = 100, .timeout_ms = 5000};
    bool name_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->name = wire_name(wire, &name_holds);
        } else if (tag == 0x10u) {
            out->after = wire_varint(wire);
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
    if (!name_holds) return 1;
    if (out->limit < 1u || out->limit > 256u) return 3;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool
decode_kafka_rebalance_hook_events_request(uint32_t slot, uint64_t length,
                                           struct kafka_rebalance_hook_events_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_kafka_rebalance_hook_events_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint64_t size_of_rebalance_event(const struct rebalance_event *item) {
    uint64_t size = 0;
    if (item->sequence != 0) size += varint_field_size(0x08u, item->sequence);
    if (item->unix_ms != 0) size += varint_field_size(0x10u, (uint64_t)item->unix_ms);
    if (item->retry != 0) size += varint_field_size(0x18u, item->retry);
    if (item->backoff_ms != 0) size += varint_field_size(0x20u, (uint64_t)item->backoff_ms);
    if (item->error != 0) size += varint_field_size(0x28u, (uint64_t)item->error);
    if (item->trace_id.length != 0) size += bytes_field_size(0x32u, item->trace_id.length);
    return size;
}

INLINE void put_kafka_rebalance_hook_create_response_created(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_kafka_rebalance_hook_exists_response_exists(struct reply *reply, bool value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_kafka_rebalance_hook_list_response_names(struct reply *reply, struct bytes value) {
    put_bytes(reply, 0x0au, value);
}

INLINE uint32_t room_kafka_rebalance_hook_list_response_names(struct reply *reply,
                                                              uint32_t length) {
    return put_room(reply, 0x0au, length);
}

INLINE bool fits_kafka_rebalance_hook_list_response_names(const struct reply *reply,
                                                          struct bytes value) {
    return reply_fits(reply, bytes_field_size(0x0au, value.length) + 6);
}

INLINE void put_kafka_rebalance_hook_list_response_next_cursor(struct reply *reply,
                                                               uint32_t value) {
    if (value != 0) put_varint(reply, 0x10u, value);
}

INLINE void put_kafka_rebalance_hook_report_response_retry(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_kafka_rebalance_hook_report_response_backoff_ms(struct reply *reply,
                                                                int64_t value) {
    if (value != 0) put_varint(reply, 0x10u, (uint64_t)value);
}

INLINE void put_kafka_rebalance_hook_get_response_retry(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x08u, value);
}

INLINE void put_kafka_rebalance_hook_events_response_events(struct reply *reply,
                                                            const struct rebalance_event *item) {
    put_length(reply, 0x0au, size_of_rebalance_event(item));
    if (item->sequence != 0) put_varint(reply, 0x08u, item->sequence);
    if (item->unix_ms != 0) put_varint(reply, 0x10u, (uint64_t)item->unix_ms);
    if (item->retry != 0) put_varint(reply, 0x18u, item->retry);
    if (item->backoff_ms != 0) put_varint(reply, 0x20u, (uint64_t)item->backoff_ms);
    if (item->error != 0) put_varint(reply, 0x28u, (uint64_t)item->error);
    if (item->trace_id.length != 0) put_bytes(reply, 0x32u, item->trace_id);
}

INLINE void room_kafka_rebalance_hook_events_response_events(struct reply *reply,
                                                             struct rebalance_event *item) {
    put_length(reply, 0x0au, size_of_rebalance_event(item));
    if (item->sequence != 0) put_varint(reply, 0x08u, item->sequence);
    if (item->unix_ms != 0) put_varint(reply, 0x10u, (uint64_t)item->unix_ms);
    if (item->retry != 0) put_varint(reply, 0x18u, item->retry);
    if (item->backoff_ms != 0) put_varint(reply, 0x20u, (uint64_t)item->backoff_ms);
    if (item->error != 0) put_varint(reply, 0x28u, (uint64_t)item->error);
    if (item->trace_id.length != 0)
        item->trace_id.offset = put_room(reply, 0x32u, item->trace_id.length);
}

INLINE bool fits_kafka_rebalance_hook_events_response_events(const struct reply *reply,
                                                             const struct rebalance_event *item) {
    return reply_fits(reply, bytes_field_size(0x0au, size_of_rebalance_event(item)));
}
