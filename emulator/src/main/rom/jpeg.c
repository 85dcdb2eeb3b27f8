/*
 * Baseline JPEG into RGB888, behind the interface of TJpgDec R0.01 (ChaN, elm-chan.org/fsw/tjpgd): ITU-T T.81, of which three
 * components with the sampling 4:4:4, 4:2:2 or 4:2:0 are decoded.
 */
#include "rom.h"

#define STREAM_BUFFER 512
#define BLOCK 64
#define CODE_LENGTHS 16
/** Of the conversion from YCbCr. */
#define COLOUR_SCALE 1024

/** JRESULT; 7 was never given. */
enum result {
    OK, INTERRUPTED, INPUT_ENDED, OUT_OF_POOL, BUFFER_TOO_SMALL, BAD_PARAMETER, BAD_FORMAT, NOT_SUPPORTED = 8,
};

struct rectangle {
    uint16_t left, right, top, bottom;
};

/** JDEC. */
struct decoder {
    uint32_t left;                  /* bytes in the stream buffer */
    uint8_t *at;                    /* the one that was taken last */
    uint8_t *buffer;
    uint8_t bit;                    /* that was taken last; 0 for none */
    uint8_t scale;
    uint8_t blocks_x, blocks_y;     /* in an MCU, of luminance */
    uint8_t quantizer[3];
    int16_t dc[3];
    uint16_t restart_interval;
    uint32_t width, height;
    uint8_t *lengths[2][2];         /* Huffman tables of luminance and chrominance, of DC and AC: codes of each length, */
    uint16_t *codes[2][2];          /* the codes, */
    uint8_t *symbols[2][2];         /* and what they stand for */
    int32_t *quantization[4];
    void *work;
    uint8_t *mcu;
    uint8_t *pool;
    uint32_t pool_left;
    uint32_t (*read)(struct decoder *, uint8_t *, uint32_t);
    void *device;
};

_Static_assert(offsetof(struct decoder, width) == 28 && offsetof(struct decoder, lengths) == 36
    && offsetof(struct decoder, work) == 100 && offsetof(struct decoder, device) == 120, "JDEC");

static const uint8_t zigzag[BLOCK] = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42,
    49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

/** The scale factors of the transform of Arai, Agui and Nakajima, times 8192. */
static const uint16_t transform_scale[BLOCK] = {
    8192, 11362, 10703, 9632, 8192, 6436, 4433, 2260, 11362, 15760, 14846, 13361, 11362, 8927, 6149, 3134,
    10703, 14846, 13984, 12585, 10703, 8409, 5792, 2953, 9632, 13361, 12585, 11326, 9632, 7568, 5213, 2657,
    8192, 11362, 10703, 9632, 8192, 6436, 4433, 2260, 6436, 8927, 8409, 7568, 6436, 5057, 3483, 1775,
    4433, 6149, 5792, 5213, 4433, 3483, 2399, 1223, 2260, 3134, 2953, 2657, 2260, 1775, 1223, 623,
};

static void *allocate(struct decoder *decoder, uint32_t size) {
    size = (size + 3) & ~3u;
    if (decoder->pool_left < size) {
        return NULL;
    }
    void *memory = decoder->pool;
    decoder->pool += size;
    decoder->pool_left -= size;
    return memory;
}

static uint32_t big_endian(const uint8_t *bytes) {
    return bytes[0] << 8 | bytes[1];
}

/* Headers */

static enum result read_quantization(struct decoder *decoder, const uint8_t *data, uint32_t size) {
    for (; size != 0; size -= 1 + BLOCK) {
        if (size < 1 + BLOCK || (*data & 0xf0)) {
            return BAD_FORMAT;
        }
        int32_t *table = allocate(decoder, BLOCK * sizeof *table);
        if (!table) {
            return OUT_OF_POOL;
        }
        decoder->quantization[*data++ & 3] = table;
        for (int i = 0; i < BLOCK; i++) {
            table[zigzag[i]] = *data++ * transform_scale[zigzag[i]];
        }
    }
    return OK;
}

