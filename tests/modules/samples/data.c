// A constant table makes a data section, which every instantiation would write over the segment.
#include "abi.h"

EXPORT(sample_prime) uint32_t sample_prime(uint32_t index) {
    static const uint32_t primes[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
    return primes[index % 12];
}
