// Sleeps for as many milliseconds as its argument says, or an hour, and says that it woke.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int count, char **arguments) {
    long long ms = count > 1 ? atoll(arguments[1]) : 3600000;
    struct timespec duration = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&duration, NULL);
    puts("awake");
}
