#define _GNU_SOURCE
#include "ticker.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t begun = PTHREAD_COND_INITIALIZER;
static _Atomic uint32_t running;
static bool started;
static wasm_engine_t *ticking;

static void *tick(void *unused) {
    (void)unused;
    for (;;) {
        pthread_mutex_lock(&lock);
        while (atomic_load(&running) == 0)
            pthread_cond_wait(&begun, &lock);
        pthread_mutex_unlock(&lock);
        nanosleep(&(struct timespec){.tv_nsec = TICK_NS}, NULL);
        wasmtime.engine_increment_epoch(ticking);
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

bool ticker_begin(wasm_engine_t *engine) {
    if (atomic_fetch_add(&running, 1) != 0) return true;
    pthread_mutex_lock(&lock);
    ticking = engine;
    if (!started) started = start();
    const bool done = started;
    pthread_cond_signal(&begun);
    pthread_mutex_unlock(&lock);
    if (!done) atomic_fetch_sub(&running, 1);
    return done;
}

void ticker_end(void) { atomic_fetch_sub(&running, 1); }

void ticker_forget(void) {
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&begun, NULL);
    atomic_store(&running, 0);
    started = false;
}
