/* Packets that go out: RFC 9000, sections 12.2, 13, 14 and 17. */
#include "../app/heap.h"
#include "buffer.h"
#include "endpoint.h"
#include "limits.h"

#define NUMBER_LENGTH 4
#define ACK_FRAME_MAX 160
#define STREAM_FRAME_HEADER_MAX (1 + 8 + 8 + 2)
#define CRYPTO_FRAME_HEADER_MAX (1 + 4 + 2)

/** A packet that is being written into a datagram. */
typedef struct {
    enum space_index index;
    uint8_t *start;
    /** Of two bytes; NULL in a short header. */
    uint8_t *length_field;
    uint8_t *number_field;
    uint8_t *payload;
    uint8_t *end;
    sent_packet_t *sent;
} draft_t;

/** The bytes that may be sent to an address that has not been validated: section 8. */
static uint64_t allowance(const connection_t *connection) {
    uint64_t limit = 3 * connection->received_bytes;
    if (connection->address_validated) {
        return UINT64_MAX;
    }
    return limit > connection->sent_bytes ? limit - connection->sent_bytes : 0;
}

bool connection_may_send(const connection_t *connection) {
    return allowance(connection) >= DATAGRAM_MAX;
}

static void begin_packet(connection_t *connection, draft_t *draft, writer_t *out) {
    static const uint8_t long_types[] = {[SPACE_INITIAL] = PACKET_INITIAL, [SPACE_HANDSHAKE] = PACKET_HANDSHAKE};
    const connection_id_t *peer_id = &connection->peer_ids[connection->peer_id].id;
    draft->start = out->at;
    draft->length_field = NULL;
    if (draft->index == SPACE_APPLICATION) {
        write_u8(out, FIXED_BIT | (connection->phase ? KEY_PHASE_BIT : 0) | (NUMBER_LENGTH - 1));
        write_bytes(out, peer_id->bytes, peer_id->length);
    } else {
        write_u8(out, LONG_HEADER | FIXED_BIT | (uint32_t) long_types[draft->index] << 4 | (NUMBER_LENGTH - 1));
        write_be32(out, QUIC_VERSION_1);
        write_u8(out, peer_id->length);
        write_bytes(out, peer_id->bytes, peer_id->length);
        write_u8(out, OWN_ID_LENGTH);
        write_bytes(out, connection->own_id.bytes, OWN_ID_LENGTH);
        if (draft->index == SPACE_INITIAL) {
            write_u8(out, 0);
        }
        draft->length_field = write_room(out, 2);
    }
    draft->number_field = out->at;
    write_be32(out, (uint32_t) connection->spaces[draft->index].sent.next_number);
    draft->payload = out->at;
}

static void seal(connection_t *connection, draft_t *draft) {
    space_t *space = &connection->spaces[draft->index];
    uint8_t mask[5];
    if (draft->length_field) {
        store_be16(draft->length_field, 0x4000 | (uint32_t) (draft->end - draft->number_field + GCM_TAG));
    }
    packet_seal(space->send, space->sent.next_number, draft->start, (size_t) (draft->payload - draft->start), draft->payload,
                (size_t) (draft->end - draft->payload));
    header_mask(&space->send_header, draft->number_field + 4, mask);
    draft->start[0] ^= mask[0] & (draft->length_field ? 0x0f : 0x1f);
    for (int i = 0; i < NUMBER_LENGTH; i++) {
        draft->number_field[i] ^= mask[i + 1];
    }
    space->sent.next_number++;
}

