#define _GNU_SOURCE
#include "wasi_standard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "wasi_descriptor.h"

#define CAPACITY_FIRST 512

// A pipe or a terminal, but for the master of one, of which opening would make another.
static bool can_open_anew(int host, const struct descriptor *made) {
    unsigned number;
    if (made->kind != WASI_STREAM) return false;
    if (made->filetype != FILETYPE_CHARACTER_DEVICE) return true;
    return isatty(host) && ioctl(host, TIOCGPTN, &number) != 0;
}

// A description of our own, which does not wait, where there can be one.
static int open_anew(int host, const struct descriptor *made, int access) {
    if (can_open_anew(host, made)) {
        char place[32];
        snprintf(place, sizeof place, "/proc/self/fd/%d", host);
        const int own = open(place, access | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (own >= 0) return own;
    }
    return fcntl(host, F_DUPFD_CLOEXEC, 0);
}

// Guests take a device for a terminal if it cannot be asked for its position.
bool standard_open(struct wasi *wasi, uint32_t number, int host, uint64_t without) {
    struct descriptor made = {.home = number, .host = -1};
    if (host >= 0) {
        made.kind = kind_of(host, &made.filetype);
        if (made.kind == WASI_CLOSED || made.kind == WASI_FOLDER) {
            errno = EINVAL;
            return false;
        }
        made.host = open_anew(host, &made, number == 0 ? O_RDONLY : O_WRONLY);
        if (made.host < 0) return false;
    } else {
        made.kind = number == 0 ? WASI_INPUT : WASI_OUTPUT;
    }
    made.rights = rights_of(made.kind) & ~without;
    if (made.filetype == FILETYPE_CHARACTER_DEVICE && isatty(host) == 0) {
        made.rights |= RIGHT_FD_SEEK | RIGHT_FD_TELL;
    }
    wasi->descriptors[number] = made;
    return true;
}

uint64_t standard_read(struct wasi *wasi, const struct buffers *buffers) {
    const uint64_t before = wasi->input.position;
    for (uint32_t i = 0; i < buffers->count; i++) {
        const uint64_t left = wasi->input.length - wasi->input.position;
        const uint64_t length = buffers->parts[i].iov_len < left ? buffers->parts[i].iov_len : left;
        if (length == 0) continue;
        memcpy(buffers->parts[i].iov_base, wasi->input.bytes + wasi->input.position, length);
        wasi->input.position += length;
    }
    return wasi->input.position - before;
}

static bool make_room(struct wasi_capture *captured, uint64_t length) {
    if (length <= captured->capacity) return true;
    uint64_t capacity = captured->capacity < CAPACITY_FIRST ? CAPACITY_FIRST : captured->capacity;
    while (capacity < length)
        capacity *= 2;
    uint8_t *bytes = realloc(captured->bytes, capacity);
    if (bytes == NULL) return false;
    captured->bytes = bytes;
    captured->capacity = capacity;
    return true;
}

uint16_t standard_capture(struct wasi *wasi, struct wasi_capture *captured,
                          const struct buffers *buffers, uint64_t *total) {
    const uint64_t room = captured->limit - captured->length;
    uint64_t left = buffers->length < room ? buffers->length : room;
    if (!make_room(captured, captured->length + left)) return ERR_NOMEM;
    *total = left;
    for (uint32_t i = 0; left > 0; i++) {
        const uint64_t length = buffers->parts[i].iov_len < left ? buffers->parts[i].iov_len : left;
        memcpy(captured->bytes + captured->length, buffers->parts[i].iov_base, length);
        captured->length += length;
        left -= length;
    }
    if (buffers->length > room) wasi->end = END_OUTPUT;
    return OK;
}

const uint8_t *wasi_captured(const struct wasi *wasi, uint32_t number, uint64_t *length) {
    *length = wasi->captured[number - 1].length;
    return wasi->captured[number - 1].bytes;
}

void wasi_capture_anew(struct wasi *wasi) {
    wasi->captured[0].length = 0;
    wasi->captured[1].length = 0;
}

const uint8_t *wasi_input_left(const struct wasi *wasi, uint64_t *length) {
    *length = wasi->input.length - wasi->input.position;
    return wasi->input.bytes + wasi->input.position;
}