static enum result read_huffman(struct decoder *decoder, const uint8_t *data, uint32_t size) {
    while (size != 0) {
        if (size < 1 + CODE_LENGTHS || (*data & 0xee)) {
            return BAD_FORMAT;
        }
        size -= 1 + CODE_LENGTHS;
        int class = *data >> 4;
        int number = *data++ & 15;
        uint8_t *lengths = allocate(decoder, CODE_LENGTHS);
        if (!lengths) {
            return OUT_OF_POOL;
        }
        decoder->lengths[number][class] = lengths;
        uint32_t count = 0;
        for (int i = 0; i < CODE_LENGTHS; i++) {
            lengths[i] = *data++;
            count += lengths[i];
        }
        uint16_t *codes = allocate(decoder, count * sizeof *codes);
        if (!codes) {
            return OUT_OF_POOL;
        }
        decoder->codes[number][class] = codes;
        uint16_t code = 0;
        for (int i = 0; i < CODE_LENGTHS; i++) {
            for (int j = 0; j < lengths[i]; j++) {
                *codes++ = code++;
            }
            code <<= 1;
        }
        if (size < count) {
            return BAD_FORMAT;
        }
        size -= count;
        uint8_t *symbols = allocate(decoder, count);
        if (!symbols) {
            return OUT_OF_POOL;
        }
        decoder->symbols[number][class] = symbols;
        for (uint32_t i = 0; i < count; i++) {
            uint8_t symbol = *data++;
            if (class == 0 && symbol > 11) {
                return BAD_FORMAT;
            }
            symbols[i] = symbol;
        }
    }
    return OK;
}

static enum result read_frame(struct decoder *decoder, const uint8_t *data) {
    decoder->width = big_endian(data + 3);
    decoder->height = big_endian(data + 1);
    if (data[5] != 3) {
        return NOT_SUPPORTED;
    }
    for (int i = 0; i < 3; i++) {
        uint8_t sampling = data[7 + 3 * i];
        if (i == 0) {
            if (sampling != 0x11 && sampling != 0x22 && sampling != 0x21) {
                return NOT_SUPPORTED;
            }
            decoder->blocks_x = sampling >> 4;
            decoder->blocks_y = sampling & 15;
        } else if (sampling != 0x11) {
            return NOT_SUPPORTED;
        }
        decoder->quantizer[i] = data[8 + 3 * i];
        if (decoder->quantizer[i] > 3) {
            return NOT_SUPPORTED;
        }
    }
    return OK;
}

static enum result read_scan(struct decoder *decoder, const uint8_t *data) {
    if (decoder->width == 0 || decoder->height == 0) {
        return BAD_FORMAT;
    }
    if (data[0] != 3) {
        return NOT_SUPPORTED;
    }
    for (int i = 0; i < 3; i++) {
        uint8_t tables = data[2 + 2 * i];
        if (tables != 0x00 && tables != 0x11) {
            return NOT_SUPPORTED;
        }
        int number = i != 0;
        if (!decoder->lengths[number][0] || !decoder->lengths[number][1] || !decoder->quantization[decoder->quantizer[i]]) {
            return BAD_FORMAT;
        }
    }
    uint32_t blocks = decoder->blocks_x * decoder->blocks_y;
    if (blocks == 0) {
        return BAD_FORMAT;
    }
    uint32_t work = blocks * BLOCK * 2 + BLOCK;
    decoder->work = allocate(decoder, work < 256 ? 256 : work);
    if (!decoder->work) {
        return OUT_OF_POOL;
    }
    decoder->mcu = allocate(decoder, (blocks + 2) * BLOCK);
    return decoder->mcu ? OK : OUT_OF_POOL;
}

