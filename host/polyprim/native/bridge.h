// The native bridge: from a thread of the host into the wasm modules of its segment.
//
//   bridge.c       calls a module's function through the calling thread's attachment
//   records.c      the same for functions that take or answer bytes, without cffi in between
//   attachment.c   opens and closes what one thread needs to work on one segment
//   mapping.c      the segment's memory
//   guard.c        signals
//   wait.c         futexes
//
// bridge.c and records.c are compiled twice: into _bounded, whose functions keep the GIL, for calls
// that take less than giving it up and taking it back; and into _native, whose functions give it up,
// for calls that wait or move much. Each has its own table of the thread's attachments; the
// attachments are shared.
//
// What lies between the two marks of a header is also what Python sees, as build.py reads it.
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "abi.h"

struct attachment *attachment_begin(uint64_t segment_id);
void attachment_end(struct attachment *attachment);

// For records.c: a call in steps. Between the first, which answers 0 or a fault, and the last, which
// follows in any case, the buffer is the caller's: the request area, and behind it the reply area.
struct site;
int64_t site_begin(const struct site *site, struct attachment **attachment, char **buffer);
int64_t site_call(const struct site *site, struct attachment *attachment, int64_t a, int64_t b);
void site_end(struct attachment *attachment);

// python {
// Statuses of the bridge's own, above those of the modules.
enum host_status {
    STATUS_DETACHED = 240,  // the calling thread has no attachment at hand
    STATUS_TRAP = 241,      // trap_message tells why
};

// What a call left in its slot, copied: nobody can change it any more, and no other call of the
// same thread (a signal handler's, a finalizer's) overwrites it.
struct outcome {
    uint32_t status;
    uint32_t field;
    uint32_t blocked_by;
    uint32_t wait_word;
    uint32_t wait_value;
    int32_t timeout_ms;
    int32_t wait_ms;
    uint32_t reply_length;  // 0 if the slot has no buffer
    uint64_t scratch[8];
    char reply[131072];
};

// A function bound to an object. From Python each argument costs 12 ns, the second one 40: so what
// is called often is called through a site, with as few arguments as it takes.
struct site {
    uint64_t segment_id;
    uint64_t handle;
    uint32_t function;
};

// Every call is f(slot, handle, a, b), of which a function takes as many as it has parameters. The
// answer is the function's, or FAULT + status; FAULT + STATUS_OK says that the answer is `kept`,
// since it looks like a fault.
int64_t call0(const struct site *site);
int64_t call1(const struct site *site, int64_t a);
int64_t call2(const struct site *site, int64_t a, int64_t b);
// The same for functions that are bound to nothing, or take more. `out` may be NULL. The data go to
// the request area, a name to the slot's scratch; the slot gets the time and random bits.
int64_t call(uint64_t segment_id, uint32_t function, uint64_t handle, int64_t a, int64_t b,
             void *out);
int64_t call_with(uint64_t segment_id, uint32_t function, uint64_t handle, int64_t a, int64_t b,
                  const char *data, size_t length, void *out);
int64_t call_named(uint64_t segment_id, uint32_t function, uint64_t handle, int64_t a, int64_t b,
                   const char *name, size_t length, void *out);
// The answer is a status, or FAULT + status where the function was not reached or did not return.
int64_t rpc(uint64_t segment_id, uint32_t function, uint32_t language, uint32_t may_wait,
            const char *data, size_t length, void *out);
// The same as a call of a session, or of none (NULL). The last numbers are those of session_begin and
// session_end.
struct session_call {
    char session[64];
    uint32_t session_length;
    uint64_t sequence, oldest;
    uint32_t method;  // kind << 8 | number of the method
    uint32_t begin, end;
};
int64_t rpc_once(uint64_t segment_id, uint32_t function, uint32_t language, uint32_t may_wait,
                 const char *data, size_t length, const void *session_call, void *out);
int64_t kept(uint64_t segment_id);
// Adds a call's time to the row of a latency table that lies at `place`.
int64_t record_latency(uint64_t segment_id, uint32_t place, uint64_t ns);
// The slot that was in the way of the last call that answered STATUS_BLOCKED; a guess, not a truth.
uint32_t blocked_by(uint64_t segment_id);

// Puts an attachment at the calling thread's hand, and takes it away again: before it is closed, so
// that this thread does not find it at hand when it has become another thread's. A call through it
// by address needs no such.
void enter(void *attachment);
void leave(void *attachment);
int64_t attachment_call(void *attachment, uint32_t function, uint64_t handle, int64_t a, int64_t b);
// } python

_Static_assert(sizeof((struct outcome){0}.reply) == REPLY_BYTES, "outcome");
