/* AES-128-GCM (NIST SP 800-38D) with 96-bit nonces and 128-bit tags: the AEAD of RFC 5116, section 5.1. */
#ifndef GCM_H
#define GCM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aes.h"

#define GCM_TAG 16
#define GCM_NONCE 12

typedef struct {
    aes_key_t aes;
    /** The hash key times each polynomial of degree below 4, as big-endian words. */
    uint32_t multiples[16][4];
} gcm_key_t;

void gcm_set_key(gcm_key_t *key, const uint8_t bytes[16]);

/** Encrypts in place and writes the tag. */
void gcm_seal(const gcm_key_t *key, const uint8_t nonce[GCM_NONCE], const uint8_t *aad, size_t aad_length, uint8_t *text,
              size_t length, uint8_t tag[GCM_TAG]);

/** Decrypts in place if the tag is right, otherwise leaves the text and returns false. */
bool gcm_open(const gcm_key_t *key, const uint8_t nonce[GCM_NONCE], const uint8_t *aad, size_t aad_length, uint8_t *text,
              size_t length, const uint8_t tag[GCM_TAG]);

#endif