/** Reads the headers, up to the first scan. */
enum result jd_prepare(struct decoder *decoder, uint32_t (*read)(struct decoder *, uint8_t *, uint32_t), void *pool, uint32_t size,
                       void *device) {
    if (!pool) {
        return BAD_PARAMETER;
    }
    decoder->restart_interval = 0;
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            decoder->lengths[i][j] = NULL;
            decoder->codes[i][j] = NULL;
            decoder->symbols[i][j] = NULL;
        }
    }
    for (int i = 0; i < 4; i++) {
        decoder->quantization[i] = NULL;
    }
    decoder->read = read;
    decoder->pool = pool;
    decoder->pool_left = size;
    decoder->device = device;
    uint8_t *data = allocate(decoder, STREAM_BUFFER);
    decoder->buffer = data;
    if (!data) {
        return OUT_OF_POOL;
    }
    if (read(decoder, data, 2) != 2) {
        return INPUT_ENDED;
    }
    if (big_endian(data) != 0xffd8) {
        return BAD_FORMAT;
    }
    uint32_t offset = 2;
    for (;;) {
        if (read(decoder, data, 4) != 4) {
            return INPUT_ENDED;
        }
        uint32_t marker = big_endian(data);
        uint32_t length = big_endian(data + 2);
        if (length <= 2 || marker >> 8 != 0xff) {
            return BAD_FORMAT;
        }
        length -= 2;
        offset += 4 + length;
        enum result result = OK;
        switch (marker & 0xff) {
            case 0xc0:
            case 0xc4:
            case 0xda:
            case 0xdb:
            case 0xdd:
                if (length > STREAM_BUFFER) {
                    return BUFFER_TOO_SMALL;
                }
                if (read(decoder, data, length) != length) {
                    return INPUT_ENDED;
                }
                break;
            case 0xc1:
            case 0xc2:
            case 0xc3:
            case 0xc5:
            case 0xc6:
            case 0xc7:
            case 0xc9:
            case 0xca:
            case 0xcb:
            case 0xcd:
            case 0xce:
            case 0xcf:
            case 0xd9:
                return NOT_SUPPORTED;
            default:
                if (read(decoder, NULL, length) != length) {
                    return INPUT_ENDED;
                }
                break;
        }
        switch (marker & 0xff) {
            case 0xc0:
                result = read_frame(decoder, data);
                break;
            case 0xc4:
                result = read_huffman(decoder, data, length);
                break;
            case 0xdb:
                result = read_quantization(decoder, data, length);
                break;
            case 0xdd:
                decoder->restart_interval = big_endian(data);
                break;
            case 0xda:
                result = read_scan(decoder, data);
                if (result == OK) {
                    /* The application reads in whole sectors from here on. */
                    uint32_t used = offset % STREAM_BUFFER;
                    decoder->at = data + used - (used != 0);
                    decoder->bit = 0;
                    decoder->left = used != 0 ? read(decoder, data + used, STREAM_BUFFER - used) : 0;
                }
                return result;
            default:
                break;
        }
        if (result != OK) {
            return result;
        }
    }
}

/* Entropy coding. Errors are negative results. */

/** The next byte of the stream, or -INPUT_ENDED. */
static int next_byte(struct decoder *decoder) {
    decoder->at++;
    if (decoder->left == 0) {
        decoder->at = decoder->buffer;
        decoder->left = decoder->read(decoder, decoder->at, STREAM_BUFFER);
        if (decoder->left == 0) {
            return -INPUT_ENDED;
        }
    }
    decoder->left--;
    return *decoder->at;
}

static int next_bit(struct decoder *decoder) {
    decoder->bit >>= 1;
    if (decoder->bit == 0) {
        int byte = next_byte(decoder);
        if (byte < 0) {
            return byte;
        }
        if (byte == 0xff) {
            /* Stuffed, unless it is a marker. */
            byte = next_byte(decoder);
            if (byte < 0) {
                return byte;
            }
            if (byte != 0) {
                return -BAD_FORMAT;
            }
            *decoder->at = 0xff;
        }
        decoder->bit = 0x80;
    }
    return (*decoder->at & decoder->bit) != 0;
}

static int next_bits(struct decoder *decoder, int count) {
    int value = 0;
    while (count-- > 0) {
        int bit = next_bit(decoder);
        if (bit < 0) {
            return bit;
        }
        value = value << 1 | bit;
    }
    return value;
}

static int next_symbol(struct decoder *decoder, int number, int class) {
    const uint8_t *lengths = decoder->lengths[number][class];
    const uint16_t *codes = decoder->codes[number][class];
    const uint8_t *symbols = decoder->symbols[number][class];
    int code = 0;
    for (int length = 0; length < CODE_LENGTHS; length++) {
        int bit = next_bit(decoder);
        if (bit < 0) {
            return bit;
        }
        code = code << 1 | bit;
        for (int i = 0; i < lengths[length]; i++) {
            if (code == *codes++) {
                return *symbols;
            }
            symbols++;
        }
    }
    return -BAD_FORMAT;
}

/** A number of so many bits that begins with its sign, inverted. */
static int extend(int value, int bits) {
    return value & 1 << (bits - 1) ? value : value - (1 << bits) + 1;
}

