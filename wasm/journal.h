// Calls of a session: how a call that is made again has no second effect, whoever was killed when.
//
// Included by every module. Before such a method is called for a session,
// call_session has the session to itself for the slot, and slot.journal is the place of the session's
// body (session_begin); afterwards the answer is remembered and the session let go (session_end).
//
// Memory, the body of a session's object, SESSION_CHUNKS chunks:
//
//   | journal | entry 0 ... entry 127 | answers ...                              |
//              one a call, by its      a ring of bytes; a place counts up and is
//              number modulo 128       good until the ring has come round to it
//
// A client may say which of its calls is the oldest that it still waits for. Then no answer from there
// on is lost: a call that has no room beside them is refused, and its entry says so for good. (Only a
// batch that was half done takes its room in any case.)
//
// An entry's word is number << 11 | effects. A method with one effect goes from 0 to ANSWERED; one
// with several counts them, so that a call that is made again goes on where a dead worker stopped.
//
// Every effect is one compare-exchange of one word, of an object that the slot has to itself
// (object_own), so that nobody else changes the word. journal_commit writes the word's place, its
// old and its new value down, says so [J1], makes the exchange [J2], and only then says that it is
// done [J3]. Whoever retires the slot finds the note and makes the exchange if it was not made:
// settling is the same however often it is begun. Only then is the object let go.
#pragma once

#include "object.h"

#define SESSION_CHUNKS 3u
#define SESSION_WINDOW 128u
#define ANSWERED 2047u
#define REFUSED UINT32_MAX  // in place of an answer's length
#define SEQUENCE_MAX ((1ull << 53) - 1)

struct journal_entry {
    _Atomic uint64_t word;
    uint64_t place;  // of its answer
    uint32_t length;
    uint32_t method;    // kind << 8 | method
    uint64_t gathered;  // a batch's answer so far: its place << 10 | count of items
};
_Static_assert(sizeof(struct journal_entry) == 32, "journal_entry");

struct journal {
    uint64_t sequence;        // of the call that the session is now busy with
    uint32_t method;          // its kind << 8 | method
    uint32_t effects;         // what its entry's word is to count when the effect is made
    _Atomic uint64_t effect;  // 1 while an effect is written down and not known to be made
    uint64_t word;            // the effect: offset of the word, what it held, what it is to hold
    uint64_t before;
    uint64_t after;
    uint64_t place;  // the answer
    uint32_t length;
    uint32_t may_abort;       // the word is the state of an object that a rival may abort
    _Atomic uint64_t cursor;  // where the next answer goes
    uint64_t oldest;          // the first call that is waited for, 0 if nobody tells
    uint64_t floor;           // no answer from there on lies before this place
    uint8_t pad[40];
    struct journal_entry entry[SESSION_WINDOW];
};
_Static_assert(sizeof(struct journal) == 128 + 32 * SESSION_WINDOW, "journal");

#define ANSWER_BYTES (SESSION_CHUNKS * CHUNK_BYTES - (uint32_t)sizeof(struct journal))
#define ANSWER_MAX (RECORD_BYTES_MAX + 1024u)  // the longest
_Static_assert(ANSWER_BYTES > 2 * ANSWER_MAX, "the latest answer is kept wherever it lies");

INLINE uint64_t entry_word(uint64_t sequence, uint32_t effects) { return sequence << 11 | effects; }
INLINE uint64_t entry_sequence(uint64_t word) { return word >> 11; }
INLINE uint32_t entry_effects(uint64_t word) { return (uint32_t)word & 2047; }

// Whether what the slot is asked to do belongs to a session, and has had no effect yet.
INLINE bool is_remembered(uint32_t slot) { return slot_at(slot)->journal != 0; }

INLINE struct journal *journal_of(uint32_t slot) { return at(slot_at(slot)->journal); }

INLINE struct journal_entry *entry_of(struct journal *journal, uint64_t sequence) {
    return &journal->entry[sequence % SESSION_WINDOW];
}

INLINE uint32_t answer_offset(const struct journal *journal, uint64_t place) {
    return offset_of(journal) + (uint32_t)sizeof(struct journal) + (uint32_t)(place % ANSWER_BYTES);
}

// Whether nothing was written over what lies at a place.
INLINE bool answer_is_kept(struct journal *journal, uint64_t place) {
    return load_acquire(&journal->cursor) - place <= ANSWER_BYTES;
}

// The first place of the answers that are waited for, or of the next one if there are none.
COLD uint64_t answers_floor(struct journal *journal) {
    uint64_t floor = load_acquire(&journal->cursor);
    for (uint32_t i = 0; i < SESSION_WINDOW; i++) {
        const struct journal_entry *entry = &journal->entry[i];
        const uint64_t word = load_acquire(&entry->word);
        const uint32_t effects = entry_effects(word);
        if (entry_sequence(word) < journal->oldest || effects == 0) continue;
        const uint64_t place = effects == ANSWERED ? entry->place : entry->gathered >> 10;
        if (place < floor) floor = place;
    }
    return floor;
}

