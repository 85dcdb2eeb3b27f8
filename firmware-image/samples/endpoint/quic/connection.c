/* The life of a connection, and what becomes of its packets: RFC 9000, sections 5, 7 to 10, 12 and 13; RFC 9001. */
#include "../app/clock.h"
#include "../app/heap.h"
#include "../chip/random.h"
#include "endpoint.h"
#include "limits.h"

#define NUMBER_OFFSET_TO_SAMPLE 4

static bool install_keys(packet_keys_t **keys, aes_key_t *header, const secret_t secret) {
    *keys = heap_alloc(sizeof **keys);
    if (*keys) {
        packet_keys_derive(*keys, secret);
        header_key_derive(header, secret);
    }
    return *keys != NULL;
}

/** Keys of a level for both directions; without memory the connection ends. */
static void install_level(connection_t *connection, enum space_index index, const secret_t client, const secret_t server) {
    space_t *space = &connection->spaces[index];
    if (!install_keys(&space->receive, &space->receive_header, client)
            || !install_keys(&space->send, &space->send_header, server)) {
        connection_close(connection, INTERNAL_ERROR, false);
    }
}

connection_t *connection_new(endpoint_t *endpoint, uint32_t number, const packet_t *initial, peer_address_t peer, uint64_t now) {
    secret_t client, server;
    connection_t *connection = heap_alloc(sizeof *connection);
    if (!connection) {
        return NULL;
    }
    connection->handshake = heap_alloc(sizeof *connection->handshake);
    if (!connection->handshake) {
        heap_free(connection);
        return NULL;
    }
    connection->endpoint = endpoint;
    connection->number = number;
    connection->peer = peer;
    connection->now = now;
    connection->started = now;
    connection->idle_deadline = now + HANDSHAKE_TIMEOUT_MS * 1000u;
    connection->original_id = initial->destination;
    connection->own_id.length = OWN_ID_LENGTH;
    random_bytes(connection->own_id.bytes, OWN_ID_LENGTH);
    connection->peer_ids[0] = (peer_id_t) {.used = true, .id = initial->source};
    connection->in_window_end = CONNECTION_WINDOW;
    connection->bidi_limit = STREAMS_BIDI;
    connection->uni_limit = STREAMS_UNI;
    connection->parameters.max_ack_delay_ms = 25;
    recovery_start(&connection->recovery);
    for (int i = 0; i < SPACES; i++) {
        connection->spaces[i].acknowledge_at = NEVER;
        connection->spaces[i].sent.loss_time = NEVER;
    }
    tls_server_start(&connection->handshake->tls, endpoint->identity, endpoint->protocols, endpoint->application_count);
    inflow_start(&connection->handshake->in[SPACE_INITIAL]);
    inflow_start(&connection->handshake->in[SPACE_HANDSHAKE]);
    initial_secrets(initial->destination.bytes, initial->destination.length, client, server);
    install_level(connection, SPACE_INITIAL, client, server);
    if (connection->state != CONNECTION_ACTIVE) {
        connection_free(connection);
        return NULL;
    }
    return connection;
}

void connection_discard_space(connection_t *connection, enum space_index index) {
    space_t *space = &connection->spaces[index];
    recovery_discard(connection, index);
    heap_free(space->receive);
    heap_free(space->send);
    space->receive = NULL;
    space->send = NULL;
    space->crypto_length = 0;
    space->crypto_sent = 0;
    space->acknowledge_at = NEVER;
    space->unacknowledged = 0;
}

static void free_handshake(connection_t *connection) {
    if (connection->handshake) {
        tls_server_end(&connection->handshake->tls);
        heap_free(connection->handshake->in[SPACE_INITIAL].ring);
        heap_free(connection->handshake->in[SPACE_HANDSHAKE].ring);
        heap_free(connection->handshake);
        connection->handshake = NULL;
    }
}

/** Everything but the memory of the connection itself and of its close. */
static void release(connection_t *connection) {
    for (int i = 0; i < SPACES; i++) {
        connection_discard_space(connection, (enum space_index) i);
    }
    heap_free(connection->old_receive);
    connection->old_receive = NULL;
    free_handshake(connection);
    streams_free(connection);
}

void connection_free(connection_t *connection) {
    release(connection);
    heap_free(connection->close_datagram);
    heap_free(connection);
}

