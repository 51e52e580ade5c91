// Objects: their names, their lives, their memory. Included by every module.
//
// Called by operations of the modules, for their own slot. Finding, entering and leaving an object
// are wait-free: a bounded scan and two exchanges. Creating is lock-free but for two creators of the
// same name, where the one placed later gives way and answers STATUS_BLOCKED. Having an object to
// oneself, to delete it or for a call of a session, answers STATUS_BLOCKED while others are inside.
//
//   directory   | tag | tag | tag | ...      tag = hash of the name | 1, a hint, 0 if none
//   objects     | obj | obj | obj | ...      obj.state is the truth
//
// A name lies at number (hash + i) mod objects for some i below DIRECTORY_WINDOW. Deleting leaves a
// hole, so a search looks at the whole window; the tags of a window are four cache lines.
//
// Life of an object, each arrow one compare-exchange of its state word:
//
//   FREE -> BUILDING -> LIVE -> DYING -> FREEING -> FREE
//               \-> ABORTED -------------------------^
//
// A worker inside an object says so in its intent first and looks at the state word second; who
// deletes changes the state first and looks at the intents second [O1]. So either the worker sees
// that the object is gone, or the object's memory waits for the worker, however long it is stopped.
//
// In the same way a worker gets a live object to itself (object_own): it puts itself into the state
// word as its owner, so that nobody enters, and then waits for those who are inside [O2]. Calls of a
// session work like this (see journal.h), and nobody else pays for it.
#pragma once

#include "abi.h"
#include "wire.h"

#define SCAN_MAX 65536u  // objects that one call of object_scan looks at

#define INTENT(what, object) ((uint64_t)(what) << 32 | (object))

INLINE uint64_t state_of(uint64_t generation, uint32_t owner, uint32_t kind, uint32_t life) {
    return generation << 32 | owner << 11 | kind << 3 | life;
}
INLINE uint32_t life_of(uint64_t state) { return state & 7; }
INLINE uint32_t kind_of(uint64_t state) { return (uint32_t)state >> 3 & 0xff; }
INLINE uint32_t owner_of(uint64_t state) { return (uint32_t)state >> 11 & 0x3ff; }
INLINE uint64_t with_life(uint64_t state, uint32_t owner, uint32_t life) {
    return state_of(state >> 32, owner, kind_of(state), life);
}
INLINE uint64_t live_state(uint64_t handle, uint32_t kind) {
    return state_of(handle >> 32, 0, kind, LIFE_LIVE);
}
// Whether two states are of the same object in the same life, whoever may have it to himself.
INLINE bool is_same(uint64_t state, uint64_t other) {
    return ((state ^ other) & ~(0x3ffull << 11)) == 0;
}
INLINE bool is_live(uint64_t state, uint64_t handle, uint32_t kind) {
    return is_same(state, live_state(handle, kind));
}

// The sizes of the tables, which bound every walk, whatever stands in a damaged header.
INLINE uint32_t object_count(void) {
    return header()->objects < OBJECTS_MAX ? header()->objects : OBJECTS_MAX;
}
INLINE uint32_t chunk_count(void) {
    return header()->chunks < CHUNKS_MAX ? header()->chunks : CHUNKS_MAX;
}

INLINE _Atomic uint32_t *tag_at(uint32_t number) { return at(DIRECTORY_OFFSET + 4 * number); }
INLINE _Atomic uint32_t *chunk_at(uint32_t chunk) {
    return at(header()->chunks_offset + 4 * chunk);
}
INLINE uint32_t object_of_number(uint32_t number) {
    return header()->objects_offset + OBJECT_BYTES * number;
}
INLINE uint32_t number_of_object(uint32_t offset) {
    return (offset - header()->objects_offset) / OBJECT_BYTES;
}

INLINE bool is_object(uint32_t offset) {
    const uint32_t first = header()->objects_offset;
    return offset >= first && offset - first < header()->objects * OBJECT_BYTES &&
           (offset - first) % OBJECT_BYTES == 0;
}

