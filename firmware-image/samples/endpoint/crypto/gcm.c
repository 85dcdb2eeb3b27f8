/*
 * AES-GCM: NIST SP 800-38D. The hash multiplies four bits at a time, with a table of 16 multiples of the hash key; bit 0 of the
 * standard's blocks is the highest bit of word 0 here.
 */
#include "gcm.h"

#include "bytes.h"

/** The highest coefficients of the field's polynomial, 1 + x + x^2 + x^7 + x^128, where bit 0 of a block comes first. */
#define REDUCTION 0xe1000000u

/** What the four bits that leave at the low end bring in at the high end, as the highest 16 bits of word 0. */
static uint16_t reductions[16];

/** Multiplies by x, which shifts right in this bit order. */
static void times_x(uint32_t v[4]) {
    uint32_t out = v[3] & 1;
    v[3] = v[3] >> 1 | v[2] << 31;
    v[2] = v[2] >> 1 | v[1] << 31;
    v[1] = v[1] >> 1 | v[0] << 31;
    v[0] = v[0] >> 1 ^ (out ? REDUCTION : 0);
}

static void make_reductions(void) {
    for (uint32_t bits = 0; bits < 16; bits++) {
        uint32_t v[4] = {0, 0, 0, bits};
        for (int i = 0; i < 4; i++) {
            times_x(v);
        }
        reductions[bits] = (uint16_t) (v[0] >> 16);
    }
}

void gcm_set_key(gcm_key_t *key, const uint8_t bytes[16]) {
    uint8_t hash_key[AES_BLOCK] = {0};
    if (reductions[1] == 0) {
        make_reductions();
    }
    aes_set_key(&key->aes, bytes);
    aes_encrypt(&key->aes, hash_key, hash_key);
    uint32_t(*m)[4] = key->multiples;
    memset(m, 0, sizeof key->multiples);
    for (int i = 0; i < 4; i++) {
        m[8][i] = load_be32(hash_key + 4 * i);
    }
    for (int bit = 4; bit > 0; bit >>= 1) {
        memcpy(m[bit], m[2 * bit], sizeof m[bit]);
        times_x(m[bit]);
    }
    for (int i = 3; i < 16; i++) {
        int top = i >= 8 ? 8 : i >= 4 ? 4 : 2;
        if (i == top) {
            continue;
        }
        for (int word = 0; word < 4; word++) {
            m[i][word] = m[top][word] ^ m[i - top][word];
        }
    }
}

static void multiply(const gcm_key_t *key, uint32_t y[4]) {
    uint32_t z0 = 0;
    uint32_t z1 = 0;
    uint32_t z2 = 0;
    uint32_t z3 = 0;
    for (int word = 3; word >= 0; word--) {
        uint32_t bits = y[word];
        for (int i = 0; i < 8; i++, bits >>= 4) {
            const uint32_t *m = key->multiples[bits & 15];
            uint32_t out = z3 & 15;
            z3 = (z3 >> 4 | z2 << 28) ^ m[3];
            z2 = (z2 >> 4 | z1 << 28) ^ m[2];
            z1 = (z1 >> 4 | z0 << 28) ^ m[1];
            z0 = (z0 >> 4) ^ (uint32_t) reductions[out] << 16 ^ m[0];
        }
    }
    y[0] = z0;
    y[1] = z1;
    y[2] = z2;
    y[3] = z3;
}

/** GHASH of one string, padded with zeros: section 6.4. */
static void hash(const gcm_key_t *key, uint32_t y[4], const uint8_t *data, size_t length) {
    while (length != 0) {
        uint8_t block[AES_BLOCK] = {0};
        size_t taken = length < AES_BLOCK ? length : AES_BLOCK;
        memcpy(block, data, taken);
        for (int i = 0; i < 4; i++) {
            y[i] ^= load_be32(block + 4 * i);
        }
        multiply(key, y);
        data += taken;
        length -= taken;
    }
}

static void make_tag(const gcm_key_t *key, const uint8_t nonce[GCM_NONCE], const uint8_t *aad, size_t aad_length,
                     const uint8_t *text, size_t length, uint8_t tag[GCM_TAG]) {
    uint32_t y[4] = {0};
    uint8_t counter[AES_BLOCK];
    hash(key, y, aad, aad_length);
    hash(key, y, text, length);
    y[1] ^= (uint32_t) aad_length * 8;
    y[3] ^= (uint32_t) length * 8;
    multiply(key, y);
    memcpy(counter, nonce, GCM_NONCE);
    store_be32(counter + GCM_NONCE, 1);
    aes_encrypt(&key->aes, counter, tag);
    for (int i = 0; i < 4; i++) {
        store_be32(tag + 4 * i, load_be32(tag + 4 * i) ^ y[i]);
    }
}

/** GCTR: section 6.5. Counter 1 is the tag's. */
static void apply_counters(const gcm_key_t *key, const uint8_t nonce[GCM_NONCE], uint8_t *text, size_t length) {
    uint8_t counter[AES_BLOCK];
    uint8_t stream[AES_BLOCK];
    memcpy(counter, nonce, GCM_NONCE);
    for (uint32_t number = 2; length != 0; number++) {
        store_be32(counter + GCM_NONCE, number);
        aes_encrypt(&key->aes, counter, stream);
        size_t taken = length < AES_BLOCK ? length : AES_BLOCK;
        for (size_t i = 0; i < taken; i++) {
            text[i] ^= stream[i];
        }
        text += taken;
        length -= taken;
    }
}

void gcm_seal(const gcm_key_t *key, const uint8_t nonce[GCM_NONCE], const uint8_t *aad, size_t aad_length, uint8_t *text,
              size_t length, uint8_t tag[GCM_TAG]) {
    apply_counters(key, nonce, text, length);
    make_tag(key, nonce, aad, aad_length, text, length, tag);
}

bool gcm_open(const gcm_key_t *key, const uint8_t nonce[GCM_NONCE], const uint8_t *aad, size_t aad_length, uint8_t *text,
              size_t length, const uint8_t tag[GCM_TAG]) {
    uint8_t expected[GCM_TAG];
    make_tag(key, nonce, aad, aad_length, text, length, expected);
    if (!equal_secrets(expected, tag, GCM_TAG)) {
        return false;
    }
    apply_counters(key, nonce, text, length);
    return true;
}
