// atomic_counter: 64-bit counters, from every language the same.
//
// Called by any worker for its own slot. Progress: every operation on a counter is wait-free.
// Sums wrap around as two's complement does.
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
    if (!object_enter(slot, handle, COUNTER_KIND)) return FAULT + STATUS_NOT_FOUND;
    const uint64_t before = add_to(handle, delta);
    object_leave(slot, (uint32_t)handle);
    return number(slot, (int64_t)(before + (uint64_t)delta));
}

// The count is read between two looks at the state, so no intent is needed.
EXPORT(counter_get) int64_t counter_get(uint32_t slot, uint64_t handle) {
    struct object *object = object_at((uint32_t)handle);
    const int64_t count = load_acquire(count_of(handle));
    if (load_acquire(&object->state) != state_of(handle >> 32, 0, COUNTER_KIND, LIFE_LIVE)) {
        return fault(slot, STATUS_NOT_FOUND);
    }
    return number(slot, count);
}

// Answers the count before: the exchange took place if that is what was expected.
EXPORT(counter_compare_exchange)
int64_t counter_compare_exchange(uint32_t slot, uint64_t handle, int64_t expected,
                                 int64_t desired) {
    if (!object_enter(slot, handle, COUNTER_KIND)) return FAULT + STATUS_NOT_FOUND;
    int64_t before = expected;
    atomic_compare_exchange_strong_explicit(count_of(handle), &before, desired,
                                            memory_order_seq_cst, memory_order_seq_cst);
    object_leave(slot, (uint32_t)handle);
    return number(slot, before);
}

// Answers the count before.
EXPORT(counter_reset) int64_t counter_reset(uint32_t slot, uint64_t handle, int64_t value) {
    if (!object_enter(slot, handle, COUNTER_KIND)) return FAULT + STATUS_NOT_FOUND;
    const int64_t before = exchange_ordered(count_of(handle), value);
    object_leave(slot, (uint32_t)handle);
    return number(slot, before);
}

// One addition to each of many counters: the request area holds `count` pairs of handle and delta,
// the reply area gets the counts after. Stops at the first handle whose counter is gone and answers
// how many additions were done.
EXPORT(counter_add_many) int64_t counter_add_many(uint32_t slot, uint64_t length, int64_t count) {
    const uint32_t request = slot_at(slot)->buffer, reply = request + REQUEST_BYTES;
    if (request == 0 || count < 0 || (uint64_t)count > length / 16 || length > REQUEST_BYTES) {
        return fault(slot, STATUS_INVALID_ARGUMENT);
    }
    int64_t done = 0;
    for (; done < count; done++) {
        const uint32_t pair = request + 16 * (uint32_t)done;
        const uint64_t handle = load64(pair);
        if (!object_enter(slot, handle, COUNTER_KIND)) break;
        const int64_t delta = (int64_t)load64(pair + 8);
        const uint64_t before = add_to(handle, delta);
        object_leave(slot, (uint32_t)handle);
        store64(reply + 8 * (uint32_t)done, before + (uint64_t)delta);
    }
    slot_at(slot)->reply_length = 8 * (uint32_t)done;
    return done;
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

EXPORT(rpc_create) int64_t rpc_create(uint32_t slot, uint64_t length) {
    struct counter_create_request request;
    if (!decode_counter_create_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, COUNTER_KIND, COUNTER_CREATE);
    const bool made = build(slot, request.name, request.initial_value) != 0;
    int64_t value = request.initial_value;
    if (!made) {
        if (slot_at(slot)->status != STATUS_EXISTS) return slot_at(slot)->status;
        const uint64_t handle = object_named(slot, COUNTER_KIND, request.name);
        if (handle == 0) return found_no_more(slot);
        value = counter_get(slot, handle);
        if (status_of(slot, value) != STATUS_OK) return found_no_more(slot);
    }
    struct reply reply = reply_begin(slot);
    put_counter_create_response_created(&reply, made);
    put_counter_create_response_value(&reply, value);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

EXPORT(rpc_add) int64_t rpc_add(uint32_t slot, uint64_t length) {
    struct counter_add_request request;
    if (!decode_counter_add_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, COUNTER_KIND, COUNTER_ADD);
    const uint64_t handle = object_named(slot, COUNTER_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    const int64_t value = counter_add(slot, handle, request.delta);
    if (status_of(slot, value) != STATUS_OK) return slot_at(slot)->status;
    struct reply reply = reply_begin(slot);
    put_counter_add_response_value(&reply, value);
    reply_finish(slot, &reply);
    return STATUS_OK;
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

EXPORT(rpc_compare_exchange) int64_t rpc_compare_exchange(uint32_t slot, uint64_t length) {
    struct counter_compare_exchange_request request;
    if (!decode_counter_compare_exchange_request(slot, length, &request)) {
        return STATUS_INVALID_PROTO;
    }
    count_call(slot, COUNTER_KIND, COUNTER_COMPARE_EXCHANGE);
    const uint64_t handle = object_named(slot, COUNTER_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    const int64_t before =
        counter_compare_exchange(slot, handle, request.expected, request.desired);
    if (status_of(slot, before) != STATUS_OK) return slot_at(slot)->status;
    const bool exchanged = before == request.expected;
    struct reply reply = reply_begin(slot);
    put_counter_compare_exchange_response_exchanged(&reply, exchanged);
    put_counter_compare_exchange_response_value(&reply, exchanged ? request.desired : before);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

EXPORT(rpc_reset) int64_t rpc_reset(uint32_t slot, uint64_t length) {
    struct counter_reset_request request;
    if (!decode_counter_reset_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, COUNTER_KIND, COUNTER_RESET);
    const uint64_t handle = object_named(slot, COUNTER_KIND, request.name);
    if (handle == 0) return slot_at(slot)->status;
    const int64_t previous = counter_reset(slot, handle, request.value);
    if (status_of(slot, previous) != STATUS_OK) return slot_at(slot)->status;
    struct reply reply = reply_begin(slot);
    put_counter_reset_response_previous(&reply, previous);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

// Every name is looked up before anything is added, so that a name that is missing changes nothing.
// A counter deleted in between is as good as one deleted just after: its addition counts as done.
EXPORT(rpc_add_many) int64_t rpc_add_many(uint32_t slot, uint64_t length) {
    struct counter_add_many_request request;
    if (!decode_counter_add_many_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, COUNTER_KIND, COUNTER_ADD_MANY);
    struct counter_addition addition;
    struct items rest = request.additions;
    while (next_counter_add_many_request_additions(&rest, &addition)) {
        if (object_named(slot, COUNTER_KIND, addition.name) == 0) return slot_at(slot)->status;
    }
    struct reply reply = reply_begin(slot);
    rest = request.additions;
    while (next_counter_add_many_request_additions(&rest, &addition)) {
        const uint64_t handle = object_named(slot, COUNTER_KIND, addition.name);
        int64_t value = handle != 0 ? counter_add(slot, handle, addition.delta) : 0;
        put_counter_add_many_response_values(&reply, value);
    }
    reply_finish(slot, &reply);
    return STATUS_OK;
}
