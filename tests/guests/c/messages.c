// Flags: -mexec-model=reactor
// Answers messages without ever parking: each with how many there were, and the message itself.
#include <stdio.h>
#include "polyprim_task.h"

static int32_t messages, restored;

POLYPRIM_EXPORT(polyprim_message) void message(void) {
    char text[4096];
    int length = polyprim_read(text, sizeof text);
    char count[64];
    polyprim_reply(count, snprintf(count, sizeof count, "%d", (int)++messages));
    polyprim_reply(text, length);
}

POLYPRIM_EXPORT(polyprim_restored) void on_restored(void) { restored++; }

// How often polyprim_restored was called.
POLYPRIM_EXPORT(restored) int32_t count_restored(void) { return restored; }

// Replies that many times with 64 KiB.
POLYPRIM_EXPORT(flood) void flood(int32_t replies) {
    static char block[65536];
    for (int32_t i = 0; i < replies; i++)
        polyprim_reply(block, sizeof block);
}
