#define _GNU_SOURCE
#include "wasi.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wasi_descriptor.h"
#include "wasi_standard.h"

#define STRINGS_LENGTH_MAX (UINT32_C(64) << 20)

static bool copy_strings(struct wasi_strings *to, const char *const *from, uint32_t count) {
    uint64_t length = 0;
    for (uint32_t i = 0; i < count; i++)
        length += strlen(from[i]) + 1;
    if (length > STRINGS_LENGTH_MAX) {
        errno = E2BIG;
        return false;
    }
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
    bool opened = standard_open(wasi, 0, options->input_descriptor, writes) &&
                  standard_open(wasi, 1, options->standard_output.descriptor, reads) &&
                  standard_open(wasi, 2, options->standard_error.descriptor, reads);
    for (uint32_t i = 0; i < options->folder_count && opened; i++)
        opened = open_folder(wasi, 3 + i, &options->folders[i]);
    return opened;
}

static bool begin(struct wasi *wasi, const struct wasi_options *options) {
    const uint32_t limit = options->descriptor_limit, folders = options->folder_count;
    if (folders > WASI_FOLDERS_MAX || limit > WASI_DESCRIPTORS_MAX || limit < 3 + folders) {
        errno = EINVAL;
        return false;
    }
    wasi->deadline_ns = UINT64_MAX;
    wasi->captured[0].limit = options->standard_output.limit_bytes;
    wasi->captured[1].limit = options->standard_error.limit_bytes;
    wasi->folder_count = folders;
    wasi->descriptor_limit = limit;
    wasi->descriptors = calloc(3 + folders, sizeof *wasi->descriptors);
    if (wasi->descriptors == NULL) return false;
    wasi->descriptor_capacity = 3 + folders;
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
    for (uint32_t i = 0; i < wasi->descriptor_capacity; i++) {
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