static void write_ack(connection_t *connection, space_t *space, writer_t *out, sent_packet_t *sent) {
    const ranges_t *received = &space->received;
    uint64_t delay = connection->now - space->largest_received_time;
    if (received->count == 0 || writer_left(out) < ACK_FRAME_MAX) {
        return;
    }
    write_u8(out, 0x02);
    write_varint(out, received->range[0].last);
    write_varint(out, delay >> 3);
    uint32_t count = 1;
    size_t room = ACK_FRAME_MAX - 32;
    while (count < received->count && room >= 16) {
        count++;
        room -= 16;
    }
    write_varint(out, count - 1);
    write_varint(out, received->range[0].last - received->range[0].first);
    for (uint32_t i = 1; i < count; i++) {
        write_varint(out, received->range[i - 1].first - received->range[i].last - 2);
        write_varint(out, received->range[i].last - received->range[i].first);
    }
    space->unacknowledged = 0;
    space->acknowledge_at = NEVER;
    sent->acknowledged_below = received->range[0].last + 1;
}

/** A CRYPTO frame of what is to be sent again, or for the first time. */
static void write_crypto(space_t *space, writer_t *out, sent_packet_t *sent) {
    sent_packet_t *lost = space->sent.lost;
    uint32_t offset = lost ? (uint32_t) lost->offset : space->crypto_sent;
    uint32_t length = lost ? lost->length : space->crypto_length - space->crypto_sent;
    if (length == 0 || writer_left(out) <= CRYPTO_FRAME_HEADER_MAX) {
        return;
    }
    if (length > writer_left(out) - CRYPTO_FRAME_HEADER_MAX) {
        length = (uint32_t) writer_left(out) - CRYPTO_FRAME_HEADER_MAX;
    }
    write_u8(out, 0x06);
    write_varint(out, offset);
    write_varint(out, length);
    write_bytes(out, space->crypto + offset, length);
    sent->ack_eliciting = true;
    sent->offset = offset;
    sent->length = (uint16_t) length;
    if (!lost) {
        space->crypto_sent += length;
    } else if (length < lost->length) {
        lost->offset += length;
        lost->length = (uint16_t) (lost->length - length);
    } else {
        space->sent.lost = lost->next;
        heap_free(lost);
    }
}

static void write_control(connection_t *connection, writer_t *out, sent_packet_t *sent) {
    uint32_t control = connection->control;
    if (control == 0 || writer_left(out) < 64) {
        return;
    }
    if (control & CONTROL_HANDSHAKE_DONE) {
        write_u8(out, 0x1e);
    }
    if (control & CONTROL_MAX_DATA) {
        write_u8(out, 0x10);
        write_varint(out, connection->in_window_end);
    }
    if (control & CONTROL_MAX_STREAMS_BIDI) {
        write_u8(out, 0x12);
        write_varint(out, connection->bidi_limit);
    }
    if (control & CONTROL_MAX_STREAMS_UNI) {
        write_u8(out, 0x13);
        write_varint(out, connection->uni_limit);
    }
    if (control & CONTROL_PATH_RESPONSE) {
        write_u8(out, 0x1b);
        write_bytes(out, connection->path_response, 8);
    }
    if (control & CONTROL_PATH_CHALLENGE) {
        write_u8(out, 0x1a);
        write_bytes(out, connection->path_challenge, 8);
    }
    if (control & CONTROL_RETIRE_ID) {
        write_u8(out, 0x19);
        write_varint(out, connection->retiring);
        sent->retired_id = connection->retiring;
    }
    sent->control = (uint8_t) control;
    sent->ack_eliciting = true;
    connection->control = 0;
}

static void write_stream_control(stream_t *stream, writer_t *out, sent_packet_t *sent) {
    if (stream->control & STREAM_CONTROL_MAX_DATA) {
        write_u8(out, 0x11);
        write_varint(out, stream->id);
        write_varint(out, stream->window_end);
    }
    if (stream->control & STREAM_CONTROL_STOP_SENDING) {
        write_u8(out, 0x05);
        write_varint(out, stream->id);
        write_varint(out, stream->stop_code);
    }
    if (stream->control & STREAM_CONTROL_RESET) {
        write_u8(out, 0x04);
        write_varint(out, stream->id);
        write_varint(out, stream->reset_code);
        write_varint(out, stream->out.sent);
    }
    sent->stream_control = (uint8_t) stream->control;
    sent->ack_eliciting = true;
    stream->control = 0;
}

