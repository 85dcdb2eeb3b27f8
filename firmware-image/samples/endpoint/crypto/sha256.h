/* SHA-256 (FIPS 180-4), HMAC (RFC 2104) and HKDF (RFC 5869) with it. */
#ifndef SHA256_H
#define SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32
#define SHA256_BLOCK 64

/** A hash that is being made. It may be copied with sha256_copy at any time, not by assignment. */
typedef struct {
    uint32_t state[8];
    uint64_t length;
    uint8_t block[SHA256_BLOCK];
} sha256_t;

void sha256_start(sha256_t *hash);
void sha256_add(sha256_t *hash, const void *data, size_t length);
void sha256_end(sha256_t *hash, uint8_t digest[SHA256_SIZE]);
/** Before the memory of a hash that has not ended goes away: the chip's engine may be about to write to it. */
void sha256_abandon(sha256_t *hash);
void sha256_copy(sha256_t *to, sha256_t *from);
void sha256(const void *data, size_t length, uint8_t digest[SHA256_SIZE]);

/** An HMAC that is being made. */
typedef struct {
    sha256_t inner;
    uint8_t outer_pad[SHA256_BLOCK];
} hmac_t;

/** Keys are of at most SHA256_BLOCK bytes. */
void hmac_start(hmac_t *mac, const uint8_t *key, size_t key_length);
void hmac_add(hmac_t *mac, const void *data, size_t length);
void hmac_end(hmac_t *mac, uint8_t tag[SHA256_SIZE]);

void hkdf_extract(const uint8_t *salt, size_t salt_length, const uint8_t *key, size_t key_length, uint8_t secret[SHA256_SIZE]);

/** HKDF-Expand; out_length is at most 255 * SHA256_SIZE. */
void hkdf_expand(const uint8_t secret[SHA256_SIZE], const uint8_t *info, size_t info_length, uint8_t *out, size_t out_length);

#endif
