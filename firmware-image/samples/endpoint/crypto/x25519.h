/* X25519: RFC 7748, section 5. */
#ifndef X25519_H
#define X25519_H

#include <stdbool.h>
#include <stdint.h>

/** The public key of a secret of 32 random bytes. */
void x25519_public_key(uint8_t public_key[32], const uint8_t secret[32]);

/** False if the shared secret is zero, as a peer's point of small order makes it (section 6.1). */
bool x25519(uint8_t shared[32], const uint8_t secret[32], const uint8_t peer[32]);

#endif
