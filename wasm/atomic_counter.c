// atomic_counter: 64-bit counters, from every language the same.
//
// Called by any worker for its own slot. Progress: every operation on a counter is wait-free, unless
// a call of a session has the counter to itself at that moment (BLOCKED). Sums wrap around as two's
// complement does.
//
// Memory, in the counter's object:
//
//   state | name ... | value[0] = the count
//
// The linearization point of an operation is its one atomic instruction on value[0].
#include "gen/counter.h"
#include "kind.h"

KIND(counter, COUNTER)

INLINE _Atomic int64_t *count_of(uint64_t handle) {
    return (_Atomic int64_t *)&object_at((uint32_t)handle)->value[0];
}

INLINE uint64_t add_to(uint64_t handle, int64_t delta) {
    return (uint64_t)atomic_fetch_add_explicit(count_of(handle), delta, memory_order_seq_cst);
}

EXPORT(counter_add) int64_t counter_add(uint32_t slot, uint64_t handle, int64_t delta) {
    if (!object_enter(slot, handle, COUNTER_KIND)) return FAULT + slot_at(slot)->status;
    const uint64_t before = add_to(handle, delta);
    object_leave(slot, (uint32_t)handle);
    return number(slot, (int64_t)(before + (uint64_t)delta));
}

// The count is read between two looks at the state, so no intent is needed.
EXPORT(counter_get) int64_t counter_get(uint32_t slot, uint64_t handle) {
    struct object *object = object_at((uint32_t)handle);
    const int64_t count = load_acquire(count_of(handle));
    if (!is_live(load_acquire(&object->state), handle, COUNTER_KIND)) {
        return fault(slot, STATUS_NOT_FOUND);
    }
    return number(slot, count);
}

// Answers the count before: the exchange took place if that is what was expected.
EXPORT(counter_compare_exchange)
int64_t counter_compare_exchange(uint32_t slot, uint64_t handle, int64_t expected,
                                 int64_t desired) {
    if (!object_enter(slot, handle, COUNTER_KIND)) return FAULT + slot_at(slot)->status;
    int64_t before = expected;
    atomic_compare_exchange_strong_explicit(count_of(handle), &before, desired,
                                            memory_order_seq_cst, memory_order_seq_cst);
    object_leave(slot, (uint32_t)handle);
    return number(slot, before);
}

// Answers the count before.
EXPORT(counter_reset) int64_t counter_reset(uint32_t slot, uint64_t handle, int64_t value) {
    if (!object_enter(slot, handle, COUNTER_KIND)) return FAULT + slot_at(slot)->status;
    const int64_t before = exchange_ordered(count_of(handle), value);
    object_leave(slot, (uint32_t)handle);
    return number(slot, before);
}

// Whether a counter is there for all, and stays so until kind_leave.
INLINE bool is_open(uint32_t slot, uint64_t handle) {
    const uint64_t state = load_ordered(&object_at((uint32_t)handle)->state);
    return state == live_state(handle, COUNTER_KIND) ||
           object_refused(slot, state, handle, COUNTER_KIND);
}

// One addition to each of many counters: the request area holds `count` pairs of handle and delta,
// the reply area gets the counts after. If a counter is gone nothing is added, and slot.scratch[0]
// tells which.
EXPORT(counter_add_many) int64_t counter_add_many(uint32_t slot, uint64_t length, int64_t count) {
    const uint32_t request = slot_at(slot)->buffer, reply = request + REQUEST_BYTES;
    if (request == 0 || count < 0 || (uint64_t)count > length / 16 || length > REQUEST_BYTES) {
        return fault(slot, STATUS_INVALID_ARGUMENT);
    }
    const uint32_t end = request + 16 * (uint32_t)count;
    kind_enter(slot, COUNTER_KIND);
    for (uint32_t pair = request; pair < end; pair += 16) {
        if (is_open(slot, load64(pair))) continue;
        kind_leave(slot);
        slot_at(slot)->scratch[0] = (pair - request) / 16;
        return FAULT + slot_at(slot)->status;
    }
    for (uint32_t pair = request, to = reply; pair < end; pair += 16, to += 8) {
        const int64_t delta = (int64_t)load64(pair + 8);
        store64(to, add_to(load64(pair), delta) + (uint64_t)delta);
    }
    kind_leave(slot);
    slot_at(slot)->reply_length = 8 * (uint32_t)count;
    return count;
}