static void write_stream(stream_t *stream, uint64_t offset, uint32_t length, bool end, writer_t *out, sent_packet_t *sent) {
    write_u8(out, 0x08 | 0x04 | 0x02 | (end ? 1 : 0));
    write_varint(out, stream->id);
    write_varint(out, offset);
    write_varint(out, length);
    uint8_t *room = write_room(out, length);
    if (room) {
        outflow_read(&stream->out, offset, room, length);
    }
    sent->ack_eliciting = true;
    sent->offset = offset;
    sent->length = (uint16_t) length;
    sent->end_of_stream = end;
}

/** What was lost of a stream; packets whose stream does not need it any more are forgotten. */
static bool write_lost_stream(connection_t *connection, writer_t *out, sent_packet_t *sent) {
    sent_space_t *space = &connection->spaces[SPACE_APPLICATION].sent;
    while (space->lost) {
        sent_packet_t *lost = space->lost;
        stream_t *stream = streams_find_open(connection, lost->stream);
        bool wanted = stream && !stream->reset
            && (lost->offset + lost->length > stream->out.acknowledged || (lost->end_of_stream && !stream->out.end_acknowledged));
        if (wanted) {
            if (writer_left(out) <= STREAM_FRAME_HEADER_MAX) {
                return false;
            }
            /* What has been acknowledged meanwhile is not in the ring any more. */
            if (lost->offset < stream->out.acknowledged) {
                uint64_t old = stream->out.acknowledged - lost->offset;
                lost->length = old < lost->length ? (uint16_t) (lost->length - old) : 0;
                lost->offset = stream->out.acknowledged;
            }
            uint32_t room = (uint32_t) writer_left(out) - STREAM_FRAME_HEADER_MAX;
            uint32_t length = lost->length < room ? lost->length : room;
            bool all = length == lost->length;
            sent->has_stream = true;
            sent->stream = stream->id;
            write_stream(stream, lost->offset, length, all && lost->end_of_stream, out, sent);
            if (!all) {
                lost->offset += length;
                lost->length = (uint16_t) (lost->length - length);
                return true;
            }
        }
        space->lost = lost->next;
        heap_free(lost);
        if (wanted) {
            return true;
        }
    }
    return false;
}

/** How much of a stream may be sent for the first time: what is written, within both of the peer's limits. */
static uint32_t sendable(const connection_t *connection, const stream_t *stream) {
    const outflow_t *out = &stream->out;
    uint64_t limit = out->written < out->limit ? out->written : out->limit;
    uint64_t room = connection->out_limit - connection->out_sent;
    if (stream->reset || limit <= out->sent) {
        return 0;
    }
    return (uint32_t) (limit - out->sent < room ? limit - out->sent : room);
}

static bool end_is_due(const stream_t *stream) {
    return stream->out.ended && !stream->out.end_sent && stream->out.sent == stream->out.written && !stream->reset;
}

static bool wants_to_send(const connection_t *connection, const stream_t *stream) {
    return stream->control != 0 || sendable(connection, stream) != 0 || end_is_due(stream);
}

static void write_new_stream(connection_t *connection, writer_t *out, sent_packet_t *sent) {
    stream_t *stream = connection->streams;
    while (stream && !wants_to_send(connection, stream)) {
        stream = stream->next;
    }
    if (!stream || writer_left(out) < 96) {
        return;
    }
    sent->has_stream = true;
    sent->stream = stream->id;
    if (stream->control) {
        write_stream_control(stream, out, sent);
    }
    uint32_t length = sendable(connection, stream);
    uint32_t room = (uint32_t) writer_left(out) - STREAM_FRAME_HEADER_MAX;
    if (length > room) {
        length = room;
    }
    stream->out.sent += length;
    connection->out_sent += length;
    bool end = end_is_due(stream);
    if (length != 0 || end) {
        stream->out.end_sent |= end;
        write_stream(stream, stream->out.sent - length, length, end, out, sent);
    }
}

