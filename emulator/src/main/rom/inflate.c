/*
 * Inflation (RFC 1950, RFC 1951) by the interface of miniz: a decompressor that stops wherever input or room is short and goes on
 * with the next call.
 */
#include "rom.h"

#define PARSE_ZLIB_HEADER 1u
#define HAS_MORE_INPUT 2u
#define NON_WRAPPING_OUTPUT 4u
#define COMPUTE_ADLER32 8u

enum status { BAD_PARAM = -3, ADLER32_MISMATCH = -2, FAILED = -1, DONE = 0, NEEDS_MORE_INPUT = 1, HAS_MORE_OUTPUT = 2 };

#define LITERALS 288
#define DISTANCES 32
#define LENGTH_CODES 19
#define MOST_CODE_BITS 15
#define FAST_BITS 9
#define END_OF_BLOCK 256

/** A canonical Huffman code. */
struct code {
    uint16_t count[MOST_CODE_BITS + 1];
    uint16_t symbols[LITERALS];
    /** By the next bits: length << 9 | symbol, or 0 for codes that are longer. */
    uint16_t fast[1 << FAST_BITS];
};

enum step {
    /* Callers start anew by a 0 in the first word. */
    START, HEADER, BLOCK, STORED_LENGTH, STORED, TABLE_SIZES, CODE_LENGTHS, LENGTHS, REPEAT,
    SYMBOL, LITERAL, LENGTH_EXTRA, DISTANCE, DISTANCE_EXTRA, COPY, TRAILER, FINISHED, BROKEN
};

/** tinfl_decompressor, of which firmware knows the size, the first word and where the checksum is. */
struct inflator {
    uint32_t step;
    uint32_t bit_count;
    uint32_t bits;
    bool last_block;
    uint32_t expected_adler;
    uint32_t symbol;
    uint32_t index;
    uint32_t adler;
    uint32_t left;
    uint32_t position;
    uint32_t sizes[3];
    struct code literals;
    struct code distances;
    uint8_t lengths[LITERALS + DISTANCES];
};

#define INFLATOR_SIZE 10996
_Static_assert(sizeof(struct inflator) <= INFLATOR_SIZE, "firmware gives so much");
_Static_assert(offsetof(struct inflator, adler) == 28, "tinfl_get_adler32 is a macro");

struct stream {
    const uint8_t *in;
    const uint8_t *in_end;
    uint8_t *out;
    uint8_t *out_end;
    uint8_t *window;
    uint32_t window_mask;
    uint32_t flags;
};