INLINE uint32_t slot_scratch(uint32_t slot) {
    return SLOTS_OFFSET + slot * SLOT_BYTES + offsetof(struct slot, scratch);
}

INLINE uint32_t reply_area(uint32_t slot) { return slot_at(slot)->buffer + REQUEST_BYTES; }

// Whether the slot has a request and a reply area; the host sees to it where data are exchanged.
INLINE bool has_buffer(uint32_t slot) { return slot_at(slot)->buffer != 0; }

INLINE void intend(uint32_t slot, uint32_t what, uint32_t object) {
    exchange_ordered(&slot_at(slot)->intent, INTENT(what, object));
}

// Every operation that does not simply answer a number ends here.
INLINE int64_t fault(uint32_t slot, uint32_t status) {
    slot_at(slot)->status = status;
    return FAULT + status;
}
INLINE int64_t blocked(uint32_t slot, uint32_t by) {
    slot_at(slot)->blocked_by = by;
    return fault(slot, STATUS_BLOCKED);
}
// A number may look like a fault: slot.status then says that it is none.
INLINE int64_t number(uint32_t slot, int64_t value) {
    if (value < FAULT_LIMIT) slot_at(slot)->status = STATUS_OK;
    return value;
}

INLINE uint32_t name_hash(struct bytes name) {
    const uint64_t multiplier = 0x9e3779b97f4a7c15u;
    uint64_t hash = name.length * multiplier;
    uint32_t i = 0;
    for (; i + 8 <= name.length; i += 8) {
        hash = (hash ^ load64(name.offset + i)) * multiplier;
        hash ^= hash >> 29;
    }
    uint64_t rest = 0;
    SHORT_LOOP
    for (; i < name.length; i++)
        rest = rest << 8 | load8(name.offset + i);
    hash = (hash ^ rest) * multiplier;
    return (uint32_t)(hash >> 32);
}

// The first `length` bytes of eight at any place, the others zero.
INLINE uint64_t load_part(uint32_t from, uint32_t length) {
    uint64_t part = 0;
    SHORT_LOOP
    for (uint32_t i = 0; i < length; i++)
        part |= (uint64_t)load8(from + i) << 8 * i;
    return part;
}

// An object's name is read while others may give the object a new one, so it is read by atomic
// words: the state word, looked at before and after, tells whether they belong together.
INLINE bool is_named(const struct object *object, struct bytes name) {
    if (load_relaxed(&object->name_length) != name.length) return false;
    uint32_t i = 0;
    for (; i + 8 <= name.length; i += 8) {
        if (load_acquire(&object->name[i / 8]) != load64(name.offset + i)) return false;
    }
    if (i == name.length) return true;
    return load_acquire(&object->name[i / 8]) == load_part(name.offset + i, name.length - i);
}

// Whether the name of an object begins with a plain prefix.
INLINE bool begins_with(const struct object *object, struct bytes prefix) {
    uint32_t i = 0;
    for (; i + 8 <= prefix.length; i += 8) {
        if (load_acquire(&object->name[i / 8]) != load64(prefix.offset + i)) return false;
    }
    if (i == prefix.length) return true;
    const uint32_t rest = prefix.length - i;
    const uint64_t mask = (1ull << 8 * rest) - 1;
    return (load_acquire(&object->name[i / 8]) & mask) == load_part(prefix.offset + i, rest);
}

COLD void name_write(struct object *object, uint32_t from, uint32_t length) {
    SHORT_LOOP
    for (uint32_t i = 0; i < NAME_BYTES_MAX; i += 8) {
        const uint32_t rest = length > i ? length - i : 0;
        exchange_relaxed(&object->name[i / 8], load_part(from + i, rest < 8 ? rest : 8));
    }
    exchange_relaxed(&object->name_length, length);
}

