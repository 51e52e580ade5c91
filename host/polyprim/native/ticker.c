#define _GNU_SOURCE
#include "ticker.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#define ENGINES_MAX 4
#define IDLE_TICKS 50  // waking the thread costs more than some ticks for nothing

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t begun = PTHREAD_COND_INITIALIZER;
static _Atomic uint32_t running;
static _Atomic bool asleep = true;
static bool started;
static wasm_engine_t *_Atomic engines[ENGINES_MAX];

static void sleep_until_begun(void) {
    pthread_mutex_lock(&lock);
    atomic_store(&asleep, true);
    while (atomic_load(&running) == 0)
        pthread_cond_wait(&begun, &lock);
    atomic_store(&asleep, false);
    pthread_mutex_unlock(&lock);
}

static void *tick(void *unused) {
    (void)unused;
    for (uint32_t idle = 0;;) {
        idle = atomic_load(&running) == 0 ? idle + 1 : 0;
        if (idle > IDLE_TICKS) sleep_until_begun();
        nanosleep(&(struct timespec){.tv_nsec = TICK_NS}, NULL);
        for (uint32_t i = 0; i < ENGINES_MAX; i++)
            if (engines[i] != NULL) wasmtime.engine_increment_epoch(engines[i]);
    }
    return NULL;
}

// Signals are for Python's threads.
static bool start(void) {
    sigset_t all, before;
    pthread_t thread;
    pthread_attr_t attributes;
    sigfillset(&all);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool done = pthread_create(&thread, &attributes, tick, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return done;
}

bool ticker_add(wasm_engine_t *engine) {
    bool added = false;
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < ENGINES_MAX && !added; i++) {
        added = engines[i] == NULL;
        if (added) engines[i] = engine;
    }
    pthread_mutex_unlock(&lock);
    return added;
}

static bool wake(void) {
    pthread_mutex_lock(&lock);
    if (!started) started = start();
    const bool done = started;
    pthread_cond_signal(&begun);
    pthread_mutex_unlock(&lock);
    return done;
}

bool ticker_begin(void) {
    atomic_fetch_add(&running, 1);
    if (!atomic_load(&asleep) || wake()) return true;
    atomic_fetch_sub(&running, 1);
    return false;
}

void ticker_end(void) { atomic_fetch_sub(&running, 1); }

void ticker_forget(void) {
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&begun, NULL);
    for (uint32_t i = 0; i < ENGINES_MAX; i++)
        engines[i] = NULL;
    atomic_store(&running, 0);
    atomic_store(&asleep, true);
    started = false;
}
