// Reads standard input to its end, and says how long it was.
#include <stdio.h>
#include <unistd.h>

int main(void) {
    char block[65536];
    long long bytes = 0;
    for (ssize_t length; (length = read(STDIN_FILENO, block, sizeof block)) > 0;)
        bytes += length;
    printf("%lld bytes\n", bytes);
}
