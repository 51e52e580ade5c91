// Parks below as many frames as its argument says, or 8, that are linked by pointers into the stack
// and hold integers which only look like such pointers. Each message is answered with the frames as
// they are found by the pointers, innermost first: "ADDRESS NUMBER LOOKALIKE".
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "polyprim_task.h"

POLYPRIM_STACK(1 << 20)

struct frame {
    const volatile struct frame *outer;
    uint32_t number;
    uint32_t lookalike;  // an integer, with the value of this frame's own address
};

static void show(const volatile struct frame *frame) {
    char line[64];
    for (; frame; frame = frame->outer) {
        int length = snprintf(line, sizeof line, "%u %u %u", (unsigned)(uintptr_t)frame,
                              (unsigned)frame->number, (unsigned)frame->lookalike);
        polyprim_reply(line, length);
    }
}

__attribute__((noinline)) static void descend(uint32_t depth, const volatile struct frame *outer) {
    volatile struct frame frame = {.outer = outer, .number = depth};
    frame.lookalike = (uint32_t)(uintptr_t)&frame;
    if (depth > 1)
        descend(depth - 1, &frame);
    else
        while (polyprim_park() != 0)
            show(&frame);
    frame.number = 0;
}

int main(int count, char **arguments) { descend(count > 1 ? atoi(arguments[1]) : 8, NULL); }
