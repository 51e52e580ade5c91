// Writes to the descriptor that its argument names, 1 if none, until that fails; ends with the errno.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int count, char **arguments) {
    int descriptor = count > 1 ? atoi(arguments[1]) : STDOUT_FILENO;
    char block[65536];
    memset(block, 'x', sizeof block);
    while (write(descriptor, block, sizeof block) >= 0)
        ;
    return errno;
}
