/*
 * The field of integers modulo p = 2^255 - 19 (RFC 7748, section 4.1).
 *
 * An element is ten limbs of 26 and 25 bits in turn. Results of multiplications and subtractions have limbs of at most a bit
 * more;
 * field_add does not carry, and the operands of everything else may be sums of up to three such results.
 */
#ifndef FIELD25519_H
#define FIELD25519_H

#include <stdbool.h>
#include <stdint.h>

#define FIELD_LIMBS 10

typedef struct {
    uint32_t limb[FIELD_LIMBS];
} field_t;

void field_set(field_t *r, uint32_t small);
/** Ignores the highest bit, as RFC 7748 wants. */
void field_load(field_t *r, const uint8_t bytes[32]);
/** The one representation below p. */
void field_store(uint8_t bytes[32], const field_t *a);
void field_add(field_t *r, const field_t *a, const field_t *b);
void field_subtract(field_t *r, const field_t *a, const field_t *b);
void field_multiply(field_t *r, const field_t *a, const field_t *b);
void field_square(field_t *r, const field_t *a);
void field_multiply_small(field_t *r, const field_t *a, uint32_t small);
/** 1/a; 0 for 0. */
void field_invert(field_t *r, const field_t *a);
/** a to the power (p - 5) / 8, from which square roots are made. */
void field_power_p58(field_t *r, const field_t *a);
/** Exchanges the two if condition is 1, in the same time as if it is 0. */
void field_swap(field_t *a, field_t *b, uint32_t condition);
bool field_equal(const field_t *a, const field_t *b);

#endif
