// kafka_rebalance_hook: one retry count for all members of a consumer group, and what they reported.
//
// Called by any worker for its own slot. Progress: lock-free, except that a member stopped for a
// whole round of the event log holds up further reports (STATUS_BLOCKED) until their deadlines.
// Time and random bits are arguments, in the slot.
//
// Memory: object.value[0] = sequence of the latest report << 20 | retries so far
//         object.value[1] = 1 << 32 if there is jitter | cap in milliseconds, 0 for none
//         body            = | next | event | event | ...   64 bytes each, a ring
//
// An event's word is sequence << 12 | owner << 2 | state, and goes (older) -> RESERVED -> READY, or
// SKIPPED by retire.
//
//   report  reserves the next event [K1], fills it in, and counts the retry by one compare-exchange
//           of value[0], which names the event: linearization [K2]; then makes the event READY.
//           Whoever replaces value[0] first makes READY the event that it names [K3]. So a reserved
//           event of a dead worker counted if value[0] names it, and never happened otherwise.
#include "gen/kafka_rebalance_hook.h"
#include "kind.h"

enum { EVENT_RESERVED = 1, EVENT_READY = 2, EVENT_SKIPPED = 3 };

struct event {
    _Atomic uint64_t word;
    int64_t unix_ms;
    int64_t backoff_ms;
    uint32_t retry;
    int32_t error;
    uint8_t trace_id[16];
    uint32_t trace_length;
    uint8_t pad[12];
};
_Static_assert(sizeof(struct event) == 64, "event");

#define EVENTS 1023u
struct log {
    _Atomic uint64_t last;  // sequence of the last reserved event
    uint8_t pad[56];
    struct event event[EVENTS];
};
_Static_assert(sizeof(struct log) == CHUNK_BYTES, "log");

#define RETRY_BITS 20
#define RETRY_MAX 20u
#define BACKOFF_MS 100
#define TRACE_BYTES 16u
#define ATTEMPTS 4096u
#define JITTER (1ull << 32)

KIND(kafka_rebalance_hook, KAFKA_REBALANCE_HOOK)

INLINE uint64_t event_word(uint64_t sequence, uint32_t owner, uint32_t state) {
    return sequence << 12 | owner << 2 | state;
}
INLINE uint64_t sequence_of(uint64_t word) { return word >> 12; }
INLINE uint32_t reporter_of(uint64_t word) { return (uint32_t)word >> 2 & 0x3ff; }
INLINE uint32_t event_state(uint64_t word) { return (uint32_t)word & 3; }

INLINE struct log *log_of(uint32_t offset) { return at(object_at(offset)->body); }
INLINE struct event *event_at(struct log *log, uint64_t sequence) {
    return &log->event[sequence % EVENTS];
}

INLINE void make_ready(struct event *event, uint64_t sequence) {
    const uint64_t word = load_acquire(&event->word);
    if (sequence_of(word) != sequence || event_state(word) != EVENT_RESERVED) return;
    replace(&event->word, word, event_word(sequence, reporter_of(word), EVENT_READY));
}

// The sequence of an event that is now the slot's own, or 0 with slot.status BLOCKED.
INLINE uint64_t reserve(struct log *log, uint32_t slot) {
    for (uint32_t i = 0; i < ATTEMPTS; i++) {
        const uint64_t last = load_acquire(&log->last), sequence = last + 1;
        struct event *event = event_at(log, sequence);
        const uint64_t word = load_acquire(&event->word);
        if (sequence_of(word) == sequence) {  // taken already
            replace(&log->last, last, sequence);
            continue;
        }
        if (load_acquire(&log->last) != last) continue;
        if (event_state(word) == EVENT_RESERVED) {
            blocked(slot, reporter_of(word));
            return 0;
        }
        if (replace(&event->word, word, event_word(sequence, slot, EVENT_RESERVED))) {  // [K1]
            replace(&log->last, last, sequence);
            return sequence;
        }
    }
    blocked(slot, 0);
    return 0;
}

INLINE int64_t backoff_of(uint64_t options, uint32_t retry, uint64_t random) {
    const uint64_t cap = (uint32_t)options;
    uint64_t backoff = (uint64_t)BACKOFF_MS << retry;
    if (cap != 0 && backoff > cap) backoff = cap;
    if ((options & JITTER) == 0) return (int64_t)backoff;
    const uint64_t half = backoff / 2;
    return (int64_t)(half + random % (backoff - half + 1));
}

