// Descriptors 0, 1 and 2: input from bytes, captured outputs, or what the host has open.
#pragma once

#include "wasi_buffers.h"

// Under that number: bytes or a capture if `host` is negative, else that descriptor opened anew, with
// the rights that its kind has but for some. False and errno.
bool standard_open(struct wasi *wasi, uint32_t number, int host, uint64_t without);
// From the input's bytes: how many.
uint64_t standard_read(struct wasi *wasi, const struct buffers *buffers);
// Up to the limit; beyond it the task ends.
uint16_t standard_capture(struct wasi *wasi, struct wasi_capture *captured,
                          const struct buffers *buffers, uint64_t *total);
