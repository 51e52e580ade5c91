// call_session: what makes a call safe to repeat. The journal itself is in journal.h.
//
// Called by any worker for its own slot; settle by whoever retires one. Progress: every function is
// bounded; of the calls of one session, one at a time goes on, and the others answer BLOCKED and the
// slot that has the session.
//
// A worker that makes a call of a session has the session to itself, as the owner in its state word;
// slot.session names it, so that it is found when the worker dies. The object that the call is about
// comes second, and nobody waits for anything while he has one of them.
//
// Memory, in the session's object: value[0] = when it was last used, in milliseconds; its body is
// drawn in journal.h.
#include "gen/session.h"
#include "kind.h"

#define IDLE_MS 600000    // ten minutes without a call: may be given up
#define PRESSED_MS 60000  // one minute, where there is no room for another session
#define ID_BYTES 16u

KIND_TABLES(SESSION)

// What session_begin answers: make the call, or it was made, and its answer is the reply.
enum { CALL_AFRESH = 0, CALL_ANSWERED = 1 };

INLINE struct journal *journal_in(uint32_t session) { return at(object_at(session)->body); }

// Whether a session's body is where one can be, whatever stands in a damaged segment.
INLINE bool has_body(uint32_t session) {
    const uint64_t body = object_at(session)->body, bytes = SESSION_CHUNKS * CHUNK_BYTES;
    return body % CHUNK_BYTES == 0 && body >= header()->heap_offset &&
           body + bytes <= header()->bytes;
}

INLINE bool session_own(uint32_t slot, uint64_t handle) {
    const uint32_t offset = (uint32_t)handle;
    _Atomic uint64_t *word = &object_at(offset)->state;
    const uint64_t live = live_state(handle, SESSION_KIND);
    exchange_ordered(&slot_at(slot)->session, offset);
    if (replace_ordered(word, live, with_life(live, slot, LIFE_LIVE))) return true;
    const uint64_t state = load_ordered(word);
    exchange_ordered(&slot_at(slot)->session, 0);
    return object_refused(slot, state, handle, SESSION_KIND);
}

COLD void session_let_go(uint32_t slot) {
    const uint32_t offset = (uint32_t)load_acquire(&slot_at(slot)->session);
    slot_at(slot)->journal = 0;
    if (offset != 0) object_release(slot, offset);
    exchange_ordered(&slot_at(slot)->session, 0);
}

INLINE void count_method(uint32_t slot, uint32_t method) {
    count_call(slot, method >> 8 & (KIND_COUNT - 1), (method & 0xff) % METHODS_MAX);
}

INLINE int64_t repeat_answer(uint32_t slot, struct journal *journal, uint32_t method) {
    const struct journal_entry *entry = entry_of(journal, journal->sequence);
    if (entry->length == REFUSED) return fault(slot, STATUS_SESSION_FULL);
    if (entry->length > ANSWER_MAX || !answer_is_kept(journal, entry->place)) {
        return fault(slot, STATUS_EXPIRED);
    }
    copy_bytes(reply_area(slot), answer_offset(journal, entry->place), entry->length);
    slot_at(slot)->reply_length = entry->length;
    count_method(slot, method);
    return CALL_ANSWERED;
}

// The call was not made, and will not be.
COLD int64_t refuse(uint32_t slot, struct journal *journal) {
    journal->place = UINT64_MAX;
    journal->length = REFUSED;
    entry_write(journal, ANSWERED);
    return fault(slot, STATUS_SESSION_FULL);
}

INLINE int64_t look_up(uint32_t slot, struct journal *journal, uint64_t sequence, uint32_t method) {
    journal->sequence = sequence;
    journal->method = method;
    if (slot_at(slot)->oldest > journal->oldest) journal->oldest = slot_at(slot)->oldest;
    struct journal_entry *entry = entry_of(journal, sequence);
    const uint64_t word = load_acquire(&entry->word);
    if (entry_sequence(word) > sequence) return fault(slot, STATUS_EXPIRED);
    const bool begun = entry_sequence(word) == sequence && entry_effects(word) != 0;
    if (begun && entry->method != method) return fault(slot, STATUS_REUSED);
    if (word == entry_word(sequence, ANSWERED)) return repeat_answer(slot, journal, method);
    if (sequence < journal->oldest) return fault(slot, STATUS_EXPIRED);
    if (entry_sequence(word) < sequence) exchange_ordered(&entry->word, entry_word(sequence, 0));
    if (!begun && !answer_fits(journal)) return refuse(slot, journal);
    slot_at(slot)->journal = offset_of(journal);
    return CALL_AFRESH;
}

