// Works with files: read PATH | write PATH TEXT | append PATH TEXT | list PATH | make PATH |
// remove PATH | link TARGET PATH. Ends with 0, or with the errno and its words.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(const char *path) {
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return errno;
}

static int copy_out(const char *path) {
    char block[4096];
    int file = open(path, O_RDONLY);
    if (file < 0) return fail(path);
    ssize_t length;
    while ((length = read(file, block, sizeof block)) > 0)
        fwrite(block, 1, length, stdout);
    return length < 0 ? fail(path) : close(file);
}

static int store(const char *path, const char *text, int how) {
    int file = open(path, O_WRONLY | O_CREAT | how, 0666);
    if (file < 0) return fail(path);
    ssize_t length = strlen(text);
    return write(file, text, length) != length ? fail(path) : close(file);
}

static int list(const char *path) {
    DIR *folder = opendir(path);
    if (!folder) return fail(path);
    for (struct dirent *entry; (entry = readdir(folder));)
        puts(entry->d_name);
    return closedir(folder);
}

int main(int count, char **arguments) {
    const char *verb = count > 2 ? arguments[1] : "", *path = arguments[2];
    if (!strcmp(verb, "read")) return copy_out(path);
    if (!strcmp(verb, "list")) return list(path);
    if (!strcmp(verb, "make")) return mkdir(path, 0777) ? fail(path) : 0;
    if (!strcmp(verb, "remove")) return remove(path) ? fail(path) : 0;
    if (!strcmp(verb, "write") && count > 3) return store(path, arguments[3], O_TRUNC);
    if (!strcmp(verb, "append") && count > 3) return store(path, arguments[3], O_APPEND);
    if (!strcmp(verb, "link") && count > 3)
        return symlink(path, arguments[3]) ? fail(arguments[3]) : 0;
    fprintf(stderr, "unknown verb %s\n", verb);
    return 99;
}
