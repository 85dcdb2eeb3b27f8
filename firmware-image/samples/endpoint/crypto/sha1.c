/*
 * SHA-1: FIPS 180-4, sections 4.1.1, 5.3.1 and 6.1. Always in software: PBKDF2 starts each of its hashes from a state after one
 * block, which the chip's engine cannot take.
 */
#include "sha1.h"

#include "bytes.h"

static inline uint32_t rotate(uint32_t x, int n) {
    return x << n | x >> (32 - n);
}

/** The schedule of section 6.1.2 in sixteen words: word t takes the place of word t - 16. */
static inline uint32_t expand(uint32_t w[16], int t) {
    return w[t & 15] = rotate(w[(t + 13) & 15] ^ w[(t + 8) & 15] ^ w[(t + 2) & 15] ^ w[t & 15], 1);
}

/** One round; the five variables change their places from call to call instead of moving. */
#define ROUND(a, b, c, d, e, f, k, word) \
    do { \
        e += rotate(a, 5) + (f) + (k) + (word); \
        b = rotate(b, 30); \
    } while (0)

#define FIVE_ROUNDS(t, F, k, WORD) \
    do { \
        ROUND(a, b, c, d, e, F(b, c, d), k, WORD(t)); \
        ROUND(e, a, b, c, d, F(a, b, c), k, WORD(t + 1)); \
        ROUND(d, e, a, b, c, F(e, a, b), k, WORD(t + 2)); \
        ROUND(c, d, e, a, b, F(d, e, a), k, WORD(t + 3)); \
        ROUND(b, c, d, e, a, F(c, d, e), k, WORD(t + 4)); \
    } while (0)

#define CHOICE(x, y, z) ((x & (y ^ z)) ^ z)
#define PARITY(x, y, z) (x ^ y ^ z)
#define MAJORITY(x, y, z) ((x & y) | (z & (x | y)))
#define FIRST_WORD(t) ((t) < 16 ? w[t] : expand(w, t))
#define NEXT_WORD(t) expand(w, t)

static void compress(uint32_t state[5], const uint8_t *block) {
    uint32_t w[16];
    for (int i = 0; i < 16; i++) {
        w[i] = load_be32(block + 4 * i);
    }
    uint32_t a = state[0];
    uint32_t b = state[1];
    uint32_t c = state[2];
    uint32_t d = state[3];
    uint32_t e = state[4];
    for (int t = 0; t < 20; t += 5) {
        FIVE_ROUNDS(t, CHOICE, 0x5a827999, FIRST_WORD);
    }
    for (int t = 20; t < 40; t += 5) {
        FIVE_ROUNDS(t, PARITY, 0x6ed9eba1, NEXT_WORD);
    }
    for (int t = 40; t < 60; t += 5) {
        FIVE_ROUNDS(t, MAJORITY, 0x8f1bbcdc, NEXT_WORD);
    }
    for (int t = 60; t < 80; t += 5) {
        FIVE_ROUNDS(t, PARITY, 0xca62c1d6, NEXT_WORD);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

void sha1_start(sha1_t *hash) {
    static const uint32_t initial[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    memcpy(hash->state, initial, sizeof initial);
    hash->length = 0;
}

void sha1_add(sha1_t *hash, const void *data, size_t length) {
    const uint8_t *from = data;
    size_t used = hash->length % SHA1_BLOCK;
    hash->length += length;
    while (used + length >= SHA1_BLOCK) {
        size_t taken = SHA1_BLOCK - used;
        memcpy(hash->block + used, from, taken);
        compress(hash->state, hash->block);
        from += taken;
        length -= taken;
        used = 0;
    }
    if (length != 0) {
        memcpy(hash->block + used, from, length);
    }
}

void sha1_end(sha1_t *hash, uint8_t digest[SHA1_SIZE]) {
    uint64_t bits = hash->length * 8;
    uint8_t padding[SHA1_BLOCK + 8] = {0x80};
    size_t used = hash->length % SHA1_BLOCK;
    size_t zeros = (used < 56 ? 56 : 56 + SHA1_BLOCK) - used;
    store_be64(padding + zeros, bits);
    sha1_add(hash, padding, zeros + 8);
    for (int i = 0; i < 5; i++) {
        store_be32(digest + 4 * i, hash->state[i]);
    }
}

void hmac_sha1_key(hmac_sha1_key_t *key, const uint8_t *bytes, size_t length) {
    uint8_t inner[SHA1_BLOCK];
    uint8_t outer[SHA1_BLOCK];
    memset(inner, 0x36, sizeof inner);
    memset(outer, 0x5c, sizeof outer);
    for (size_t i = 0; i < length && i < SHA1_BLOCK; i++) {
        inner[i] ^= bytes[i];
        outer[i] ^= bytes[i];
    }
    sha1_start(&key->inner);
    sha1_add(&key->inner, inner, sizeof inner);
    sha1_start(&key->outer);
    sha1_add(&key->outer, outer, sizeof outer);
}

void hmac_sha1(const hmac_sha1_key_t *key, const void *data, size_t length, uint8_t tag[SHA1_SIZE]) {
    sha1_t hash = key->inner;
    sha1_add(&hash, data, length);
    sha1_end(&hash, tag);
    hash = key->outer;
    sha1_add(&hash, tag, SHA1_SIZE);
    sha1_end(&hash, tag);
}

void pbkdf2_sha1(const char *passphrase, const uint8_t *salt, size_t salt_length, uint32_t rounds, uint8_t *out,
                 size_t out_length) {
    hmac_sha1_key_t key;
    uint8_t block[64];
    hmac_sha1_key(&key, (const uint8_t *) passphrase, strlen(passphrase));
    for (uint32_t index = 1; out_length != 0; index++) {
        uint8_t u[SHA1_SIZE];
        uint8_t sum[SHA1_SIZE];
        memcpy(block, salt, salt_length);
        store_be32(block + salt_length, index);
        hmac_sha1(&key, block, salt_length + 4, u);
        memcpy(sum, u, sizeof sum);
        for (uint32_t round = 1; round < rounds; round++) {
            hmac_sha1(&key, u, sizeof u, u);
            for (int i = 0; i < SHA1_SIZE; i++) {
                sum[i] ^= u[i];
            }
        }
        size_t taken = out_length < sizeof sum ? out_length : sizeof sum;
        memcpy(out, sum, taken);
        out += taken;
        out_length -= taken;
    }
}

void prf_sha1(const uint8_t *key_bytes, size_t key_length, const char *label, const uint8_t *data, size_t data_length,
              uint8_t *out, size_t out_length) {
    hmac_sha1_key_t key;
    uint8_t input[160];
    size_t label_length = strlen(label) + 1;
    hmac_sha1_key(&key, key_bytes, key_length);
    memcpy(input, label, label_length);
    memcpy(input + label_length, data, data_length);
    for (uint8_t counter = 0; out_length != 0; counter++) {
        uint8_t block[SHA1_SIZE];
        input[label_length + data_length] = counter;
        hmac_sha1(&key, input, label_length + data_length + 1, block);
        size_t taken = out_length < sizeof block ? out_length : sizeof block;
        memcpy(out, block, taken);
        out += taken;
        out_length -= taken;
    }
}
