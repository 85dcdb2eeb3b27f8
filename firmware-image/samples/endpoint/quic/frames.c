/* Frames that come in: RFC 9000, section 19; where they are allowed: section 12.4, table 3. */
#include "buffer.h"
#include "connection.h"
#include "limits.h"

enum frame_type {
    FRAME_PADDING = 0x00,
    FRAME_PING = 0x01,
    FRAME_ACK = 0x02,
    FRAME_ACK_ECN = 0x03,
    FRAME_RESET_STREAM = 0x04,
    FRAME_STOP_SENDING = 0x05,
    FRAME_CRYPTO = 0x06,
    FRAME_NEW_TOKEN = 0x07,
    FRAME_STREAM_FIRST = 0x08,
    FRAME_STREAM_LAST = 0x0f,
    FRAME_MAX_DATA = 0x10,
    FRAME_MAX_STREAM_DATA = 0x11,
    FRAME_MAX_STREAMS_BIDI = 0x12,
    FRAME_MAX_STREAMS_UNI = 0x13,
    FRAME_DATA_BLOCKED = 0x14,
    FRAME_STREAM_DATA_BLOCKED = 0x15,
    FRAME_STREAMS_BLOCKED_BIDI = 0x16,
    FRAME_STREAMS_BLOCKED_UNI = 0x17,
    FRAME_NEW_CONNECTION_ID = 0x18,
    FRAME_RETIRE_CONNECTION_ID = 0x19,
    FRAME_PATH_CHALLENGE = 0x1a,
    FRAME_PATH_RESPONSE = 0x1b,
    FRAME_CONNECTION_CLOSE = 0x1c,
    FRAME_CONNECTION_CLOSE_APPLICATION = 0x1d,
};

#define STREAM_BIT_END 1
#define STREAM_BIT_LENGTH 2
#define STREAM_BIT_OFFSET 4
#define STREAMS_LIMIT ((uint64_t) 1 << 60)
#define OFFSET_LIMIT ((uint64_t) 1 << 62)

static void take_ack(connection_t *connection, enum space_index index, reader_t *in, bool ecn) {
    acknowledgement_t acknowledgement = {.space = index};
    uint64_t largest = read_varint(in);
    uint64_t delay = read_varint(in);
    uint64_t more = read_varint(in);
    uint64_t length = read_varint(in);
    uint32_t exponent = index == SPACE_APPLICATION ? connection->parameters.ack_delay_exponent : 3;
    if (in->failed || length > largest) {
        in->failed = true;
        return;
    }
    if (largest >= connection->spaces[index].sent.next_number) {
        connection_close(connection, PROTOCOL_VIOLATION, false);
        return;
    }
    acknowledgement.largest = largest;
    acknowledgement.delay_us = delay < (1u << 30) ? delay << exponent : (uint64_t) 1 << 40;
    uint64_t last = largest;
    uint64_t first = largest - length;
    recovery_acknowledge_range(connection, &acknowledgement, first, last);
    while (more-- != 0) {
        uint64_t gap = read_varint(in);
        length = read_varint(in);
        if (in->failed || first < gap + 2 || first - gap - 2 < length) {
            in->failed = true;
            return;
        }
        last = first - gap - 2;
        first = last - length;
        recovery_acknowledge_range(connection, &acknowledgement, first, last);
    }
    if (ecn) {
        read_varint(in);
        read_varint(in);
        read_varint(in);
    }
    recovery_acknowledge_end(connection, &acknowledgement);
}

static void take_crypto(connection_t *connection, enum space_index index, reader_t *in) {
    uint64_t offset = read_varint(in);
    reader_t data = read_part(in, read_varint(in));
    if (in->failed) {
        return;
    }
    if (index == SPACE_APPLICATION) {
        /* A client has nothing to say after its Finished; KeyUpdate messages are forbidden (RFC 9001, section 6). */
        connection_close(connection, CRYPTO_ERROR + ALERT_UNEXPECTED_MESSAGE, false);
        return;
    }
    handshake_receive(connection, index, offset, data.at, reader_left(&data));
}

