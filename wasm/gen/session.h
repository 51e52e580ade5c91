// Generated from polyprim/v1/session.proto by proto/generate.py: do not edit.

#pragma once

#include "../wire.h"

#define SESSION_KIND 4u

enum session_method {
    SESSION_OPEN = 0,
    SESSION_CLOSE = 1,
    SESSION_METHODS = 2,
};

// SessionServiceOpenRequest
struct session_open_request {
    bool has_timeout_ms;
    int32_t timeout_ms;
};

// SessionServiceCloseRequest
struct session_close_request {
    struct bytes session;
    bool has_timeout_ms;
    int32_t timeout_ms;
};

INLINE uint32_t read_session_open_request(struct wire *wire, struct session_open_request *out) {
    *out = (struct session_open_request){.timeout_ms = 5000};
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_session_open_request(uint32_t slot, uint64_t length,
                                        struct session_open_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_session_open_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE uint32_t read_session_close_request(struct wire *wire, struct session_close_request *out) {
    *out = (struct session_close_request){.timeout_ms = 5000};
    bool session_holds = false;
    while (wire->at < wire->end) {
        const uint32_t tag = wire_varint32(wire);
        if (tag == 0x0au) {
            out->session = wire_name(wire, &session_holds);
        } else if (tag == 0x78u) {
            out->timeout_ms = (int32_t)wire_varint(wire);
            out->has_timeout_ms = true;
        } else {
            wire_skip(wire, tag, WIRE_DEPTH_MAX);
        }
    }
    if (!session_holds) return 1;
    if (out->timeout_ms < 0) return 15;
    return 0;
}

// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_session_close_request(uint32_t slot, uint64_t length,
                                         struct session_close_request *out) {
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_session_close_request(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}

INLINE void put_session_open_response_session(struct reply *reply, struct bytes value) {
    if (value.length != 0) put_bytes(reply, 0x0au, value);
}

INLINE uint32_t room_session_open_response_session(struct reply *reply, uint32_t length) {
    return put_room(reply, 0x0au, length);
}

INLINE void put_session_open_response_window(struct reply *reply, uint32_t value) {
    if (value != 0) put_varint(reply, 0x10u, value);
}
