#define _GNU_SOURCE
#include "wasi.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "wasi_descriptor.h"

#define STRINGS_LENGTH_MAX (UINT32_C(64) << 20)

static bool fails(int error) {
    errno = error;
    return false;
}

static bool copy_strings(struct strings *to, const char *const *from, uint32_t count) {
    uint64_t length = 0;
    for (uint32_t i = 0; i < count; i++)
        length += strlen(from[i]) + 1;
    if (length > STRINGS_LENGTH_MAX) return fails(E2BIG);
    to->bytes = malloc(length + 1);
    if (to->bytes == NULL) return false;
    for (uint32_t i = 0; i < count; i++) {
        const size_t whole = strlen(from[i]) + 1;
        memcpy(to->bytes + to->length, from[i], whole);
        to->length += (uint32_t)whole;
    }
    to->count = count;
    return true;
}

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
static bool open_standard(struct wasi *wasi, uint32_t number, int host, uint64_t without) {
    struct descriptor made = {.home = number, .host = -1};
    if (host >= 0) {
        made.kind = kind_of(host, &made.filetype);
        if (made.kind == WASI_CLOSED || made.kind == WASI_FOLDER) return fails(EINVAL);
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

static bool open_folder(struct wasi *wasi, uint32_t number, const struct wasi_folder *folder) {
    const uint64_t rights = rights_of(WASI_FOLDER);
    struct descriptor made = {
        .kind = WASI_FOLDER,
        .filetype = FILETYPE_DIRECTORY,
        .home = number,
        .read_only = folder->read_only,
        .rights = rights,
        .inheriting = rights | rights_of(WASI_FILE),
    };
    made.host = openat(folder->descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (made.host < 0) return false;
    made.path = strdup(folder->guest_path);
    if (made.path == NULL)
        close(made.host);
    else
        wasi->descriptors[number] = made;
    return made.path != NULL;
}

static bool open_all(struct wasi *wasi, const struct wasi_options *options) {
    const uint64_t reads = RIGHT_FD_READ, changes = RIGHT_FD_ALLOCATE | RIGHT_FD_FILESTAT_SET_SIZE;
    const uint64_t writes = RIGHT_FD_WRITE | changes;
    bool opened = open_standard(wasi, 0, options->input_descriptor, writes) &&
                  open_standard(wasi, 1, options->standard_output.descriptor, reads) &&
                  open_standard(wasi, 2, options->standard_error.descriptor, reads);
    for (uint32_t i = 0; i < options->folder_count && opened; i++)
        opened = open_folder(wasi, 3 + i, &options->folders[i]);
    return opened;
}

static bool begin(struct wasi *wasi, const struct wasi_options *options) {
    const uint32_t limit = options->descriptor_limit, folders = options->folder_count;
    if (folders > WASI_FOLDERS_MAX || limit > WASI_DESCRIPTORS_MAX || limit < 3 + folders) {
        return fails(EINVAL);
    }
    wasi->deadline_ns = UINT64_MAX;
    wasi->captured[0].limit = options->standard_output.limit_bytes;
    wasi->captured[1].limit = options->standard_error.limit_bytes;
    wasi->folder_count = folders;
    wasi->descriptors = calloc(limit, sizeof *wasi->descriptors);
    if (wasi->descriptors == NULL) return false;
    wasi->descriptor_limit = limit;
    if (options->input_descriptor < 0 && options->input_length > 0) {
        wasi->input.bytes = malloc(options->input_length);
        if (wasi->input.bytes == NULL) return false;
        memcpy(wasi->input.bytes, options->input, options->input_length);
        wasi->input.length = options->input_length;
    }
    return copy_strings(&wasi->arguments, options->arguments, options->argument_count) &&
           copy_strings(&wasi->environment, options->environment, options->environment_count) &&
           open_all(wasi, options);
}

struct wasi *wasi_new(const struct wasi_options *options) {
    struct wasi *wasi = calloc(1, sizeof *wasi);
    if (wasi == NULL || begin(wasi, options)) return wasi;
    const int error = errno;
    wasi_delete(wasi);
    errno = error;
    return NULL;
}

void wasi_delete(struct wasi *wasi) {
    for (uint32_t i = 0; i < wasi->descriptor_limit; i++) {
        if (wasi->descriptors[i].kind != WASI_CLOSED) descriptor_let_go(&wasi->descriptors[i]);
    }
    free(wasi->descriptors);
    free(wasi->arguments.bytes);
    free(wasi->environment.bytes);
    free(wasi->input.bytes);
    free(wasi->captured[0].bytes);
    free(wasi->captured[1].bytes);
    free(wasi);
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

uint32_t wasi_open_descriptors(const struct wasi *wasi, struct wasi_open *open, uint32_t capacity) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < wasi->descriptor_limit; i++) {
        const struct descriptor *own = &wasi->descriptors[i];
        const bool begins_open = i < 3 + wasi->folder_count;
        if (own->kind == WASI_CLOSED ? !begins_open : own->home == i && !own->changed) continue;
        if (count < capacity) {
            open[count] = (struct wasi_open){i, own->kind, own->path != NULL ? own->path : ""};
        }
        count++;
    }
    return count;
}