/** False if the bytes could not be kept. */
static bool take_stream(connection_t *connection, uint32_t type, reader_t *in) {
    uint64_t id = read_varint(in);
    uint64_t offset = type & STREAM_BIT_OFFSET ? read_varint(in) : 0;
    uint64_t length = type & STREAM_BIT_LENGTH ? read_varint(in) : reader_left(in);
    reader_t data = read_part(in, length);
    if (in->failed) {
        return true;
    }
    if (offset + length > OFFSET_LIMIT) {
        connection_close(connection, FRAME_ENCODING_ERROR, false);
        return true;
    }
    return streams_receive(connection, id, offset, data.at, reader_left(&data), (type & STREAM_BIT_END) != 0);
}

static void take_stop_sending(connection_t *connection, reader_t *in) {
    uint64_t id = read_varint(in);
    uint64_t code = read_varint(in);
    stream_t *stream = in->failed ? NULL : streams_find(connection, id);
    if (stream) {
        stream_reset(stream, code);
        stream->active = true;
    }
}

static void take_max_stream_data(connection_t *connection, reader_t *in) {
    uint64_t id = read_varint(in);
    uint64_t limit = read_varint(in);
    stream_t *stream = in->failed ? NULL : streams_find(connection, id);
    if (stream && limit > stream->out.limit) {
        stream->out.limit = limit;
    }
}

/** Section 5.1.2: ids that the peer takes back are acknowledged by retiring them. */
static void take_new_id(connection_t *connection, reader_t *in) {
    peer_id_t given = {.used = true, .sequence = read_varint(in)};
    uint64_t retire_below = read_varint(in);
    uint32_t length = read_u8(in);
    const uint8_t *bytes = read_bytes(in, length);
    read_bytes(in, 16);
    if (in->failed || length < 1 || length > CONNECTION_ID_MAX || retire_below > given.sequence) {
        in->failed = true;
        return;
    }
    given.id.length = (uint8_t) length;
    memcpy(given.id.bytes, bytes, length);
    if (given.sequence < connection->retired_below) {
        connection->retiring = given.sequence;
        connection->control |= CONTROL_RETIRE_ID;
        return;
    }
    peer_id_t *ids = connection->peer_ids;
    for (uint32_t i = 0; i < PEER_IDS; i++) {
        if (ids[i].used && ids[i].sequence == given.sequence) {
            if (!connection_ids_equal(&ids[i].id, &given.id)) {
                connection_close(connection, PROTOCOL_VIOLATION, false);
            }
            return;
        }
    }
    if (retire_below > connection->retired_below) {
        connection->retired_below = retire_below;
        for (uint32_t i = 0; i < PEER_IDS; i++) {
            if (ids[i].used && ids[i].sequence < retire_below) {
                ids[i].used = false;
                connection->retiring = ids[i].sequence;
                connection->control |= CONTROL_RETIRE_ID;
            }
        }
    }
    for (uint32_t i = 0; i < PEER_IDS; i++) {
        if (!ids[i].used) {
            ids[i] = given;
            if (!ids[connection->peer_id].used) {
                connection->peer_id = i;
            }
            return;
        }
    }
    connection_close(connection, CONNECTION_ID_LIMIT_ERROR, false);
}

static void take_close(connection_t *connection, uint32_t type, reader_t *in) {
    uint64_t code = read_varint(in);
    if (type == FRAME_CONNECTION_CLOSE) {
        read_varint(in);
    }
    read_bytes(in, read_varint(in));
    if (in->failed || connection->state != CONNECTION_ACTIVE) {
        return;
    }
    connection->reason = (close_reason_t) {.by_peer = true, .by_application = type != FRAME_CONNECTION_CLOSE, .code = code};
    connection->state = CONNECTION_DRAINING;
}

static void take_path_response(connection_t *connection, reader_t *in) {
    const uint8_t *data = read_bytes(in, 8);
    if (data && memcmp(data, connection->path_challenge, 8) == 0) {
        connection->address_validated = true;
    }
}

static void take_path_challenge(connection_t *connection, reader_t *in) {
    const uint8_t *data = read_bytes(in, 8);
    if (data) {
        memcpy(connection->path_response, data, 8);
        connection->control |= CONTROL_PATH_RESPONSE;
    }
}

/** RETIRE_CONNECTION_ID: the one id that was given out is the one in use, which must not be retired (section 19.16). */
static void take_retire_id(connection_t *connection, reader_t *in) {
    read_varint(in);
    if (!in->failed) {
        connection_close(connection, PROTOCOL_VIOLATION, false);
    }
}

