#include "transport_parameters.h"

enum parameter {
    ORIGINAL_DESTINATION_ID = 0x00,
    MAX_IDLE_TIMEOUT = 0x01,
    STATELESS_RESET_TOKEN = 0x02,
    MAX_UDP_PAYLOAD = 0x03,
    INITIAL_MAX_DATA = 0x04,
    MAX_STREAM_DATA_BIDI_LOCAL = 0x05,
    MAX_STREAM_DATA_BIDI_REMOTE = 0x06,
    MAX_STREAM_DATA_UNI = 0x07,
    MAX_STREAMS_BIDI = 0x08,
    MAX_STREAMS_UNI = 0x09,
    ACK_DELAY_EXPONENT = 0x0a,
    MAX_ACK_DELAY = 0x0b,
    DISABLE_ACTIVE_MIGRATION = 0x0c,
    PREFERRED_ADDRESS = 0x0d,
    ACTIVE_CONNECTION_ID_LIMIT = 0x0e,
    INITIAL_SOURCE_ID = 0x0f,
    RETRY_SOURCE_ID = 0x10,
};

/** Takes one parameter; false if its value is not allowed. */
static bool take(peer_parameters_t *p, uint64_t id, reader_t *in) {
    switch (id) {
        case ORIGINAL_DESTINATION_ID:
        case STATELESS_RESET_TOKEN:
        case PREFERRED_ADDRESS:
        case RETRY_SOURCE_ID:
            return false;
        case INITIAL_SOURCE_ID:
            if (reader_left(in) > CONNECTION_ID_MAX) {
                return false;
            }
            p->initial_source_id.length = (uint8_t) reader_left(in);
            memcpy(p->initial_source_id.bytes, in->at, reader_left(in));
            in->at = in->end;
            return true;
        case MAX_IDLE_TIMEOUT:
            p->max_idle_ms = read_varint(in);
            return true;
        case MAX_UDP_PAYLOAD:
            p->max_udp_payload = read_varint(in);
            return p->max_udp_payload >= 1200;
        case INITIAL_MAX_DATA:
            p->max_data = read_varint(in);
            return true;
        case MAX_STREAM_DATA_BIDI_LOCAL:
            p->max_stream_data_bidi_local = read_varint(in);
            return true;
        case MAX_STREAMS_BIDI:
        case MAX_STREAMS_UNI:
            return read_varint(in) <= (uint64_t) 1 << 60;
        case ACK_DELAY_EXPONENT: {
            uint64_t value = read_varint(in);
            p->ack_delay_exponent = (uint32_t) value;
            return value <= 20;
        }
        case MAX_ACK_DELAY: {
            uint64_t value = read_varint(in);
            p->max_ack_delay_ms = (uint32_t) value;
            return value < 1 << 14;
        }
        case ACTIVE_CONNECTION_ID_LIMIT: {
            uint64_t value = read_varint(in);
            p->active_connection_ids = value > 8 ? 8 : (uint32_t) value;
            return value >= 2;
        }
        case MAX_STREAM_DATA_BIDI_REMOTE:
        case MAX_STREAM_DATA_UNI:
            read_varint(in);
            return true;
        default:
            in->at = in->end;
            return true;
    }
}

bool peer_parameters_parse(peer_parameters_t *p, reader_t in) {
    uint32_t seen = 0;
    *p = (peer_parameters_t) {
        .max_udp_payload = 65527, .ack_delay_exponent = 3, .max_ack_delay_ms = 25, .active_connection_ids = 2,
    };
    while (reader_left(&in) != 0) {
        uint64_t id = read_varint(&in);
        reader_t value = read_part(&in, read_varint(&in));
        if (in.failed || !take(p, id, &value) || value.failed || reader_left(&value) != 0) {
            return false;
        }
        if (id < 32) {
            if (seen >> id & 1) {
                return false;
            }
            seen |= 1u << id;
        }
    }
    return (seen & 1u << INITIAL_SOURCE_ID) != 0;
}

static void write_id(writer_t *out, enum parameter parameter, const connection_id_t *id) {
    write_varint(out, parameter);
    write_varint(out, id->length);
    write_bytes(out, id->bytes, id->length);
}

static void write_number(writer_t *out, enum parameter parameter, uint32_t value) {
    write_varint(out, parameter);
    write_varint(out, varint_size(value));
    write_varint(out, value);
}

size_t own_parameters_write(const own_parameters_t *p, uint8_t bytes[OWN_PARAMETERS_ROOM]) {
    writer_t out = writer(bytes, OWN_PARAMETERS_ROOM);
    write_id(&out, ORIGINAL_DESTINATION_ID, &p->original_destination_id);
    write_id(&out, INITIAL_SOURCE_ID, &p->initial_source_id);
    write_varint(&out, STATELESS_RESET_TOKEN);
    write_varint(&out, sizeof p->reset_token);
    write_bytes(&out, p->reset_token, sizeof p->reset_token);
    write_number(&out, MAX_IDLE_TIMEOUT, p->max_idle_ms);
    write_number(&out, MAX_UDP_PAYLOAD, p->max_udp_payload);
    write_number(&out, INITIAL_MAX_DATA, p->max_data);
    write_number(&out, MAX_STREAM_DATA_BIDI_REMOTE, p->max_stream_data);
    write_number(&out, MAX_STREAM_DATA_UNI, p->max_stream_data);
    write_number(&out, MAX_STREAMS_BIDI, p->max_streams_bidi);
    write_number(&out, MAX_STREAMS_UNI, p->max_streams_uni);
    return (size_t) (out.at - bytes);
}