void connection_close(connection_t *connection, uint64_t code, bool by_application) {
    if (connection->state == CONNECTION_ACTIVE) {
        connection->state = CONNECTION_CLOSING;
        connection->reason = (close_reason_t) {.by_application = by_application, .code = code};
    }
}

/** The client's Finished was right: the handshake is complete, and for a server also confirmed (RFC 9001, section 4.1.2). */
static void complete(connection_t *connection) {
    const tls_server_t *tls = &connection->handshake->tls;
    connection->handshake_complete = true;
    connection->established = clock_us();
    connection->application = &connection->endpoint->applications[tls->protocol];
    memcpy(connection->peer_key, tls->peer_key, sizeof connection->peer_key);
    memcpy(connection->receive_secret, tls->client_traffic, sizeof connection->receive_secret);
    memcpy(connection->send_secret, tls->server_traffic, sizeof connection->send_secret);
    connection_discard_space(connection, SPACE_HANDSHAKE);
    install_level(connection, SPACE_APPLICATION, connection->receive_secret, connection->send_secret);
    connection->control |= CONTROL_HANDSHAKE_DONE;
    connection->endpoint->observer.connected(connection);
}

/** Takes the ClientHello; afterwards both flights are ready to be sent. */
static uint64_t say_hello(connection_t *connection, const uint8_t *message, size_t length) {
    handshake_t *handshake = connection->handshake;
    uint8_t encoded[OWN_PARAMETERS_ROOM];
    size_t flight_length;
    tls_parameters_t peer_parameters;
    own_parameters_t own = {
        .original_destination_id = connection->original_id,
        .initial_source_id = connection->own_id,
        .max_idle_ms = IDLE_TIMEOUT_MS,
        .max_udp_payload = DATAGRAM_MAX,
        .max_data = CONNECTION_WINDOW,
        .max_stream_data = STREAM_WINDOW,
        .max_streams_bidi = STREAMS_BIDI,
        .max_streams_uni = STREAMS_UNI,
    };
    endpoint_reset_token(connection->endpoint, connection->own_id.bytes, own.reset_token);
    size_t encoded_length = own_parameters_write(&own, encoded);
    enum tls_alert alert = tls_server_hello(&handshake->tls, message, length, (tls_parameters_t) {encoded, encoded_length},
                                            &peer_parameters, handshake->hello, handshake->flight, &flight_length);
    if (alert) {
        return CRYPTO_ERROR + alert;
    }
    if (!peer_parameters_parse(&connection->parameters, reader(peer_parameters.bytes, peer_parameters.length))
            || !connection_ids_equal(&connection->parameters.initial_source_id, &connection->peer_ids[0].id)) {
        return TRANSPORT_PARAMETER_ERROR;
    }
    connection->out_limit = connection->parameters.max_data;
    connection->spaces[SPACE_INITIAL].crypto = handshake->hello;
    connection->spaces[SPACE_INITIAL].crypto_length = TLS_SERVER_HELLO_SIZE;
    connection->spaces[SPACE_HANDSHAKE].crypto = handshake->flight;
    connection->spaces[SPACE_HANDSHAKE].crypto_length = (uint32_t) flight_length;
    install_level(connection, SPACE_HANDSHAKE, handshake->tls.client_handshake_traffic,
                  handshake->tls.server_handshake_traffic);
    return NO_ERROR;
}

/** Takes one message of the handshake. */
static void take_message(connection_t *connection, enum space_index index, const uint8_t *message, size_t length) {
    tls_server_t *tls = &connection->handshake->tls;
    uint64_t error = CRYPTO_ERROR + ALERT_UNEXPECTED_MESSAGE;
    if (index == SPACE_INITIAL && tls->state == TLS_AWAITS_CLIENT_HELLO) {
        error = say_hello(connection, message, length);
    } else if (index == SPACE_HANDSHAKE) {
        enum tls_alert alert = tls_server_receive(tls, message, length);
        error = alert ? CRYPTO_ERROR + alert : NO_ERROR;
    }
    if (error != NO_ERROR) {
        connection_close(connection, error, false);
    }
}

