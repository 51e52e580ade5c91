#include "code_scan.h"

#include <stdbool.h>

struct reader {
    const uint8_t *at, *end;
};

static bool skip(struct reader *reader, uint64_t length) {
    if ((uint64_t)(reader->end - reader->at) < length) return false;
    reader->at += length;
    return true;
}

static bool skip_number(struct reader *reader) {
    for (uint32_t i = 0; i < 10 && reader->at < reader->end; i++)
        if ((*reader->at++ & 0x80) == 0) return true;
    return false;
}

static bool read_u32(struct reader *reader, uint32_t *value) {
    *value = 0;
    for (uint32_t shift = 0; shift < 35 && reader->at < reader->end; shift += 7) {
        const uint8_t byte = *reader->at++;
        *value |= (uint32_t)(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0) return true;
    }
    return false;
}

static bool skip_numbers(struct reader *reader) {
    uint32_t count;
    if (!read_u32(reader, &count)) return false;
    while (count-- > 0)
        if (!skip_number(reader)) return false;
    return true;
}

static bool skip_bytes(struct reader *reader) {
    uint32_t count;
    return read_u32(reader, &count) && skip(reader, count);
}

static bool skip_immediate(struct reader *reader, uint8_t shape) {
    switch (shape) {
    case CODE_NONE:
        return true;
    case CODE_NUMBER:
        return skip_number(reader);
    case CODE_NUMBERS:
        return skip_numbers(reader);
    case CODE_BYTES:
        return skip_bytes(reader);
    case CODE_1:
        return skip(reader, 1);
    case CODE_4:
        return skip(reader, 4);
    case CODE_8:
        return skip(reader, 8);
    case CODE_16:
        return skip(reader, 16);
    default:
        return false;
    }
}

static bool read_opcode(struct reader *reader, uint32_t *place) {
    const uint8_t byte = *reader->at++;
    uint32_t number;
    *place = byte;
    if (byte < 0xFC || byte > 0xFE) return true;
    if (!read_u32(reader, &number) || number >= CODE_GROUP_OPCODES) return false;
    *place = (uint32_t)(byte - 0xFB) * CODE_GROUP_OPCODES + number;
    return true;
}

uint64_t code_scan(const uint8_t *code, uint64_t length, const uint8_t *shapes, uint8_t *seen) {
    struct reader reader = {code, code + length};
    while (reader.at < reader.end) {
        const uint8_t *start = reader.at;
        uint32_t place;
        if (!read_opcode(&reader, &place)) return (uint64_t)(start - code);
        for (uint32_t i = 0; i < CODE_IMMEDIATES; i++) {
            if (!skip_immediate(&reader, shapes[place * CODE_IMMEDIATES + i]))
                return (uint64_t)(start - code);
        }
        seen[place] = 1;
    }
    return length;
}
