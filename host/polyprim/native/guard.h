// The signals by which a bad memory access or a wasm trap shows itself.
#pragma once

#include <stdint.h>

#include "wasmtime_api.h"

// To be called when an engine exists: takes SIGBUS over and remembers wasmtime's own handlers.
// False if wasmtime's cannot be seen, because somebody has covered them: then traps that are
// signals would kill the process.
bool guard_install(const struct wasmtime_api *api);

// To be called before a thread runs wasm: if somebody (say, faulthandler) has taken the signals
// over meanwhile, puts a handler above theirs that passes on what is not ours. False if that has
// happened too often.
bool guard_check(void);

// Code of this module, in which a fault is a wasm trap. False if there are too many.
bool guard_code(const struct wasmtime_api *api, const wasmtime_module_t *module);
// Code that begins there is given up, and nobody runs it any more.
void guard_code_gone(const void *start);

// In a forked child: the code that was the parent's is not run here any more, nor its threads.
void guard_forget(void);