// Before a method with effects is called for a session, whose name lies in slot.scratch: whether to
// call it, or EXPIRED, REUSED, SESSION_FULL, or BLOCKED by a worker that is busy with another call of it.
EXPORT(session_begin)
int64_t session_begin(uint32_t slot, uint64_t name_length, uint64_t sequence, uint64_t method) {
    const struct bytes name = {slot_scratch(slot), (uint32_t)name_length};
    if (!has_buffer(slot) || name_length > NAME_BYTES_MAX || !name_is_valid(name) ||
        sequence == 0 || sequence > SEQUENCE_MAX) {
        return fault(slot, STATUS_INVALID_ARGUMENT);
    }
    const uint64_t handle = object_named(slot, SESSION_KIND, name);
    if (handle == 0) return fault(slot, STATUS_EXPIRED);
    if (!has_body((uint32_t)handle)) return fault(slot, STATUS_DATA_LOSS);
    if (!session_own(slot, handle)) {
        if (slot_at(slot)->status != STATUS_BLOCKED) return fault(slot, STATUS_EXPIRED);
        count_method(slot, (uint32_t)method);  // which is not counted when it is made later
        return FAULT + STATUS_BLOCKED;
    }
    store_relaxed(&object_at((uint32_t)handle)->value[0], (uint64_t)slot_at(slot)->now_ms);
    const int64_t answer = look_up(slot, journal_in((uint32_t)handle), sequence, (uint32_t)method);
    if (answer != CALL_AFRESH) session_let_go(slot);
    return answer;
}

// After the method has answered `status`. What had no effect but has an answer is remembered now;
// what answered a fault, or with no room, is as if it had not been called.
EXPORT(session_end) int64_t session_end(uint32_t slot, uint64_t status) {
    if (status == STATUS_OK && is_remembered(slot)) {
        answer_keep(slot, journal_of(slot));
        entry_write(journal_of(slot), ANSWERED);
    }
    session_let_go(slot);
    return 0;
}

// Finishes the effect that a dead worker had written down, before any kind's retire looks at what
// the worker left. The caller holds the dead slot's lock. May be repeated.
EXPORT(settle) int64_t settle(uint32_t slot, uint64_t dead) {
    if (dead == 0 || dead >= SLOT_COUNT) return fault(slot, STATUS_INVALID_ARGUMENT);
    struct slot *gone = slot_at((uint32_t)dead);
    const uint32_t offset = (uint32_t)load_acquire(&gone->session);
    gone->journal = 0;
    if (offset == 0) return 0;
    if (is_object(offset)) {
        const uint64_t state = load_acquire(&object_at(offset)->state);
        const bool owned = state == state_of(state >> 32, (uint32_t)dead, SESSION_KIND, LIFE_LIVE);
        if (owned && has_body(offset) && load_acquire(&journal_in(offset)->effect) != 0) {
            journal_settle(journal_in(offset));
        }
        if (owned) object_release((uint32_t)dead, offset);
    }
    exchange_ordered(&gone->session, 0);
    return 0;
}

// How many chunks sessions have.
COLD uint32_t session_chunks(void) {
    const uint32_t chunks = chunk_count();
    uint32_t held = 0;
    for (uint32_t i = 0; i < chunks; i++) {
        const uint32_t holder = load_relaxed(chunk_at(i));
        if (holder == 0 || holder > object_count()) continue;
        const uint64_t state = load_relaxed(&object_at(object_of_number(holder - 1))->state);
        if (kind_of(state) == SESSION_KIND) held++;
    }
    return held;
}

// How many sessions there can be: half of the heap is for what they are there for.
INLINE uint32_t sessions_max(void) { return chunk_count() / 2 / SESSION_CHUNKS; }