static const uint16_t length_base[] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258, 0, 0};
static const uint8_t length_extra[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0, 0, 0};
static const uint16_t distance_base[DISTANCES] = {1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025,
    1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const uint8_t distance_extra[DISTANCES] = {0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12,
    12, 13, 13};
static const uint8_t code_length_order[LENGTH_CODES] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

uint32_t mz_adler32(uint32_t adler, const uint8_t *from, size_t length);

/** Takes a byte; behind an end that was announced there are zeros. */
static bool pull(struct inflator *z, struct stream *s) {
    uint32_t byte = 0;
    if (s->in < s->in_end) {
        byte = *s->in++;
    } else if (s->flags & HAS_MORE_INPUT) {
        return false;
    }
    z->bits |= byte << z->bit_count;
    z->bit_count += 8;
    return true;
}

static bool need(struct inflator *z, struct stream *s, uint32_t count) {
    while (z->bit_count < count) {
        if (!pull(z, s)) {
            return false;
        }
    }
    return true;
}

static uint32_t take(struct inflator *z, uint32_t count) {
    uint32_t value = z->bits & ((1u << count) - 1);
    z->bits >>= count;
    z->bit_count -= count;
    return value;
}

static void align(struct inflator *z) {
    take(z, z->bit_count & 7);
}

/** Takes four bytes of an aligned stream. */
static uint32_t take_word(struct inflator *z) {
    uint32_t value = z->bits;
    z->bits = 0;
    z->bit_count = 0;
    return value;
}

static uint32_t reversed(uint32_t code, uint32_t length) {
    uint32_t result = 0;
    for (uint32_t i = 0; i < length; i++) {
        result = result << 1 | (code >> i & 1);
    }
    return result;
}

/** False if the lengths are those of no code; a code of one symbol need not be complete. */
static bool build(struct code *code, const uint8_t *lengths, uint32_t symbols) {
    uint32_t next_code[MOST_CODE_BITS + 1];
    uint32_t next_index[MOST_CODE_BITS + 1];
    uint32_t used = 0;
    uint32_t start = 0;
    memset(code, 0, sizeof *code);
    for (uint32_t i = 0; i < symbols; i++) {
        code->count[lengths[i]]++;
    }
    code->count[0] = 0;
    for (uint32_t length = 1; length <= MOST_CODE_BITS; length++) {
        start <<= 1;
        next_code[length] = start;
        next_index[length] = used;
        start += code->count[length];
        used += code->count[length];
    }
    if (start != 1u << MOST_CODE_BITS && used > 1) {
        return false;
    }
    for (uint32_t i = 0; i < symbols; i++) {
        uint32_t length = lengths[i];
        if (length == 0) {
            continue;
        }
        code->symbols[next_index[length]++] = i;
        uint32_t value = next_code[length]++;
        if (length <= FAST_BITS) {
            for (uint32_t at = reversed(value, length); at < 1u << FAST_BITS; at += 1u << length) {
                code->fast[at] = length << 9 | i;
            }
        }
    }
    return true;
}

enum { STARVED = -1, NO_CODE = -2 };

static int decode(struct inflator *z, struct stream *s, const struct code *code) {
    for (;;) {
        uint32_t fast = code->fast[z->bits & ((1 << FAST_BITS) - 1)];
        uint32_t length = fast >> 9;
        if (length != 0 && length <= z->bit_count) {
            take(z, length);
            return fast & 511;
        }
        if (length == 0) {
            int value = 0;
            int first = 0;
            int index = 0;
            for (length = 1; length <= z->bit_count; length++) {
                if (length > MOST_CODE_BITS) {
                    return NO_CODE;
                }
                value |= z->bits >> (length - 1) & 1;
                int count = code->count[length];
                if (value - first < count) {
                    take(z, length);
                    return code->symbols[index + value - first];
                }
                index += count;
                first = (first + count) << 1;
                value <<= 1;
            }
        }
        if (!pull(z, s)) {
            return STARVED;
        }
    }
}

static bool header_is_bad(const struct stream *s, uint32_t header) {
    uint32_t method = header & 0xff;
    uint32_t flags = header >> 8;
    uint32_t window = 1u << (8 + (method >> 4));
    return (method << 8 | flags) % 31 != 0 || flags & 0x20 || (method & 15) != 8
        || (!(s->flags & NON_WRAPPING_OUTPUT) && (window > 0x8000 || s->window_mask + 1 < window));
}

static void fixed_codes(struct inflator *z) {
    memset(z->lengths, 8, 144);
    memset(z->lengths + 144, 9, 112);
    memset(z->lengths + 256, 7, 24);
    memset(z->lengths + 280, 8, 8);
    build(&z->literals, z->lengths, LITERALS);
    memset(z->lengths, 5, DISTANCES);
    build(&z->distances, z->lengths, DISTANCES);
}

static uint32_t start_block(struct inflator *z) {
    z->last_block = take(z, 1);
    switch (take(z, 2)) {
    case 0:
        align(z);
        return STORED_LENGTH;
    case 1:
        fixed_codes(z);
        return SYMBOL;
    case 2:
        return TABLE_SIZES;
    default:
        return BROKEN;
    }
}

static uint32_t end_block(const struct inflator *z, const struct stream *s) {
    if (!z->last_block) {
        return BLOCK;
    }
    return s->flags & PARSE_ZLIB_HEADER ? TRAILER : FINISHED;
}

/** The lengths of both codes, which follow each other as one list. */
static uint32_t add_length(struct inflator *z, uint32_t length, uint32_t times) {
    uint32_t all = z->sizes[0] + z->sizes[1];
    if (times > all - z->index) {
        return BROKEN;
    }
    memset(z->lengths + z->index, length, times);
    z->index += times;
    if (z->index < all) {
        return LENGTHS;
    }
    bool good = build(&z->literals, z->lengths, z->sizes[0]) && build(&z->distances, z->lengths + z->sizes[0], z->sizes[1]);
    return good ? SYMBOL : BROKEN;
}

static uint32_t repeat(struct inflator *z) {
    switch (z->symbol) {
    case 16:
        return z->index == 0 ? BROKEN : add_length(z, z->lengths[z->index - 1], 3 + take(z, 2));
    case 17:
        return add_length(z, 0, 3 + take(z, 3));
    default:
        return add_length(z, 0, 11 + take(z, 7));
    }
}

static uint32_t classify(struct inflator *z, const struct stream *s) {
    if (z->symbol < END_OF_BLOCK) {
        return LITERAL;
    }
    z->symbol -= END_OF_BLOCK + 1;
    return z->symbol + 1 == 0 ? end_block(z, s) : LENGTH_EXTRA;
}

/** Goes on until something is short. */
static enum status run(struct inflator *z, struct stream *s) {
    int symbol;
    uint32_t count;
    for (;;) {
        switch (z->step) {
        case START:
            z->bit_count = 0;
            z->bits = 0;
            z->expected_adler = 1;
            z->adler = 1;
            z->step = s->flags & PARSE_ZLIB_HEADER ? HEADER : BLOCK;
            break;
        case HEADER:
            if (!need(z, s, 16)) {
                return NEEDS_MORE_INPUT;
            }
            z->step = header_is_bad(s, take(z, 16)) ? BROKEN : BLOCK;
            break;
        case BLOCK:
            if (!need(z, s, 3)) {
                return NEEDS_MORE_INPUT;
            }
            z->step = start_block(z);
            break;
        case STORED_LENGTH:
            if (!need(z, s, 32)) {
                return NEEDS_MORE_INPUT;
            }
            count = take_word(z);
            z->left = count & 0xffff;
            z->step = (count >> 16 ^ 0xffff) == z->left ? STORED : BROKEN;
            break;
        case STORED:
            if (z->left == 0) {
                z->step = end_block(z, s);
            } else if (s->out == s->out_end) {
                return HAS_MORE_OUTPUT;
            } else if (s->in == s->in_end) {
                if (s->flags & HAS_MORE_INPUT) {
                    return NEEDS_MORE_INPUT;
                }
                z->step = BROKEN;
            } else {
                count = s->in_end - s->in;
                count = count < (uint32_t) (s->out_end - s->out) ? count : (uint32_t) (s->out_end - s->out);
                count = count < z->left ? count : z->left;
                memcpy(s->out, s->in, count);
                s->out += count;
                s->in += count;
                z->left -= count;
            }
            break;
        case TABLE_SIZES:
            if (!need(z, s, 14)) {
                return NEEDS_MORE_INPUT;
            }
            z->sizes[0] = 257 + take(z, 5);
            z->sizes[1] = 1 + take(z, 5);
            z->sizes[2] = 4 + take(z, 4);
            memset(z->lengths, 0, LENGTH_CODES);
            z->index = 0;
            z->step = CODE_LENGTHS;
            break;
        case CODE_LENGTHS:
            if (!need(z, s, 3)) {
                return NEEDS_MORE_INPUT;
            }
            z->lengths[code_length_order[z->index++]] = take(z, 3);
            if (z->index == z->sizes[2]) {
                /* The place of the literals' code is free until their lengths are known. */
                z->step = build(&z->literals, z->lengths, LENGTH_CODES) ? LENGTHS : BROKEN;
                z->index = 0;
            }
            break;
        case LENGTHS:
        case SYMBOL:
        case DISTANCE:
            symbol = decode(z, s, z->step == DISTANCE ? &z->distances : &z->literals);
            if (symbol == STARVED) {
                return NEEDS_MORE_INPUT;
            }
            z->symbol = symbol;
            if (symbol == NO_CODE) {
                z->step = BROKEN;
            } else if (z->step == LENGTHS) {
                z->step = symbol < 16 ? add_length(z, symbol, 1) : REPEAT;
            } else {
                z->step = z->step == SYMBOL ? classify(z, s) : DISTANCE_EXTRA;
            }
            break;
        case REPEAT:
            if (!need(z, s, z->symbol == 16 ? 2 : z->symbol == 17 ? 3 : 7)) {
                return NEEDS_MORE_INPUT;
            }
            z->step = repeat(z);
            break;
        case LITERAL:
            if (s->out == s->out_end) {
                return HAS_MORE_OUTPUT;
            }
            *s->out++ = z->symbol;
            z->step = SYMBOL;
            break;
        case LENGTH_EXTRA:
            if (!need(z, s, length_extra[z->symbol])) {
                return NEEDS_MORE_INPUT;
            }
            z->left = length_base[z->symbol] + take(z, length_extra[z->symbol]);
            z->step = DISTANCE;
            break;
        case DISTANCE_EXTRA:
            if (!need(z, s, distance_extra[z->symbol])) {
                return NEEDS_MORE_INPUT;
            }
            z->position = s->out - s->window;
            count = distance_base[z->symbol] + take(z, distance_extra[z->symbol]);
            z->step = count > z->position && s->flags & NON_WRAPPING_OUTPUT ? BROKEN : COPY;
            z->position -= count;
            break;
        case COPY:
            while (z->left != 0) {
                if (s->out == s->out_end) {
                    return HAS_MORE_OUTPUT;
                }
                *s->out++ = s->window[z->position++ & s->window_mask];
                z->left--;
            }
            z->step = SYMBOL;
            break;
        case TRAILER:
            align(z);
            if (!need(z, s, 32)) {
                return NEEDS_MORE_INPUT;
            }
            z->expected_adler = __builtin_bswap32(take_word(z));
            z->step = FINISHED;
            break;
        case FINISHED:
            return DONE;
        default:
            return FAILED;
        }
    }
}

int tinfl_decompress(struct inflator *z, const uint8_t *in, size_t *in_size, uint8_t *window, uint8_t *out, size_t *out_size,
                     uint32_t flags) {
    uint32_t mask = flags & NON_WRAPPING_OUTPUT ? ~0u : (uint32_t) (out - window) + *out_size - 1;
    if ((mask & (mask + 1)) != 0 || out < window) {
        *in_size = 0;
        *out_size = 0;
        return BAD_PARAM;
    }
    struct stream s = {in, in + *in_size, out, out + *out_size, window, mask, flags};
    enum status status = run(z, &s);
    *in_size = s.in - in;
    *out_size = s.out - out;
    if (status >= DONE && flags & (PARSE_ZLIB_HEADER | COMPUTE_ADLER32)) {
        z->adler = mz_adler32(z->adler, out, *out_size);
        if (status == DONE && flags & PARSE_ZLIB_HEADER && z->adler != z->expected_adler) {
            return ADLER32_MISMATCH;
        }
    }
    return status;
}

size_t tinfl_decompress_mem_to_mem(uint8_t *out, size_t out_size, const uint8_t *in, size_t in_size, uint32_t flags) {
    struct inflator z;
    z.step = START;
    flags = (flags & ~HAS_MORE_INPUT) | NON_WRAPPING_OUTPUT;
    return tinfl_decompress(&z, in, &in_size, out, out, &out_size, flags) == DONE ? out_size : (size_t) -1;
}

/* The ROM has no heap. */

void *tinfl_decompress_mem_to_heap(const uint8_t *in, size_t in_size, size_t *out_size, uint32_t flags) {
    (void) in, (void) in_size, (void) flags;
    *out_size = 0;
    return NULL;
}

int tinfl_decompress_mem_to_callback(const void *in, size_t *in_size, void *put, void *argument, uint32_t flags) {
    (void) in, (void) in_size, (void) put, (void) argument, (void) flags;
    return -1;
}

void mz_free(void *memory) {
    (void) memory;
}