INLINE void answer_report(uint32_t slot, uint32_t retry, int64_t backoff_ms) {
    struct reply reply = reply_begin(slot);
    put_kafka_rebalance_hook_report_response_retry(&reply, retry);
    put_kafka_rebalance_hook_report_response_backoff_ms(&reply, backoff_ms);
    reply_finish(slot, &reply);
}

// Answers the backoff in milliseconds; the retry it belongs to goes to slot.scratch[2].
INLINE int64_t report(uint32_t slot, uint32_t offset, int32_t error, uint32_t trace,
                      uint32_t trace_length) {
    struct object *object = object_at(offset);
    struct log *log = log_of(offset);
    const uint64_t sequence = reserve(log, slot);
    if (sequence == 0) return FAULT + STATUS_BLOCKED;
    struct event *event = event_at(log, sequence);
    event->unix_ms = slot_at(slot)->now_ms;
    event->error = error;
    event->trace_length = trace_length;
    if (trace_length == TRACE_BYTES) __builtin_memcpy(event->trace_id, at(trace), TRACE_BYTES);
    const uint64_t options = load_acquire(&object->value[1]);
    for (uint32_t i = 0; i < ATTEMPTS; i++) {
        const uint64_t count = load_acquire(&object->value[0]);
        make_ready(event_at(log, count >> RETRY_BITS), count >> RETRY_BITS);  // [K3]
        const uint32_t retry = (uint32_t)count & ((1u << RETRY_BITS) - 1);
        const uint32_t next = retry < RETRY_MAX ? retry + 1 : RETRY_MAX;
        event->retry = retry;
        event->backoff_ms = backoff_of(options, retry & 31, random_bits(slot));
        const int64_t backoff_ms = event->backoff_ms;
        if (is_remembered(slot)) {
            answer_report(slot, retry, backoff_ms);
            journal_commit(slot, &object->value[0], count, sequence << RETRY_BITS | next);
        } else if (!replace(&object->value[0], count, sequence << RETRY_BITS | next)) {  // [K2]
            continue;
        }
        make_ready(event, sequence);
        slot_at(slot)->scratch[2] = retry;
        return backoff_ms;
    }
    replace(&event->word, event_word(sequence, slot, EVENT_RESERVED),
            event_word(sequence, slot, EVENT_SKIPPED));
    return blocked(slot, 0);
}

// The trace id, if there is one, lies in slot.scratch[0] and [1].
EXPORT(kafka_rebalance_hook_report)
int64_t kafka_rebalance_hook_report(uint32_t slot, uint64_t handle, int64_t error,
                                    uint64_t trace_length) {
    if (!object_enter(slot, handle, KAFKA_REBALANCE_HOOK_KIND))
        return FAULT + slot_at(slot)->status;
    const int64_t backoff_ms =
        report(slot, (uint32_t)handle, (int32_t)error, slot_scratch(slot), (uint32_t)trace_length);
    object_leave(slot, (uint32_t)handle);
    return backoff_ms;
}

// Starts again from no retries. value[0] keeps the name of the event that it names [K3].
INLINE int64_t succeed(uint32_t slot, uint32_t offset) {
    struct object *object = object_at(offset);
    for (uint32_t i = 0; i < ATTEMPTS; i++) {
        const uint64_t count = load_acquire(&object->value[0]);
        const uint64_t none = count >> RETRY_BITS << RETRY_BITS;
        if (is_remembered(slot)) {
            journal_commit(slot, &object->value[0], count, none);
            return 0;
        }
        if (replace(&object->value[0], count, none)) return 0;
    }
    return blocked(slot, 0);
}

EXPORT(kafka_rebalance_hook_succeed)
int64_t kafka_rebalance_hook_succeed(uint32_t slot, uint64_t handle) {
    if (!object_enter(slot, handle, KAFKA_REBALANCE_HOOK_KIND))
        return FAULT + slot_at(slot)->status;
    const int64_t result = succeed(slot, (uint32_t)handle);
    object_leave(slot, (uint32_t)handle);
    return result;
}

EXPORT(kafka_rebalance_hook_get)
int64_t kafka_rebalance_hook_get(uint32_t slot, uint64_t handle) {
    struct object *object = object_at((uint32_t)handle);
    const uint64_t count = load_acquire(&object->value[0]);
    if (!is_live(load_acquire(&object->state), handle, KAFKA_REBALANCE_HOOK_KIND)) {
        return fault(slot, STATUS_NOT_FOUND);
    }
    return (int64_t)(count & ((1u << RETRY_BITS) - 1));
}

