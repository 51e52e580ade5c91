#include <errno.h>

#include "wasi_descriptor.h"

static const struct {
    int host;
    uint16_t guest;
} numbers[] = {
    {E2BIG, ERR_2BIG},     {EACCES, ERR_ACCES},       {EAGAIN, ERR_AGAIN},
    {EBADF, ERR_BADF},     {EBUSY, ERR_BUSY},         {EDQUOT, ERR_DQUOT},
    {EEXIST, ERR_EXIST},   {EFAULT, ERR_FAULT},       {EFBIG, ERR_FBIG},
    {EINTR, ERR_INTR},     {EINVAL, ERR_INVAL},       {EISDIR, ERR_ISDIR},
    {ELOOP, ERR_LOOP},     {EMFILE, ERR_MFILE},       {EMLINK, ERR_MLINK},
    {ENFILE, ERR_NFILE},   {ENODEV, ERR_NODEV},       {ENOENT, ERR_NOENT},
    {ENOMEM, ERR_NOMEM},   {ENOSPC, ERR_NOSPC},       {ENOSYS, ERR_NOSYS},
    {ENOTDIR, ERR_NOTDIR}, {ENOTEMPTY, ERR_NOTEMPTY}, {ENAMETOOLONG, ERR_NAMETOOLONG},
    {ENXIO, ERR_NXIO},     {EOPNOTSUPP, ERR_NOTSUP},  {EOVERFLOW, ERR_OVERFLOW},
    {EPERM, ERR_PERM},     {EPIPE, ERR_PIPE},         {EROFS, ERR_ROFS},
    {ESPIPE, ERR_SPIPE},   {ESTALE, ERR_STALE},       {ETXTBSY, ERR_TXTBSY},
    {EXDEV, ERR_XDEV},
};

uint16_t guest_errno(void) {
    const int host = errno;
    for (uint32_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (numbers[i].host == host) return numbers[i].guest;
    }
    return ERR_IO;
}
