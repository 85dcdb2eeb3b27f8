/* AES-128 (FIPS 197), on single blocks. */
#ifndef AES_H
#define AES_H

#include <stdint.h>

#define AES_BLOCK 16

typedef struct {
#ifdef CHIP_ACCELERATORS
    uint32_t key[4];
#else
    uint32_t round_keys[44];
#endif
} aes_key_t;

/** Once, before anything else here. */
void aes_init(void);
void aes_set_key(aes_key_t *key, const uint8_t bytes[16]);
void aes_encrypt(const aes_key_t *key, const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK]);
void aes_decrypt(const aes_key_t *key, const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK]);

#endif
