#include "ranges.h"

#include <string.h>

bool ranges_add(ranges_t *set, uint64_t first, uint64_t last) {
    uint32_t from = 0;
    while (from < set->count && set->range[from].first > last + 1) {
        from++;
    }
    uint32_t to = from;
    while (to < set->count && set->range[to].last + 1 >= first) {
        to++;
    }
    if (from == to) {
        if (set->count == RANGES_MAX) {
            return false;
        }
        memmove(set->range + from + 1, set->range + from, (set->count - from) * sizeof(range_t));
        set->count++;
        set->range[from] = (range_t) {first, last};
        return true;
    }
    range_t merged = {set->range[to - 1].first, set->range[from].last};
    if (first < merged.first) {
        merged.first = first;
    }
    if (last > merged.last) {
        merged.last = last;
    }
    memmove(set->range + from + 1, set->range + to, (set->count - to) * sizeof(range_t));
    set->count -= to - from - 1;
    set->range[from] = merged;
    return true;
}

bool ranges_contain(const ranges_t *set, uint64_t number) {
    for (uint32_t i = 0; i < set->count; i++) {
        if (number >= set->range[i].first) {
            return number <= set->range[i].last;
        }
    }
    return false;
}

void ranges_drop_below(ranges_t *set, uint64_t limit) {
    while (set->count != 0 && set->range[set->count - 1].last < limit) {
        set->count--;
    }
    if (set->count != 0 && set->range[set->count - 1].first < limit) {
        set->range[set->count - 1].first = limit;
    }
}
