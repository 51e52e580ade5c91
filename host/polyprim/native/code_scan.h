// Which instructions a module's code has.
#pragma once

#include <stdint.h>

#define CODE_GROUPS 4           // opcodes of one byte, then those behind the prefixes FC, FD, FE
#define CODE_GROUP_OPCODES 512  // places of a group
#define CODE_IMMEDIATES 3       // an instruction has at most so many

// python {
// What follows an opcode.
enum code_immediate {
    CODE_NONE,
    CODE_NUMBER,   // LEB128
    CODE_NUMBERS,  // a count, and so many
    CODE_BYTES,    // a count, and so many bytes
    CODE_1,
    CODE_4,
    CODE_8,
    CODE_16,
    CODE_UNKNOWN,  // no such opcode
};

// Walks over function bodies, one behind the other, and marks in `seen` each opcode that occurs.
// `shapes` has three immediates for each of 4 * 512 opcodes. Answers how far it came: all of the
// length, or where it met what is malformed or unknown.
uint64_t code_scan(const uint8_t *code, uint64_t length, const uint8_t *shapes, uint8_t *seen);
// } python
