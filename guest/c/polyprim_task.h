// What a task written in C asks of its host. Every length is in bytes.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define POLYPRIM_IMPORT(name) __attribute__((import_module("polyprim"), import_name(#name)))
#define POLYPRIM_EXPORT(name) __attribute__((export_name(#name)))

// Waits for the next message and answers its length. A task with POLYPRIM_STACK is suspended here,
// and may be stored and go on in another process; any other keeps its thread waiting.
POLYPRIM_IMPORT(park) int32_t polyprim_park(void);

// Copies the message that woke the task, at most `capacity` bytes of it, and answers how many.
POLYPRIM_IMPORT(read) int32_t polyprim_read(void *buffer, size_t capacity);

// Adds to the answer that the message's sender gets: a list, one item a call.
POLYPRIM_IMPORT(reply) void polyprim_reply(const void *bytes, size_t length);

// Calls a method of the contract, such as "polyprim.v1.QueueService/Push", with its protobuf
// request, on the host's segment. Answers the reply's length or POLYPRIM_ERROR(code), code being
// that of gRPC. A call that has to wait parks as polyprim_park does.
POLYPRIM_IMPORT(call)
int32_t polyprim_call(const char *method, size_t method_length, const void *request,
                      size_t request_length, void *reply, size_t reply_capacity);

#define POLYPRIM_ERROR(code) (-(code))
enum polyprim_code {
    POLYPRIM_INVALID_ARGUMENT = 3,
    POLYPRIM_DEADLINE_EXCEEDED = 4,
    POLYPRIM_NOT_FOUND = 5,
    POLYPRIM_RESOURCE_EXHAUSTED = 8,  // also: the reply has no room in its buffer
    POLYPRIM_FAILED_PRECONDITION = 9,
    POLYPRIM_INTERNAL = 13,
    POLYPRIM_DATA_LOSS = 15,
};

// Once in a task that wants to be suspended: asks asyncify.sh for it, and keeps room for the locals
// of the functions on its stack. A task that parks deeper than `bytes` traps.
#define POLYPRIM_STACK(bytes)                                                                      \
    POLYPRIM_EXPORT(polyprim_stack) void *polyprim_stack(void) {                                   \
        static uint64_t room[((bytes) + 7) / 8];                                                   \
        static void *area[2] = {room, (char *)room + sizeof room};                                 \
        return area;                                                                               \
    }
