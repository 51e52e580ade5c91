// Keeps what it knows on its stack only: each message is a number, kept in a frame that parks for the
// next, one deeper. An empty message ends it: every frame says its number, innermost first, and the
// exit code is their sum.
#include <stdio.h>
#include <stdlib.h>
#include "polyprim_task.h"

POLYPRIM_STACK(16384)

__attribute__((noinline)) static int keep(int depth) {
    char text[32] = "", line[64];
    if (polyprim_park() == 0) return 0;
    polyprim_read(text, sizeof text - 1);
    polyprim_reply(line, snprintf(line, sizeof line, "%d kept", depth));
    int sum = keep(depth + 1);
    polyprim_reply(line, snprintf(line, sizeof line, "%d: %s", depth, text));
    return sum + atoi(text);
}

int main(void) {
    int sum = keep(1);
    puts("done");
    return sum;
}