/** One dimension of the inverse transform, in place, but for the factors that the quantization tables hold. */
static void transform(int32_t *values, int step, int32_t base) {
    enum { M13 = 5792, M2 = 4433, M4 = 10703, M5 = 7568 };  /* 1.41421, 1.08239, 2.61313 and 1.84776 times 4096 */
    int32_t first = values[0] + base;
    int32_t v1 = values[2 * step], v2 = values[4 * step], v3 = values[6 * step];
    int32_t even = first + v2;
    int32_t difference = first - v2;
    int32_t t11 = (v1 - v3) * M13 >> 12;
    v3 += v1;
    t11 -= v3;
    int32_t e0 = even + v3;
    int32_t e3 = even - v3;
    int32_t e1 = difference + t11;
    int32_t e2 = difference - t11;

    int32_t v4 = values[7 * step], v5 = values[step], v6 = values[5 * step], v7 = values[3 * step];
    int32_t t10 = v5 - v4;
    t11 = v5 + v4;
    int32_t t12 = v6 - v7;
    v7 += v6;
    v5 = (t11 - v7) * M13 >> 12;
    v7 += t11;
    int32_t t13 = (t10 + t12) * M5 >> 12;
    v4 = t13 - (t10 * M2 >> 12);
    v6 = t13 - (t12 * M4 >> 12) - v7;
    v5 -= v6;
    v4 -= v5;

    values[0] = e0 + v7;
    values[7 * step] = e0 - v7;
    values[step] = e1 + v6;
    values[6 * step] = e1 - v6;
    values[2 * step] = e2 + v5;
    values[5 * step] = e2 - v5;
    values[3 * step] = e3 + v4;
    values[4 * step] = e3 - v4;
}

static uint8_t clip(int value) {
    /* Of what lies far outside, only ten bits count. */
    value &= 0x3ff;
    return value < 256 ? value : value < 512 ? 255 : 0;
}

static enum result decode_block(struct decoder *decoder, int component, uint8_t *to) {
    int32_t *values = decoder->work;
    const int32_t *quantization = decoder->quantization[decoder->quantizer[component]];
    int number = component != 0;
    int symbol = next_symbol(decoder, number, 0);
    if (symbol < 0) {
        return -symbol;
    }
    if (symbol != 0) {
        int bits = next_bits(decoder, symbol);
        if (bits < 0) {
            return -bits;
        }
        decoder->dc[component] += extend(bits, symbol);
    }
    values[0] = decoder->dc[component] * quantization[0] >> 8;
    for (int i = 1; i < BLOCK; i++) {
        values[i] = 0;
    }
    for (int i = 1; i < BLOCK; i++) {
        symbol = next_symbol(decoder, number, 1);
        if (symbol == 0) {
            break;
        }
        if (symbol < 0) {
            return -symbol;
        }
        i += symbol >> 4;
        if (i >= BLOCK) {
            return BAD_FORMAT;
        }
        int count = symbol & 15;
        if (count != 0) {
            int bits = next_bits(decoder, count);
            if (bits < 0) {
                return -bits;
            }
            values[zigzag[i]] = extend(bits, count) * quantization[zigzag[i]] >> 8;
        }
    }
    if (decoder->scale == 3) {
        *to = (uint8_t) (values[0] / 256 + 128);
        return OK;
    }
    for (int column = 0; column < 8; column++) {
        transform(values + column, 8, 0);
    }
    for (int row = 0; row < 8; row++) {
        transform(values + 8 * row, 1, 128 << 8);
        for (int i = 0; i < 8; i++) {
            *to++ = clip(values[8 * row + i] >> 8);
        }
    }
    return OK;
}

static enum result decode_mcu(struct decoder *decoder) {
    int luminance = decoder->blocks_x * decoder->blocks_y;
    uint8_t *to = decoder->mcu;
    for (int block = 0; block < luminance + 2; block++) {
        enum result result = decode_block(decoder, block < luminance ? 0 : block - luminance + 1, to);
        if (result != OK) {
            return result;
        }
        to += BLOCK;
    }
    return OK;
}

static enum result restart(struct decoder *decoder, uint16_t number) {
    uint32_t marker = 0;
    for (int i = 0; i < 2; i++) {
        int byte = next_byte(decoder);
        if (byte < 0) {
            return INPUT_ENDED;
        }
        marker = marker << 8 | byte;
    }
    decoder->bit = 0;
    if ((marker & 0xffd8) != 0xffd0 || (marker & 7) != (number & 7)) {
        return BAD_FORMAT;
    }
    for (int i = 0; i < 3; i++) {
        decoder->dc[i] = 0;
    }
    return OK;
}

/* Pixels */

