/* The memory that malloc takes: first the internal RAM behind the program, then the external RAM. */
#include <errno.h>
#include <unistd.h>

#include "hello.h"

struct arena {
    char *next, *end;
};

extern char heap_start[], heap_end[];

static struct arena internal = {heap_start, heap_end};
static struct arena external;

void memory_add_spiram(size_t size) {
    external.next = (char *) SPIRAM;
    external.end = external.next + size;
}

static void *take(struct arena *arena, ptrdiff_t size) {
    if (size > arena->end - arena->next) {
        return NULL;
    }
    void *taken = arena->next;
    arena->next += size;
    return taken;
}

/** Never gives memory back, and need not continue where it ended. */
void *sbrk(ptrdiff_t size) {
    void *taken = take(&internal, size);
    if (!taken) {
        taken = take(&external, size);
    }
    if (!taken) {
        errno = ENOMEM;
        return (void *) -1;
    }
    return taken;
}
