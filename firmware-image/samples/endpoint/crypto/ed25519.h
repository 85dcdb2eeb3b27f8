/* Ed25519: RFC 8032, section 5.1. */
#ifndef ED25519_H
#define ED25519_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ED25519_SIGNATURE 64

/** What signing needs of a seed. */
typedef struct {
    uint8_t scalar[32];
    uint8_t prefix[32];
    uint8_t public_key[32];
} ed25519_key_t;

/** Once, before anything else here and before x25519_public_key. */
void ed25519_init(void);
void ed25519_key(ed25519_key_t *key, const uint8_t seed[32]);
void ed25519_sign(const ed25519_key_t *key, const uint8_t *message, size_t length, uint8_t signature[ED25519_SIGNATURE]);

/** Strict: refuses scalars and points that are not canonical, and public keys of small order. */
bool ed25519_verify(const uint8_t public_key[32], const uint8_t *message, size_t length,
                    const uint8_t signature[ED25519_SIGNATURE]);

/** The u coordinate, on curve25519, of the base point times a scalar (RFC 7748, section 4.1). */
void ed25519_montgomery_base(uint8_t u[32], const uint8_t scalar[32]);

#endif
