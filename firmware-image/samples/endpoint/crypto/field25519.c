#include "field25519.h"

#include "bytes.h"
#include "multiply.h"

#define BITS(i) (26 - ((i) & 1))
#define MASK(i) ((1u << BITS(i)) - 1)

void field_set(field_t *r, uint32_t small) {
    memset(r, 0, sizeof *r);
    r->limb[0] = small;
}

void field_load(field_t *r, const uint8_t bytes[32]) {
    uint64_t window = 0;
    int bits = 0;
    int next = 0;
    for (int i = 0; i < FIELD_LIMBS; i++) {
        while (bits < BITS(i)) {
            window |= (uint64_t) bytes[next++] << bits;
            bits += 8;
        }
        r->limb[i] = (uint32_t) window & MASK(i);
        window >>= BITS(i);
        bits -= BITS(i);
    }
}

/** Passes on what each limb has too much; 2^255 is 19. */
static void carry(field_t *r) {
    uint32_t over = 0;
    for (int i = 0; i < FIELD_LIMBS; i++) {
        r->limb[i] += over;
        over = r->limb[i] >> BITS(i);
        r->limb[i] &= MASK(i);
    }
    r->limb[0] += 19 * over;
}

void field_store(uint8_t bytes[32], const field_t *a) {
    field_t r = *a;
    carry(&r);
    carry(&r);
    carry(&r);
    /* Now below 2^255, so at most once p too much: adding 19 reaches 2^255 just then. */
    uint32_t over = 19;
    for (int i = 0; i < FIELD_LIMBS; i++) {
        over = (r.limb[i] + over) >> BITS(i);
    }
    r.limb[0] += 19 * over;
    uint32_t pass = 0;
    uint64_t window = 0;
    int bits = 0;
    int next = 0;
    for (int i = 0; i < FIELD_LIMBS; i++) {
        uint32_t limb = r.limb[i] + pass;
        pass = limb >> BITS(i);
        window |= (uint64_t) (limb & MASK(i)) << bits;
        bits += BITS(i);
        while (bits >= 8) {
            bytes[next++] = (uint8_t) window;
            window >>= 8;
            bits -= 8;
        }
    }
    bytes[31] = (uint8_t) window;
}

void field_add(field_t *r, const field_t *a, const field_t *b) {
    for (int i = 0; i < FIELD_LIMBS; i++) {
        r->limb[i] = a->limb[i] + b->limb[i];
    }
}

/** Adds 4 p, so that no limb goes below 0. */
void field_subtract(field_t *r, const field_t *a, const field_t *b) {
    r->limb[0] = a->limb[0] + 4 * (MASK(0) - 18) - b->limb[0];
    for (int i = 1; i < FIELD_LIMBS; i++) {
        r->limb[i] = a->limb[i] + 4 * MASK(i) - b->limb[i];
    }
    carry(r);
}

static void carry_columns(field_t *r, uint64_t columns[FIELD_LIMBS]) {
    uint64_t over = 0;
    for (int i = 0; i < FIELD_LIMBS; i++) {
        columns[i] += over;
        over = columns[i] >> BITS(i);
        r->limb[i] = (uint32_t) columns[i] & MASK(i);
    }
    uint64_t low = r->limb[0] + multiply_wide((uint32_t) over, 19) + ((uint64_t) (19 * (uint32_t) (over >> 32)) << 32);
    r->limb[0] = (uint32_t) low & MASK(0);
    r->limb[1] += (uint32_t) (low >> BITS(0));
}

/**
 * Column k of the product is the sum of a[i] b[k - i]. Above the tenth column everything counts 19 times, and the product of two
 * limbs of 25 bits, which is one bit short of its place, twice.
 */
void field_multiply(field_t *r, const field_t *a, const field_t *b) {
    uint32_t doubled[FIELD_LIMBS];
    uint32_t wrapped[2 * FIELD_LIMBS];
    uint64_t columns[FIELD_LIMBS];
    for (int i = 0; i < FIELD_LIMBS; i++) {
        doubled[i] = a->limb[i] << (i & 1);
        wrapped[i] = 19 * b->limb[i];
        wrapped[i + FIELD_LIMBS] = b->limb[i];
    }
    for (int k = 0; k < FIELD_LIMBS; k++) {
        const uint32_t *f = k & 1 ? a->limb : doubled;
        const uint32_t *g = wrapped + FIELD_LIMBS + k;
        columns[k] = multiply_wide(f[0], g[0]) + multiply_wide(f[1], g[-1]) + multiply_wide(f[2], g[-2])
            + multiply_wide(f[3], g[-3]) + multiply_wide(f[4], g[-4]) + multiply_wide(f[5], g[-5])
            + multiply_wide(f[6], g[-6]) + multiply_wide(f[7], g[-7]) + multiply_wide(f[8], g[-8])
            + multiply_wide(f[9], g[-9]);
    }
    carry_columns(r, columns);
}

void field_square(field_t *r, const field_t *a) {
    field_multiply(r, a, a);
}

void field_multiply_small(field_t *r, const field_t *a, uint32_t small) {
    uint64_t columns[FIELD_LIMBS];
    for (int i = 0; i < FIELD_LIMBS; i++) {
        columns[i] = multiply_wide(a->limb[i], small);
    }
    carry_columns(r, columns);
}

static void square_times(field_t *r, const field_t *a, int times) {
    field_square(r, a);
    while (--times > 0) {
        field_square(r, r);
    }
}

void field_power_p58(field_t *r, const field_t *a) {
    field_t x2, x9, x11, ones5, ones10, ones50, ones100, t;
    field_square(&x2, a);
    square_times(&t, &x2, 2);
    field_multiply(&x9, &t, a);
    field_multiply(&x11, &x9, &x2);
    field_square(&t, &x11);
    field_multiply(&ones5, &t, &x9);
    square_times(&t, &ones5, 5);
    field_multiply(&ones10, &t, &ones5);
    square_times(&t, &ones10, 10);
    field_multiply(&ones50, &t, &ones10);
    square_times(&t, &ones50, 20);
    field_multiply(&t, &t, &ones50);
    square_times(&t, &t, 10);
    field_multiply(&ones50, &t, &ones10);
    square_times(&t, &ones50, 50);
    field_multiply(&ones100, &t, &ones50);
    square_times(&t, &ones100, 100);
    field_multiply(&t, &t, &ones100);
    square_times(&t, &t, 50);
    field_multiply(&t, &t, &ones50);
    square_times(&t, &t, 2);
    field_multiply(r, &t, a);
}

/** The power p - 2 is 8 (p - 5) / 8 + 3. */
void field_invert(field_t *r, const field_t *a) {
    field_t t, cube;
    field_square(&cube, a);
    field_multiply(&cube, &cube, a);
    field_power_p58(&t, a);
    square_times(&t, &t, 3);
    field_multiply(r, &t, &cube);
}

void field_swap(field_t *a, field_t *b, uint32_t condition) {
    uint32_t mask = 0 - condition;
    for (int i = 0; i < FIELD_LIMBS; i++) {
        uint32_t difference = (a->limb[i] ^ b->limb[i]) & mask;
        a->limb[i] ^= difference;
        b->limb[i] ^= difference;
    }
}

bool field_equal(const field_t *a, const field_t *b) {
    uint8_t x[32];
    uint8_t y[32];
    field_store(x, a);
    field_store(y, b);
    return equal_secrets(x, y, sizeof x);
}