static bool has_data(const connection_t *connection, enum space_index index) {
    const space_t *space = &connection->spaces[index];
    if (space->sent.lost) {
        return true;
    }
    if (index != SPACE_APPLICATION) {
        return space->crypto_sent < space->crypto_length;
    }
    if (connection->control != 0) {
        return true;
    }
    for (const stream_t *stream = connection->streams; stream; stream = stream->next) {
        if (wants_to_send(connection, stream)) {
            return true;
        }
    }
    return false;
}

/** Whether a packet is to be sent now, and whether it may carry more than an acknowledgement. */
static bool wants_packet(const connection_t *connection, enum space_index index, bool *data) {
    const space_t *space = &connection->spaces[index];
    bool free_window = connection->recovery.in_flight + DATAGRAM_MAX <= connection->recovery.window;
    if (!space->send) {
        return false;
    }
    *data = space->sent.probes != 0 || (free_window && has_data(connection, index));
    return *data || space->acknowledge_at <= connection->now;
}

/** Writes the frames of one packet; false without memory. */
static bool write_packet(connection_t *connection, draft_t *draft, writer_t *out, bool data) {
    space_t *space = &connection->spaces[draft->index];
    sent_packet_t *sent = heap_alloc(sizeof *sent);
    if (!sent) {
        return false;
    }
    draft->sent = sent;
    begin_packet(connection, draft, out);
    out->end -= GCM_TAG;
    if (space->unacknowledged != 0 || space->acknowledge_at != NEVER || draft->index != SPACE_APPLICATION) {
        write_ack(connection, space, out, sent);
    }
    if (data) {
        if (draft->index != SPACE_APPLICATION) {
            write_crypto(space, out, sent);
        } else {
            write_control(connection, out, sent);
            if (!write_lost_stream(connection, out, sent)) {
                write_new_stream(connection, out, sent);
            }
        }
        if (space->sent.probes != 0) {
            space->sent.probes--;
            if (!sent->ack_eliciting) {
                write_u8(out, 0x01);
                sent->ack_eliciting = true;
            }
        }
    }
    draft->end = out->at;
    out->end += GCM_TAG;
    out->at += GCM_TAG;
    return true;
}

/** Section 14.1: datagrams with an Initial packet that is to be acknowledged are of full size. */
static void pad(draft_t *drafts, int count, uint8_t *datagram) {
    draft_t *last = &drafts[count - 1];
    size_t length = (size_t) (last->end + GCM_TAG - datagram);
    if (drafts[0].index == SPACE_INITIAL && drafts[0].sent->ack_eliciting && length < DATAGRAM_MIN) {
        memset(last->end, 0, DATAGRAM_MIN - length);
        last->end += DATAGRAM_MIN - length;
    }
}

static void finish_packets(connection_t *connection, draft_t *drafts, int count) {
    for (int i = 0; i < count; i++) {
        draft_t *draft = &drafts[i];
        sent_packet_t *sent = draft->sent;
        sent->number = connection->spaces[draft->index].sent.next_number;
        sent->time = connection->now;
        seal(connection, draft);
        sent->size = (uint16_t) (draft->end + GCM_TAG - draft->start);
        sent->space = (uint8_t) draft->index;
        if (sent->ack_eliciting) {
            recovery_sent(connection, sent);
        } else {
            heap_free(sent);
        }
    }
}

/** Sends one datagram with a packet of each level that wants one; false if there was none. */
static bool send_datagram(connection_t *connection) {
    static uint8_t datagram[DATAGRAM_MAX];
    draft_t drafts[SPACES];
    int count = 0;
    writer_t out = writer(datagram, sizeof datagram);
    if (!connection_may_send(connection)) {
        return false;
    }
    for (int i = 0; i < SPACES; i++) {
        bool data;
        if (wants_packet(connection, (enum space_index) i, &data) && writer_left(&out) >= 256) {
            drafts[count].index = (enum space_index) i;
            if (!write_packet(connection, &drafts[count], &out, data)) {
                break;
            }
            if (drafts[count].end == drafts[count].payload) {
                /* The window was full of what is not wanted any more. */
                out.at = drafts[count].start;
                heap_free(drafts[count].sent);
                continue;
            }
            count++;
        }
    }
    if (count == 0) {
        return false;
    }
    pad(drafts, count, datagram);
    finish_packets(connection, drafts, count);
    size_t length = (size_t) (drafts[count - 1].end + GCM_TAG - datagram);
    connection->sent_bytes += length;
    connection->endpoint->transmit(connection->peer, datagram, length);
    return true;
}