// Whether another answer has room beside those that are waited for, wherever it comes to lie.
INLINE bool answer_fits(struct journal *journal) {
    const uint64_t cursor = load_acquire(&journal->cursor);
    const uint64_t left = ANSWER_BYTES - cursor % ANSWER_BYTES;
    const uint64_t end = cursor + ANSWER_MAX + (left < ANSWER_MAX ? left : 0);
    if (journal->oldest == 0 || end - journal->floor <= ANSWER_BYTES) return true;
    journal->floor = answers_floor(journal);
    return end - journal->floor <= ANSWER_BYTES;
}

// Room for so many bytes in a row. What is lost by it is lost before anything is written there.
COLD uint64_t answer_room(struct journal *journal, uint32_t length) {
    if (length > ANSWER_MAX) __builtin_trap();
    uint64_t place = load_acquire(&journal->cursor);
    const uint64_t left = ANSWER_BYTES - place % ANSWER_BYTES;
    if (length > left) place += left;
    exchange_ordered(&journal->cursor, place + length);
    return place;
}

// Copies the slot's reply to where it is remembered.
COLD void answer_keep(uint32_t slot, struct journal *journal) {
    journal->length = slot_at(slot)->reply_length;
    journal->place = answer_room(journal, journal->length);
    copy_bytes(answer_offset(journal, journal->place), reply_area(slot), journal->length);
}

// Makes the call's entry say what the journal says of its answer.
COLD void entry_write(struct journal *journal, uint32_t effects) {
    struct journal_entry *entry = entry_of(journal, journal->sequence);
    entry->place = journal->place;
    entry->length = journal->length;
    entry->method = journal->method;
    exchange_ordered(&entry->word, entry_word(journal->sequence, effects));  // [J3]
}

// Makes the effect that is written down, unless it was made. False: a rival had aborted the object.
COLD bool journal_settle(struct journal *journal) {
    const uint64_t before = journal->before;
    bool made = true;
    if (journal->word % 8 == 0 && journal->word <= header()->bytes - 8) {  // else it is damaged
        _Atomic uint64_t *word = at((uint32_t)journal->word);
        if (!replace_ordered(word, before, journal->after) && journal->may_abort) {  // [J2]
            made = load_ordered(word) != with_life(before, owner_of(before), LIFE_ABORTED);
        }
    }
    if (made) entry_write(journal, journal->effects);
    exchange_ordered(&journal->effect, 0);
    return made;
}

COLD bool journal_effect(struct journal *journal, _Atomic uint64_t *word, uint64_t before,
                         uint64_t after, uint32_t effects) {
    journal->word = offset_of((void *)word);
    journal->before = before;
    journal->after = after;
    journal->effects = effects;
    exchange_ordered(&journal->effect, 1);  // [J1]
    return journal_settle(journal);
}

COLD bool journal_answer(uint32_t slot, _Atomic uint64_t *word, uint64_t before, uint64_t after,
                         bool may_abort) {
    struct journal *journal = journal_of(slot);
    answer_keep(slot, journal);
    journal->may_abort = may_abort;
    const bool made = journal_effect(journal, word, before, after, ANSWERED);
    if (made) slot_at(slot)->journal = 0;
    return made;
}

// The one effect of a call whose reply is complete: from here on the call is answered with it.
COLD void journal_commit(uint32_t slot, _Atomic uint64_t *word, uint64_t before, uint64_t after) {
    journal_answer(slot, word, before, after, false);
}

// Calls and plain operations alike end the creation and begin the deletion of an object here.

// The handle of the object, now live, or 0 with slot.status EXISTS, WRONG_KIND or BLOCKED. The reply
// of a call is complete before it.
COLD uint64_t object_show(uint32_t slot, uint32_t offset) {
    if (!object_unrivalled(slot, offset)) return 0;
    _Atomic uint64_t *word = &object_at(offset)->state;
    const uint64_t state = load_relaxed(word), live = with_life(state, 0, LIFE_LIVE);
    const bool shown = life_of(state) == LIFE_BUILDING &&
                       (is_remembered(slot) ? journal_answer(slot, word, state, live, true)
                                            : replace(word, state, live));
    if (!shown) {
        object_abandon(slot, offset);
        slot_at(slot)->status = STATUS_BLOCKED;  // by nobody in particular: build it again
        slot_at(slot)->blocked_by = 0;
        return 0;
    }
    intend(slot, INTENT_LEFT, offset);
    return state >> 32 << 32 | offset;
}

// 0, or a fault. The memory is given back as soon as nobody is inside.
COLD int64_t object_remove(uint32_t slot, uint64_t handle, uint32_t kind) {
    if (!object_own(slot, handle, kind, false)) return FAULT + slot_at(slot)->status;
    const uint32_t offset = (uint32_t)handle;
    _Atomic uint64_t *word = &object_at(offset)->state;
    const uint64_t own = with_life(live_state(handle, kind), slot, LIFE_LIVE);
    const uint64_t dying = with_life(own, 0, LIFE_DYING);
    if (is_remembered(slot)) {
        journal_commit(slot, word, own, dying);
    } else {
        replace_ordered(word, own, dying);  // [O1]
    }
    signal_raise(slot, offset, UINT32_MAX);
    object_leave(slot, offset);
    return 0;
}
