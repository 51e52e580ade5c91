// Atomics at an alignment that cannot be proven become calls of a library that is not there.
#include "abi.h"

struct __attribute__((packed)) record {
    uint8_t kind;
    _Atomic uint64_t word;
};

EXPORT(sample_store) void sample_store(uint32_t offset) {
    struct record *record = at(offset);
    atomic_store(&record->word, 7);
}
