/*
 * Points are in extended homogeneous coordinates, with the formulas of RFC 8032, section 5.1.4; the curve's a is -1, so that the
 * addition is complete.
 */
#include "ed25519.h"

#include "bytes.h"
#include "field25519.h"
#include "scalar25519.h"
#include "sha512.h"

typedef struct {
    field_t x, y, z, t;
} point_t;

/** A point as the second operand of an addition: y + x, y - x, 2 z, 2 d t. */
typedef struct {
    field_t sum, difference, z2, t2d;
} addend_t;

/** Multiples of the base point by a scalar with bits at 64-bit distances only. */
#define COMB_TEETH 4
#define COMB_DISTANCE 64

static field_t d;
static field_t d2;
static field_t root_of_minus_1;
/* In internal RAM, which has no cache: the time of a look-up does not depend on the index. */
static addend_t comb[1 << COMB_TEETH];

static void set_neutral(point_t *r) {
    field_set(&r->x, 0);
    field_set(&r->y, 1);
    field_set(&r->z, 1);
    field_set(&r->t, 0);
}

static void prepare(addend_t *r, const point_t *p) {
    field_add(&r->sum, &p->y, &p->x);
    field_subtract(&r->difference, &p->y, &p->x);
    field_add(&r->z2, &p->z, &p->z);
    field_multiply(&r->t2d, &p->t, &d2);
}

/** From E, F, G, H of the RFC. */
static void finish(point_t *r, const field_t *e, const field_t *f, const field_t *g, const field_t *h) {
    field_multiply(&r->x, e, f);
    field_multiply(&r->y, g, h);
    field_multiply(&r->t, e, h);
    field_multiply(&r->z, f, g);
}

static void add(point_t *r, const point_t *p, const addend_t *q) {
    field_t a, b, c, dd, e, f, g, h;
    field_subtract(&a, &p->y, &p->x);
    field_multiply(&a, &a, &q->difference);
    field_add(&b, &p->y, &p->x);
    field_multiply(&b, &b, &q->sum);
    field_multiply(&c, &p->t, &q->t2d);
    field_multiply(&dd, &p->z, &q->z2);
    field_subtract(&e, &b, &a);
    field_subtract(&f, &dd, &c);
    field_add(&g, &dd, &c);
    field_add(&h, &b, &a);
    finish(r, &e, &f, &g, &h);
}

static void twice(point_t *r, const point_t *p) {
    field_t a, b, c, e, f, g, h;
    field_square(&a, &p->x);
    field_square(&b, &p->y);
    field_square(&c, &p->z);
    field_add(&c, &c, &c);
    field_add(&h, &a, &b);
    field_add(&e, &p->x, &p->y);
    field_square(&e, &e);
    field_subtract(&e, &h, &e);
    field_subtract(&g, &a, &b);
    field_add(&f, &c, &g);
    finish(r, &e, &f, &g, &h);
}

static void store(uint8_t bytes[32], const point_t *p) {
    field_t inverse, x, y;
    uint8_t x_bytes[32];
    field_invert(&inverse, &p->z);
    field_multiply(&x, &p->x, &inverse);
    field_multiply(&y, &p->y, &inverse);
    field_store(bytes, &y);
    field_store(x_bytes, &x);
    bytes[31] |= (uint8_t) (x_bytes[0] << 7);
}

/** Decoding: section 5.1.3. */
static bool load(point_t *r, const uint8_t bytes[32]) {
    uint8_t canonical[32];
    field_t u, v, v3, x, check;
    field_load(&r->y, bytes);
    field_store(canonical, &r->y);
    canonical[31] |= bytes[31] & 0x80;
    if (memcmp(canonical, bytes, 32) != 0) {
        return false;
    }
    field_t one;
    field_set(&one, 1);
    field_square(&u, &r->y);
    field_multiply(&v, &u, &d);
    field_subtract(&u, &u, &one);
    field_add(&v, &v, &one);
    field_square(&v3, &v);
    field_multiply(&v3, &v3, &v);
    field_square(&x, &v3);
    field_multiply(&x, &x, &v);
    field_multiply(&x, &x, &u);
    field_power_p58(&x, &x);
    field_multiply(&x, &x, &v3);
    field_multiply(&x, &x, &u);
    field_square(&check, &x);
    field_multiply(&check, &check, &v);
    if (!field_equal(&check, &u)) {
        field_t zero, minus_u;
        field_set(&zero, 0);
        field_subtract(&minus_u, &zero, &u);
        if (!field_equal(&check, &minus_u)) {
            return false;
        }
        field_multiply(&x, &x, &root_of_minus_1);
    }
    uint8_t x_bytes[32];
    field_store(x_bytes, &x);
    if ((x_bytes[0] & 1) != bytes[31] >> 7) {
        field_t zero;
        field_set(&zero, 0);
        if (field_equal(&x, &zero)) {
            return false;
        }
        field_subtract(&x, &zero, &x);
    }
    r->x = x;
    field_set(&r->z, 1);
    field_multiply(&r->t, &r->x, &r->y);
    return true;
}

static void negate(point_t *p) {
    field_t zero;
    field_set(&zero, 0);
    field_subtract(&p->x, &zero, &p->x);
    field_subtract(&p->t, &zero, &p->t);
}

