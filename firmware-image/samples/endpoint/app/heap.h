/* The one heap, from which everything that comes and goes is taken. */
#ifndef HEAP_H
#define HEAP_H

#include <stddef.h>
#include <stdint.h>

/** Gives the heap a region; regions are not joined. */
void heap_add(void *start, size_t size);
/** Zeroed; NULL if no block is large enough. */
void *heap_alloc(size_t size);
void heap_free(void *block);

typedef struct {
    size_t total;
    size_t free;
    size_t largest;
    /** The least that was ever free. */
    size_t least;
} heap_state_t;

heap_state_t heap_state(void);

#endif
