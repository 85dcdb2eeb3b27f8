/* Integers modulo L, the order of the base point of Ed25519 (RFC 8032, section 5.1), as 32 bytes, the lowest first. */
#ifndef SCALAR25519_H
#define SCALAR25519_H

#include <stdbool.h>
#include <stdint.h>

void scalar_reduce(uint8_t r[32], const uint8_t wide[64]);
/** a b + c */
void scalar_multiply_add(uint8_t r[32], const uint8_t a[32], const uint8_t b[32], const uint8_t c[32]);
bool scalar_is_canonical(const uint8_t a[32]);

#endif