COLD void name_read(const struct object *object, uint32_t to) {
    SHORT_LOOP
    for (uint32_t i = 0; i < NAME_BYTES_MAX; i += 8) {
        store64(to + i, load_acquire(&object->name[i / 8]));
    }
}

// The handle of the live object of that name, or 0 with slot.status NOT_FOUND or WRONG_KIND.
SHARED uint64_t object_lookup(uint32_t slot, uint32_t kind, uint32_t name_offset,
                              uint32_t name_length) {
    const struct bytes name = {name_offset, name_length};
    const uint32_t hash = name_hash(name), mask = header()->objects - 1;
    for (uint32_t i = 0; i < DIRECTORY_WINDOW; i++) {
        const uint32_t number = (hash + i) & mask;
        if (load_acquire(tag_at(number)) != (hash | 1)) continue;
        const uint32_t offset = object_of_number(number);
        const struct object *object = object_at(offset);
        const uint64_t state = load_acquire(&object->state);
        if (life_of(state) != LIFE_LIVE || !is_named(object, name)) continue;
        // The object may have gone while its name was compared; then there was none for a moment.
        if (!is_same(load_acquire(&object->state), state)) continue;
        if (kind_of(state) != kind) {
            slot_at(slot)->status = STATUS_WRONG_KIND;
            return 0;
        }
        return state >> 32 << 32 | offset;
    }
    slot_at(slot)->status = STATUS_NOT_FOUND;
    return 0;
}

INLINE uint64_t object_named(uint32_t slot, uint32_t kind, struct bytes name) {
    return object_lookup(slot, kind, name.offset, name.length);
}

// Heap chunks.

COLD void chunks_release(uint32_t holder, uint32_t first, uint32_t count) {
    for (uint32_t i = 0; i < count && i < CHUNKS_MAX; i++) {
        replace32(chunk_at(first + i), holder, 0);
    }
}

// First fit: the offset of `count` chunks in a row, now held by `holder`, or 0.
COLD uint32_t chunks_claim(uint32_t holder, uint32_t count) {
    const uint32_t chunks = chunk_count();
    uint32_t run = 0;
    for (uint32_t i = 0; i < chunks; i++) {
        run = load_relaxed(chunk_at(i)) == 0 ? run + 1 : 0;
        if (run < count) continue;
        const uint32_t first = i + 1 - count;
        uint32_t held = 0;
        while (held < count && replace32(chunk_at(first + held), 0, holder))
            held++;
        if (held == count) return header()->heap_offset + first * CHUNK_BYTES;
        chunks_release(holder, first, held);
        run = i - (first + held);  // what lies behind the chunk that was lost is still free
    }
    return 0;
}

// The end of an object that only its owner can reach. The tag goes before the state, since the
// next builder sets it after the state.
COLD void object_free(uint32_t offset) {
    struct object *object = object_at(offset);
    const uint32_t number = number_of_object(offset);
    if (object->body != 0) {
        const uint32_t first = (object->body - header()->heap_offset) / CHUNK_BYTES;
        chunks_release(number + 1, first, object->body_chunks);
    }
    exchange_release(tag_at(number), 0);
    const uint64_t state = load_relaxed(&object->state);
    exchange_release(&object->state, state_of(state >> 32, 0, 0, LIFE_FREE));
}

// Gives back a dying object unless somebody is still inside: then that worker does it on leaving.
COLD void object_reclaim(uint32_t slot, uint32_t offset) {
    struct object *object = object_at(offset);
    const uint64_t state = load_acquire(&object->state);
    if (life_of(state) != LIFE_DYING) return;
    const uint32_t slots = load_ordered(&header()->slots_used);
    for (uint32_t i = 1; i < slots && i < SLOT_COUNT; i++) {  // [O1] pairs with object_enter
        if (load_ordered(&slot_at(i)->intent) == INTENT(INTENT_USE, offset)) return;
    }
    intend(slot, INTENT_RECLAIM, offset);
    if (replace(&object->state, state, with_life(state, slot, LIFE_FREEING))) object_free(offset);
    intend(slot, INTENT_LEFT, offset);
}

