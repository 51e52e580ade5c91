// Loops around operations, for the modules and their native builds alike: what is measured is the
// code of the operation, without the step into it.
#pragma once

#define RECORD 64u
#define BATCH 32u

// The request area holds what is pushed; slot.buffer is there.
EXPORT(loop) int64_t loop(uint32_t slot, uint64_t handle, uint64_t rounds);
EXPORT(loop_batch) int64_t loop_batch(uint32_t slot, uint64_t handle, uint64_t rounds);
