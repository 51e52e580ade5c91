// What the guest's descriptor numbers stand for.
#pragma once

#include "wasi.h"
#include "wasi_abi.h"

#define NO_HOME UINT32_MAX

struct listing;

struct descriptor {
    enum wasi_kind kind;
    enum filetype filetype;
    int host;                 // -1: none
    uint32_t home;            // the number as which a new task has it
    uint16_t flags;           // the guest's; the host's descriptor is not touched by them
    bool changed;             // its flags or its rights, since it was opened
    bool read_only;           // a folder's, and of all that is opened through it
    uint64_t rights;          // base
    uint64_t inheriting;      // of what is opened through it, at most
    char *path;               // the guest's
    struct listing *listing;  // where a folder's reader stands
};

// What is possible with such a thing at all.
uint64_t rights_of(enum wasi_kind kind);
// What the host's descriptor is. WASI_CLOSED: nothing.
enum wasi_kind kind_of(int host, enum filetype *filetype);

// The lowest free number, or ERR_MFILE. The table may move: what was found in it before is not there.
uint16_t descriptor_place(struct wasi *wasi, uint32_t *number);
void descriptor_let_go(struct descriptor *descriptor);

// ERR_BADF; or ERR_NOTCAPABLE, if it lacks one of the rights.
uint16_t descriptor_need(struct wasi *wasi, uint32_t number, uint64_t rights,
                         struct descriptor **found);
// The same, and ERR_ROFS if it is of a read-only folder.
uint16_t descriptor_to_change(struct wasi *wasi, uint32_t number, uint64_t rights,
                              struct descriptor **found);

// errno as WASI numbers it.
uint16_t guest_errno(void);
// That, if what a system call answered is negative, else OK.
static inline uint16_t judged(int64_t answer) { return answer < 0 ? guest_errno() : OK; }
