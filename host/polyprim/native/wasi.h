// WASI preview 1 for one task: its functions over the task's memory, and the state behind them.
//
//   wasi.c              makes, ends and drops a task's state
//   wasi_functions.c    the table of all functions, and those that are only a few lines
//   wasi_memory.h       the guest's memory, every access of which is checked
//   wasi_errno.c        the host's errors as the guest knows them
//   wasi_descriptor.c   the table of descriptors, their rights, and what a capture would lose
//   wasi_standard.c     input, output and error output
//   wasi_time.c         clocks, and waiting that ends at the deadline or a cancel
//   wasi_buffers.c      the parts of memory that are read into or written from
//   wasi_stream.c       reading and writing
//   wasi_file.c         what else is done with an open descriptor
//   wasi_stat.c         what a file is, and its times
//   wasi_folder.c       listing
//   wasi_path.c         from a guest's path to a descriptor or a name that is beneath its folder
//   wasi_name.c         links, renames and removals
//   wasi_poll.c         poll_oneoff
//
// One thread at a time calls; only wasi_cancel may come from another. Of wasmtime nothing is known
// here but the layout of arguments. The process ignores SIGPIPE, as Python does. What waits for
// somebody ends in time; a file system that hangs inside one operation (fsync, 1 MiB of a file)
// cannot be broken off.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "wasmtime_api.h"

#define WASI_FOLDERS_MAX 64
#define WASI_DESCRIPTORS_MAX 65536

// python {
struct wasi;

struct wasi_folder {
    const char *guest_path;
    int32_t descriptor;  // opened anew: the caller's stays the caller's, as all of them do
    bool read_only;
};

// Captured up to so many bytes, of which the one too many ends the task; or written to a descriptor.
struct wasi_output {
    int32_t descriptor;  // -1: captured
    uint64_t limit_bytes;
};

enum wasi_end { END_NONE, END_EXIT, END_DEADLINE, END_CANCELLED, END_OUTPUT };

// All of it is copied.
struct wasi_options {
    const char *const *arguments;
    uint32_t argument_count;
    const char *const *environment;  // NAME=value
    uint32_t environment_count;
    int32_t input_descriptor;  // -1: the bytes are the input
    const uint8_t *input;
    uint64_t input_length;
    struct wasi_output standard_output;
    struct wasi_output standard_error;
    const struct wasi_folder *folders;
    uint32_t folder_count;
    uint32_t descriptor_limit;  // open at once, the standard ones and the folders among them
};

// NULL and errno: EINVAL if the options contradict each other, else what the system said.
struct wasi *wasi_new(const struct wasi_options *options);
void wasi_delete(struct wasi *wasi);
// Ends the call that is being made, if it waits, and each later one that would. From any thread.
void wasi_cancel(struct wasi *wasi);

// What was captured of descriptor 1 or 2: valid until the next call. To begin anew forgets it, and has
// the limit count from 0.
const uint8_t *wasi_captured(const struct wasi *wasi, uint32_t number, uint64_t *length);
void wasi_capture_anew(struct wasi *wasi);
// What is left of the input's bytes.
const uint8_t *wasi_input_left(const struct wasi *wasi, uint64_t *length);

enum wasi_kind {
    WASI_CLOSED,
    WASI_INPUT,   // of bytes
    WASI_OUTPUT,  // captured
    WASI_FILE,
    WASI_STREAM,  // a pipe, a terminal, a socket: what one may have to wait for
    WASI_FOLDER,
};

struct wasi_open {
    uint32_t number;
    enum wasi_kind kind;
    const char *guest_path;  // as it was when it was opened
};

// Writes down, up to a capacity, where the descriptors are not those of a task that has just begun:
// what was opened, moved or narrowed since, and, as WASI_CLOSED, what a new task would have open.
// Answers how many there are.
uint32_t wasi_open_descriptors(const struct wasi *wasi, struct wasi_open *open, uint32_t capacity);
// } python

// The caller sets these before a call. A call that sets `end` has ended the task: the caller traps.
struct wasi {
    uint8_t *memory;
    uint64_t memory_bytes;
    uint64_t deadline_ns;         // of the host's CLOCK_MONOTONIC; UINT64_MAX: none
    int64_t monotonic_offset_ns;  // what the guest's monotonic clock is ahead of the host's
    _Atomic uint32_t cancelled;   // a futex
    enum wasi_end end;
    uint32_t exit_code;

    // The rest is its own.
    struct wasi_strings {
        uint32_t count;
        uint32_t length;  // of all, with the zero that ends each
        char *bytes;
    } arguments, environment;
    struct {
        uint8_t *bytes;
        uint64_t length;
        uint64_t position;
    } input;
    struct wasi_capture {
        uint8_t *bytes;
        uint64_t length;
        uint64_t capacity;
        uint64_t limit;
    } captured[2];
    struct descriptor *descriptors;
    uint32_t descriptor_capacity;  // grows up to the limit
    uint32_t descriptor_limit;
    uint32_t folder_count;  // they begin as descriptors 3, 4, ...
};

struct wasi_function {
    const char *name;
    const char *parameters;  // "iIi": an i32, an i64, an i32
    const char *results;     // "i", an errno; "" of proc_exit alone
    uint16_t (*call)(struct wasi *wasi, const wasmtime_val_raw_t *arguments);
};
extern const struct wasi_function wasi_functions[];
extern const uint32_t wasi_function_count;