void handshake_receive(connection_t *connection, enum space_index index, uint64_t offset, const uint8_t *bytes, size_t length) {
    handshake_t *handshake = connection->handshake;
    uint32_t window = index == SPACE_INITIAL ? CRYPTO_WINDOW_INITIAL : CRYPTO_WINDOW_HANDSHAKE;
    if (!handshake) {
        return;
    }
    inflow_t *in = &handshake->in[index];
    if (offset + length > window) {
        connection_close(connection, CRYPTO_BUFFER_EXCEEDED, false);
        return;
    }
    if (!in->ring) {
        in->ring = heap_alloc(window);
        in->size = window;
    }
    if (!in->ring) {
        connection_close(connection, INTERNAL_ERROR, false);
        return;
    }
    /* With too many gaps for the set of ranges the bytes are lost; no client sends a hello in so many pieces. */
    inflow_put(in, offset, bytes, length);
    const uint8_t *message;
    for (size_t ready = inflow_peek(in, &message); ready >= 4; ready = inflow_peek(in, &message)) {
        size_t whole = 4 + ((size_t) message[1] << 16 | load_be16(message + 2));
        if (whole > window) {
            connection_close(connection, CRYPTO_BUFFER_EXCEEDED, false);
        }
        if (whole > ready || connection->state != CONNECTION_ACTIVE) {
            break;
        }
        inflow_take(in, whole);
        take_message(connection, index, message, whole);
    }
    if (connection->state == CONNECTION_ACTIVE && handshake->tls.state == TLS_DONE && !connection->handshake_complete) {
        complete(connection);
        free_handshake(connection);
    }
}

/** Moves both directions on to the next key phase, of which the keys for receiving are given. */
static void advance_phase(connection_t *connection, packet_keys_t *receive, const secret_t receive_secret) {
    space_t *space = &connection->spaces[SPACE_APPLICATION];
    heap_free(connection->old_receive);
    connection->old_receive = space->receive;
    connection->old_receive_until = NEVER;
    space->receive = receive;
    memcpy(connection->receive_secret, receive_secret, SHA256_SIZE);
    next_phase_secret(connection->send_secret);
    packet_keys_derive(space->send, connection->send_secret);
    connection->phase = !connection->phase;
    connection->phase_first_number = NEVER;
    connection->phase_first_sent = space->sent.next_number;
    connection->key_updates++;
}

/** From now on the keys before are needed only for packets that are late. */
static void note_first_of_phase(connection_t *connection, uint64_t number) {
    if (number < connection->phase_first_number) {
        connection->phase_first_number = number;
        connection->old_receive_until = connection->now + 3 * recovery_probe_timeout(connection, SPACE_APPLICATION);
    }
}

void connection_update_keys_if_worn(connection_t *connection) {
    const sent_space_t *sent = &connection->spaces[SPACE_APPLICATION].sent;
    if (!connection->handshake_complete || sent->next_number - connection->phase_first_sent < KEY_UPDATE_AFTER
            || sent->acknowledged_below <= connection->phase_first_sent) {
        return;
    }
    packet_keys_t *next = heap_alloc(sizeof *next);
    if (next) {
        secret_t secret;
        memcpy(secret, connection->receive_secret, sizeof secret);
        next_phase_secret(secret);
        packet_keys_derive(next, secret);
        advance_phase(connection, next, secret);
    }
}

/**
 * Decrypts a packet of the other key phase: of the one before, or of the next, which moves both directions on (RFC 9001, sections
 * 6.1 to 6.3).
 */
static bool open_other_phase(connection_t *connection, uint64_t number, packet_t *packet, size_t header_length) {
    uint8_t *text = packet->bytes + header_length;
    size_t length = packet->length - header_length;
    if (number < connection->phase_first_number) {
        return connection->old_receive
            && packet_open(connection->old_receive, number, packet->bytes, header_length, text, length);
    }
    secret_t secret;
    memcpy(secret, connection->receive_secret, sizeof secret);
    next_phase_secret(secret);
    packet_keys_t *next = heap_alloc(sizeof *next);
    if (!next) {
        return false;
    }
    packet_keys_derive(next, secret);
    if (!packet_open(next, number, packet->bytes, header_length, text, length)) {
        heap_free(next);
        return false;
    }
    advance_phase(connection, next, secret);
    note_first_of_phase(connection, number);
    return true;
}

