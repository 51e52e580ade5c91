// Never ends and never calls its host.
int main(void) {
    for (volatile unsigned turns = 0;; turns++)
        ;
}