static uint8_t *put_pixel(uint8_t *to, int y, int cb, int cr) {
    *to++ = clip(y + 1435 * cr / COLOUR_SCALE);
    *to++ = clip(y - (352 * cb + 731 * cr) / COLOUR_SCALE);
    *to++ = clip(y + 1814 * cb / COLOUR_SCALE);
    return to;
}

static void convert(struct decoder *decoder, int width, int height) {
    uint8_t *to = decoder->work;
    const uint8_t *chroma = decoder->mcu + width * height;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const uint8_t *block = decoder->mcu + BLOCK * (x / 8 + y / 8 * decoder->blocks_x);
            const uint8_t *colour = chroma + 8 * (y / decoder->blocks_y) + x / decoder->blocks_x;
            to = put_pixel(to, block[8 * (y % 8) + x % 8], colour[0] - 128, colour[BLOCK] - 128);
        }
    }
}

/** With a scale of 3 a block is one pixel. */
static void convert_blocks(struct decoder *decoder) {
    uint8_t *to = decoder->work;
    int blocks = decoder->blocks_x * decoder->blocks_y;
    const uint8_t *chroma = decoder->mcu + blocks * BLOCK;
    for (int i = 0; i < blocks; i++) {
        to = put_pixel(to, decoder->mcu[BLOCK * i], chroma[0] - 128, chroma[BLOCK] - 128);
    }
}

/** Averages squares of 2 or 4 pixels. */
static void shrink(uint8_t *pixels, int width, int height, int scale) {
    uint8_t *to = pixels;
    int side = 1 << scale;
    for (int y = 0; y < height; y += side) {
        for (int x = 0; x < width; x += side) {
            for (int colour = 0; colour < 3; colour++) {
                uint32_t sum = 0;
                for (int i = 0; i < side * side; i++) {
                    sum += pixels[3 * ((y + i / side) * width + x + i % side) + colour];
                }
                /* Never ahead of what is still to be read. */
                to[colour] = sum >> 2 * scale;
            }
            to += 3;
        }
    }
}

static enum result output_mcu(struct decoder *decoder, uint32_t (*write)(struct decoder *, void *, struct rectangle *), uint32_t x,
                              uint32_t y) {
    uint32_t width = decoder->blocks_x * 8;
    uint32_t height = decoder->blocks_y * 8;
    uint32_t visible_x = x + width <= decoder->width ? width : decoder->width - x;
    uint32_t visible_y = y + height <= decoder->height ? height : decoder->height - y;
    int scale = decoder->scale;
    visible_x >>= scale;
    visible_y >>= scale;
    if (visible_x == 0 || visible_y == 0) {
        return OK;
    }
    struct rectangle rectangle = {
        x >> scale, (x >> scale) + visible_x - 1, y >> scale, (y >> scale) + visible_y - 1,
    };
    if (scale == 3) {
        convert_blocks(decoder);
    } else {
        convert(decoder, width, height);
        if (scale != 0) {
            shrink(decoder->work, width, height, scale);
        }
    }
    width >>= scale;
    if (visible_x < width) {
        uint8_t *pixels = decoder->work;
        for (uint32_t row = 1; row < visible_y; row++) {
            memmove(pixels + 3 * visible_x * row, pixels + 3 * width * row, 3 * visible_x);
        }
    }
    return write(decoder, decoder->work, &rectangle) ? OK : INTERRUPTED;
}

/**
 * Decodes the picture, MCU by MCU.
 *
 * @param scale the picture is 1, 2, 4 or 8 times smaller for 0 to 3
 */
enum result jd_decomp(struct decoder *decoder, uint32_t (*write)(struct decoder *, void *, struct rectangle *), uint8_t scale) {
    if (scale > 3) {
        return BAD_PARAMETER;
    }
    decoder->scale = scale;
    for (int i = 0; i < 3; i++) {
        decoder->dc[i] = 0;
    }
    uint16_t since_restart = 0;
    uint16_t restarts = 0;
    for (uint32_t y = 0; y < decoder->height; y += 8 * decoder->blocks_y) {
        for (uint32_t x = 0; x < decoder->width; x += 8 * decoder->blocks_x) {
            enum result result = OK;
            if (decoder->restart_interval != 0 && since_restart++ == decoder->restart_interval) {
                result = restart(decoder, restarts++);
                since_restart = 1;
            }
            if (result == OK) {
                result = decode_mcu(decoder);
            }
            if (result == OK) {
                result = output_mcu(decoder, write, x, y);
            }
            if (result != OK) {
                return result;
            }
        }
    }
    return OK;
}