void ed25519_init(void) {
    field_t a, b;
    point_t base, sum;
    /* d = -121665 / 121666 */
    field_set(&a, 121666);
    field_invert(&a, &a);
    field_set(&b, 121665);
    field_multiply(&a, &a, &b);
    field_set(&b, 0);
    field_subtract(&d, &b, &a);
    field_add(&d2, &d, &d);
    /* 2 to the power (p - 1) / 4, which is 2 (p - 5) / 8 + 1; 2 is not a square. */
    field_set(&b, 2);
    field_power_p58(&a, &b);
    field_square(&a, &a);
    field_multiply(&root_of_minus_1, &a, &b);
    /* y = 4 / 5 and x even */
    uint8_t base_bytes[32];
    memset(base_bytes, 0x66, sizeof base_bytes);
    base_bytes[0] = 0x58;
    load(&base, base_bytes);

    point_t sums[1 << COMB_TEETH];
    set_neutral(&sums[0]);
    for (int tooth = 0; tooth < COMB_TEETH; tooth++) {
        addend_t addend;
        prepare(&addend, &base);
        for (int i = 0; i < 1 << tooth; i++) {
            add(&sum, &sums[i], &addend);
            sums[i | 1 << tooth] = sum;
        }
        for (int i = 0; i < COMB_DISTANCE; i++) {
            twice(&base, &base);
        }
    }
    for (int i = 0; i < 1 << COMB_TEETH; i++) {
        prepare(&comb[i], &sums[i]);
    }
}

static void multiply_base(point_t *r, const uint8_t scalar[32]) {
    set_neutral(r);
    for (int bit = COMB_DISTANCE - 1; bit >= 0; bit--) {
        uint32_t index = 0;
        for (int tooth = COMB_TEETH - 1; tooth >= 0; tooth--) {
            int place = bit + tooth * COMB_DISTANCE;
            index = index << 1 | (scalar[place / 8] >> place % 8 & 1);
        }
        twice(r, r);
        add(r, r, &comb[index]);
    }
}

/** For public points and scalars: four bits at a time. */
static void multiply(point_t *r, const point_t *p, const uint8_t scalar[32]) {
    addend_t multiples[16];
    point_t multiple;
    set_neutral(&multiple);
    prepare(&multiples[0], &multiple);
    prepare(&multiples[1], p);
    multiple = *p;
    for (int i = 2; i < 16; i++) {
        add(&multiple, &multiple, &multiples[1]);
        prepare(&multiples[i], &multiple);
    }
    set_neutral(r);
    for (int digit = 63; digit >= 0; digit--) {
        for (int i = 0; i < 4; i++) {
            twice(r, r);
        }
        uint32_t value = scalar[digit / 2] >> 4 * (digit & 1) & 15;
        if (value != 0) {
            add(r, r, &multiples[value]);
        }
    }
}

static bool has_small_order(const point_t *p) {
    point_t r;
    field_t zero;
    twice(&r, p);
    twice(&r, &r);
    twice(&r, &r);
    field_set(&zero, 0);
    return field_equal(&r.x, &zero);
}

void ed25519_key(ed25519_key_t *key, const uint8_t seed[32]) {
    uint8_t digest[SHA512_SIZE];
    sha512_t hash;
    point_t point;
    sha512_start(&hash);
    sha512_add(&hash, seed, 32);
    sha512_end(&hash, digest);
    memcpy(key->scalar, digest, 32);
    memcpy(key->prefix, digest + 32, 32);
    key->scalar[0] &= 0xf8;
    key->scalar[31] = (key->scalar[31] & 0x7f) | 0x40;
    multiply_base(&point, key->scalar);
    store(key->public_key, &point);
}

/** The scalar of R, A and the message: k of section 5.1.6. */
static void challenge(uint8_t k[32], const uint8_t r[32], const uint8_t public_key[32], const uint8_t *message, size_t length) {
    uint8_t digest[SHA512_SIZE];
    sha512_t hash;
    sha512_start(&hash);
    sha512_add(&hash, r, 32);
    sha512_add(&hash, public_key, 32);
    sha512_add(&hash, message, length);
    sha512_end(&hash, digest);
    scalar_reduce(k, digest);
}

void ed25519_sign(const ed25519_key_t *key, const uint8_t *message, size_t length, uint8_t signature[ED25519_SIGNATURE]) {
    uint8_t digest[SHA512_SIZE];
    uint8_t r[32];
    uint8_t k[32];
    sha512_t hash;
    point_t point;
    sha512_start(&hash);
    sha512_add(&hash, key->prefix, 32);
    sha512_add(&hash, message, length);
    sha512_end(&hash, digest);
    scalar_reduce(r, digest);
    multiply_base(&point, r);
    store(signature, &point);
    challenge(k, signature, key->public_key, message, length);
    scalar_multiply_add(signature + 32, k, key->scalar, r);
}

bool ed25519_verify(const uint8_t public_key[32], const uint8_t *message, size_t length,
                    const uint8_t signature[ED25519_SIGNATURE]) {
    uint8_t k[32];
    uint8_t expected[32];
    point_t key, left, right;
    addend_t addend;
    if (!scalar_is_canonical(signature + 32) || !load(&key, public_key) || has_small_order(&key)) {
        return false;
    }
    challenge(k, signature, public_key, message, length);
    /* R = S B - k A: a point that has one encoding only, so R itself needs no decoding. */
    negate(&key);
    multiply(&left, &key, k);
    multiply_base(&right, signature + 32);
    prepare(&addend, &left);
    add(&right, &right, &addend);
    store(expected, &right);
    return memcmp(expected, signature, 32) == 0;
}

void ed25519_montgomery_base(uint8_t u[32], const uint8_t scalar[32]) {
    point_t point;
    field_t sum, difference;
    multiply_base(&point, scalar);
    field_add(&sum, &point.z, &point.y);
    field_subtract(&difference, &point.z, &point.y);
    field_invert(&difference, &difference);
    field_multiply(&sum, &sum, &difference);
    field_store(u, &sum);
}