static bool open_packet(connection_t *connection, enum space_index index, packet_t *packet, uint64_t *number,
                        size_t *header_length) {
    space_t *space = &connection->spaces[index];
    uint8_t *bytes = packet->bytes;
    uint8_t mask[5];
    if (packet->number_offset + NUMBER_OFFSET_TO_SAMPLE + AES_BLOCK > packet->length) {
        return false;
    }
    header_mask(&space->receive_header, bytes + packet->number_offset + NUMBER_OFFSET_TO_SAMPLE, mask);
    bytes[0] ^= mask[0] & (bytes[0] & LONG_HEADER ? 0x0f : 0x1f);
    uint32_t number_length = (bytes[0] & 3u) + 1;
    uint32_t truncated = 0;
    for (uint32_t i = 0; i < number_length; i++) {
        uint8_t *byte = bytes + packet->number_offset + i;
        *byte ^= mask[i + 1];
        truncated = truncated << 8 | *byte;
    }
    uint64_t expected_after = space->received.count ? space->largest_received : (uint64_t) 0 - 1;
    *number = packet_number_decode(expected_after, truncated, 8 * number_length);
    *header_length = packet->number_offset + number_length;
    if (index == SPACE_APPLICATION && ((bytes[0] & KEY_PHASE_BIT) != 0) != connection->phase) {
        return open_other_phase(connection, *number, packet, *header_length);
    }
    bool authentic = packet_open(space->receive, *number, bytes, *header_length, bytes + *header_length,
                                 packet->length - *header_length);
    if (authentic && index == SPACE_APPLICATION) {
        note_first_of_phase(connection, *number);
    }
    return authentic;
}

/** Notes that a packet is to be acknowledged, and when: RFC 9000, sections 13.2.1 and 13.2.3. */
static void note_received(connection_t *connection, enum space_index index, uint64_t number, bool ack_eliciting) {
    space_t *space = &connection->spaces[index];
    bool in_order = space->received.count == 0 ? number == 0 : number == space->largest_received + 1;
    if (!ranges_add(&space->received, number, number)) {
        space->floor = space->received.range[RANGES_MAX - 1].last + 1;
        ranges_drop_below(&space->received, space->floor);
        ranges_add(&space->received, number, number);
    }
    if (space->received.count != 0 && number == space->received.range[0].last) {
        space->largest_received = number;
        space->largest_received_time = connection->now;
    }
    if (ack_eliciting) {
        space->unacknowledged++;
        bool urgent = index != SPACE_APPLICATION || space->unacknowledged >= 2 || !in_order;
        uint64_t at = urgent ? connection->now : connection->now + ACK_DELAY_US;
        space->acknowledge_at = at < space->acknowledge_at ? at : space->acknowledge_at;
    }
}

/** A peer with a new address has to show that it is really there: RFC 9000, sections 9.2 and 9.3. */
static void follow_peer(connection_t *connection, peer_address_t from, size_t length) {
    if (!peer_addresses_equal(connection->peer, from)) {
        connection->peer = from;
        connection->address_validated = false;
        connection->received_bytes = length;
        connection->sent_bytes = 0;
        random_bytes(connection->path_challenge, sizeof connection->path_challenge);
        connection->control |= CONTROL_PATH_CHALLENGE;
    }
}

static void update_idle_deadline(connection_t *connection) {
    if (!connection->handshake_complete) {
        return;
    }
    uint64_t idle = IDLE_TIMEOUT_MS;
    if (connection->parameters.max_idle_ms != 0 && connection->parameters.max_idle_ms < idle) {
        idle = connection->parameters.max_idle_ms;
    }
    uint64_t least = 3 * recovery_probe_timeout(connection, SPACE_APPLICATION);
    connection->idle_deadline = connection->now + (idle * 1000 > least ? idle * 1000 : least);
}

/** The close is repeated for the first packet after it, the second, the fourth and so on: RFC 9000, section 10.2.1. */
static void repeat_close(connection_t *connection) {
    uint32_t count = ++connection->packets_since_close;
    if (connection->close_datagram && (count & (count - 1)) == 0) {
        connection->endpoint->transmit(connection->peer, connection->close_datagram, connection->close_length);
    }
}

void connection_count(connection_t *connection, size_t length) {
    connection->received_bytes += length;
}

/**
 * A client that sends data has sent its Finished, which is lost or late. An acknowledgement of what came after it lets the client
 * see that at once; otherwise its probes go on in the space of the data for long.
 */
static void hint_at_loss(connection_t *connection) {
    space_t *space = &connection->spaces[SPACE_HANDSHAKE];
    if (space->send && space->received.count != 0) {
        space->acknowledge_at = connection->now;
    }
}

