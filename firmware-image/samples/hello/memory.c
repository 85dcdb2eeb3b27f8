/* The memory that malloc takes: first the internal RAM behind the program, then the external RAM. */
#include <errno.h>
#include <unistd.h>

#include "hello.h"

extern char heap_start[], heap_end[];

static char *next = heap_start;
static char *end = heap_end;
static size_t spiram;

void memory_add_spiram(size_t size) {
    spiram = size;
}

/** Goes on in the external RAM for good once a block does not fit into the internal; malloc takes two that do not adjoin. */
void *sbrk(ptrdiff_t size) {
    if (size > end - next && spiram != 0) {
        next = (char *) SPIRAM;
        end = next + spiram;
        spiram = 0;
    }
    if (size > end - next) {
        errno = ENOMEM;
        return (void *) -1;
    }
    void *taken = next;
    next += size;
    return taken;
}
