"""Faults to plant in the C sources: what the tests of this folder must find."""

from __future__ import annotations

from tests.stepper.planting import Fault

C, Q, H, S = "atomic_counter", "concurrent_queue", "kafka_rebalance_hook", "segment"
J = "call_session"

# Objects

CLAIM_BY_STORE = Fault(
    "a place is claimed by a store", "object.h", (C, H),
    "        if (replace(&object->state, state, building)) return offset;",
    "        exchange_release(&object->state, building);\n        return offset;",
)  # fmt: skip
NO_INTENT = Fault(
    "entering sets no intent", "object.h", (Q, S),
    "    intend(slot, INTENT_USE, offset);  "
    "// pairs with [O1], [O2]\n",
    "",
)  # fmt: skip
INTENT_TOO_LATE = Fault(
    "the intent comes after the look at the state", "object.h", (Q, S),
    """    intend(slot, INTENT_USE, offset);  // pairs with [O1], [O2]
    const uint64_t state = load_ordered(&object_at(offset)->state);
""",
    """    const uint64_t state = load_ordered(&object_at(offset)->state);
    intend(slot, INTENT_USE, offset);
""",
)  # fmt: skip
RECLAIM_AT_ONCE = Fault(
    "a dying object is freed under its users", "object.h", (Q, S),
    "        if (load_ordered(&slot_at(i)->intent) == INTENT(INTENT_USE, offset)) return;\n",
    "        if (slots > SLOT_COUNT) return;\n",
)  # fmt: skip
NOBODY_RECLAIMS = Fault(
    "who leaves a dying object does not free it", "object.h", (C, S),
    "        object_reclaim(slot, offset);\n    }\n}", "        return;\n    }\n}",
)  # fmt: skip
TAG_AFTER_STATE = Fault(
    "the tag is cleared after the state", "object.h", (C, H, S),
    """    exchange_release(tag_at(number), 0);
    const uint64_t state = load_relaxed(&object->state);
    exchange_release(&object->state, state_of(state >> 32, 0, 0, LIFE_FREE));
""",
    """    const uint64_t state = load_relaxed(&object->state);
    exchange_release(&object->state, state_of(state >> 32, 0, 0, LIFE_FREE));
    exchange_release(tag_at(number), 0);
""",
)  # fmt: skip
SHOWN_BY_STORE = Fault(
    "an object is made live by a store", "journal.h", (C, H),
    "                                            : replace(word, state, live));",
    "                                            : (exchange_ordered(word, live), true));",
)  # fmt: skip
NO_RIVALS = Fault(
    "a builder does not look for others", "object.h", (C, H),
    "        if (object_rival(slot, offset, other, before_own) != RIVAL_NONE) {",
    "        if (object_rival(slot, offset, other, before_own) == 99) {",
)  # fmt: skip
NO_RETIRED_CREATION = Fault(
    "what a dead builder began is left", "segment.c", (S,),
    "            retire_create((uint32_t)dead, offset);\n", "",
)  # fmt: skip
NO_RETIRED_RECLAIM = Fault(
    "what a dead reclaimer began is left", "segment.c", (S,),
    "            if (life_of(state) == LIFE_FREEING && owner_of(state) == dead)",
    "            if (life_of(state) == LIFE_ABORTED && owner_of(state) == dead)",
)  # fmt: skip
NO_RETIRED_LEAVE = Fault(
    "who died while leaving does not free", "segment.c", (S,),
    "            intend((uint32_t)dead, INTENT_LEFT, offset);\n"
    "            object_reclaim(slot, offset);\n",
    "            intend((uint32_t)dead, INTENT_LEFT, offset);\n",
)  # fmt: skip
NO_RETIRED_BUFFER = Fault(
    "a dead worker keeps its buffer", "segment.c", (S,),
    "    chunks_release_all(CHUNK_OF_SLOT | (uint32_t)dead);\n", "",
)  # fmt: skip
FORGOTTEN_TOO_EARLY = Fault(
    "a retirer clears the intent first", "segment.c", (S,),
    "    const uint32_t offset = (uint32_t)intent;\n    if (is_object(offset)) {",
    "    const uint32_t offset = (uint32_t)intent;\n    intend((uint32_t)dead, INTENT_NONE, 0);\n"
    "    if (is_object(offset)) {",
)  # fmt: skip
REPAIR_OF_DYING = Fault(
    "the body of a dying object is repaired", "kind.h", (Q,),
    "    *live = life_of(state) == LIFE_LIVE;", "    *live = true;",
)  # fmt: skip
CREATE_NOT_FOUND = Fault(
    "a remote create answers that it found nothing", "kind.h", (C,),
    "    if (slot_at(slot)->status == STATUS_NOT_FOUND) blocked(slot, 0);\n", "",
)  # fmt: skip

