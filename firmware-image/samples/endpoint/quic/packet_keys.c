#include "packet_keys.h"

#include "../crypto/bytes.h"

void packet_keys_derive(packet_keys_t *keys, const secret_t secret) {
    uint8_t key[16];
    expand_label(secret, "quic key", NULL, 0, key, sizeof key);
    gcm_set_key(&keys->aead, key);
    expand_label(secret, "quic iv", NULL, 0, keys->iv, sizeof keys->iv);
}

void header_key_derive(aes_key_t *header_key, const secret_t secret) {
    uint8_t key[16];
    expand_label(secret, "quic hp", NULL, 0, key, sizeof key);
    aes_set_key(header_key, key);
}

void next_phase_secret(secret_t secret) {
    secret_t next;
    expand_label(secret, "quic ku", NULL, 0, next, sizeof next);
    memcpy(secret, next, sizeof next);
}

void initial_secrets(const uint8_t *connection_id, size_t length, secret_t client, secret_t server) {
    static const uint8_t salt[20] = {
        0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a,
    };
    secret_t initial;
    hkdf_extract(salt, sizeof salt, connection_id, length, initial);
    expand_label(initial, "client in", NULL, 0, client, SHA256_SIZE);
    expand_label(initial, "server in", NULL, 0, server, SHA256_SIZE);
}

static void make_nonce(const packet_keys_t *keys, uint64_t number, uint8_t nonce[GCM_NONCE]) {
    memcpy(nonce, keys->iv, GCM_NONCE);
    store_be64(nonce + 4, load_be64(nonce + 4) ^ number);
}

void packet_seal(const packet_keys_t *keys, uint64_t number, const uint8_t *header, size_t header_length, uint8_t *text,
                 size_t length) {
    uint8_t nonce[GCM_NONCE];
    make_nonce(keys, number, nonce);
    gcm_seal(&keys->aead, nonce, header, header_length, text, length, text + length);
}

bool packet_open(const packet_keys_t *keys, uint64_t number, const uint8_t *header, size_t header_length, uint8_t *text,
                 size_t length) {
    uint8_t nonce[GCM_NONCE];
    make_nonce(keys, number, nonce);
    return length >= GCM_TAG
        && gcm_open(&keys->aead, nonce, header, header_length, text, length - GCM_TAG, text + length - GCM_TAG);
}

void header_mask(const aes_key_t *key, const uint8_t sample[AES_BLOCK], uint8_t mask[5]) {
    uint8_t block[AES_BLOCK];
    aes_encrypt(key, sample, block);
    memcpy(mask, block, 5);
}