bool connection_receive(connection_t *connection, packet_t *packet, peer_address_t from, uint64_t now) {
    static const enum space_index space_of[] = {
        [PACKET_INITIAL] = SPACE_INITIAL, [PACKET_ZERO_RTT] = SPACES, [PACKET_HANDSHAKE] = SPACE_HANDSHAKE,
        [PACKET_RETRY] = SPACES, [PACKET_ONE_RTT] = SPACE_APPLICATION,
    };
    enum space_index index = space_of[packet->type];
    uint64_t number;
    size_t header_length;
    bool ack_eliciting;
    connection->now = now;
    if (connection->state != CONNECTION_ACTIVE) {
        repeat_close(connection);
        return true;
    }
    if (index == SPACE_APPLICATION && !connection->handshake_complete) {
        hint_at_loss(connection);
    }
    if (index == SPACES || !connection->spaces[index].receive
            || !open_packet(connection, index, packet, &number, &header_length)) {
        return false;
    }
    space_t *space = &connection->spaces[index];
    if (number < space->floor || ranges_contain(&space->received, number)) {
        return true;
    }
    if (packet->bytes[0] & (packet->bytes[0] & LONG_HEADER ? 0x0c : 0x18)) {
        connection_close(connection, PROTOCOL_VIOLATION, false);
        return true;
    }
    if (index == SPACE_HANDSHAKE) {
        /* Who encrypts so has read the ServerHello: RFC 9000, section 8.1; RFC 9001, section 4.9.1. */
        connection->address_validated = true;
        if (connection->spaces[SPACE_INITIAL].receive) {
            connection_discard_space(connection, SPACE_INITIAL);
        }
    }
    if (index == SPACE_APPLICATION && number >= space->largest_received) {
        follow_peer(connection, from, packet->length);
    }
    bool kept = frames_receive(connection, index, packet->bytes + header_length, packet->length - header_length - GCM_TAG,
                               &ack_eliciting);
    if (kept && connection->state == CONNECTION_ACTIVE && space->receive) {
        note_received(connection, index, number, ack_eliciting);
    }
    update_idle_deadline(connection);
    return true;
}

/** Begins the time in which a closed connection still knows its packets: RFC 9000, section 10.2. */
static void enter_end(connection_t *connection) {
    connection->end_deadline = connection->now + 3 * recovery_probe_timeout(connection, SPACE_APPLICATION);
    if (connection->state == CONNECTION_CLOSING) {
        connection_make_close(connection, connection->reason.code, connection->reason.by_application);
        repeat_close(connection);
    }
    release(connection);
}

void connection_drive(connection_t *connection, uint64_t now) {
    connection->now = now;
    if (connection->state == CONNECTION_ACTIVE && now >= connection->idle_deadline) {
        /* Silently: RFC 9000, section 10.1. */
        connection->reason = (close_reason_t) {.by_timeout = true};
        connection->state = CONNECTION_DRAINING;
    }
    if (connection->state == CONNECTION_ACTIVE) {
        if (connection->old_receive && now >= connection->old_receive_until) {
            heap_free(connection->old_receive);
            connection->old_receive = NULL;
        }
        recovery_drive(connection);
        streams_serve(connection);
    }
    if (connection->state == CONNECTION_ACTIVE) {
        connection_send(connection);
    }
    if (connection->state == CONNECTION_ACTIVE) {
        return;
    }
    if (connection->end_deadline == 0) {
        enter_end(connection);
    }
    if (now >= connection->end_deadline || connection->reason.by_timeout) {
        connection->state = CONNECTION_DEAD;
    }
}

uint64_t connection_deadline(const connection_t *connection) {
    if (connection->state != CONNECTION_ACTIVE) {
        return connection->end_deadline;
    }
    if (!connection_may_send(connection)) {
        /* Whatever is due, only another datagram of the client lets it be sent: RFC 9002, section 6.2.2.1. */
        return connection->idle_deadline;
    }
    uint64_t deadline = recovery_deadline(connection);
    deadline = connection->idle_deadline < deadline ? connection->idle_deadline : deadline;
    for (int i = 0; i < SPACES; i++) {
        uint64_t acknowledge_at = connection->spaces[i].acknowledge_at;
        deadline = acknowledge_at < deadline ? acknowledge_at : deadline;
    }
    return deadline;
}