INLINE uint64_t build(uint32_t slot, struct bytes name, int64_t initial_value) {
    const uint32_t offset = object_build(slot, COUNTER_KIND, name.offset, name.length, 0);
    if (offset == 0) return 0;
    exchange_relaxed(count_of(offset), initial_value);
    return object_show(slot, offset);
}

// A new counter; its name lies in slot.scratch.
EXPORT(counter_create)
int64_t counter_create(uint32_t slot, uint64_t name_length, int64_t initial_value) {
    const struct bytes name = {slot_scratch(slot), (uint32_t)name_length};
    return created(slot, build(slot, name, initial_value));
}

// An operation on a counter is one instruction: a dead worker leaves nothing half done.
EXPORT(retire) int64_t retire(uint32_t slot, uint64_t dead) {
    (void)slot;
    (void)dead;
    return 0;
}

// The service.

INLINE int64_t answer_create(uint32_t slot, bool created, int64_t value) {
    struct reply reply = reply_begin(slot);
    put_counter_create_response_created(&reply, created);
    put_counter_create_response_value(&reply, value);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

EXPORT(rpc_create) int64_t rpc_create(uint32_t slot, uint64_t length) {
    struct counter_create_request request;
    if (!decode_counter_create_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, COUNTER_KIND, COUNTER_CREATE);
    answer_create(slot, true, request.initial_value);
    if (build(slot, request.name, request.initial_value) != 0) return STATUS_OK;
    if (slot_at(slot)->status != STATUS_EXISTS) return slot_at(slot)->status;
    const uint64_t handle = object_named(slot, COUNTER_KIND, request.name);
    if (handle == 0) return found_no_more(slot);
    const int64_t value = counter_get(slot, handle);
    if (status_of(slot, value) != STATUS_OK) return found_no_more(slot);
    return answer_create(slot, false, value);
}

// A call of a session has the counter to itself, and its reply is complete before its effect.
COLD bool own(uint32_t slot, uint64_t handle) {
    return object_own(slot, handle, COUNTER_KIND, true);
}

COLD int64_t set_once(uint32_t slot, uint64_t handle, int64_t before, int64_t after) {
    _Atomic uint64_t *word = &object_at((uint32_t)handle)->value[0];
    journal_commit(slot, word, (uint64_t)before, (uint64_t)after);
    object_disown(slot, (uint32_t)handle);
    return STATUS_OK;
}

INLINE int64_t answer_add(uint32_t slot, int64_t value) {
    struct reply reply = reply_begin(slot);
    put_counter_add_response_value(&reply, value);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

COLD int64_t add_once(uint32_t slot, uint64_t handle, int64_t delta) {
    if (!own(slot, handle)) return slot_at(slot)->status;
    const int64_t before = load_acquire(count_of(handle));
    const int64_t after = (int64_t)((uint64_t)before + (uint64_t)delta);
    answer_add(slot, after);
    return set_once(slot, handle, before, after);
}

EXPORT(rpc_add) int64_t rpc_add(uint32_t slot, uint64_t length) {
    struct counter_add_request request;
    if (!decode_counter_add_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, COUNTER_KIND, COUNTER_ADD);
    const uint64_t handle = object_named(slot, COUNTER_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    if (is_remembered(slot)) return add_once(slot, handle, request.delta);
    const int64_t value = counter_add(slot, handle, request.delta);
    if (status_of(slot, value) != STATUS_OK) return slot_at(slot)->status;
    return answer_add(slot, value);
}

EXPORT(rpc_get) int64_t rpc_get(uint32_t slot, uint64_t length) {
    struct counter_get_request request;
    if (!decode_counter_get_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, COUNTER_KIND, COUNTER_GET);
    const uint64_t handle = object_named(slot, COUNTER_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    const int64_t value = counter_get(slot, handle);
    if (status_of(slot, value) != STATUS_OK) return slot_at(slot)->status;
    struct reply reply = reply_begin(slot);
    put_counter_get_response_value(&reply, value);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

INLINE int64_t answer_compare_exchange(uint32_t slot, bool exchanged, int64_t value) {
    struct reply reply = reply_begin(slot);
    put_counter_compare_exchange_response_exchanged(&reply, exchanged);
    put_counter_compare_exchange_response_value(&reply, value);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

COLD int64_t compare_exchange_once(uint32_t slot, uint64_t handle, int64_t expected,
                                   int64_t desired) {
    if (!own(slot, handle)) return slot_at(slot)->status;
    const int64_t before = load_acquire(count_of(handle));
    const int64_t after = before == expected ? desired : before;
    answer_compare_exchange(slot, before == expected, after);
    return set_once(slot, handle, before, after);
}

EXPORT(rpc_compare_exchange) int64_t rpc_compare_exchange(uint32_t slot, uint64_t length) {
    struct counter_compare_exchange_request request;
    if (!decode_counter_compare_exchange_request(slot, length, &request)) {
        return STATUS_INVALID_PROTO;
    }
    count_call(slot, COUNTER_KIND, COUNTER_COMPARE_EXCHANGE);
    const uint64_t handle = object_named(slot, COUNTER_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    if (is_remembered(slot)) {
        return compare_exchange_once(slot, handle, request.expected, request.desired);
    }
    const int64_t before =
        counter_compare_exchange(slot, handle, request.expected, request.desired);
    if (status_of(slot, before) != STATUS_OK) return slot_at(slot)->status;
    const bool exchanged = before == request.expected;
    return answer_compare_exchange(slot, exchanged, exchanged ? request.desired : before);
}

INLINE int64_t answer_reset(uint32_t slot, int64_t previous) {
    struct reply reply = reply_begin(slot);
    put_counter_reset_response_previous(&reply, previous);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

COLD int64_t reset_once(uint32_t slot, uint64_t handle, int64_t value) {
    if (!own(slot, handle)) return slot_at(slot)->status;
    const int64_t before = load_acquire(count_of(handle));
    answer_reset(slot, before);
    return set_once(slot, handle, before, value);
}

EXPORT(rpc_reset) int64_t rpc_reset(uint32_t slot, uint64_t length) {
    struct counter_reset_request request;
    if (!decode_counter_reset_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, COUNTER_KIND, COUNTER_RESET);
    const uint64_t handle = object_named(slot, COUNTER_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    if (is_remembered(slot)) return reset_once(slot, handle, request.value);
    const int64_t previous = counter_reset(slot, handle, request.value);
    if (status_of(slot, previous) != STATUS_OK) return slot_at(slot)->status;
    return answer_reset(slot, previous);
}

// Every name is looked up before anything is added, so that a name that is missing changes nothing.
// The handles lie at the end of the reply area, which the reply never reaches.
#define ADDITIONS_MAX 1000u
_Static_assert(ADDITIONS_MAX < 1024 && ADDITIONS_MAX < ANSWERED, "journal_entry");

INLINE uint32_t handle_place(uint32_t slot, uint32_t i) {
    return reply_area(slot) + REPLY_BYTES - 8 * (ADDITIONS_MAX - i);
}

INLINE bool look_up_all(uint32_t slot, struct items additions) {
    struct counter_addition addition;
    for (uint32_t i = 0; next_counter_add_many_request_additions(&additions, &addition); i++) {
        const uint64_t handle = object_named(slot, COUNTER_KIND, addition.name);
        if (handle == 0 || !is_open(slot, handle)) return false;
        store64(handle_place(slot, i), handle);
    }
    return true;
}

// Whether what a call that is half done has of its answer can be used: REUSED if it had another number
// of additions, UNKNOWN if it was lost.
INLINE bool is_gathered(uint32_t slot, struct journal *journal, struct journal_entry *entry,
                        uint32_t count) {
    const uint64_t place = entry->gathered >> 10;
    const bool same = (entry->gathered & 1023) == count;
    slot_at(slot)->status = same ? STATUS_UNKNOWN : STATUS_REUSED;
    return same && answer_is_kept(journal, place) &&
           place % ANSWER_BYTES + 8 * count <= ANSWER_BYTES;
}

// The additions of a call of a session are effects of their own: each counter is had alone for its
// own. One that goes away after the first of them gets nothing and answers 0.
INLINE int64_t add_many_once(uint32_t slot, struct items additions) {
    struct journal *journal = journal_of(slot);
    struct journal_entry *entry = entry_of(journal, journal->sequence);
    const uint32_t count = additions.count, done = entry_effects(load_acquire(&entry->word));
    if (done == 0 && !look_up_all(slot, additions)) return slot_at(slot)->status;
    if (done != 0 && !is_gathered(slot, journal, entry, count)) return slot_at(slot)->status;
    uint32_t sums = answer_offset(journal, entry->gathered >> 10);
    struct counter_addition addition;
    for (uint32_t i = 0; next_counter_add_many_request_additions(&additions, &addition); i++) {
        if (i < done) continue;
        const uint64_t handle = object_named(slot, COUNTER_KIND, addition.name);
        if (handle == 0 || !own(slot, handle)) {
            const bool begun = entry_effects(load_acquire(&entry->word)) != 0;
            if (!begun || slot_at(slot)->status == STATUS_BLOCKED) return slot_at(slot)->status;
            store64(sums + 8 * i, 0);
            continue;
        }
        if (entry_effects(load_acquire(&entry->word)) == 0) {  // the first: nothing is held up now
            const uint64_t place = answer_room(journal, 8 * count);
            entry->gathered = place << 10 | count;
            sums = answer_offset(journal, place);
        }
        const uint64_t before = load_acquire(&object_at((uint32_t)handle)->value[0]);
        const uint64_t after = before + (uint64_t)addition.delta;
        store64(sums + 8 * i, after);
        journal->may_abort = false;
        journal_effect(journal, &object_at((uint32_t)handle)->value[0], before, after, i + 1);
        object_disown(slot, (uint32_t)handle);
    }
    struct reply reply = reply_begin(slot);
    for (uint32_t i = 0; i < count; i++) {
        put_counter_add_many_response_values(&reply, (int64_t)load64(sums + 8 * i));
    }
    reply_finish(slot, &reply);
    return STATUS_OK;
}

EXPORT(rpc_add_many) int64_t rpc_add_many(uint32_t slot, uint64_t length) {
    struct counter_add_many_request request;
    if (!decode_counter_add_many_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, COUNTER_KIND, COUNTER_ADD_MANY);
    if (is_remembered(slot)) return add_many_once(slot, request.additions);
    kind_enter(slot, COUNTER_KIND);
    const bool found = look_up_all(slot, request.additions);
    if (found) {
        struct reply reply = reply_begin(slot);
        struct counter_addition addition;
        struct items rest = request.additions;
        for (uint32_t i = 0; next_counter_add_many_request_additions(&rest, &addition); i++) {
            const uint64_t before = add_to(load64(handle_place(slot, i)), addition.delta);
            const int64_t value = (int64_t)(before + (uint64_t)addition.delta);
            put_counter_add_many_response_values(&reply, value);
        }
        reply_finish(slot, &reply);
    }
    kind_leave(slot);
    return found ? STATUS_OK : slot_at(slot)->status;
}
