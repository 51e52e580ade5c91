// A module that keeps every law, with each kind of atomic operation once in a used inline function.
#include "abi.h"

// Unused: owes no instruction.
__attribute__((unused)) INLINE uint32_t unused(uint32_t offset) {
    return atomic_fetch_xor((_Atomic uint32_t *)at(offset), 1);
}

INLINE uint64_t bump(uint32_t offset) {
    return atomic_fetch_add((_Atomic uint64_t *)at(offset), 1);
}

EXPORT(abi_version) uint32_t abi_version(void) { return ABI_VERSION; }
EXPORT(wasm_metric_counter_total) uint32_t total(void) { return METRICS_OFFSET; }
EXPORT(wasm_metric_latency_seconds) uint32_t latency(void) { return METRICS_OFFSET; }

EXPORT(retire) uint32_t retire(uint32_t slot) {
    atomic_store(&slot_at(slot)->intent, 0);
    atomic_thread_fence(memory_order_seq_cst);
    return STATUS_OK;
}

EXPORT(sample_bump) uint64_t sample_bump(uint32_t offset) {
    bump(offset + 64);
    return bump(offset);
}

EXPORT(sample_maximum) uint64_t sample_maximum(uint32_t offset, uint64_t value) {
    _Atomic uint64_t *word = at(offset);
    uint64_t seen = atomic_load(word);
    for (int tries = 0; tries < 8 && seen < value; tries++) {
        if (atomic_compare_exchange_strong(word, &seen, value)) break;
    }
    return seen;
}
