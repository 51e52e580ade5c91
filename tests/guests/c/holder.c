// Flags: -mexec-model=reactor
// Keeps files of the folder /data open between calls.
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

// Opens, or makes, /data/<number>; answers the descriptor or a negative errno.
__attribute__((export_name("hold"))) int32_t hold(int32_t number) {
    char path[32];
    snprintf(path, sizeof path, "/data/%d", (int)number);
    int descriptor = open(path, O_RDWR | O_CREAT, 0666);
    return descriptor < 0 ? -errno : descriptor;
}

__attribute__((export_name("release"))) int32_t release(int32_t descriptor) {
    return close(descriptor) ? -errno : 0;
}