/** Frames that only 1-RTT packets carry; false if a frame was not kept. */
static bool take_application_frame(connection_t *connection, uint32_t type, reader_t *in) {
    switch (type) {
        case FRAME_RESET_STREAM: {
            uint64_t id = read_varint(in);
            read_varint(in);
            uint64_t size = read_varint(in);
            if (!in->failed) {
                streams_reset_received(connection, id, size);
            }
            return true;
        }
        case FRAME_STOP_SENDING:
            take_stop_sending(connection, in);
            return true;
        case FRAME_MAX_DATA: {
            uint64_t limit = read_varint(in);
            if (!in->failed && limit > connection->out_limit) {
                connection->out_limit = limit;
            }
            return true;
        }
        case FRAME_MAX_STREAM_DATA:
            take_max_stream_data(connection, in);
            return true;
        case FRAME_MAX_STREAMS_BIDI:
        case FRAME_MAX_STREAMS_UNI:
        case FRAME_STREAMS_BLOCKED_BIDI:
        case FRAME_STREAMS_BLOCKED_UNI:
            in->failed |= read_varint(in) > STREAMS_LIMIT;
            return true;
        case FRAME_DATA_BLOCKED:
            read_varint(in);
            return true;
        case FRAME_STREAM_DATA_BLOCKED: {
            uint64_t id = read_varint(in);
            read_varint(in);
            if (!in->failed) {
                streams_find(connection, id);
            }
            return true;
        }
        case FRAME_NEW_CONNECTION_ID:
            take_new_id(connection, in);
            return true;
        case FRAME_RETIRE_CONNECTION_ID:
            take_retire_id(connection, in);
            return true;
        case FRAME_PATH_CHALLENGE:
            take_path_challenge(connection, in);
            return true;
        case FRAME_PATH_RESPONSE:
            take_path_response(connection, in);
            return true;
        case FRAME_CONNECTION_CLOSE_APPLICATION:
            take_close(connection, type, in);
            return true;
        default:
            if (type >= FRAME_STREAM_FIRST && type <= FRAME_STREAM_LAST) {
                return take_stream(connection, type, in);
            }
            /* NEW_TOKEN and HANDSHAKE_DONE are for clients only, extensions have not been negotiated. */
            connection_close(connection, type == FRAME_NEW_TOKEN || type == 0x1e ? PROTOCOL_VIOLATION : FRAME_ENCODING_ERROR,
                             false);
            return true;
    }
}

static bool take_frame(connection_t *connection, enum space_index index, uint32_t type, reader_t *in) {
    switch (type) {
        case FRAME_PADDING:
        case FRAME_PING:
            return true;
        case FRAME_ACK:
        case FRAME_ACK_ECN:
            take_ack(connection, index, in, type == FRAME_ACK_ECN);
            return true;
        case FRAME_CRYPTO:
            take_crypto(connection, index, in);
            return true;
        case FRAME_CONNECTION_CLOSE:
            take_close(connection, type, in);
            return true;
        default:
            if (index == SPACE_APPLICATION) {
                return take_application_frame(connection, type, in);
            }
            connection_close(connection, PROTOCOL_VIOLATION, false);
            return true;
    }
}

bool frames_receive(connection_t *connection, enum space_index index, const uint8_t *payload, size_t length,
                    bool *ack_eliciting) {
    reader_t in = reader(payload, length);
    bool kept = true;
    *ack_eliciting = false;
    if (length == 0) {
        connection_close(connection, PROTOCOL_VIOLATION, false);
    }
    while (reader_left(&in) != 0 && connection->state == CONNECTION_ACTIVE) {
        uint64_t type = read_varint(&in);
        if (type > FRAME_CONNECTION_CLOSE_APPLICATION && type != 0x1e) {
            in.failed = true;
        } else {
            kept &= take_frame(connection, index, (uint32_t) type, &in);
        }
        if (in.failed) {
            connection_close(connection, FRAME_ENCODING_ERROR, false);
        }
        *ack_eliciting |= type != FRAME_PADDING && type != FRAME_ACK && type != FRAME_ACK_ECN && type != FRAME_CONNECTION_CLOSE
            && type != FRAME_CONNECTION_CLOSE_APPLICATION;
    }
    return kept;
}
