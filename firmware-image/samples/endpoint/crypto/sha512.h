/* SHA-512 (FIPS 180-4), which Ed25519 needs. */
#ifndef SHA512_H
#define SHA512_H

#include <stddef.h>
#include <stdint.h>

#define SHA512_SIZE 64
#define SHA512_BLOCK 128

typedef struct {
    uint64_t state[8];
    uint64_t length;
    uint8_t block[SHA512_BLOCK];
} sha512_t;

void sha512_start(sha512_t *hash);
void sha512_add(sha512_t *hash, const void *data, size_t length);
void sha512_end(sha512_t *hash, uint8_t digest[SHA512_SIZE]);

#endif
