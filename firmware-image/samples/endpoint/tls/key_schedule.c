#include "key_schedule.h"

#include "../crypto/bytes.h"

void expand_label(const secret_t secret, const char *label, const uint8_t *context, size_t context_length, uint8_t *out,
                  size_t out_length) {
    static const char prefix[6] = "tls13 ";
    uint8_t info[4 + sizeof prefix + 16 + SHA256_SIZE];
    size_t label_length = strlen(label);
    uint8_t *p = info;
    store_be16(p, (uint32_t) out_length);
    p[2] = (uint8_t) (sizeof prefix + label_length);
    p += 3;
    memcpy(p, prefix, sizeof prefix);
    p += sizeof prefix;
    memcpy(p, label, label_length);
    p += label_length;
    *p++ = (uint8_t) context_length;
    if (context_length != 0) {
        memcpy(p, context, context_length);
    }
    p += context_length;
    hkdf_expand(secret, info, (size_t) (p - info), out, out_length);
}

void derive_secret(const secret_t secret, const char *label, const uint8_t hash[SHA256_SIZE], secret_t derived) {
    expand_label(secret, label, hash, SHA256_SIZE, derived, SHA256_SIZE);
}

void early_secret(secret_t secret) {
    static const uint8_t zeros[SHA256_SIZE];
    hkdf_extract(zeros, sizeof zeros, zeros, sizeof zeros, secret);
}

/** The salt of each extraction is derived from the secret before it and no messages. */
static void next_secret(const secret_t before, const uint8_t input[SHA256_SIZE], secret_t next) {
    uint8_t empty_hash[SHA256_SIZE];
    secret_t salt;
    sha256("", 0, empty_hash);
    derive_secret(before, "derived", empty_hash, salt);
    hkdf_extract(salt, sizeof salt, input, SHA256_SIZE, next);
}

void handshake_secret(const uint8_t shared[32], secret_t secret) {
    secret_t early;
    early_secret(early);
    next_secret(early, shared, secret);
}

void master_secret(const secret_t handshake, secret_t master) {
    static const uint8_t zeros[SHA256_SIZE];
    next_secret(handshake, zeros, master);
}

void finished_mac(const secret_t traffic, const uint8_t hash[SHA256_SIZE], uint8_t mac[SHA256_SIZE]) {
    secret_t key;
    hmac_t hmac;
    expand_label(traffic, "finished", NULL, 0, key, sizeof key);
    hmac_start(&hmac, key, sizeof key);
    hmac_add(&hmac, hash, SHA256_SIZE);
    hmac_end(&hmac, mac);
}
