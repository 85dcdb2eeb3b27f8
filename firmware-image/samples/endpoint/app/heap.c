/*
 * First fit over a list of all blocks in the order of their addresses; a free block joins its free neighbours at once, so that
 * the
 * largest block says what a connection can get.
 */
#include "heap.h"

#include <stdbool.h>
#include <string.h>

#define ALIGNMENT 8

typedef struct block {
    /** With this header. */
    size_t size;
    /** The next in the same region, NULL after the last. */
    struct block *next;
    struct block *before;
    bool used;
} block_t;

#define HEADER ((sizeof(block_t) + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1))
#define REGIONS_MAX 4

static block_t *regions[REGIONS_MAX];
static size_t region_count;
static size_t total;
static size_t free_now;
static size_t least;

void heap_add(void *start, size_t size) {
    uintptr_t aligned = ((uintptr_t) start + ALIGNMENT - 1) & ~(uintptr_t) (ALIGNMENT - 1);
    size -= aligned - (uintptr_t) start;
    size &= ~(size_t) (ALIGNMENT - 1);
    block_t *block = (block_t *) aligned;
    *block = (block_t) {.size = size};
    regions[region_count++] = block;
    total += size;
    free_now += size;
    least = free_now;
}

/** Cuts a block in two if the rest is worth it. */
static void split(block_t *block, size_t size) {
    if (block->size - size < HEADER + ALIGNMENT) {
        return;
    }
    block_t *rest = (block_t *) ((uint8_t *) block + size);
    *rest = (block_t) {.size = block->size - size, .next = block->next, .before = block};
    if (rest->next) {
        rest->next->before = rest;
    }
    block->next = rest;
    block->size = size;
}

void *heap_alloc(size_t wanted) {
    size_t size = HEADER + ((wanted + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1));
    for (size_t i = 0; i < region_count; i++) {
        for (block_t *block = regions[i]; block; block = block->next) {
            if (!block->used && block->size >= size) {
                split(block, size);
                block->used = true;
                free_now -= block->size;
                if (free_now < least) {
                    least = free_now;
                }
                return memset((uint8_t *) block + HEADER, 0, wanted);
            }
        }
    }
    return NULL;
}

/** Joins a block with the next one if both are free. */
static void join(block_t *block) {
    block_t *next = block->next;
    if (!block->used && next && !next->used) {
        block->size += next->size;
        block->next = next->next;
        if (block->next) {
            block->next->before = block;
        }
    }
}

void heap_free(void *memory) {
    if (!memory) {
        return;
    }
    block_t *block = (block_t *) ((uint8_t *) memory - HEADER);
    block->used = false;
    free_now += block->size;
    join(block);
    if (block->before) {
        join(block->before);
    }
}

heap_state_t heap_state(void) {
    heap_state_t state = {.total = total, .free = free_now, .least = least};
    for (size_t i = 0; i < region_count; i++) {
        for (block_t *block = regions[i]; block; block = block->next) {
            if (!block->used && block->size - HEADER > state.largest) {
                state.largest = block->size - HEADER;
            }
        }
    }
    return state;
}
