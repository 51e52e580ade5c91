// The host's queues, for tasks: the two methods of polyprim.v1.QueueService that a task needs most.
// Answers below 0 are POLYPRIM_ERROR(code). Queues are made outside; NOT_FOUND if there is none.
#pragma once

#include <string.h>
#include "polyprim_task.h"

#define POLYPRIM_NAME_MAX 64
#define POLYPRIM_RECORD_MAX 65536
#define POLYPRIM_REPLY_OVERHEAD 16  // what a reply has beside its record, at most

static inline size_t polyprim_put_varint(uint8_t *place, uint32_t value) {
    size_t length = 0;
    for (; value >= 0x80; value >>= 7)
        place[length++] = (uint8_t)(value | 0x80);
    place[length++] = (uint8_t)value;
    return length;
}

static inline size_t polyprim_put_bytes(uint8_t *place, uint32_t field, const void *bytes,
                                        size_t length) {
    size_t start = polyprim_put_varint(place, field << 3 | 2);
    start += polyprim_put_varint(place + start, (uint32_t)length);
    memcpy(place + start, bytes, length);
    return start + length;
}

static inline size_t polyprim_put_number(uint8_t *place, uint32_t field, uint32_t value) {
    size_t start = polyprim_put_varint(place, field << 3);
    return start + polyprim_put_varint(place + start, value);
}

static inline const uint8_t *polyprim_take_varint(const uint8_t *at, const uint8_t *end,
                                                  uint32_t *value) {
    *value = 0;
    for (int shift = 0; at && at < end && shift < 32; shift += 7) {
        *value |= (uint32_t)(*at & 0x7f) << shift;
        if (!(*at++ & 0x80)) return at;
    }
    return NULL;
}

// A field of a reply: a number, or the length of the bytes that begin at `bytes`.
struct polyprim_field {
    uint32_t number, value;
    const uint8_t *bytes;
};

// Takes one field and answers where the next begins, or NULL where the reply makes no sense.
static inline const uint8_t *polyprim_take_field(const uint8_t *at, const uint8_t *end,
                                                 struct polyprim_field *field) {
    uint32_t key;
    at = polyprim_take_varint(at, end, &key);
    if (!at) return NULL;
    field->number = key >> 3;
    switch (key & 7) {
    case 0:
        return polyprim_take_varint(at, end, &field->value);
    case 2:
        at = polyprim_take_varint(at, end, &field->value);
        field->bytes = at;
        return at && field->value <= (size_t)(end - at) ? at + field->value : NULL;
    case 5:
        return end - at >= 4 ? at + 4 : NULL;
    default:
        return NULL;
    }
}

// Takes the oldest record, and sleeps until there is one. Answers its length; `buffer` needs
// POLYPRIM_REPLY_OVERHEAD bytes beside the longest record that may come.
static inline int32_t polyprim_queue_pop(const char *name, void *buffer, size_t capacity) {
    static const char method[] = "polyprim.v1.QueueService/Pop";
    enum { QUEUE = 1, WAIT_MS = 2, TIMEOUT_MS = 15, FOUND = 1, PAYLOAD = 2 };
    size_t name_length = strlen(name), length = 0;
    if (name_length > POLYPRIM_NAME_MAX) return POLYPRIM_ERROR(POLYPRIM_INVALID_ARGUMENT);
    uint8_t request[POLYPRIM_NAME_MAX + 20];
    length += polyprim_put_bytes(request, QUEUE, name, name_length);
    length += polyprim_put_number(request + length, WAIT_MS, INT32_MAX);
    length += polyprim_put_number(request + length, TIMEOUT_MS, INT32_MAX);
    for (;;) {
        int32_t answer =
            polyprim_call(method, sizeof method - 1, request, length, buffer, capacity);
        if (answer < 0) return answer;
        struct polyprim_field field, record = {0};
        int found = 0;
        const uint8_t *at = buffer, *end = at + answer;
        while (at && at < end) {
            at = polyprim_take_field(at, end, &field);
            if (at && field.number == FOUND) found = field.value != 0;
            if (at && field.number == PAYLOAD) record = field;
        }
        if (!at) return POLYPRIM_ERROR(POLYPRIM_INTERNAL);
        if (found) {
            if (record.value) memmove(buffer, record.bytes, record.value);
            return (int32_t)record.value;
        }
    }
}

// Appends a record. Answers 1, or 0 if the queue is full.
static inline int32_t polyprim_queue_push(const char *name, const void *record, size_t length) {
    static const char method[] = "polyprim.v1.QueueService/Push";
    enum { QUEUE = 1, PAYLOAD = 2 };
    size_t name_length = strlen(name);
    if (name_length > POLYPRIM_NAME_MAX || length > POLYPRIM_RECORD_MAX)
        return POLYPRIM_ERROR(POLYPRIM_INVALID_ARGUMENT);
    uint8_t request[name_length + length + 8], reply[POLYPRIM_REPLY_OVERHEAD];
    size_t size = polyprim_put_bytes(request, QUEUE, name, name_length);
    size += polyprim_put_bytes(request + size, PAYLOAD, record, length);
    int32_t answer = polyprim_call(method, sizeof method - 1, request, size, reply, sizeof reply);
    return answer < 0 ? answer : answer > 0;  // proto3: a true is two bytes, a false none
}