// Finds the first event after a sequence: copies it to a plain place and answers its sequence, 0
// where there is none yet, or BLOCKED by a member that is about to report an earlier one.
INLINE int64_t event_after(uint32_t slot, struct log *log, uint64_t after, uint32_t to) {
    const uint64_t last = load_acquire(&log->last);
    uint64_t sequence = last >= EVENTS && after < last - EVENTS ? last - EVENTS + 1 : after + 1;
    for (uint32_t i = 0; i < EVENTS && sequence <= last; i++, sequence++) {
        struct event *event = event_at(log, sequence);
        const uint64_t word = load_acquire(&event->word);
        if (sequence_of(word) != sequence || event_state(word) == EVENT_SKIPPED) continue;
        if (event_state(word) == EVENT_RESERVED) {
            return sequence == last ? 0 : blocked(slot, reporter_of(word));
        }
        __builtin_memcpy(at(to), (void *)event, sizeof *event);
        if (untouched(&event->word, word)) return (int64_t)sequence;
    }
    return 0;
}

// The event is the reply; the answer is its sequence, or 0.
EXPORT(kafka_rebalance_hook_event)
int64_t kafka_rebalance_hook_event(uint32_t slot, uint64_t handle, uint64_t after) {
    if (!has_buffer(slot)) return fault(slot, STATUS_INVALID_ARGUMENT);
    if (!object_enter(slot, handle, KAFKA_REBALANCE_HOOK_KIND))
        return FAULT + slot_at(slot)->status;
    struct log *log = log_of((uint32_t)handle);
    const int64_t sequence = event_after(slot, log, after, reply_area(slot));
    object_leave(slot, (uint32_t)handle);
    slot_at(slot)->reply_length = sequence > 0 ? sizeof(struct event) : 0;
    return sequence;
}

INLINE uint64_t build(uint32_t slot, struct bytes name, bool jitter, uint32_t cap_ms) {
    const uint32_t offset =
        object_build(slot, KAFKA_REBALANCE_HOOK_KIND, name.offset, name.length, 1);
    if (offset == 0) return 0;
    __builtin_memset(at(object_at(offset)->body), 0, sizeof(struct log));
    exchange_relaxed(&object_at(offset)->value[1], (jitter ? JITTER : 0) | cap_ms);
    return object_show(slot, offset);
}

EXPORT(kafka_rebalance_hook_create)
int64_t kafka_rebalance_hook_create(uint32_t slot, uint64_t name_length, uint64_t jitter,
                                    uint64_t cap_ms) {
    if (cap_ms > (uint64_t)BACKOFF_MS << RETRY_MAX) return fault(slot, STATUS_INVALID_ARGUMENT);
    const struct bytes name = {slot_scratch(slot), (uint32_t)name_length};
    return created(slot, build(slot, name, jitter != 0, (uint32_t)cap_ms));
}

EXPORT(retire) int64_t retire(uint32_t slot, uint64_t dead) {
    (void)slot;
    bool live;
    const uint32_t offset = used_by((uint32_t)dead, KAFKA_REBALANCE_HOOK_KIND, &live);
    if (!live || offset == 0) return 0;
    struct log *log = log_of(offset);
    for (uint32_t i = 0; i < EVENTS; i++) {
        const uint64_t word = load_acquire(&log->event[i].word);
        if (event_state(word) != EVENT_RESERVED || reporter_of(word) != dead) continue;
        const uint64_t sequence = sequence_of(word);
        const uint64_t count = load_acquire(&object_at(offset)->value[0]);
        const bool counted = count >> RETRY_BITS == sequence;  // else [K3] had made it READY
        replace(&log->event[i].word, word,
                event_word(sequence, (uint32_t)dead, counted ? EVENT_READY : EVENT_SKIPPED));
    }
    return 0;
}

// The service.

