#include "packet.h"

static bool read_id(reader_t *in, connection_id_t *id) {
    uint32_t length = read_u8(in);
    const uint8_t *bytes = read_bytes(in, length);
    if (!bytes || length > CONNECTION_ID_MAX) {
        return false;
    }
    id->length = (uint8_t) length;
    memcpy(id->bytes, bytes, length);
    return true;
}

static bool parse_long(packet_t *packet, reader_t *in, uint32_t first) {
    packet->version = read_be32(in);
    if (!read_id(in, &packet->destination) || !read_id(in, &packet->source)) {
        return false;
    }
    if (packet->version != QUIC_VERSION_1) {
        packet->type = PACKET_VERSION_UNKNOWN;
        in->at = in->end;
        return true;
    }
    packet->type = (packet_type_t) (first >> 4 & 3);
    if ((first & FIXED_BIT) == 0 || packet->type == PACKET_RETRY) {
        return false;
    }
    if (packet->type == PACKET_INITIAL) {
        /* The token: this endpoint sends no Retry and no NEW_TOKEN, so whatever is in it is not of its making. */
        read_bytes(in, read_varint(in));
    }
    uint64_t rest = read_varint(in);
    packet->number_offset = (size_t) (in->at - packet->bytes);
    read_bytes(in, rest);
    return !in->failed;
}

bool packet_parse(packet_t *packet, uint8_t **datagram, size_t *length) {
    reader_t in = reader(*datagram, *length);
    uint32_t first = read_u8(&in);
    packet->bytes = *datagram;
    if (in.failed) {
        return false;
    }
    if (first & LONG_HEADER) {
        if (!parse_long(packet, &in, first)) {
            return false;
        }
    } else {
        const uint8_t *id = read_bytes(&in, OWN_ID_LENGTH);
        if (!id || (first & FIXED_BIT) == 0) {
            return false;
        }
        packet->type = PACKET_ONE_RTT;
        packet->destination.length = OWN_ID_LENGTH;
        memcpy(packet->destination.bytes, id, OWN_ID_LENGTH);
        packet->source.length = 0;
        packet->number_offset = 1 + OWN_ID_LENGTH;
        in.at = in.end;
    }
    packet->length = (size_t) (in.at - packet->bytes);
    *datagram += packet->length;
    *length -= packet->length;
    return true;
}

uint64_t packet_number_decode(uint64_t largest, uint32_t truncated, uint32_t bits) {
    uint64_t expected = largest + 1;
    uint64_t window = (uint64_t) 1 << bits;
    uint64_t candidate = (expected & ~(window - 1)) | truncated;
    if (candidate + window / 2 <= expected && candidate < ((uint64_t) 1 << 62) - window) {
        return candidate + window;
    }
    if (candidate > expected + window / 2 && candidate >= window) {
        return candidate - window;
    }
    return candidate;
}
