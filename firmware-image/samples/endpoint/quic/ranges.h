/* A small set of numbers as disjoint ranges, highest first. It never grows beyond its room. */
#ifndef RANGES_H
#define RANGES_H

#include <stdbool.h>
#include <stdint.h>

#define RANGES_MAX 16

/** From first to last, both included. */
typedef struct {
    uint64_t first;
    uint64_t last;
} range_t;

typedef struct {
    uint32_t count;
    range_t range[RANGES_MAX];
} ranges_t;

/** False, and nothing is changed, if there is no room for one more range. */
bool ranges_add(ranges_t *set, uint64_t first, uint64_t last);
bool ranges_contain(const ranges_t *set, uint64_t number);
/** Forgets all numbers below the limit. */
void ranges_drop_below(ranges_t *set, uint64_t limit);

#endif
