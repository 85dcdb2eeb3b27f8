/*
 * Messages are postcard, each after its length as a LEB128 integer. A record is an id, the time, the readings inside and outside,
 * and whether the fan runs; a reading is absent if no sensor answers.
 */
#include "sensor.h"

#include "../quic/buffer.h"
#include "clock.h"
#include "dht22.h"
#include "heap.h"

#define RECORDS 1440
#define SAMPLE_PERIOD_US 2000000
#define REQUEST_GET_LATEST 0
#define REQUEST_GET_LOG 1
#define ERROR_CODE_BAD_REQUEST 1
#define MESSAGE_MAX 40

typedef struct {
    uint32_t unix_seconds;
    dht22_reading_t inside;
    dht22_reading_t outside;
} record_t;

/** A ring; the record with id n is at n modulo RECORDS. */
static record_t *records;
static uint32_t next_id;
static uint64_t next_sample;

uint64_t sensor_drive(uint64_t now) {
    if (!records) {
        records = heap_alloc(RECORDS * sizeof *records);
    }
    if (records && now >= next_sample) {
        record_t *record = &records[next_id++ % RECORDS];
        record->unix_seconds = clock_unix();
        record->inside = dht22_read(DHT22_INSIDE);
        record->outside = dht22_read(DHT22_OUTSIDE);
        next_sample = now + SAMPLE_PERIOD_US;
    }
    return records ? next_sample : UINT64_MAX;
}

static void write_leb128(writer_t *out, uint64_t value) {
    for (; value > 0x7f; value >>= 7) {
        write_u8(out, 0x80 | ((uint32_t) value & 0x7f));
    }
    write_u8(out, (uint32_t) value);
}

/** At most ten bytes. */
static uint64_t read_leb128(reader_t *in) {
    uint64_t value = 0;
    for (uint32_t shift = 0; shift < 64; shift += 7) {
        uint32_t byte = read_u8(in);
        value |= (uint64_t) (byte & 0x7f) << shift;
        if ((byte & 0x80) == 0) {
            return value;
        }
    }
    in->failed = true;
    return 0;
}

/** An IEEE 754 single of tenths, without any floating point: no compiler support for it on this chip with this ABI. */
static uint32_t float_of_tenths(int32_t tenths) {
    uint32_t sign = tenths < 0 ? 0x80000000u : 0;
    uint32_t magnitude = tenths < 0 ? (uint32_t) -tenths : (uint32_t) tenths;
    if (magnitude == 0) {
        return sign;
    }
    /* Long division to 25 bits, the last of which rounds; what is left over only matters for an exact half. */
    uint32_t exponent = 127 + 24;
    uint32_t quotient = magnitude / 10;
    uint32_t remainder = magnitude % 10;
    for (; quotient < 1u << 24; exponent--) {
        remainder *= 2;
        quotient = quotient << 1 | remainder / 10;
        remainder %= 10;
    }
    uint32_t rounded = quotient >> 1;
    if ((quotient & 1) && (remainder != 0 || (rounded & 1))) {
        rounded++;
    }
    return sign | ((exponent << 23) + (rounded - (1u << 23)));
}

static void write_reading(writer_t *out, const dht22_reading_t *reading) {
    write_u8(out, reading->present);
    if (reading->present) {
        uint8_t floats[8];
        store_le32(floats, float_of_tenths(reading->temperature_tenths));
        store_le32(floats + 4, float_of_tenths(reading->humidity_tenths));
        write_bytes(out, floats, sizeof floats);
    }
}

/** Writes one message: the record, after an option's tag if the request was for the latest. */
static void send_record(stream_t *stream, uint32_t id, bool optional) {
    uint8_t message[MESSAGE_MAX];
    writer_t out = writer(message + 1, sizeof message - 1);
    const record_t *record = &records[id % RECORDS];
    if (optional) {
        write_u8(&out, 1);
    }
    write_leb128(&out, id);
    write_leb128(&out, record->unix_seconds);
    write_reading(&out, &record->inside);
    write_reading(&out, &record->outside);
    write_u8(&out, 0);
    message[0] = (uint8_t) (out.at - message - 1);
    stream_write(stream, message, (size_t) (out.at - message));
}


static void begin_log(stream_t *stream, reader_t *request) {
    uint64_t start = read_leb128(request);
    uint64_t limit = read_leb128(request);
    uint32_t oldest = next_id > RECORDS ? next_id - RECORDS : 0;
    if (request->failed || reader_left(request) != 0) {
        stream_reset(stream, ERROR_CODE_BAD_REQUEST);
        return;
    }
    uint32_t first = start > oldest ? start > next_id ? next_id : (uint32_t) start : oldest;
    stream->answering = true;
    stream->next_record = first;
    stream->end_record = limit < next_id - first ? first + (uint32_t) limit : next_id;
}

/** Sends records while there is space; the rest follows when the peer has taken some. */
static void continue_log(stream_t *stream) {
    while (stream->next_record < stream->end_record && stream_space(stream) >= MESSAGE_MAX) {
        send_record(stream, stream->next_record++, false);
    }
    if (stream->next_record == stream->end_record) {
        stream_finish(stream);
    }
}

static void answer(stream_t *stream, reader_t *request) {
    uint64_t kind = read_leb128(request);
    if (kind == REQUEST_GET_LATEST && !request->failed && reader_left(request) == 0) {
        if (next_id == 0) {
            stream_write(stream, (const uint8_t[]) {1, 0}, 2);
        } else {
            send_record(stream, next_id - 1, true);
        }
        stream_finish(stream);
    } else if (kind == REQUEST_GET_LOG && !request->failed) {
        begin_log(stream, request);
    } else {
        stream_reset(stream, ERROR_CODE_BAD_REQUEST);
    }
}

void sensor_serve(stream_t *stream) {
    const uint8_t *bytes;
    size_t length = stream_peek(stream, &bytes);
    if (!stream->answering && length != 0 && !stream->out.ended && !stream->reset) {
        reader_t in = reader(bytes, length);
        uint64_t size = read_leb128(&in);
        if (!in.failed && size > MESSAGE_MAX) {
            stream_reset(stream, ERROR_CODE_BAD_REQUEST);
        } else {
            reader_t request = read_part(&in, size);
            if (!in.failed) {
                answer(stream, &request);
            } else if (stream->in.end == stream->in.taken + length) {
                stream_reset(stream, ERROR_CODE_BAD_REQUEST);
            }
        }
    }
    if (stream->answering && !stream->out.ended) {
        continue_log(stream);
    }
    if (stream->out.ended || stream->reset) {
        stream_take(stream, stream_peek(stream, &bytes));
    } else if (stream_is_at_end(stream)) {
        stream_reset(stream, ERROR_CODE_BAD_REQUEST);
    }
}