# Counters

ADD_IN_TWO = Fault(
    "an addition loads and stores", "atomic_counter.c", (C,),
    "    return (uint64_t)atomic_fetch_add_explicit(count_of(handle), delta, "
    "memory_order_seq_cst);",
    "    const int64_t now = load_acquire(count_of(handle));\n"
    "    exchange_ordered(count_of(handle), now + delta);\n    return (uint64_t)now;",
)  # fmt: skip
COMPARE_IN_TWO = Fault(
    "a compare-exchange compares and stores", "atomic_counter.c", (C,),
    """    atomic_compare_exchange_strong_explicit(count_of(handle), &before, desired,
                                            memory_order_seq_cst, memory_order_seq_cst);
""",
    """    before = load_ordered(count_of(handle));
    if (before == expected) exchange_ordered(count_of(handle), desired);
""",
)  # fmt: skip
SHOWN_TOO_EARLY = Fault(
    "a counter is shown before it has its value", "atomic_counter.c", (C,),
    "    exchange_relaxed(count_of(offset), initial_value);\n    return object_show(slot, offset);",
    "    const uint64_t handle = object_show(slot, offset);\n"
    "    exchange_relaxed(count_of(offset), initial_value);\n    return handle;",
)  # fmt: skip

# Queues

RESERVE_BY_STORE = Fault(
    "a reservation is a store", "concurrent_queue.c", (Q,),
    "    if (!replace(word, d, reserved)) return NOWHERE_BUSY;  // [Q1]",
    "    exchange_release(word, reserved);",
)  # fmt: skip
POP_BY_STORE = Fault(
    "a pop moves the head by a store", "concurrent_queue.c", (Q,),
    "    const bool taken = (how & TAKE_REMOVE) ? replace(head, word, next)  // [Q3]",
    "    const bool taken = (how & TAKE_REMOVE) ? (exchange_release(head, next), true)",
)  # fmt: skip
POP_MANY_BY_STORE = Fault(
    "a batch moves the head by a store", "concurrent_queue.c", (Q,),
    "        } else if (!replace(&ring.queue->head, found.word, next)) {  // [Q3]",
    "        } else if (exchange_release(&ring.queue->head, next) == 0) {",
)  # fmt: skip
TORN_PEEK = Fault(
    "a peek does not look whether it was overtaken", "concurrent_queue.c", (Q,),
    ": untouched(head, word);", ": true;",
)  # fmt: skip
PUBLISHED_TOO_EARLY = Fault(
    "a record is published before it is written", "concurrent_queue.c", (Q,),
    """    record_write(&ring, object, position, payload, with_crc, crc);
    if (!publish(&ring, slot, position, cells, size, with_crc ? READY_WITH_CRC : READY)) {
        return fault(slot, STATUS_DATA_LOSS);
    }
""",
    """    if (!publish(&ring, slot, position, cells, size, with_crc ? READY_WITH_CRC : READY)) {
        return fault(slot, STATUS_DATA_LOSS);
    }
    record_write(&ring, object, position, payload, with_crc, crc);
""",
)  # fmt: skip
NO_LIMIT = Fault(
    "a full queue takes more", "concurrent_queue.c", (Q,),
    "position_of(seen), position) + cells > ring->cells",
    "position_of(seen), position) > ring->cells",
)  # fmt: skip
SEEN_TOO_FAR = Fault(
    "a push takes the tail for what it saw of the head", "concurrent_queue.c", (Q,),
    "exchange_release(&q->head_seen, head);", "exchange_release(&q->head_seen, tail);",
)  # fmt: skip
RESERVED_IS_SKIPPED = Fault(
    "a pop passes over a reservation", "concurrent_queue.c", (Q,),
    "        if (state_bits(found.descriptor) == SKIPPED) {\n            replace(",
    "        {\n            replace(",
)  # fmt: skip
NO_QUEUE_RETIRE = Fault(
    "a dead producer's reservation is left", "concurrent_queue.c", (Q,),
    "    if (live) skip_reservation(offset, (uint32_t)dead);\n",
    "    (void)skip_reservation;\n",
)  # fmt: skip
ANYONES_RESERVATION = Fault(
    "a living producer's reservation is skipped too", "concurrent_queue.c", (Q,),
    "            if (state_bits(d) == RESERVED && producer_of(d) == dead) {",
    "            if (state_bits(d) == RESERVED) {",
)  # fmt: skip
NO_WAKE_BY_RETIRE = Fault(
    "retiring a producer wakes nobody", "concurrent_queue.c", (Q,),
    "    signal_raise(slot, offset, UINT32_MAX);\n    return 0;\n}",
    "    (void)slot;\n    return 0;\n}",
)  # fmt: skip
NO_SECOND_LOOK = Fault(
    "a waiter does not look again", "concurrent_queue.c", (Q,),
    """    const int64_t size = take(slot, (uint32_t)handle, reply_area(slot), how);
    object_leave(slot, (uint32_t)handle);
    if (size >= 0)""",
    """    int64_t size = take(slot, (uint32_t)handle, reply_area(slot), how & ~TAKE_WAIT);
    if (size == FAULT + STATUS_EMPTY && (how & TAKE_WAIT)) {
        signal_arm(slot, (uint32_t)handle);
        size = fault(slot, STATUS_WAIT);
    }
    object_leave(slot, (uint32_t)handle);
    if (size >= 0)""",
)  # fmt: skip
WAIT_FOR_THE_DELETED = Fault(
    "a waiter sleeps on a deleted queue", "concurrent_queue.c", (Q,),
    "    return fault(slot, live ? STATUS_WAIT : STATUS_NOT_FOUND);",
    "    return fault(slot, live ? STATUS_WAIT : STATUS_WAIT);",
)  # fmt: skip
NO_ROOM_OF_THE_DEAD = Fault(
    "room that a dead producer had is lost to producers", "concurrent_queue.c", (Q,),
    "        } else if (!skip_at_head(slot, object)) {\n",
    "        } else {\n            (void)skip_at_head, (void)object;\n",
)  # fmt: skip
NOBODY_TO_BLAME = Fault(
    "a full queue does not name who holds it", "concurrent_queue.c", (Q,),
    "    slot_at(slot)->blocked_by = held ? producer_of(d) : 0;",
    "    slot_at(slot)->blocked_by = held ? 0 : 0;",
)  # fmt: skip

