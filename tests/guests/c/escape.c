// Tries each path that is an argument: to open, to make, to link to and to remove it. Says a line
// "VERB PATH: ANSWER" for each, and ends with how many succeeded.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int said(const char *verb, const char *path, int answer) {
    printf("%s %s: %s\n", verb, path, answer < 0 ? strerror(errno) : "ok");
    return answer >= 0;
}

int main(int count, char **arguments) {
    int successes = 0;
    for (int i = 1; i < count; i++) {
        const char *path = arguments[i];
        struct stat facts;
        successes += said("stat", path, stat(path, &facts));
        successes += said("open", path, open(path, O_RDONLY));
        successes += said("create", path, open(path, O_WRONLY | O_CREAT, 0666));
        successes += said("make", path, mkdir(path, 0777));
        successes += said("link", path, symlink(path, "/data/link"));
        successes += said("follow", path, open("/data/link", O_RDONLY));
        unlink("/data/link");
        successes += said("rename", path, rename("/data/bait", path));
        successes += said("remove", path, unlink(path));
    }
    return successes;
}
