#include "wasmtime_api.h"

#include <string.h>

#include "attachment.h"

struct wasmtime_api wasmtime;

static const char *const symbols[] = {
#define SYMBOL(answer, prefix, name, ...) #prefix #name,
    WASMTIME_FUNCTIONS(SYMBOL)
#undef SYMBOL
};
#define SYMBOLS (sizeof symbols / sizeof symbols[0])

const char *symbol_name(uint32_t index) { return index < SYMBOLS ? symbols[index] : NULL; }

bool symbols_bind(void **addresses, uint32_t count) {
    if (count != SYMBOLS) return false;
    memcpy(&wasmtime, addresses, sizeof wasmtime);
    return true;
}
