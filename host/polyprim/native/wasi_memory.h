// The guest's memory. Offsets, lengths and counts are the guest's, and so not to be believed.
#pragma once

#include <string.h>

#include "wasi.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "the guest's numbers are copied as they are");

// NULL if any of that many bytes is outside.
static inline uint8_t *guest_bytes(const struct wasi *wasi, uint32_t offset, uint64_t length) {
    if (wasi->memory == NULL || length > wasi->memory_bytes || offset > wasi->memory_bytes - length)
        return NULL;
    return wasi->memory + offset;
}

// The same for `count` things of that size.
static inline uint8_t *guest_array(const struct wasi *wasi, uint32_t offset, uint32_t count,
                                   uint32_t bytes) {
    return guest_bytes(wasi, offset, (uint64_t)count * bytes);
}

static inline void put_u8(uint8_t *at, uint8_t value) { *at = value; }
static inline void put_u16(uint8_t *at, uint16_t value) { memcpy(at, &value, sizeof value); }
static inline void put_u32(uint8_t *at, uint32_t value) { memcpy(at, &value, sizeof value); }
static inline void put_u64(uint8_t *at, uint64_t value) { memcpy(at, &value, sizeof value); }

static inline uint16_t get_u16(const uint8_t *at) {
    uint16_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline uint32_t get_u32(const uint8_t *at) {
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline uint64_t get_u64(const uint8_t *at) {
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}
