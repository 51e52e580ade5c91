// Every function of wasi_snapshot_preview1: name, parameters, results.
#pragma once

#include "wasi.h"

#define WASI_FUNCTIONS(FUNCTION)                                                                   \
    FUNCTION(args_get, "ii", "i")                                                                  \
    FUNCTION(args_sizes_get, "ii", "i")                                                            \
    FUNCTION(clock_res_get, "ii", "i")                                                             \
    FUNCTION(clock_time_get, "iIi", "i")                                                           \
    FUNCTION(environ_get, "ii", "i")                                                               \
    FUNCTION(environ_sizes_get, "ii", "i")                                                         \
    FUNCTION(fd_advise, "iIIi", "i")                                                               \
    FUNCTION(fd_allocate, "iII", "i")                                                              \
    FUNCTION(fd_close, "i", "i")                                                                   \
    FUNCTION(fd_datasync, "i", "i")                                                                \
    FUNCTION(fd_fdstat_get, "ii", "i")                                                             \
    FUNCTION(fd_fdstat_set_flags, "ii", "i")                                                       \
    FUNCTION(fd_fdstat_set_rights, "iII", "i")                                                     \
    FUNCTION(fd_filestat_get, "ii", "i")                                                           \
    FUNCTION(fd_filestat_set_size, "iI", "i")                                                      \
    FUNCTION(fd_filestat_set_times, "iIIi", "i")                                                   \
    FUNCTION(fd_pread, "iiiIi", "i")                                                               \
    FUNCTION(fd_prestat_dir_name, "iii", "i")                                                      \
    FUNCTION(fd_prestat_get, "ii", "i")                                                            \
    FUNCTION(fd_pwrite, "iiiIi", "i")                                                              \
    FUNCTION(fd_read, "iiii", "i")                                                                 \
    FUNCTION(fd_readdir, "iiiIi", "i")                                                             \
    FUNCTION(fd_renumber, "ii", "i")                                                               \
    FUNCTION(fd_seek, "iIii", "i")                                                                 \
    FUNCTION(fd_sync, "i", "i")                                                                    \
    FUNCTION(fd_tell, "ii", "i")                                                                   \
    FUNCTION(fd_write, "iiii", "i")                                                                \
    FUNCTION(path_create_directory, "iii", "i")                                                    \
    FUNCTION(path_filestat_get, "iiiii", "i")                                                      \
    FUNCTION(path_filestat_set_times, "iiiiIIi", "i")                                              \
    FUNCTION(path_link, "iiiiiii", "i")                                                            \
    FUNCTION(path_open, "iiiiiIIii", "i")                                                          \
    FUNCTION(path_readlink, "iiiiii", "i")                                                         \
    FUNCTION(path_remove_directory, "iii", "i")                                                    \
    FUNCTION(path_rename, "iiiiii", "i")                                                           \
    FUNCTION(path_symlink, "iiiii", "i")                                                           \
    FUNCTION(path_unlink_file, "iii", "i")                                                         \
    FUNCTION(poll_oneoff, "iiii", "i")                                                             \
    FUNCTION(proc_exit, "i", "")                                                                   \
    FUNCTION(proc_raise, "i", "i")                                                                 \
    FUNCTION(random_get, "ii", "i")                                                                \
    FUNCTION(sched_yield, "", "i")                                                                 \
    FUNCTION(sock_accept, "iii", "i")                                                              \
    FUNCTION(sock_recv, "iiiiii", "i")                                                             \
    FUNCTION(sock_send, "iiiii", "i")                                                              \
    FUNCTION(sock_shutdown, "ii", "i")

#define WASI(name) uint16_t wasi_##name(struct wasi *wasi, const wasmtime_val_raw_t *arguments)
#define DECLARE(name, parameters, results) WASI(name);
WASI_FUNCTIONS(DECLARE)
#undef DECLARE

// The number of a parameter, from 0.
#define U32(number) ((uint32_t)arguments[number].i32)
#define U64(number) ((uint64_t)arguments[number].i64)
