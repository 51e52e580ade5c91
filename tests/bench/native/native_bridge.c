// What records.c calls, over a native build of the queue: the peer of bridge.c. A site is a struct
// native here.
#include "../../../host/polyprim/native/bridge.h"

#include <string.h>

#include "peers.h"

typedef int64_t (*operation)(uint32_t, uint64_t, int64_t, int64_t);

static char *buffer_of(const struct native *own) {
    return (char *)own->base + ((const struct slot *)own->slot)->buffer;
}

int64_t put(const struct site *site, const char *data, size_t length) {
    const struct native *own = (const struct native *)site;
    if (length > REQUEST_BYTES) return FAULT + STATUS_TOO_LARGE;
    memcpy(buffer_of(own), data, length);
    return ((operation)own->push)(own->slot_number, own->handle, (int64_t)length, 0);
}

int64_t take(const struct site *site, int64_t a, const char **reply) {
    const struct native *own = (const struct native *)site;
    *reply = buffer_of(own) + REQUEST_BYTES;
    return ((operation)own->pop)(own->slot_number, own->handle, a, 0);
}
