/*
 * Reading and writing of wire formats. Neither ever leaves its bounds: what does not fit fails, once and for all that follows, so
 * that a parser may look at the end only.
 */
#ifndef BUFFER_H
#define BUFFER_H

#include "../crypto/bytes.h"

typedef struct {
    const uint8_t *at;
    const uint8_t *end;
    bool failed;
} reader_t;

static inline reader_t reader(const uint8_t *bytes, size_t length) {
    return (reader_t) {bytes, bytes + length, false};
}

static inline size_t reader_left(const reader_t *in) {
    return (size_t) (in->end - in->at);
}

/** The next bytes, or NULL if there are not so many. */
static inline const uint8_t *read_bytes(reader_t *in, uint64_t length) {
    if (in->failed || length > reader_left(in)) {
        in->failed = true;
        return NULL;
    }
    const uint8_t *bytes = in->at;
    in->at += (size_t) length;
    return bytes;
}

static inline uint32_t read_u8(reader_t *in) {
    const uint8_t *p = read_bytes(in, 1);
    return p ? *p : 0;
}

static inline uint32_t read_be16(reader_t *in) {
    const uint8_t *p = read_bytes(in, 2);
    return p ? load_be16(p) : 0;
}

static inline uint32_t read_be24(reader_t *in) {
    const uint8_t *p = read_bytes(in, 3);
    return p ? (uint32_t) p[0] << 16 | load_be16(p + 1) : 0;
}

static inline uint32_t read_be32(reader_t *in) {
    const uint8_t *p = read_bytes(in, 4);
    return p ? load_be32(p) : 0;
}

/** A part of the given length as a reader of its own; one that has failed if there is not so much. */
static inline reader_t read_part(reader_t *in, uint64_t length) {
    const uint8_t *p = read_bytes(in, length);
    return p ? reader(p, (size_t) length) : (reader_t) {in->end, in->end, true};
}

/** Variable-length integers: RFC 9000, section 16. */
static inline uint64_t read_varint(reader_t *in) {
    uint32_t first = read_u8(in);
    uint32_t more = (1u << (first >> 6)) - 1;
    uint64_t value = first & 0x3f;
    const uint8_t *p = read_bytes(in, more);
    for (uint32_t i = 0; p && i < more; i++) {
        value = value << 8 | p[i];
    }
    return value;
}

typedef struct {
    uint8_t *at;
    uint8_t *end;
    bool failed;
} writer_t;

static inline writer_t writer(uint8_t *bytes, size_t size) {
    return (writer_t) {bytes, bytes + size, false};
}

static inline size_t writer_left(const writer_t *out) {
    return (size_t) (out->end - out->at);
}

/** Room for so many bytes, or NULL if there is not so much. */
static inline uint8_t *write_room(writer_t *out, size_t length) {
    if (out->failed || length > writer_left(out)) {
        out->failed = true;
        return NULL;
    }
    uint8_t *room = out->at;
    out->at += length;
    return room;
}

static inline void write_bytes(writer_t *out, const void *bytes, size_t length) {
    uint8_t *room = write_room(out, length);
    if (room) {
        memcpy(room, bytes, length);
    }
}

static inline void write_u8(writer_t *out, uint32_t value) {
    uint8_t byte = (uint8_t) value;
    write_bytes(out, &byte, 1);
}

static inline void write_be16(writer_t *out, uint32_t value) {
    uint8_t *room = write_room(out, 2);
    if (room) {
        store_be16(room, value);
    }
}

static inline void write_be24(writer_t *out, uint32_t value) {
    write_u8(out, value >> 16);
    write_be16(out, value);
}

static inline void write_be32(writer_t *out, uint32_t value) {
    uint8_t *room = write_room(out, 4);
    if (room) {
        store_be32(room, value);
    }
}

static inline size_t varint_size(uint64_t value) {
    return value < 1u << 6 ? 1 : value < 1u << 14 ? 2 : value < 1u << 30 ? 4 : 8;
}

static inline void write_varint(writer_t *out, uint64_t value) {
    switch (varint_size(value)) {
        case 1:
            write_u8(out, (uint32_t) value);
            break;
        case 2:
            write_be16(out, (uint32_t) value | 0x4000);
            break;
        case 4:
            write_be32(out, (uint32_t) value | 0x80000000u);
            break;
        default:
            write_be32(out, (uint32_t) (value >> 32) | 0xc0000000u);
            write_be32(out, (uint32_t) value);
            break;
    }
}

#endif
