// What records.c calls, over a native build of the queue: the peer of bridge.c. A site is a struct
// native_site here.
#include "../../../host/polyprim/native/bridge.h"

#include <string.h>

#include "peers.h"

typedef int64_t (*operation)(uint32_t, uint64_t, int64_t, int64_t);

static char *buffer_of(const struct native_site *own) {
    return (char *)own->base + ((const struct slot *)own->slot)->buffer;
}

int64_t site_begin(const struct site *site, struct attachment **own, char **buffer) {
    *own = (struct attachment *)site;
    *buffer = buffer_of((const struct native_site *)site);
    return 0;
}

int64_t site_call(const struct site *site, struct attachment *own, int64_t a, int64_t b) {
    const struct native_site *native = (const struct native_site *)own;
    (void)site;
    return ((operation)native->function)(native->slot_number, native->handle, a, b);
}

int64_t call2(const struct site *site, int64_t a, int64_t b) {
    return site_call(site, (struct attachment *)site, a, b);
}

void site_end(struct attachment *own) { (void)own; }
