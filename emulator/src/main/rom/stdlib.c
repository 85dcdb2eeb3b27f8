/* <stdlib.h>: numbers from text, random numbers, sorting. */
#include "newlib.h"

#define RAND_MAX 0x7fffffff
#define RAND_MULTIPLIER 6364136223846793005u

/* Numbers from text */

/** The value of a character as a digit, or 36. */
static uint32_t digit(char character) {
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    uint8_t lower = character | 0x20;
    return lower >= 'a' && lower <= 'z' ? (uint32_t) lower - 'a' + 10 : 36;
}

/**
 * Reads an integer as strtol and strtoul do.
 *
 * @param limit of the magnitude, by sign
 * @param overflow what a larger one becomes, by sign
 */
static uint32_t integer(struct _reent *reent, const char *text, char **end, uint32_t base, const uint32_t limit[2],
                        const uint32_t overflow[2]) {
    const char *at = text;
    while (is_space(*at)) {
        at++;
    }
    bool negative = *at == '-';
    if (*at == '-' || *at == '+') {
        at++;
    }
    if ((base == 0 || base == 16) && at[0] == '0' && (at[1] | 0x20) == 'x') {
        at += 2;
        base = 16;
    }
    if (base == 0) {
        base = *at == '0' ? 8 : 10;
    }
    uint32_t value = 0;
    bool any = false;
    bool too_large = false;
    for (uint32_t next; (next = digit(*at)) < base; at++) {
        any = true;
        too_large |= value > (limit[negative] - next) / base || next > limit[negative];
        value = value * base + next;
    }
    if (end) {
        *end = (char *) (any ? at : text);
    }
    if (too_large) {
        reent->_errno = ERANGE;
        return overflow[negative];
    }
    return negative ? -value : value;
}

long _strtol_r(struct _reent *reent, const char *text, char **end, int base) {
    static const uint32_t limit[2] = {0x7fffffff, 0x80000000};
    return (long) integer(reent, text, end, base, limit, limit);
}

unsigned long _strtoul_r(struct _reent *reent, const char *text, char **end, int base) {
    static const uint32_t limit[2] = {0xffffffff, 0xffffffff};
    return integer(reent, text, end, base, limit, limit);
}

long strtol(const char *text, char **end, int base) {
    return _strtol_r(__getreent(), text, end, base);
}

unsigned long strtoul(const char *text, char **end, int base) {
    return _strtoul_r(__getreent(), text, end, base);
}

int _atoi_r(struct _reent *reent, const char *text) {
    return _strtol_r(reent, text, NULL, 10);
}

int atoi(const char *text) {
    return strtol(text, NULL, 10);
}

long _atol_r(struct _reent *reent, const char *text) {
    return _strtol_r(reent, text, NULL, 10);
}

long atol(const char *text) {
    return strtol(text, NULL, 10);
}

/* Random numbers */

static struct _rand48 *random_state(void) {
    struct _reent *reent = __getreent();
    if (!reent->_r48) {
        struct _rand48 *state = _malloc_r(reent, sizeof *state);
        *state = (struct _rand48) {
            .seed = {0x330e, 0xabcd, 0x1234}, .mult = {0xe66d, 0xdeec, 5}, .add = 11, .rand_next = 1,
        };
        reent->_r48 = state;
    }
    return reent->_r48;
}

void srand(unsigned seed) {
    random_state()->rand_next = seed;
}

int rand(void) {
    struct _rand48 *state = random_state();
    state->rand_next = state->rand_next * RAND_MULTIPLIER + 1;
    return (int) (state->rand_next >> 32) & RAND_MAX;
}

/** The minimal standard generator of Park and Miller, by Schrage's division. */
int rand_r(unsigned *seed) {
    int32_t value = *seed != 0 ? (int32_t) *seed : 0x12345987;
    int32_t quotient = value / 127773;
    value = 16807 * (value - quotient * 127773) - 2836 * quotient;
    if (value < 0) {
        value += RAND_MAX;
    }
    *seed = value;
    return value & RAND_MAX;
}

/* Sorting: J. L. Bentley and M. D. McIlroy, Engineering a Sort Function, 1993 */

typedef int (*comparison)(const void *, const void *);

static void swap(char *left, char *right, size_t size) {
    if ((((uintptr_t) left | (uintptr_t) right | size) & 3) == 0) {
        for (size_t i = 0; i < size; i += 4) {
            uint32_t word = *(uint32_t *) (left + i);
            *(uint32_t *) (left + i) = *(uint32_t *) (right + i);
            *(uint32_t *) (right + i) = word;
        }
    } else {
        for (size_t i = 0; i < size; i++) {
            char byte = left[i];
            left[i] = right[i];
            right[i] = byte;
        }
    }
}

static void swap_blocks(char *left, char *right, size_t length) {
    if (length != 0) {
        swap(left, right, length);
    }
}

static char *median(char *a, char *b, char *c, comparison compare) {
    if (compare(a, b) < 0) {
        return compare(b, c) < 0 ? b : compare(a, c) < 0 ? c : a;
    }
    return compare(b, c) > 0 ? b : compare(a, c) < 0 ? a : c;
}

static void insertion_sort(char *base, size_t count, size_t size, comparison compare) {
    for (char *end = base + size; end < base + count * size; end += size) {
        for (char *at = end; at > base && compare(at - size, at) > 0; at -= size) {
            swap(at, at - size, size);
        }
    }
}

static char *pivot(char *base, size_t count, size_t size, comparison compare) {
    char *middle = base + count / 2 * size;
    if (count == 7) {
        return middle;
    }
    char *first = base;
    char *last = base + (count - 1) * size;
    if (count > 40) {
        size_t step = count / 8 * size;
        first = median(first, first + step, first + 2 * step, compare);
        middle = median(middle - step, middle, middle + step, compare);
        last = median(last - 2 * step, last - step, last, compare);
    }
    return median(first, middle, last, compare);
}

void qsort(void *array, size_t count, size_t size, comparison compare) {
    char *base = array;
    while (count >= 7) {
        swap(base, pivot(base, count, size, compare), size);
        /* Equal to the pivot at both ends, then the smaller, then the larger ones. */
        char *equal_low = base + size;
        char *low = equal_low;
        char *high = base + (count - 1) * size;
        char *equal_high = high;
        bool swapped = false;
        for (;;) {
            int order;
            while (low <= high && (order = compare(low, base)) <= 0) {
                if (order == 0) {
                    swapped = true;
                    swap(equal_low, low, size);
                    equal_low += size;
                }
                low += size;
            }
            while (low <= high && (order = compare(high, base)) >= 0) {
                if (order == 0) {
                    swapped = true;
                    swap(high, equal_high, size);
                    equal_high -= size;
                }
                high -= size;
            }
            if (low > high) {
                break;
            }
            swap(low, high, size);
            swapped = true;
            low += size;
            high -= size;
        }
        if (!swapped) {
            break;
        }
        char *end = base + count * size;
        size_t smaller = low - equal_low;
        size_t larger = equal_high - high;
        size_t equal = equal_low - base;
        size_t block = equal < smaller ? equal : smaller;
        swap_blocks(base, low - block, block);
        equal = end - equal_high - size;
        block = larger < equal ? larger : equal;
        swap_blocks(low, end - block, block);
        if (smaller > size) {
            qsort(base, smaller / size, size, compare);
        }
        if (larger <= size) {
            return;
        }
        base = end - larger;
        count = larger / size;
    }
    insertion_sort(base, count, size, compare);
}
