#define _GNU_SOURCE
#include "bridge.h"

#include <limits.h>
#include <stdbool.h>
#include <linux/futex.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "attachment.h"

#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define ATTACHMENTS_AT_HAND 8

// The calling thread's attachments, by segment. What is not here may still exist: the host knows.
static _Thread_local struct {
    uint64_t segment_id;
    struct attachment *attachment;
} at_hand[ATTACHMENTS_AT_HAND];

void enter(void *attachment) {
    const struct attachment *own = attachment;
    const uint64_t id = atomic_load(&own->segment_id);
    at_hand[id % ATTACHMENTS_AT_HAND].attachment = attachment;
    at_hand[id % ATTACHMENTS_AT_HAND].segment_id = id;
}

void leave(void *attachment) {
    for (size_t i = 0; i < ATTACHMENTS_AT_HAND; i++) {
        if (at_hand[i].attachment == attachment) at_hand[i].attachment = NULL;
    }
}

// Who closes an attachment clears its segment_id first and looks at busy second. While we hold the
// GIL nobody closes, and busy is not needed.
struct attachment *attachment_begin(uint64_t segment_id) {
    struct attachment *attachment = at_hand[segment_id % ATTACHMENTS_AT_HAND].attachment;
    if (UNLIKELY(at_hand[segment_id % ATTACHMENTS_AT_HAND].segment_id != segment_id)) return NULL;
    if (UNLIKELY(attachment == NULL)) return NULL;
#ifdef BRIDGE_GIVES_UP_GIL
    atomic_fetch_add(&attachment->busy, 1);
#endif
    if (atomic_load(&attachment->segment_id) == segment_id) return attachment;
    attachment_end(attachment);
    return NULL;
}

void attachment_end(struct attachment *attachment) {
#ifdef BRIDGE_GIVES_UP_GIL
    atomic_fetch_sub(&attachment->busy, 1);
#else
    (void)attachment;
#endif
}

// A word of the slot, read once: whoever has the segment open can change it at any moment.
static uint32_t once(const uint32_t *word) { return *(const volatile uint32_t *)word; }

static long futex_wake(_Atomic uint32_t *word, uint32_t count) {
    return syscall(SYS_futex, word, FUTEX_WAKE, count < INT_MAX ? count : INT_MAX, NULL, NULL, 0);
}

// Bit 0 of the word says that somebody may be waiting. When nobody is, it is taken away; a waiter
// that went to sleep in between is then woken to look again.
static void wake(struct attachment *own) {
    const uint32_t offset = once(&own->slot->wake_word);
    own->slot->wake_word = 0;
    if (offset % 4 != 0 || offset > own->bytes - 4) return;
    _Atomic uint32_t *word = (_Atomic uint32_t *)(own->base + offset);
    if (futex_wake(word, once(&own->slot->wake_count)) > 0) return;
    uint32_t value = atomic_load(word);
    if ((value & 1) != 0 && atomic_compare_exchange_strong(word, &value, value & ~1u)) {
        futex_wake(word, INT_MAX);
    }
}

// Takes the error or the trap, and leaves the end of its text, where the reason is.
void message_of(const struct wasmtime_api *from, wasmtime_error_t *error, wasm_trap_t *trap,
                char *message) {
    wasm_byte_vec_t text = {0, NULL};
    if (error != NULL) {
        from->error_message(error, &text);
        from->error_delete(error);
    } else if (trap != NULL) {
        from->trap_message(trap, &text);
        from->trap_delete(trap);
    }
    const size_t length = text.size < MESSAGE_BYTES ? text.size : MESSAGE_BYTES - 1;
    snprintf(message, MESSAGE_BYTES, "%.*s", (int)length, text.data + text.size - length);
    from->byte_vec_delete(&text);
}

// True, and what the function answered; or false, and why it did not.
static inline bool invoke(struct attachment *own, uint32_t function, uint64_t handle, int64_t a,
                          int64_t b, int64_t *answer) {
    if (UNLIKELY(function >= own->function_count)) {
        *answer = FAULT + STATUS_INVALID_ARGUMENT;
        return false;
    }
    wasmtime_val_raw_t values[4];
    values[0].i64 = own->slot_number;
    values[1].i64 = (int64_t)handle;
    values[2].i64 = a;
    values[3].i64 = b;
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error =
        own->api->func_call_unchecked(own->context, &own->functions[function], values, 4, &trap);
    if (UNLIKELY(error != NULL || trap != NULL)) {
        message_of(own->api, error, trap, own->trap);
        *answer = FAULT + STATUS_TRAP;
        return false;
    }
    if (UNLIKELY(once(&own->slot->wake_word) != 0)) wake(own);
    if (UNLIKELY(atomic_load_explicit(own->poisoned, memory_order_relaxed) != 0)) {
        *answer = FAULT + STATUS_DATA_LOSS;
        return false;
    }
    *answer = values[0].i64;
    return true;
}