INLINE void object_leave(uint32_t slot, uint32_t offset) {
    intend(slot, INTENT_LEFT, offset);
    if (life_of(load_ordered(&object_at(offset)->state)) == LIFE_DYING) {  // [O1]
        object_reclaim(slot, offset);
    }
}

// Nothing can be done with an object in that state: it is gone, or somebody has it to himself.
COLD bool object_refused(uint32_t slot, uint64_t state, uint64_t handle, uint32_t kind) {
    if (is_live(state, handle, kind)) {
        blocked(slot, owner_of(state));
    } else {
        slot_at(slot)->status = STATUS_NOT_FOUND;
    }
    return false;
}

// True: the object is live, of this kind, and keeps its memory until object_leave. False: the
// handle's object is gone, or is another worker's alone (slot.status NOT_FOUND or BLOCKED), and
// there is nothing to leave.
INLINE bool object_enter(uint32_t slot, uint64_t handle, uint32_t kind) {
    const uint32_t offset = (uint32_t)handle;
    intend(slot, INTENT_USE, offset);  // pairs with [O1], [O2]
    const uint64_t state = load_ordered(&object_at(offset)->state);
    if (state == live_state(handle, kind)) return true;
    object_leave(slot, offset);
    return object_refused(slot, state, handle, kind);
}

// Enters all objects of a kind at once; what is then found live and nobody's own stays so until
// kind_leave.
INLINE void kind_enter(uint32_t slot, uint32_t kind) { intend(slot, INTENT_USE, kind); }
INLINE void kind_leave(uint32_t slot) { intend(slot, INTENT_NONE, 0); }

#define OWN_ATTEMPTS 10u  // looks at somebody who is inside, each after twice as long: 2 us in all

// A slot other than our own, at or behind `from`, that is inside of one object or, of its kind, of
// all; 0 if none is.
COLD uint32_t object_user(uint32_t slot, uint32_t one, uint32_t kind, uint32_t from) {
    const uint32_t slots = load_ordered(&header()->slots_used);
    for (uint32_t i = from; i < slots && i < SLOT_COUNT; i++) {
        if (i == slot) continue;
        const uint64_t intent = load_ordered(&slot_at(i)->intent);  // [O2] pairs with object_enter
        if (intent == INTENT(INTENT_USE, kind)) return i;
        if (one != 0 && intent == INTENT(INTENT_USE, one)) return i;
    }
    return 0;
}

// Lets others enter an object again that `owner` had to itself, if it had.
COLD void object_release(uint32_t owner, uint32_t offset) {
    _Atomic uint64_t *word = &object_at(offset)->state;
    const uint64_t state = load_acquire(word);
    if (life_of(state) == LIFE_LIVE && owner_of(state) == owner) {
        replace_ordered(word, state, with_life(state, 0, LIFE_LIVE));
    }
}

COLD void object_disown(uint32_t slot, uint32_t offset) {
    object_release(slot, offset);
    object_leave(slot, offset);
}

INLINE void pause_for(uint32_t turns) {
    for (uint32_t i = 0; i < turns; i++)
        __asm__ volatile("");
}

// True: the object is live and nobody else is inside, until object_disown. False as object_enter.
// To delete it, `alone` may be false: then only those are waited for who are inside of all.
COLD bool object_own(uint32_t slot, uint64_t handle, uint32_t kind, bool alone) {
    const uint32_t offset = (uint32_t)handle;
    _Atomic uint64_t *word = &object_at(offset)->state;
    const uint64_t live = live_state(handle, kind);
    intend(slot, INTENT_USE, offset);
    if (!replace_ordered(word, live, with_life(live, slot, LIFE_LIVE))) {
        const uint64_t state = load_ordered(word);
        object_leave(slot, offset);
        return object_refused(slot, state, handle, kind);
    }
    uint32_t user = 1;
    for (uint32_t i = 0; i < OWN_ATTEMPTS; i++) {  // who was seen outside cannot come in any more
        user = object_user(slot, alone ? offset : 0, kind, user);
        if (user == 0) return true;
        pause_for(4u << i);
    }
    object_disown(slot, offset);
    blocked(slot, user);
    return false;
}

