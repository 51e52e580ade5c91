// A task's linear memory: an image file, mapped copy-on-write.
//
//   0             image_bytes        bytes                                 4 GiB      + guard
//   +-------------+------------------+- - - - - - - - - - - - - - - - - - -+- - - - - -+
//   | the image,  | zero at first    | may grow: reserved, no access       |           |
//   | page by     |                  |                                     |           |
//   | page        |                  |                                     |           |
//   +-------------+------------------+- - - - - - - - - - - - - - - - - - -+- - - - - -+
//
// A memory of the compact engine, whose code checks each access, has nothing around it: it is mapped
// as far as it may ever grow, and a small image is copied. Such mappings lie side by side and are one
// to the kernel, which has no more than 65,530.
//
// A page that was written is anonymous from then on, one that was not is the file's: so the kernel
// knows what a task has changed.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "wasmtime_api.h"

// python {
// What tasks have together, and may have; 0: no limit. It lives as long as its maker or a task of it:
// a collector of garbage gives back what belongs together in any order.
struct task_budget {
    _Atomic uint64_t tasks, bytes;
    uint64_t tasks_max, bytes_max;
    _Atomic uint64_t holders;
};
struct task_budget *task_budget_new(uint64_t tasks_max, uint64_t bytes_max);  // NULL: no memory
void task_budget_release(struct task_budget *budget);

struct task_memory {
    uint8_t *base;  // NULL: none yet, or the module has none
    uint64_t bytes;
    uint64_t initial_bytes;
    uint64_t image_bytes;  // at most initial_bytes
    uint64_t bytes_max;
    uint64_t mapped_bytes;
    int32_t image;  // a descriptor, which stays its owner's and is needed as long as the memory is
    struct task_budget *budget;
};

struct page_run {
    uint64_t first;  // in pages of 4 KiB
    uint64_t count;
};

// Finds up to `capacity` runs of pages from page `first` on that were written since the image was
// mapped; a page may be told that holds what it held. Answers how many, or -1 and errno.
int64_t memory_written(const struct task_memory *memory, uint64_t first, struct page_run *runs,
                       uint64_t capacity);
// Puts the image back where it was written over. False, and nothing done, if the memory has grown or
// the kernel does not tell what was written.
bool memory_reset(struct task_memory *memory);
// } python

// What this thread's next memory of the task engine is made of; and whether that was made.
void task_creator_begin(struct task_memory *memory);
bool task_creator_end(void);
void task_creator_install(void *config);
void task_budget_hold(struct task_budget *budget);
bool budget_take(_Atomic uint64_t *used, uint64_t max, uint64_t more);
void task_memory_free(struct task_memory *memory);
void task_memory_forget(void);