// An answer below FAULT_LIMIT is a fault, or a number that looks like one: that is kept, and
// FAULT + STATUS_OK says so.
static int64_t judged(struct attachment *own, int64_t answer) {
    const int64_t status = answer - FAULT;
    if (once(&own->slot->status) == STATUS_OK) {
        own->kept = answer;
        return FAULT + STATUS_OK;
    }
    const bool known = status != STATUS_OK && status < STATUS_DETACHED;
    return known ? answer : FAULT + STATUS_DATA_LOSS;
}

static inline int64_t answer_of(struct attachment *own, uint32_t function, uint64_t handle,
                                int64_t a, int64_t b) {
    int64_t answer;
    if (!invoke(own, function, handle, a, b, &answer)) return answer;
    return UNLIKELY(answer < FAULT_LIMIT) ? judged(own, answer) : answer;
}

// The slot's buffer, made on first need. 0, or the fault that there is none.
static int64_t need_buffer(struct attachment *own) {
    if (own->buffer != 0) return 0;
    const int64_t offset = answer_of(own, own->buffer_function, 0, 0, 0);
    if (offset < FAULT_LIMIT) return offset;
    const uint64_t place = (uint64_t)offset, needed = REQUEST_BYTES + REPLY_BYTES;
    if (place % CHUNK_BYTES != 0 || place < DIRECTORY_OFFSET || own->bytes < needed ||
        place > own->bytes - needed) {
        return FAULT + STATUS_DATA_LOSS;
    }
    own->buffer = (uint32_t)place;
    return 0;
}

// The kernel's, fetched a few at a time: sessions' ids must not be guessed.
static uint64_t next_random(struct attachment *own) {
    if (own->random_left == 0) {
        if (getrandom(own->random, sizeof own->random, 0) != sizeof own->random) return 0;
        own->random_left = RANDOM_AT_ONCE;
    }
    return own->random[--own->random_left];
}

static void give_time(struct attachment *own) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    own->slot->now_ms = now.tv_sec * 1000 + now.tv_nsec / 1000000;
    if (own->slot->random == 0) own->slot->random = next_random(own);
}

static void copy_reply(const struct attachment *own, struct outcome *out, uint64_t length) {
    out->reply_length = length < REPLY_BYTES ? (uint32_t)length : REPLY_BYTES;
    memcpy(out->reply, own->base + own->buffer + REQUEST_BYTES, out->reply_length);
}

static void copy_out(const struct attachment *own, struct outcome *out) {
    const struct slot *slot = own->slot;
    out->status = once(&slot->status);
    out->field = once(&slot->field);
    out->blocked_by = once(&slot->blocked_by);
    out->wait_word = once(&slot->wait_word);
    out->wait_value = once(&slot->wait_value);
    out->timeout_ms = (int32_t)once((const uint32_t *)&slot->timeout_ms);
    out->wait_ms = (int32_t)once((const uint32_t *)&slot->wait_ms);
    memcpy(out->scratch, slot->scratch, sizeof out->scratch);
    copy_reply(own, out, own->buffer != 0 ? once(&slot->reply_length) : 0);
}

int64_t attachment_call(void *attachment, uint32_t function, uint64_t handle, int64_t a,
                        int64_t b) {
    return answer_of(attachment, function, handle, a, b);
}

static inline int64_t call_site(const struct site *site, int64_t a, int64_t b) {
    struct attachment *own = attachment_begin(site->segment_id);
    if (UNLIKELY(own == NULL)) return FAULT + STATUS_DETACHED;
    const int64_t answer = answer_of(own, site->function, site->handle, a, b);
    attachment_end(own);
    return answer;
}

int64_t call0(const struct site *site) { return call_site(site, 0, 0); }
int64_t call1(const struct site *site, int64_t a) { return call_site(site, a, 0); }
int64_t call2(const struct site *site, int64_t a, int64_t b) { return call_site(site, a, b); }

int64_t site_begin(const struct site *site, struct attachment **attachment, char **buffer) {
    struct attachment *own = *attachment = attachment_begin(site->segment_id);
    if (UNLIKELY(own == NULL)) return FAULT + STATUS_DETACHED;
    const int64_t answer = need_buffer(own);
    *buffer = (char *)own->base + own->buffer;
    return answer;
}

int64_t site_call(const struct site *site, struct attachment *own, int64_t a, int64_t b) {
    return answer_of(own, site->function, site->handle, a, b);
}

void site_end(struct attachment *own) {
    if (own != NULL) attachment_end(own);
}

int64_t call(uint64_t segment_id, uint32_t function, uint64_t handle, int64_t a, int64_t b,
             void *out) {
    struct attachment *own = attachment_begin(segment_id);
    if (UNLIKELY(own == NULL)) return FAULT + STATUS_DETACHED;
    give_time(own);
    const int64_t answer = answer_of(own, function, handle, a, b);
    if (out != NULL) copy_out(own, out);
    attachment_end(own);
    return answer;
}

