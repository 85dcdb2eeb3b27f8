/* AES-128 on the accelerator, which works on one block and keeps the key between blocks (TRM, chapter "AES Accelerator"). */
#include "../crypto/aes.h"

#include "../crypto/bytes.h"
#include "registers.h"

/** The key that is in the accelerator, and for which direction. */
static uint32_t loaded[4];
static uint32_t mode = UINT32_MAX;

void aes_init(void) {
}

void aes_set_key(aes_key_t *key, const uint8_t bytes[16]) {
    memcpy(key->key, bytes, sizeof key->key);
}

static void run(const aes_key_t *key, uint32_t wanted_mode, const uint8_t *in, uint8_t *out) {
    uint32_t words[4];
    if (mode != wanted_mode || memcmp(loaded, key->key, sizeof loaded) != 0) {
        mode = wanted_mode;
        memcpy(loaded, key->key, sizeof loaded);
        AES_MODE = mode;
        for (int i = 0; i < 4; i++) {
            AES_KEY(i) = loaded[i];
        }
    }
    memcpy(words, in, sizeof words);
    for (int i = 0; i < 4; i++) {
        AES_TEXT(i) = words[i];
    }
    AES_START = 1;
    while (AES_IDLE == 0) {
    }
    for (int i = 0; i < 4; i++) {
        words[i] = AES_TEXT(i);
    }
    memcpy(out, words, sizeof words);
}

void aes_encrypt(const aes_key_t *key, const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK]) {
    run(key, AES_ENCRYPT_128, in, out);
}

void aes_decrypt(const aes_key_t *key, const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK]) {
    run(key, AES_DECRYPT_128, in, out);
}
