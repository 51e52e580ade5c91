// Moves the engines' epochs on while guests run, so that one in a loop finds out that its time is up.
//
// A thread of C, never of Python: it goes on when Python is busy. It sleeps when no guest runs.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "wasmtime_api.h"

#define TICK_NS UINT64_C(2000000)

// An engine that is never deleted. False if there are too many.
bool ticker_add(wasm_engine_t *engine);

// Around each run of a guest, on any thread. False if there is no thread to be had.
bool ticker_begin(void);
void ticker_end(void);

// In a forked child, where the parent's thread does not exist.
void ticker_forget(void);
