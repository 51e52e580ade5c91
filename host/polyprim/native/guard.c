#define _GNU_SOURCE
#include "guard.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <ucontext.h>

#include "mapping.h"

#define LEVELS 4
#define CODES_MAX 1024

enum { SEGV, ILL, FPE, BUS, SIGNALS };
static const int signal_of[SIGNALS] = {SIGSEGV, SIGILL, SIGFPE, SIGBUS};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sigaction wasmtime_action[SIGNALS];  // but for SIGBUS, which it leaves alone

// Where compiled code lies; an entry counts once its end is set, is free where that is 0.
#define CLAIMED 1
static struct {
    uintptr_t start;
    _Atomic uintptr_t end;
} codes[CODES_MAX];
static _Atomic uint32_t codes_count;

static bool claim(uint32_t place) {
    uintptr_t end = 0;
    return atomic_compare_exchange_strong(&codes[place].end, &end, CLAIMED);
}

bool guard_code(const struct wasmtime_api *api, const wasmtime_module_t *module) {
    void *start, *end;
    uint32_t place = 0;
    api->module_image_range(module, &start, &end);
    while (place < CODES_MAX && !claim(place))
        place++;
    if (place == CODES_MAX) return false;
    codes[place].start = (uintptr_t)start;
    atomic_store(&codes[place].end, (uintptr_t)end);
    uint32_t count = atomic_load(&codes_count);
    while (count <= place && !atomic_compare_exchange_weak(&codes_count, &count, place + 1)) {
    }
    return true;
}

void guard_code_gone(const void *start) {
    for (uint32_t i = 0; i < atomic_load(&codes_count); i++) {
        if (atomic_load(&codes[i].end) <= CLAIMED || codes[i].start != (uintptr_t)start) continue;
        atomic_store(&codes[i].end, 0);
        return;
    }
}

void guard_forget(void) {
    pthread_mutex_init(&lock, NULL);
    for (uint32_t i = 0; i < CODES_MAX; i++)
        atomic_store(&codes[i].end, 0);
    atomic_store(&codes_count, 0);
}

static uintptr_t program_counter(const void *context) {
    const ucontext_t *user = context;
#if defined(__x86_64__)
    return (uintptr_t)user->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)user->uc_mcontext.pc;
#else
#error "unsupported processor"
#endif
}

static bool is_wasm(uintptr_t place) {
    for (uint32_t i = 0; i < atomic_load(&codes_count); i++) {
        if (place >= codes[i].start && place < atomic_load(&codes[i].end)) return true;
    }
    return false;
}

static void pass_on(const struct sigaction *action, int number, siginfo_t *info, void *context) {
    if (action->sa_flags & SA_SIGINFO) {
        action->sa_sigaction(number, info, context);
    } else if (action->sa_handler == SIG_DFL || action->sa_handler == SIG_IGN) {
        signal(number, SIG_DFL);  // the instruction faults again, and the process ends
        if (info->si_code <= 0) raise(number);  // there is no such instruction: somebody sent it
    } else {
        action->sa_handler(number);
    }
}

// What each level replaced. Levels are never reused: who replaced us keeps the address of the level
// below him, so a chain that went round in a circle would never end.
static struct sigaction replaced[LEVELS][SIGNALS];
static uint32_t levels[SIGNALS];

static void handle(uint32_t level, int number, siginfo_t *info, void *context) {
    uint32_t index = 0;
    while (index < BUS && signal_of[index] != number)
        index++;
    if (index == BUS && mapping_rescue(info->si_addr)) return;
    if (index != BUS && is_wasm(program_counter(context))) {
        pass_on(&wasmtime_action[index], number, info, context);
        return;
    }
    pass_on(&replaced[level][index], number, info, context);
}

#define LEVEL(n)                                                                                   \
    static void handle_##n(int number, siginfo_t *info, void *context) {                           \
        handle(n, number, info, context);                                                          \
    }
LEVEL(0) LEVEL(1) LEVEL(2) LEVEL(3) typedef void handler(int, siginfo_t *, void *);
static handler *const handlers[LEVELS] = {handle_0, handle_1, handle_2, handle_3};

static bool is_ours(const struct sigaction *action, uint32_t index) {
    for (uint32_t i = 0; i < LEVELS; i++) {
        if (action->sa_sigaction == handlers[i]) return true;
    }
    return index != BUS && action->sa_sigaction == wasmtime_action[index].sa_sigaction;
}

static bool take_over(uint32_t index) {
    struct sigaction current;
    if (index != BUS && wasmtime_action[index].sa_sigaction == NULL) return true;
    if (sigaction(signal_of[index], NULL, &current) != 0) return false;
    if (is_ours(&current, index)) return true;
    const uint32_t level = levels[index];
    if (level == LEVELS) return false;
    replaced[level][index] = current;
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
    action.sa_sigaction = handlers[level];
    if (sigaction(signal_of[index], &action, NULL) != 0) return false;
    levels[index]++;
    return true;
}

bool guard_check(void) {
    bool all = true;
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < SIGNALS; i++)
        all &= take_over(i);
    pthread_mutex_unlock(&lock);
    return all;
}

static bool same_library(const void *a, const void *b) {
    Dl_info of_a, of_b;
    return dladdr(a, &of_a) != 0 && dladdr(b, &of_b) != 0 && of_a.dli_fbase == of_b.dli_fbase;
}

// ISO C has no cast between functions and objects; POSIX says that their addresses are alike.
static const void *address_of(const void *function) {
    const void *address;
    memcpy(&address, function, sizeof address);
    return address;
}

bool guard_install(const struct wasmtime_api *api) {
    const void *library = address_of(&api->store_new);
    pthread_mutex_lock(&lock);
    bool seen = true;
    for (uint32_t i = 0; i < BUS && seen; i++) {
        if (wasmtime_action[i].sa_sigaction != NULL) continue;
        struct sigaction current;
        seen = sigaction(signal_of[i], NULL, &current) == 0 &&
               same_library(address_of(&current.sa_sigaction), library);
        if (seen) wasmtime_action[i] = current;
    }
    take_over(BUS);
    pthread_mutex_unlock(&lock);
    return seen;
}
