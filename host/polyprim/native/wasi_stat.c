#define _GNU_SOURCE
#include "wasi_stat.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "wasi_functions.h"
#include "wasi_memory.h"
#include "wasi_path.h"
#include "wasi_wait.h"

enum filetype filetype_of(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFREG:
        return FILETYPE_REGULAR_FILE;
    case S_IFDIR:
        return FILETYPE_DIRECTORY;
    case S_IFLNK:
        return FILETYPE_SYMBOLIC_LINK;
    case S_IFCHR:
        return FILETYPE_CHARACTER_DEVICE;
    case S_IFBLK:
        return FILETYPE_BLOCK_DEVICE;
    case S_IFSOCK:
        return FILETYPE_SOCKET_STREAM;
    default:
        return FILETYPE_UNKNOWN;
    }
}

enum wasi_kind kind_of(int host, enum filetype *filetype) {
    struct stat stat;
    if (fstat(host, &stat) != 0) return WASI_CLOSED;
    *filetype = filetype_of(stat.st_mode);
    if (S_ISDIR(stat.st_mode)) return WASI_FOLDER;
    return S_ISREG(stat.st_mode) || S_ISBLK(stat.st_mode) ? WASI_FILE : WASI_STREAM;
}

static uint64_t ns_of(struct timespec time) {
    return (uint64_t)time.tv_sec * NS_PER_S + (uint64_t)time.tv_nsec;
}

static void put_stat(uint8_t *at, const struct stat *stat) {
    memset(at, 0, FILESTAT_BYTES);
    put_u64(at, stat->st_dev);
    put_u64(at + 8, stat->st_ino);
    put_u8(at + 16, (uint8_t)filetype_of(stat->st_mode));
    put_u64(at + 24, stat->st_nlink);
    put_u64(at + 32, (uint64_t)stat->st_size);
    put_u64(at + 40, ns_of(stat->st_atim));
    put_u64(at + 48, ns_of(stat->st_mtim));
    put_u64(at + 56, ns_of(stat->st_ctim));
}

WASI(fd_filestat_get) {
    struct descriptor *own;
    struct stat stat = {0};
    const uint16_t error = descriptor_need(wasi, U32(0), RIGHT_FD_FILESTAT_GET, &own);
    if (error != OK) return error;
    uint8_t *answer = guest_bytes(wasi, U32(1), FILESTAT_BYTES);
    if (answer == NULL) return ERR_FAULT;
    if (own->host >= 0 && fstat(own->host, &stat) != 0) return guest_errno();
    put_stat(answer, &stat);
    return OK;
}

WASI(path_filestat_get) {
    struct path path;
    struct descriptor *folder;
    uint16_t error = descriptor_need(wasi, U32(0), RIGHT_PATH_FILESTAT_GET, &folder);
    if (error == OK) error = path_take(wasi, U32(2), U32(3), &path);
    if (error != OK) return error;
    uint8_t *answer = guest_bytes(wasi, U32(4), FILESTAT_BYTES);
    if (answer == NULL) return ERR_FAULT;
    int found;
    error = path_find(folder, &path, U32(1), &found);
    if (error != OK) return error;
    struct stat stat;
    error = judged(fstat(found, &stat));
    if (error == OK) put_stat(answer, &stat);
    close(found);
    return error;
}

static bool time_of(uint32_t flags, uint32_t given, uint32_t now, uint64_t ns,
                    struct timespec *time) {
    *time = (struct timespec){(time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S)};
    if ((flags & now) != 0) time->tv_nsec = UTIME_NOW;
    if ((flags & (given | now)) == 0) time->tv_nsec = UTIME_OMIT;
    return (flags & (given | now)) != (given | now);
}

static uint16_t times_of(uint32_t flags, uint64_t access_ns, uint64_t change_ns,
                         struct timespec times[2]) {
    const bool known = (flags & ~(uint32_t)FST_ALL) == 0;
    const bool right = time_of(flags, FST_ATIM, FST_ATIM_NOW, access_ns, &times[0]) &&
                       time_of(flags, FST_MTIM, FST_MTIM_NOW, change_ns, &times[1]);
    return known && right ? OK : ERR_INVAL;
}

WASI(fd_filestat_set_times) {
    struct descriptor *own;
    struct timespec times[2];
    uint16_t error = descriptor_to_change(wasi, U32(0), RIGHT_FD_FILESTAT_SET_TIMES, &own);
    if (error == OK) error = times_of(U32(3), U64(1), U64(2), times);
    return error == OK ? judged(futimens(own->host, times)) : error;
}

WASI(path_filestat_set_times) {
    struct path path;
    struct descriptor *folder;
    struct timespec times[2];
    int found;
    uint16_t error = descriptor_to_change(wasi, U32(0), RIGHT_PATH_FILESTAT_SET_TIMES, &folder);
    if (error == OK) error = times_of(U32(6), U64(4), U64(5), times);
    if (error == OK) error = path_take(wasi, U32(2), U32(3), &path);
    if (error == OK) error = path_find(folder, &path, U32(1), &found);
    if (error != OK) return error;
    error = judged(utimensat(found, "", times, AT_EMPTY_PATH));
    close(found);
    return error;
}
