#include "wasi_buffers.h"

#include "wasi_abi.h"
#include "wasi_memory.h"

uint16_t buffers_take(const struct wasi *wasi, uint32_t offset, uint32_t count,
                      struct buffers *buffers) {
    if (count > BUFFERS_MAX) return ERR_INVAL;
    const uint8_t *from = guest_array(wasi, offset, count, IOVEC_BYTES);
    if (from == NULL) return ERR_FAULT;
    buffers->next = 0;
    buffers->count = count;
    buffers->length = 0;
    for (uint32_t i = 0; i < count; i++, from += IOVEC_BYTES) {
        const uint32_t length = get_u32(from + 4);
        buffers->parts[i] = (struct iovec){guest_bytes(wasi, get_u32(from), length), length};
        if (buffers->parts[i].iov_base == NULL) return ERR_FAULT;
        buffers->length += length;
    }
    return buffers->length > UINT32_MAX ? ERR_INVAL : OK;
}

int buffers_first(struct buffers *buffers, uint64_t limit, size_t *whole) {
    uint64_t length = 0;
    uint32_t last = buffers->next;
    while (last + 1 < buffers->count && length + buffers->parts[last].iov_len < limit)
        length += buffers->parts[last++].iov_len;
    struct iovec *cut = &buffers->parts[last];
    *whole = cut->iov_len;
    if (cut->iov_len > limit - length) cut->iov_len = limit - length;
    return (int)(last + 1 - buffers->next);
}

void buffers_drop(struct buffers *buffers, uint64_t length) {
    buffers->length -= length;
    if (buffers->length == 0) return;
    while (length >= buffers->parts[buffers->next].iov_len)
        length -= buffers->parts[buffers->next++].iov_len;
    struct iovec *first = &buffers->parts[buffers->next];
    first->iov_base = (uint8_t *)first->iov_base + length;
    first->iov_len -= length;
}
