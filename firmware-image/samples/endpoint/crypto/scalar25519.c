#include "scalar25519.h"

#include "bytes.h"
#include "multiply.h"

#define WORDS 8

static const uint32_t order[WORDS] = {
    0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0x00000000, 0x00000000, 0x00000000, 0x10000000,
};

/** r - L if that is not negative, otherwise r; in the same time. */
static void subtract_order(uint32_t r[WORDS]) {
    uint32_t difference[WORDS];
    uint32_t borrow = 0;
    for (int i = 0; i < WORDS; i++) {
        uint64_t d = (uint64_t) r[i] - order[i] - borrow;
        difference[i] = (uint32_t) d;
        borrow = (uint32_t) (d >> 32) & 1;
    }
    uint32_t keep = 0 - borrow;
    for (int i = 0; i < WORDS; i++) {
        r[i] = (r[i] & keep) | (difference[i] & ~keep);
    }
}

/** Division bit by bit: 512 steps, little beside the multiplication of a point. */
static void reduce_words(uint8_t r[32], const uint32_t wide[2 * WORDS]) {
    uint32_t rest[WORDS] = {0};
    for (int bit = 64 * WORDS - 1; bit >= 0; bit--) {
        for (int i = WORDS - 1; i > 0; i--) {
            rest[i] = rest[i] << 1 | rest[i - 1] >> 31;
        }
        rest[0] = rest[0] << 1 | (wide[bit / 32] >> bit % 32 & 1);
        subtract_order(rest);
    }
    for (int i = 0; i < WORDS; i++) {
        store_le32(r + 4 * i, rest[i]);
    }
}

void scalar_reduce(uint8_t r[32], const uint8_t wide[64]) {
    uint32_t words[2 * WORDS];
    for (int i = 0; i < 2 * WORDS; i++) {
        words[i] = load_le32(wide + 4 * i);
    }
    reduce_words(r, words);
}

void scalar_multiply_add(uint8_t r[32], const uint8_t a[32], const uint8_t b[32], const uint8_t c[32]) {
    uint32_t words[2 * WORDS] = {0};
    for (int i = 0; i < WORDS; i++) {
        words[i] = load_le32(c + 4 * i);
    }
    for (int i = 0; i < WORDS; i++) {
        uint32_t factor = load_le32(a + 4 * i);
        uint64_t over = 0;
        for (int j = 0; j < WORDS; j++) {
            over += multiply_wide(factor, load_le32(b + 4 * j)) + words[i + j];
            words[i + j] = (uint32_t) over;
            over >>= 32;
        }
        for (int j = i + WORDS; over != 0 && j < 2 * WORDS; j++) {
            over += words[j];
            words[j] = (uint32_t) over;
            over >>= 32;
        }
    }
    reduce_words(r, words);
}

bool scalar_is_canonical(const uint8_t a[32]) {
    for (int i = WORDS - 1; i >= 0; i--) {
        uint32_t word = load_le32(a + 4 * i);
        if (word != order[i]) {
            return word < order[i];
        }
    }
    return false;
}