// Waiting. A waiter arms the signal, looks once more, and sleeps while the word keeps the value.

INLINE void signal_arm(uint32_t slot, uint32_t offset) {
    struct object *object = object_at(offset);
    slot_at(slot)->wait_value = atomic_fetch_or_explicit(&object->signal, 1, memory_order_seq_cst) |
                                1;  // [S1] pairs with [S2]
    slot_at(slot)->wait_word = offset + offsetof(struct object, signal);
}

// After the change that waiters wait for: asks the bridge to wake `count` of them, if there are.
INLINE void signal_raise(uint32_t slot, uint32_t offset, uint32_t count) {
    struct object *object = object_at(offset);
    if ((load_ordered(&object->signal) & 1) == 0) return;  // [S2] pairs with [S1]
    atomic_fetch_add_explicit(&object->signal, 2, memory_order_release);
    slot_at(slot)->wake_word = offset + offsetof(struct object, signal);
    slot_at(slot)->wake_count = count;
}

// Creation in two steps: object_build gives an object that nobody can find yet, the kind fills it,
// object_show (journal.h) makes it live. object_abandon takes back what was built.

COLD void object_abandon(uint32_t slot, uint32_t offset) {
    object_free(offset);
    intend(slot, INTENT_LEFT, offset);
}

COLD uint32_t object_claim(uint32_t slot, uint32_t kind, uint32_t hash) {
    const uint32_t mask = header()->objects - 1;
    for (uint32_t i = 0; i < DIRECTORY_WINDOW && i <= mask; i++) {
        const uint32_t offset = object_of_number((hash + i) & mask);
        struct object *object = object_at(offset);
        const uint64_t state = load_relaxed(&object->state);
        if (life_of(state) != LIFE_FREE) continue;
        intend(slot, INTENT_CREATE, offset);
        const uint64_t building = state_of((state >> 32) + 1, slot, kind, LIFE_BUILDING);
        if (replace(&object->state, state, building)) return offset;
    }
    return 0;
}

// The offset of the object, or 0 with slot.status INVALID_NAME, EXISTS, WRONG_KIND or NO_SPACE.
COLD uint32_t object_build(uint32_t slot, uint32_t kind, uint32_t name_offset, uint32_t name_length,
                           uint32_t body_chunks) {
    const struct bytes name = {name_offset, name_length};
    struct slot *own = slot_at(slot);
    if (!name_is_valid(name)) {
        own->status = STATUS_INVALID_NAME;
        return 0;
    }
    if (object_named(slot, kind, name) != 0) {
        own->status = STATUS_EXISTS;
        return 0;
    }
    if (own->status == STATUS_WRONG_KIND) return 0;
    const uint32_t hash = name_hash(name);
    const uint32_t offset = object_claim(slot, kind, hash);
    if (offset == 0) {
        own->status = STATUS_NO_SPACE;
        return 0;
    }
    struct object *object = object_at(offset);
    name_write(object, name.offset, name.length);
    object->hash = hash;
    object->body = 0;
    object->body_chunks = body_chunks;
    exchange_relaxed(&object->signal, 0);
    for (uint32_t i = 0; i < 4; i++)
        exchange_relaxed(&object->value[i], 0);
    if (body_chunks != 0) {
        object->body = chunks_claim(number_of_object(offset) + 1, body_chunks);
        if (object->body == 0) {
            object_abandon(slot, offset);
            own->status = STATUS_NO_SPACE;
            return 0;
        }
    }
    return offset;
}