// To the scratch: how many sessions there are, and how many there can be.
EXPORT(session_usage) int64_t session_usage(uint32_t slot) {
    slot_at(slot)->scratch[0] = session_chunks() / SESSION_CHUNKS;
    slot_at(slot)->scratch[1] = sessions_max();
    return 0;
}

// Gives up sessions that nobody used for so long, of those that one search finds.
COLD void expire(uint32_t slot, uint64_t random, int64_t idle_ms) {
    const int64_t now_ms = slot_at(slot)->now_ms;
    uint32_t cursor = 0;  // of a large directory, a part anywhere
    if (object_count() > SCAN_MAX) cursor = (uint32_t)(random >> 32) % object_count();
    for (uint32_t i = 0; i < SCAN_MAX; i++) {
        cursor = object_scan(slot, SESSION_KIND, 0, 0, cursor);
        if (cursor == 0 || slot_at(slot)->reply_length == 0) return;
        const uint32_t offset = object_of_number(cursor - 1);
        const uint64_t state = load_acquire(&object_at(offset)->state);
        const uint64_t handle = state >> 32 << 32 | offset;
        if (state != live_state(handle, SESSION_KIND)) continue;
        if (now_ms - (int64_t)load_relaxed(&object_at(offset)->value[0]) < idle_ms) continue;
        object_remove(slot, handle, SESSION_KIND);
    }
}

// A session's id, which is its object's name: random bits in hexadecimal digits.
INLINE struct bytes new_id(uint32_t slot, uint64_t bits) {
    const struct bytes id = {slot_scratch(slot), ID_BYTES};
    for (uint32_t i = 0; i < ID_BYTES; i++, bits >>= 4) {
        const uint32_t digit = bits & 15;
        store8(id.offset + i, digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
    return id;
}

// A session's object; 0, with the status, if there is no room for it.
COLD uint32_t session_build(uint32_t slot, uint64_t random) {
    if (session_chunks() + SESSION_CHUNKS > sessions_max() * SESSION_CHUNKS) {
        slot_at(slot)->status = STATUS_NO_SPACE;
        return 0;
    }
    const struct bytes id = new_id(slot, random);
    return object_build(slot, SESSION_KIND, id.offset, id.length, SESSION_CHUNKS);
}

EXPORT(rpc_open) int64_t rpc_open(uint32_t slot, uint64_t length) {
    struct session_open_request request;
    if (!decode_session_open_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, SESSION_KIND, SESSION_OPEN);
    const uint64_t random = random_bits(slot);
    expire(slot, random, IDLE_MS);
    uint32_t offset = session_build(slot, random);
    if (offset == 0 && slot_at(slot)->status == STATUS_NO_SPACE) {
        expire(slot, random, PRESSED_MS);
        offset = session_build(slot, random);
    }
    if (offset != 0) {
        __builtin_memset(journal_in(offset), 0, sizeof(struct journal));
        store_relaxed(&object_at(offset)->value[0], (uint64_t)slot_at(slot)->now_ms);
    }
    if (offset == 0 || object_show(slot, offset) == 0) {
        if (slot_at(slot)->status == STATUS_EXISTS) blocked(slot, 0);  // try another one
        return slot_at(slot)->status;
    }
    struct reply reply = reply_begin(slot);
    put_session_open_response_session(&reply, new_id(slot, random));
    put_session_open_response_window(&reply, SESSION_WINDOW);
    reply_finish(slot, &reply);
    return STATUS_OK;
}

EXPORT(rpc_close) int64_t rpc_close(uint32_t slot, uint64_t length) {
    struct session_close_request request;
    if (!decode_session_close_request(slot, length, &request)) return STATUS_INVALID_PROTO;
    count_call(slot, SESSION_KIND, SESSION_CLOSE);
    slot_at(slot)->reply_length = 0;
    const uint64_t handle = object_named(slot, SESSION_KIND, request.session);
    if (handle == 0) return STATUS_OK;
    const int64_t status = status_of(slot, object_remove(slot, handle, SESSION_KIND));
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

// What a dead worker had begun with a session is settled before; a session itself is never half done.
EXPORT(retire) int64_t retire(uint32_t slot, uint64_t dead) {
    (void)slot;
    (void)dead;
    return 0;
}
