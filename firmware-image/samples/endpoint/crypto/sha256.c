/* SHA-256: FIPS 180-4, sections 4.1.2, 5.3.3 and 6.2. */
#include "sha256.h"

#include "bytes.h"
#ifdef CHIP_ACCELERATORS
#include "../chip/sha_engine.h"
#endif

static const uint32_t initial[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotate(uint32_t x, int n) {
    return x >> n | x << (32 - n);
}

/** The schedule of section 6.2.2 in sixteen words: word t takes the place of word t - 16. */
static inline uint32_t expand(uint32_t w[16], int t) {
    uint32_t w15 = w[(t + 1) & 15];
    uint32_t w2 = w[(t + 14) & 15];
    return w[t & 15] += (rotate(w15, 7) ^ rotate(w15, 18) ^ w15 >> 3) + w[(t + 9) & 15]
        + (rotate(w2, 17) ^ rotate(w2, 19) ^ w2 >> 10);
}

static inline void round_of(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f, uint32_t g, uint32_t *h,
                            uint32_t k_and_w) {
    uint32_t t1 = *h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & (f ^ g)) ^ g) + k_and_w;
    *d += t1;
    *h = t1 + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) | (c & (a | b)));
}

static void compress_in_software(uint32_t state[8], const uint8_t *block) {
    uint32_t w[16];
    uint32_t a = state[0];
    uint32_t b = state[1];
    uint32_t c = state[2];
    uint32_t d = state[3];
    uint32_t e = state[4];
    uint32_t f = state[5];
    uint32_t g = state[6];
    uint32_t h = state[7];
    for (int t = 0; t < 64; t++) {
        uint32_t word = t < 16 ? (w[t] = load_be32(block + 4 * t)) : expand(w, t);
        round_of(a, b, c, &d, e, f, g, &h, k[t] + word);
        uint32_t last = h;
        h = g;
        g = f;
        f = e;
        e = d;
        d = c;
        c = b;
        b = a;
        a = last;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

static void compress(sha256_t *hash, const uint8_t *block, bool first) {
#ifdef CHIP_ACCELERATORS
    if (sha_engine_compress(hash->state, block, first)) {
        return;
    }
#else
    (void) first;
#endif
    compress_in_software(hash->state, block);
}

/** Makes state[] hold the state, which may be in the engine. */
static void settle(sha256_t *hash) {
#ifdef CHIP_ACCELERATORS
    sha_engine_release(hash->state);
#else
    (void) hash;
#endif
}

void sha256_start(sha256_t *hash) {
    settle(hash);
    memcpy(hash->state, initial, sizeof initial);
    hash->length = 0;
}

void sha256_add(sha256_t *hash, const void *data, size_t length) {
    const uint8_t *from = data;
    size_t used = hash->length % SHA256_BLOCK;
    bool first = hash->length < SHA256_BLOCK;
    hash->length += length;
    while (used + length >= SHA256_BLOCK) {
        size_t taken = SHA256_BLOCK - used;
        memcpy(hash->block + used, from, taken);
        compress(hash, hash->block, first);
        first = false;
        from += taken;
        length -= taken;
        used = 0;
    }
    if (length != 0) {
        memcpy(hash->block + used, from, length);
    }
}

void sha256_end(sha256_t *hash, uint8_t digest[SHA256_SIZE]) {
    uint64_t bits = hash->length * 8;
    uint8_t padding[SHA256_BLOCK + 8] = {0x80};
    size_t used = hash->length % SHA256_BLOCK;
    size_t zeros = (used < 56 ? 56 : 56 + SHA256_BLOCK) - used;
    store_be64(padding + zeros, bits);
    sha256_add(hash, padding, zeros + 8);
    settle(hash);
    for (int i = 0; i < 8; i++) {
        store_be32(digest + 4 * i, hash->state[i]);
    }
}

void sha256_abandon(sha256_t *hash) {
    settle(hash);
}

void sha256_copy(sha256_t *to, sha256_t *from) {
    settle(from);
    settle(to);
    *to = *from;
}

void sha256(const void *data, size_t length, uint8_t digest[SHA256_SIZE]) {
    sha256_t hash;
    sha256_start(&hash);
    sha256_add(&hash, data, length);
    sha256_end(&hash, digest);
}