int64_t call_with(uint64_t segment_id, uint32_t function, uint64_t handle, int64_t a, int64_t b,
                  const char *data, size_t length, void *out) {
    if (length > REQUEST_BYTES) return FAULT + STATUS_TOO_LARGE;
    struct attachment *own = attachment_begin(segment_id);
    if (UNLIKELY(own == NULL)) return FAULT + STATUS_DETACHED;
    int64_t answer = need_buffer(own);
    if (answer == 0) {
        memcpy(own->base + own->buffer, data, length);
        give_time(own);
        answer = answer_of(own, function, handle, a, b);
        if (out != NULL) copy_out(own, out);
    }
    attachment_end(own);
    return answer;
}

int64_t call_named(uint64_t segment_id, uint32_t function, uint64_t handle, int64_t a, int64_t b,
                   const char *name, size_t length, void *out) {
    if (length > sizeof((struct slot){0}.scratch)) return FAULT + STATUS_INVALID_NAME;
    struct attachment *own = attachment_begin(segment_id);
    if (UNLIKELY(own == NULL)) return FAULT + STATUS_DETACHED;
    memcpy(own->slot->scratch, name, length);
    give_time(own);
    const int64_t answer = answer_of(own, function, handle, a, b);
    if (out != NULL) copy_out(own, out);
    attachment_end(own);
    return answer;
}

// What a session knows of the call: 0 to make it, 1 if its answer is the reply, or a fault.
static int64_t session_begin(struct attachment *own, const struct session_call *of) {
    if (of->session_length > sizeof own->slot->scratch) return FAULT + STATUS_INVALID_ARGUMENT;
    memcpy(own->slot->scratch, of->session, of->session_length);
    own->slot->oldest = of->oldest;
    own->slot->timeout_ms = -1;  // nobody knows it before the request is decoded
    int64_t answer;
    invoke(own, of->begin, of->session_length, (int64_t)of->sequence, of->method, &answer);
    return answer;
}

// Makes the call, unless the session remembers it. Answers a status, or FAULT + status if a function
// was not reached or did not return: then the slot is retired, and its session settled with it.
static int64_t call_once(struct attachment *own, uint32_t function, size_t length,
                         const struct session_call *of) {
    int64_t answer = session_begin(own, of), ended;
    if (answer == 1) return STATUS_OK;
    if (answer < FAULT_LIMIT) {
        const int64_t status = answer - FAULT;
        return status == STATUS_TRAP || status == STATUS_DATA_LOSS ? answer : status;
    }
    if (!invoke(own, function, length, 0, 0, &answer)) return answer;
    return invoke(own, of->end, (uint64_t)answer, 0, 0, &ended) ? answer : ended;
}

int64_t rpc_once(uint64_t segment_id, uint32_t function, uint32_t language, uint32_t may_wait,
                 const char *data, size_t length, const void *session_call, void *out) {
    if (length > REQUEST_BYTES) return FAULT + STATUS_TOO_LARGE;
    struct attachment *own = attachment_begin(segment_id);
    if (UNLIKELY(own == NULL)) return FAULT + STATUS_DETACHED;
    int64_t answer = need_buffer(own);
    if (answer == 0) {
        memcpy(own->base + own->buffer, data, length);
        give_time(own);
        own->slot->language = language;
        own->slot->may_wait = may_wait;
        if (session_call == NULL) {
            invoke(own, function, length, 0, 0, &answer);
        } else {
            answer = call_once(own, function, length, session_call);
        }
        copy_out(own, out);
    }
    attachment_end(own);
    return answer;
}

int64_t rpc(uint64_t segment_id, uint32_t function, uint32_t language, uint32_t may_wait,
            const char *data, size_t length, void *out) {
    return rpc_once(segment_id, function, language, may_wait, data, length, NULL, out);
}

int64_t record_latency(uint64_t segment_id, uint32_t place, uint64_t ns) {
    if (place % 8 != 0 || place < METRICS_OFFSET ||
        place > DIRECTORY_OFFSET - sizeof(struct latency)) {
        return FAULT + STATUS_INVALID_ARGUMENT;
    }
    struct attachment *own = attachment_begin(segment_id);
    if (UNLIKELY(own == NULL)) return FAULT + STATUS_DETACHED;
    struct latency *row = (struct latency *)(own->base + place);
    uint32_t bucket = 0;
    for (uint64_t limit_ns = 1000; bucket < LATENCY_BUCKETS - 1 && ns > limit_ns; limit_ns *= 4)
        bucket++;
    atomic_fetch_add_explicit(&row->sum_ns, ns, memory_order_relaxed);
    atomic_fetch_add_explicit(&row->bucket[bucket], 1, memory_order_relaxed);
    attachment_end(own);
    return 0;
}

int64_t kept(uint64_t segment_id) {
    struct attachment *own = attachment_begin(segment_id);
    if (own == NULL) return 0;
    const int64_t value = own->kept;
    attachment_end(own);
    return value;
}

uint32_t blocked_by(uint64_t segment_id) {
    struct attachment *own = attachment_begin(segment_id);
    if (own == NULL) return 0;
    const uint32_t slot = once(&own->slot->blocked_by);
    attachment_end(own);
    return slot;
}