void connection_send(connection_t *connection) {
    connection_update_keys_if_worn(connection);
    while (send_datagram(connection)) {
    }
}

void connection_make_close(connection_t *connection, uint64_t code, bool by_application) {
    static uint8_t datagram[512];
    draft_t draft;
    writer_t out = writer(datagram, sizeof datagram);
    if (allowance(connection) < sizeof datagram) {
        return;
    }
    for (int i = 0; i < SPACES; i++) {
        if (!connection->spaces[i].send) {
            continue;
        }
        draft.index = (enum space_index) i;
        begin_packet(connection, &draft, &out);
        bool in_application = by_application && i == SPACE_APPLICATION;
        write_u8(&out, in_application ? 0x1d : 0x1c);
        write_varint(&out, by_application && !in_application ? APPLICATION_ERROR : code);
        if (!in_application) {
            write_varint(&out, 0);
        }
        write_varint(&out, 0);
        draft.end = out.at;
        write_room(&out, GCM_TAG);
        seal(connection, &draft);
    }
    size_t length = (size_t) (out.at - datagram);
    connection->close_datagram = length != 0 ? heap_alloc(length) : NULL;
    if (connection->close_datagram) {
        memcpy(connection->close_datagram, datagram, length);
        connection->close_length = (uint32_t) length;
    }
}

static void acknowledge_stream(connection_t *connection, sent_packet_t *packet, bool *again) {
    stream_t *stream = streams_find_open(connection, packet->stream);
    if (!stream) {
        return;
    }
    if (packet->stream_control & STREAM_CONTROL_RESET) {
        stream->out.end_acknowledged = true;
    }
    size_t space = outflow_space(&stream->out);
    if (!outflow_acknowledge(&stream->out, packet->offset, packet->length)) {
        *again = true;
        return;
    }
    stream->active |= outflow_space(&stream->out) != space;
    if (packet->end_of_stream) {
        stream->out.end_acknowledged = true;
    }
}

void packet_acknowledged(connection_t *connection, sent_packet_t *packet) {
    bool again = false;
    /* Whoever has this acknowledgement needs no more of what it acknowledged: RFC 9000, section 13.2.4. */
    space_t *space = &connection->spaces[packet->space];
    if (packet->acknowledged_below > space->floor) {
        space->floor = packet->acknowledged_below;
        ranges_drop_below(&space->received, space->floor < space->largest_received ? space->floor : space->largest_received);
    }
    if (packet->has_stream) {
        acknowledge_stream(connection, packet, &again);
    }
    if (again) {
        packet->control = 0;
        packet->stream_control = 0;
        packet_lost(connection, packet);
    } else {
        heap_free(packet);
    }
}

void packet_lost(connection_t *connection, sent_packet_t *packet) {
    connection->control |= packet->control & ~(uint32_t) CONTROL_PATH_RESPONSE;
    if (packet->control & CONTROL_RETIRE_ID) {
        connection->retiring = packet->retired_id;
    }
    stream_t *stream = packet->has_stream ? streams_find_open(connection, packet->stream) : NULL;
    if (stream) {
        stream->control |= packet->stream_control;
    }
    if (packet->length == 0 && !packet->end_of_stream) {
        heap_free(packet);
        return;
    }
    packet->control = 0;
    packet->stream_control = 0;
    packet->next = connection->spaces[packet->space].sent.lost;
    connection->spaces[packet->space].sent.lost = packet;
}
