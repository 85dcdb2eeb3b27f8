/*
 * AES-128: FIPS 197. A round is four look-ups per column in one table, which joins SubBytes with MixColumns; the three other
 * columns of the matrix are rotations of it. All tables are made at the start from the field's arithmetic.
 */
#include "aes.h"

#include "bytes.h"

#define ROUNDS 10

static uint8_t substitution[256];
static uint8_t inverse_substitution[256];
static uint32_t table[256];

static inline uint32_t rotate_left(uint32_t x, int n) {
    return x << n | x >> (32 - n);
}

/** Multiplication by x in GF(2^8): section 4.2.1. */
static inline uint8_t times_x(uint8_t a) {
    return (uint8_t) (a << 1 ^ (a & 0x80 ? 0x1b : 0));
}

static uint8_t multiply(uint8_t a, uint8_t b) {
    uint8_t product = 0;
    for (; b != 0; b >>= 1) {
        if (b & 1) {
            product ^= a;
        }
        a = times_x(a);
    }
    return product;
}

/** Walks through the field by powers of 3, a generator, and by powers of its inverse, 0xf6, at once. */
void aes_init(void) {
    uint8_t element = 1;
    uint8_t inverse = 1;
    substitution[0] = 0x63;
    do {
        element = (uint8_t) (element ^ times_x(element));
        inverse = multiply(inverse, 0xf6);
        uint32_t doubled = inverse * 0x0101u;
        uint8_t sum = (uint8_t) (inverse ^ doubled >> 4 ^ doubled >> 5 ^ doubled >> 6 ^ doubled >> 7);
        substitution[element] = sum ^ 0x63;
    } while (element != 1);
    for (int i = 0; i < 256; i++) {
        uint8_t s = substitution[i];
        uint8_t s2 = times_x(s);
        inverse_substitution[s] = (uint8_t) i;
        table[i] = (uint32_t) s2 << 24 | (uint32_t) s << 16 | (uint32_t) s << 8 | (uint8_t) (s2 ^ s);
    }
}

static uint32_t substitute_word(uint32_t word) {
    return (uint32_t) substitution[word >> 24] << 24 | (uint32_t) substitution[word >> 16 & 0xff] << 16
        | (uint32_t) substitution[word >> 8 & 0xff] << 8 | substitution[word & 0xff];
}

/** Section 5.2. */
void aes_set_key(aes_key_t *key, const uint8_t bytes[16]) {
    uint32_t *w = key->round_keys;
    uint8_t constant = 1;
    for (int i = 0; i < 4; i++) {
        w[i] = load_be32(bytes + 4 * i);
    }
    for (int i = 4; i < 4 * (ROUNDS + 1); i++) {
        uint32_t word = w[i - 1];
        if (i % 4 == 0) {
            word = substitute_word(rotate_left(word, 8)) ^ (uint32_t) constant << 24;
            constant = times_x(constant);
        }
        w[i] = w[i - 4] ^ word;
    }
}

static inline uint32_t column(const uint32_t s[4], int i) {
    uint32_t t1 = table[s[(i + 1) & 3] >> 16 & 0xff];
    uint32_t t2 = table[s[(i + 2) & 3] >> 8 & 0xff];
    uint32_t t3 = table[s[(i + 3) & 3] & 0xff];
    return table[s[i] >> 24] ^ rotate_left(t1, 24) ^ rotate_left(t2, 16) ^ rotate_left(t3, 8);
}

static inline uint32_t last_column(const uint32_t s[4], int i) {
    return (uint32_t) substitution[s[i] >> 24] << 24 | (uint32_t) substitution[s[(i + 1) & 3] >> 16 & 0xff] << 16
        | (uint32_t) substitution[s[(i + 2) & 3] >> 8 & 0xff] << 8 | substitution[s[(i + 3) & 3] & 0xff];
}

void aes_encrypt(const aes_key_t *key, const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK]) {
    const uint32_t *round_key = key->round_keys;
    uint32_t s[4];
    for (int i = 0; i < 4; i++) {
        s[i] = load_be32(in + 4 * i) ^ round_key[i];
    }
    for (int round = 1; round < ROUNDS; round++) {
        round_key += 4;
        uint32_t t[4];
        for (int i = 0; i < 4; i++) {
            t[i] = column(s, i) ^ round_key[i];
        }
        memcpy(s, t, sizeof s);
    }
    round_key += 4;
    for (int i = 0; i < 4; i++) {
        store_be32(out + 4 * i, last_column(s, i) ^ round_key[i]);
    }
}

/** InvMixColumns on one column: section 5.3.3. */
static uint32_t unmix(uint32_t column) {
    uint8_t a[4];
    uint8_t b[4];
    store_be32(a, column);
    for (int i = 0; i < 4; i++) {
        b[i] = multiply(a[i], 14) ^ multiply(a[(i + 1) & 3], 11) ^ multiply(a[(i + 2) & 3], 13) ^ multiply(a[(i + 3) & 3], 9);
    }
    return load_be32(b);
}

/** Only unwrapping a group key decrypts, so this is the plain inverse cipher of section 5.3, without tables. */
void aes_decrypt(const aes_key_t *key, const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK]) {
    const uint32_t *round_key = key->round_keys + 4 * ROUNDS;
    uint32_t s[4];
    for (int i = 0; i < 4; i++) {
        s[i] = load_be32(in + 4 * i) ^ round_key[i];
    }
    for (int round = ROUNDS - 1; round >= 0; round--) {
        round_key -= 4;
        uint32_t t[4];
        for (int i = 0; i < 4; i++) {
            t[i] = (uint32_t) inverse_substitution[s[i] >> 24] << 24
                | (uint32_t) inverse_substitution[s[(i + 3) & 3] >> 16 & 0xff] << 16
                | (uint32_t) inverse_substitution[s[(i + 2) & 3] >> 8 & 0xff] << 8
                | inverse_substitution[s[(i + 1) & 3] & 0xff];
            t[i] ^= round_key[i];
        }
        for (int i = 0; i < 4; i++) {
            s[i] = round == 0 ? t[i] : unmix(t[i]);
        }
    }
    for (int i = 0; i < 4; i++) {
        store_be32(out + 4 * i, s[i]);
    }
}
