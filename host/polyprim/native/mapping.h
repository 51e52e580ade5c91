// Mappings of segments into this process, and the memory creator that gives them to wasmtime.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "wasmtime_api.h"

// What wasmtime may address from a 32-bit offset: all of it is reserved, so that no access can
// leave it, and only the segment's own bytes can be touched.
#define RESERVATION_BYTES (UINT64_C(4) << 30)
#define GUARD_BYTES (UINT64_C(32) << 20)
#define MAPPINGS_MAX 1024

struct mapping {
    _Atomic(uint8_t *) base;  // NULL: this place is free
    uint64_t bytes;
    _Atomic uint32_t references;  // its opener, and each store that uses it
    _Atomic uint32_t poisoned;    // a page was lost: nothing in the segment can be trusted
};

// python {
struct mapping;
// Maps a file of that many bytes, shared. NULL and errno if the system has no room.
struct mapping *mapping_open(int file, uint64_t bytes);
void mapping_hold(struct mapping *mapping);  // one more opener
void mapping_release(struct mapping *mapping);
int mapping_sync(struct mapping *mapping);
bool mapping_poisoned(struct mapping *mapping);

// In a forked child, where none of the parent's mappings exist.
void mappings_forget(void);
// } python

// For the SIGBUS guard: true if the address is a segment's, which is then poisoned and has an
// empty page there.
bool mapping_rescue(void *address);

// The next memory that this thread makes is `mapping`; the answer of the second is whether exactly
// one memory was made.
void creator_begin(struct mapping *mapping);
bool creator_end(void);
void creator_install(const struct wasmtime_api *api, void *config);