# Hooks

COUNTED_BY_STORE = Fault(
    "a retry is counted by a store", "kafka_rebalance_hook.c", (H,),
    "        } else if (!replace(&object->value[0], count, "
    "sequence << RETRY_BITS | next)) {  // [K2]",
    "        } else if (exchange_release(&object->value[0], sequence << RETRY_BITS | next) == 1) {",
)  # fmt: skip
NO_HELP = Fault(
    "the event that was counted before is not made ready", "kafka_rebalance_hook.c", (H,),
    "        make_ready(event_at(log, count >> RETRY_BITS), count >> RETRY_BITS);  // [K3]\n", "",
)  # fmt: skip
COUNTED_IS_SKIPPED = Fault(
    "retire skips an event that was counted", "kafka_rebalance_hook.c", (H,),
    "        const bool counted = count >> RETRY_BITS == sequence;",
    "        const bool counted = count == sequence;",
)  # fmt: skip
NO_HOOK_RETIRE = Fault(
    "a dead member's event is left", "kafka_rebalance_hook.c", (H,),
    "    if (!live || offset == 0) return 0;\n", "    if (true) return 0;\n",
)  # fmt: skip

# Calls of a session

NOT_WRITTEN_DOWN = Fault(
    "an effect is not written down before it is made", "journal.h", (C, Q, H),
    "    exchange_ordered(&journal->effect, 1);  // [J1]\n", "",
)  # fmt: skip
NOT_SETTLED = Fault(
    "the effect of a dead worker is not made", "call_session.c", (J,),
    "            journal_settle(journal_in(offset));\n", "",
)  # fmt: skip
SETTLED_BY_STORE = Fault(
    "an effect that was made is made again", "journal.h", (J,),
    "if (!replace_ordered(word, before, journal->after) && journal->may_abort)",
    "if (exchange_ordered(word, *word + journal->after - before) == 0 && journal->may_abort)",
)  # fmt: skip
NOT_REMEMBERED = Fault(
    "an answer without an effect is not remembered", "call_session.c", (J,),
    "    if (status == STATUS_OK && is_remembered(slot)) {",
    "    if (status == STATUS_EMPTY && is_remembered(slot)) {",
)  # fmt: skip
NOT_ALONE = Fault(
    "those who are inside are not waited for", "object.h", (C, Q, H, S),
    "        user = object_user(slot, alone ? offset : 0, kind, user);\n",
    "        user = alone ? 0 : 0;\n",
)  # fmt: skip
NOT_OWNED = Fault(
    "a call of a session does not have its object to itself", "object.h", (C, Q, H, S),
    "    if (!replace_ordered(word, live, with_life(live, slot, LIFE_LIVE))) {\n"
    "        const uint64_t state = load_ordered(word);\n"
    "        object_leave(slot, offset);",
    "    if (load_ordered(word) != live) {\n"
    "        const uint64_t state = load_ordered(word);\n"
    "        object_leave(slot, offset);",
)  # fmt: skip
TWO_OF_A_SESSION = Fault(
    "two calls of a session go on at once", "call_session.c", (J,),
    "    if (replace_ordered(word, live, with_life(live, slot, LIFE_LIVE))) return true;",
    "    if (live == 0 || is_live(load_ordered(word), handle, SESSION_KIND)) return true;",
)  # fmt: skip
ALWAYS_AFRESH = Fault(
    "an answer that is remembered is not looked at", "call_session.c", (J,),
    "    if (word == entry_word(sequence, ANSWERED)) ", "    if (word == 1) ",
)  # fmt: skip
ADDED_FROM_THE_START = Fault(
    "a batch that is made again begins anew", "atomic_counter.c", (C,),
    "        if (i < done) continue;\n", "",
)  # fmt: skip
REFUSED_FOR_NOW = Fault(
    "a refusal is forgotten", "call_session.c", (J,),
    "    entry_write(journal, ANSWERED);\n    return fault(slot, STATUS_SESSION_FULL);",
    "    return fault(slot, STATUS_SESSION_FULL);",
)  # fmt: skip
FLOOR_IS_LOST = Fault(
    "answers that are waited for are not looked for", "journal.h", (J,),
    "if (place < floor) floor", "if (place < floor && place > floor) floor",
)  # fmt: skip
LOST_IN_THE_RING = Fault(
    "an answer that was overwritten is given out", "journal.h", (J,),
    "    return load_acquire(&journal->cursor) - place <= ANSWER_BYTES;",
    "    return load_acquire(&journal->cursor) >= place;",
)  # fmt: skip