// What another object of the same name, seen at one place of the window, means for the one that
// is being shown.
enum rival { RIVAL_NONE, RIVAL_WON, RIVAL_FIRST };

COLD uint32_t object_rival(uint32_t slot, uint32_t own, uint32_t offset, bool before_own) {
    const struct object *object = object_at(own);
    const struct bytes name = {own, load_relaxed(&object->name_length)};
    struct object *other = object_at(offset);
    // At most: building, then live, then dying.
    for (uint32_t i = 0; i < 3; i++) {
        const uint64_t state = load_ordered(&other->state);
        if (life_of(state) != LIFE_LIVE && life_of(state) != LIFE_BUILDING) return RIVAL_NONE;
        if (!is_named(other, name)) return RIVAL_NONE;
        if (!is_same(load_acquire(&other->state), state)) continue;
        if (life_of(state) == LIFE_LIVE) {
            const bool same = kind_of(state) == kind_of(load_relaxed(&object->state));
            slot_at(slot)->status = same ? STATUS_EXISTS : STATUS_WRONG_KIND;
            return RIVAL_WON;
        }
        if (before_own) {
            slot_at(slot)->status = STATUS_BLOCKED;
            slot_at(slot)->blocked_by = owner_of(state);
            return RIVAL_FIRST;
        }
        const uint64_t aborted = with_life(state, owner_of(state), LIFE_ABORTED);
        if (replace(&other->state, state, aborted)) return RIVAL_NONE;
    }
    return RIVAL_NONE;
}

// Whether no other object of the name is in the way of one that is built; else it is taken back, with
// slot.status EXISTS, WRONG_KIND or BLOCKED.
COLD bool object_unrivalled(uint32_t slot, uint32_t offset) {
    struct object *object = object_at(offset);
    const uint32_t hash = object->hash, mask = header()->objects - 1;
    // Two builders of one name: each sets its tag first and looks for the other second [D1].
    exchange_ordered(tag_at(number_of_object(offset)), hash | 1);
    bool before_own = true;
    for (uint32_t i = 0; i < DIRECTORY_WINDOW && i <= mask; i++) {
        const uint32_t other = object_of_number((hash + i) & mask);
        if (other == offset) {
            before_own = false;
            continue;
        }
        if (load_ordered(tag_at((hash + i) & mask)) != (hash | 1)) continue;  // [D1]
        if (object_rival(slot, offset, other, before_own) != RIVAL_NONE) {
            object_abandon(slot, offset);
            return false;
        }
    }
    return true;
}

// The number + 1 of the next live object from `cursor` on whose kind and first bytes match, with its
// name in slot.scratch and the name's length in slot.reply_length; 0 at the end; or, where the
// search was long, the place to go on from, with slot.reply_length 0.
COLD uint32_t object_scan(uint32_t slot, uint32_t kind, uint32_t prefix_offset,
                          uint32_t prefix_length, uint32_t cursor) {
    const struct bytes prefix = {prefix_offset, prefix_length};
    const uint32_t objects = object_count();
    slot_at(slot)->reply_length = 0;
    if (cursor >= objects || prefix_length > NAME_BYTES_MAX) return 0;
    const uint32_t end = objects - cursor > SCAN_MAX ? cursor + SCAN_MAX : objects;
    for (uint32_t number = cursor; number < end; number++) {
        if (load_relaxed(tag_at(number)) == 0) continue;
        const struct object *object = object_at(object_of_number(number));
        const uint64_t state = load_acquire(&object->state);
        const uint32_t length = load_relaxed(&object->name_length);
        if (life_of(state) != LIFE_LIVE || kind_of(state) != kind) continue;
        if (length < prefix_length || !begins_with(object, prefix)) continue;
        name_read(object, slot_scratch(slot));
        if (length > NAME_BYTES_MAX || !is_same(load_acquire(&object->state), state)) continue;
        slot_at(slot)->reply_length = length;
        return number + 1;
    }
    return end < objects ? end : 0;
}