INLINE int64_t answer_create(uint32_t slot, bool created) {
    struct reply reply = reply_begin(slot);
    put_kafka_rebalance_hook_create_response_created(&reply, created);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

EXPORT(rpc_create) int64_t rpc_create(uint32_t slot, uint64_t length) {
    struct kafka_rebalance_hook_create_request request;
    if (!decode_kafka_rebalance_hook_create_request(slot, length, &request)) {
        return STATUS_INVALID_PROTO;
    }
    count_call(slot, KAFKA_REBALANCE_HOOK_KIND, KAFKA_REBALANCE_HOOK_CREATE);
    const uint32_t cap_ms = request.has_cap_ms ? (uint32_t)request.cap_ms : 0;
    answer_create(slot, true);
    if (build(slot, request.name, request.jitter, cap_ms) != 0) return STATUS_OK;
    return slot_at(slot)->status == STATUS_EXISTS ? answer_create(slot, false)
                                                  : slot_at(slot)->status;
}

EXPORT(rpc_report) int64_t rpc_report(uint32_t slot, uint64_t length) {
    struct kafka_rebalance_hook_report_request request;
    if (!decode_kafka_rebalance_hook_report_request(slot, length, &request)) {
        return STATUS_INVALID_PROTO;
    }
    count_call(slot, KAFKA_REBALANCE_HOOK_KIND, KAFKA_REBALANCE_HOOK_REPORT);
    const uint64_t handle = object_named(slot, KAFKA_REBALANCE_HOOK_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    const bool owned = is_remembered(slot);
    if (!rpc_enter(slot, handle, KAFKA_REBALANCE_HOOK_KIND)) return slot_at(slot)->status;
    const int64_t backoff_ms = report(slot, (uint32_t)handle, request.error,
                                      request.trace_id.offset, request.trace_id.length);
    rpc_leave(slot, handle, owned);
    if (status_of(slot, backoff_ms) != STATUS_OK) return slot_at(slot)->status;
    answer_report(slot, (uint32_t)slot_at(slot)->scratch[2], backoff_ms);
    return STATUS_OK;
}

EXPORT(rpc_succeed) int64_t rpc_succeed(uint32_t slot, uint64_t length) {
    struct kafka_rebalance_hook_succeed_request request;
    if (!decode_kafka_rebalance_hook_succeed_request(slot, length, &request)) {
        return STATUS_INVALID_PROTO;
    }
    count_call(slot, KAFKA_REBALANCE_HOOK_KIND, KAFKA_REBALANCE_HOOK_SUCCEED);
    slot_at(slot)->reply_length = 0;
    const uint64_t handle = object_named(slot, KAFKA_REBALANCE_HOOK_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    const bool owned = is_remembered(slot);
    if (!rpc_enter(slot, handle, KAFKA_REBALANCE_HOOK_KIND)) return slot_at(slot)->status;
    const int64_t result = succeed(slot, (uint32_t)handle);
    rpc_leave(slot, handle, owned);
    return status_of(slot, result);
}

EXPORT(rpc_get) int64_t rpc_get(uint32_t slot, uint64_t length) {
    struct kafka_rebalance_hook_get_request request;
    if (!decode_kafka_rebalance_hook_get_request(slot, length, &request)) {
        return STATUS_INVALID_PROTO;
    }
    count_call(slot, KAFKA_REBALANCE_HOOK_KIND, KAFKA_REBALANCE_HOOK_GET);
    const uint64_t handle = object_named(slot, KAFKA_REBALANCE_HOOK_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    const int64_t retry = kafka_rebalance_hook_get(slot, handle);
    if (status_of(slot, retry) != STATUS_OK) return slot_at(slot)->status;
    struct reply reply = reply_begin(slot);
    put_kafka_rebalance_hook_get_response_retry(&reply, (uint32_t)retry);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

EXPORT(rpc_events) int64_t rpc_events(uint32_t slot, uint64_t length) {
    struct kafka_rebalance_hook_events_request request;
    if (!decode_kafka_rebalance_hook_events_request(slot, length, &request)) {
        return STATUS_INVALID_PROTO;
    }
    count_call(slot, KAFKA_REBALANCE_HOOK_KIND, KAFKA_REBALANCE_HOOK_EVENTS);
    const uint64_t handle = object_named(slot, KAFKA_REBALANCE_HOOK_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    if (!object_enter(slot, handle, KAFKA_REBALANCE_HOOK_KIND)) return slot_at(slot)->status;
    // One event at a time is copied to the end of the reply area, which the reply never reaches.
    const uint32_t copy = reply_area(slot) + REPLY_BYTES - (uint32_t)sizeof(struct event);
    struct reply reply = reply_begin(slot);
    uint64_t after = request.after;
    int64_t found = 0;
    for (uint32_t i = 0; i < request.limit; i++) {
        found = event_after(slot, log_of((uint32_t)handle), after, copy);
        if (found <= 0) break;
        const struct event *event = at(copy);
        const struct rebalance_event item = {
            .sequence = (uint64_t)found,
            .unix_ms = event->unix_ms,
            .retry = event->retry,
            .backoff_ms = event->backoff_ms,
            .error = event->error,
            .trace_id = {copy + offsetof(struct event, trace_id),
                         event->trace_length <= TRACE_BYTES ? event->trace_length : 0},
        };
        put_kafka_rebalance_hook_events_response_events(&reply, &item);
        after = (uint64_t)found;
    }
    object_leave(slot, (uint32_t)handle);
    reply_finish(slot, &reply);
    // Held up by a member that is about to report: what came before it is an answer.
    return found < 0 && after == request.after ? slot_at(slot)->status : STATUS_OK;
}
