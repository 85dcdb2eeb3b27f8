#include "x25519.h"

#include "bytes.h"
#include "ed25519.h"
#include "field25519.h"

static void clamp(uint8_t scalar[32], const uint8_t secret[32]) {
    memcpy(scalar, secret, 32);
    scalar[0] &= 0xf8;
    scalar[31] = (scalar[31] & 0x7f) | 0x40;
}

/** Goes through the other form of the curve, on which multiples of the base point come from a table. */
void x25519_public_key(uint8_t public_key[32], const uint8_t secret[32]) {
    uint8_t scalar[32];
    clamp(scalar, secret);
    ed25519_montgomery_base(public_key, scalar);
}

bool x25519(uint8_t shared[32], const uint8_t secret[32], const uint8_t peer[32]) {
    uint8_t scalar[32];
    field_t x1, x2, z2, x3, z3, a, b, c, d, aa, bb, e;
    uint32_t swap = 0;
    clamp(scalar, secret);
    field_load(&x1, peer);
    field_set(&x2, 1);
    field_set(&z2, 0);
    x3 = x1;
    field_set(&z3, 1);
    for (int t = 254; t >= 0; t--) {
        uint32_t bit = scalar[t / 8] >> t % 8 & 1;
        field_swap(&x2, &x3, swap ^ bit);
        field_swap(&z2, &z3, swap ^ bit);
        swap = bit;
        field_add(&a, &x2, &z2);
        field_subtract(&b, &x2, &z2);
        field_add(&c, &x3, &z3);
        field_subtract(&d, &x3, &z3);
        field_multiply(&d, &d, &a);
        field_multiply(&c, &c, &b);
        field_square(&aa, &a);
        field_square(&bb, &b);
        field_subtract(&e, &aa, &bb);
        field_add(&a, &d, &c);
        field_square(&x3, &a);
        field_subtract(&b, &d, &c);
        field_square(&b, &b);
        field_multiply(&z3, &b, &x1);
        field_multiply(&x2, &aa, &bb);
        field_multiply_small(&c, &e, 121665);
        field_add(&c, &c, &aa);
        field_multiply(&z2, &e, &c);
    }
    field_swap(&x2, &x3, swap);
    field_swap(&z2, &z3, swap);
    field_invert(&z2, &z2);
    field_multiply(&x2, &x2, &z2);
    field_store(shared, &x2);
    static const uint8_t zero[32];
    return !equal_secrets(shared, zero, sizeof zero);
}
