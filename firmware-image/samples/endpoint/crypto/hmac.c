/* HMAC: RFC 2104, section 2. HKDF: RFC 5869, section 2. */
#include "bytes.h"
#include "sha256.h"

void hmac_start(hmac_t *mac, const uint8_t *key, size_t key_length) {
    uint8_t inner_pad[SHA256_BLOCK];
    memset(inner_pad, 0x36, sizeof inner_pad);
    memset(mac->outer_pad, 0x5c, sizeof mac->outer_pad);
    for (size_t i = 0; i < key_length && i < SHA256_BLOCK; i++) {
        inner_pad[i] ^= key[i];
        mac->outer_pad[i] ^= key[i];
    }
    sha256_start(&mac->inner);
    sha256_add(&mac->inner, inner_pad, sizeof inner_pad);
}

void hmac_add(hmac_t *mac, const void *data, size_t length) {
    sha256_add(&mac->inner, data, length);
}

void hmac_end(hmac_t *mac, uint8_t tag[SHA256_SIZE]) {
    uint8_t digest[SHA256_SIZE];
    sha256_end(&mac->inner, digest);
    sha256_start(&mac->inner);
    sha256_add(&mac->inner, mac->outer_pad, sizeof mac->outer_pad);
    sha256_add(&mac->inner, digest, sizeof digest);
    sha256_end(&mac->inner, tag);
}

void hkdf_extract(const uint8_t *salt, size_t salt_length, const uint8_t *key, size_t key_length, uint8_t secret[SHA256_SIZE]) {
    hmac_t mac;
    hmac_start(&mac, salt, salt_length);
    hmac_add(&mac, key, key_length);
    hmac_end(&mac, secret);
}

void hkdf_expand(const uint8_t secret[SHA256_SIZE], const uint8_t *info, size_t info_length, uint8_t *out, size_t out_length) {
    uint8_t block[SHA256_SIZE];
    hmac_t mac;
    for (uint8_t counter = 1; out_length != 0; counter++) {
        hmac_start(&mac, secret, SHA256_SIZE);
        if (counter > 1) {
            hmac_add(&mac, block, sizeof block);
        }
        hmac_add(&mac, info, info_length);
        hmac_add(&mac, &counter, 1);
        hmac_end(&mac, block);
        size_t taken = out_length < sizeof block ? out_length : sizeof block;
        memcpy(out, block, taken);
        out += taken;
        out_length -= taken;
    }
}
