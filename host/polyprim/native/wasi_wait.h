// Waiting, none of which outlasts the task's deadline or a cancel.
#pragma once

#include <poll.h>

#include "wasi_descriptor.h"

#define NS_PER_S UINT64_C(1000000000)
#define SLICE_NS UINT64_C(8000000)  // after so long a wait for a descriptor looks for a cancel
#define PAUSE_NS UINT64_C(1000000)

uint64_t host_monotonic_ns(void);
uint64_t host_realtime_ns(void);

// False, and `end` is set, if the deadline has passed or the task is cancelled.
bool goes_on(struct wasi *wasi);
// Sleeps until then on the host's monotonic clock, or until the task's end, or shorter.
void sleep_until(struct wasi *wasi, uint64_t due_ns);
// What is ready of some descriptors, after at most a slice, at most until then.
int poll_slice(struct wasi *wasi, struct pollfd *polled, uint32_t count, uint64_t due_ns);
// Until a stream is ready. ERR_AGAIN if it is not and the guest does not want to wait. At the task's
// end it answers OK: `end` tells.
uint16_t wait_ready(struct wasi *wasi, const struct descriptor *descriptor, short events);
