/* Integers in byte strings, and comparisons that take the same time whatever they find. */
#ifndef BYTES_H
#define BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t load_be16(const uint8_t *p) {
    return (uint32_t) p[0] << 8 | p[1];
}

static inline uint32_t load_be32(const uint8_t *p) {
    return (uint32_t) p[0] << 24 | (uint32_t) p[1] << 16 | (uint32_t) p[2] << 8 | p[3];
}

static inline uint64_t load_be64(const uint8_t *p) {
    return (uint64_t) load_be32(p) << 32 | load_be32(p + 4);
}

static inline uint32_t load_le16(const uint8_t *p) {
    return (uint32_t) p[1] << 8 | p[0];
}

static inline uint32_t load_le32(const uint8_t *p) {
    return (uint32_t) p[3] << 24 | (uint32_t) p[2] << 16 | (uint32_t) p[1] << 8 | p[0];
}

static inline void store_be16(uint8_t *p, uint32_t value) {
    p[0] = (uint8_t) (value >> 8);
    p[1] = (uint8_t) value;
}

static inline void store_be32(uint8_t *p, uint32_t value) {
    store_be16(p, value >> 16);
    store_be16(p + 2, value);
}

static inline void store_be64(uint8_t *p, uint64_t value) {
    store_be32(p, (uint32_t) (value >> 32));
    store_be32(p + 4, (uint32_t) value);
}

static inline void store_le16(uint8_t *p, uint32_t value) {
    p[0] = (uint8_t) value;
    p[1] = (uint8_t) (value >> 8);
}

static inline void store_le32(uint8_t *p, uint32_t value) {
    store_le16(p, value);
    store_le16(p + 2, value >> 16);
}

/** Whether two secrets are equal; the time tells nothing about where they differ. */
static inline bool equal_secrets(const uint8_t *a, const uint8_t *b, size_t length) {
    uint32_t difference = 0;
    for (size_t i = 0; i < length; i++) {
        difference |= (uint32_t) (a[i] ^ b[i]);
    }
    return difference == 0;
}

#endif
