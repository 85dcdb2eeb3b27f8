/* SHA-1 (FIPS 180-4) with HMAC and the two functions that WPA2-PSK builds on it. */
#ifndef SHA1_H
#define SHA1_H

#include <stddef.h>
#include <stdint.h>

#define SHA1_SIZE 20
#define SHA1_BLOCK 64

typedef struct {
    uint32_t state[5];
    uint64_t length;
    uint8_t block[SHA1_BLOCK];
} sha1_t;

void sha1_start(sha1_t *hash);
void sha1_add(sha1_t *hash, const void *data, size_t length);
void sha1_end(sha1_t *hash, uint8_t digest[SHA1_SIZE]);

/** A key of an HMAC-SHA-1 (at most SHA1_BLOCK bytes), with both of its blocks hashed already. */
typedef struct {
    sha1_t inner;
    sha1_t outer;
} hmac_sha1_key_t;

void hmac_sha1_key(hmac_sha1_key_t *key, const uint8_t *bytes, size_t length);
void hmac_sha1(const hmac_sha1_key_t *key, const void *data, size_t length, uint8_t tag[SHA1_SIZE]);

/** PBKDF2 (RFC 8018, section 5.2) with HMAC-SHA-1; the salt is of at most 60 bytes. */
void pbkdf2_sha1(const char *passphrase, const uint8_t *salt, size_t salt_length, uint32_t rounds, uint8_t *out,
                 size_t out_length);

/** The PRF of IEEE 802.11-2020, section 12.7.1.2; label and data together are of at most 158 bytes. */
void prf_sha1(const uint8_t *key, size_t key_length, const char *label, const uint8_t *data, size_t data_length, uint8_t *out,
              size_t out_length);

#endif
