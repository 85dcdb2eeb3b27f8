#include "endpoint.h"

#include "../app/clock.h"
#include "../chip/random.h"
#include "buffer.h"

/** The shortest datagram that a reset answers, and the size of a reset: RFC 9000, section 10.3. */
#define RESET_MIN 43
#define RESET_SIZE 42

void endpoint_start(endpoint_t *endpoint, const ed25519_key_t *identity, const application_t *applications, uint32_t count) {
    endpoint->identity = identity;
    endpoint->applications = applications;
    endpoint->application_count = count;
    for (uint32_t i = 0; i < count; i++) {
        endpoint->protocols[i] = applications[i].name;
    }
    random_bytes(endpoint->reset_key, sizeof endpoint->reset_key);
}

void endpoint_reset_token(const endpoint_t *endpoint, const uint8_t id[OWN_ID_LENGTH], uint8_t token[16]) {
    uint8_t tag[SHA256_SIZE];
    hmac_t mac;
    hmac_start(&mac, endpoint->reset_key, sizeof endpoint->reset_key);
    hmac_add(&mac, id, OWN_ID_LENGTH);
    hmac_end(&mac, tag);
    memcpy(token, tag, 16);
}

/**
 * The connection of an id. An Initial packet that is repeated still carries the client's own choice, wherever it comes from.
 */
static connection_t *find(endpoint_t *endpoint, const packet_t *packet) {
    for (uint32_t i = 0; i < CONNECTIONS_MAX; i++) {
        connection_t *connection = endpoint->connections[i];
        bool may_be_first = packet->type != PACKET_ONE_RTT;
        if (connection
                && (connection_ids_equal(&connection->own_id, &packet->destination)
                    || (may_be_first && connection_ids_equal(&connection->original_id, &packet->destination)))) {
            return connection;
        }
    }
    return NULL;
}

/** RFC 9000, section 6: to whatever could be the first packet of a version to come. */
static void negotiate_version(endpoint_t *endpoint, peer_address_t from, const packet_t *packet) {
    uint8_t datagram[1 + 4 + 2 * (1 + CONNECTION_ID_MAX) + 4];
    writer_t out = writer(datagram, sizeof datagram);
    write_u8(&out, LONG_HEADER | FIXED_BIT | (random_word() & 0x3f));
    write_be32(&out, 0);
    write_u8(&out, packet->source.length);
    write_bytes(&out, packet->source.bytes, packet->source.length);
    write_u8(&out, packet->destination.length);
    write_bytes(&out, packet->destination.bytes, packet->destination.length);
    write_be32(&out, QUIC_VERSION_1);
    endpoint->transmit(from, datagram, (size_t) (out.at - datagram));
}

/** Tells a peer that its connection is not known here; always shorter than what it answers, so that two endpoints never loop. */
static void reset(endpoint_t *endpoint, peer_address_t from, const packet_t *packet) {
    uint8_t datagram[RESET_SIZE];
    if (packet->length < RESET_MIN) {
        return;
    }
    random_bytes(datagram, sizeof datagram - 16);
    datagram[0] = FIXED_BIT | (datagram[0] & 0x3f);
    endpoint_reset_token(endpoint, packet->destination.bytes, datagram + sizeof datagram - 16);
    endpoint->transmit(from, datagram, sizeof datagram);
}

static void remove_connection(endpoint_t *endpoint, connection_t *connection) {
    if (connection->handshake_complete) {
        endpoint->past_ids[endpoint->next_past_id++ % PAST_IDS] = load_be64(connection->original_id.bytes);
    }
    for (uint32_t i = 0; i < CONNECTIONS_MAX; i++) {
        if (endpoint->connections[i] == connection) {
            endpoint->connections[i] = NULL;
        }
    }
    connection_free(connection);
}

/**
 * Gives up the oldest connection whose client has not shown that it is where it says to be. Whoever repeats or forges first
 * packets fills the table with such, but cannot keep others out.
 */
static bool evict(endpoint_t *endpoint) {
    connection_t *oldest = NULL;
    for (uint32_t i = 0; i < CONNECTIONS_MAX; i++) {
        connection_t *connection = endpoint->connections[i];
        if (connection && !connection->address_validated && !connection->handshake_complete
                && (!oldest || connection->started < oldest->started)) {
            oldest = connection;
        }
    }
    if (oldest) {
        remove_connection(endpoint, oldest);
    }
    return oldest != NULL;
}

static connection_t *accept_now(endpoint_t *endpoint, peer_address_t from, const packet_t *packet, uint64_t now) {
    for (uint32_t i = 0; i < CONNECTIONS_MAX; i++) {
        if (!endpoint->connections[i]) {
            endpoint->connections[i] = connection_new(endpoint, endpoint->next_number, packet, from, now);
            endpoint->next_number += endpoint->connections[i] != NULL;
            return endpoint->connections[i];
        }
    }
    return NULL;
}

static bool is_past(const endpoint_t *endpoint, const connection_id_t *id) {
    uint64_t start = load_be64(id->bytes);
    for (int i = 0; i < PAST_IDS; i++) {
        if (endpoint->past_ids[i] == start) {
            return true;
        }
    }
    return false;
}

static connection_t *accept(endpoint_t *endpoint, peer_address_t from, const packet_t *packet, uint64_t now) {
    if (packet->type != PACKET_INITIAL || packet->destination.length < 8 || is_past(endpoint, &packet->destination)) {
        return NULL;
    }
    connection_t *connection = accept_now(endpoint, from, packet, now);
    while (!connection && evict(endpoint)) {
        connection = accept_now(endpoint, from, packet, now);
    }
    return connection;
}

void endpoint_receive(endpoint_t *endpoint, peer_address_t from, uint8_t *datagram, size_t length, uint64_t now) {
    size_t whole = length;
    packet_t packet;
    connection_t *counted = NULL;
    while (length != 0 && packet_parse(&packet, &datagram, &length)) {
        if (packet.type == PACKET_VERSION_UNKNOWN) {
            if (packet.version != 0 && whole >= DATAGRAM_MIN) {
                negotiate_version(endpoint, from, &packet);
            }
            return;
        }
        if (packet.type == PACKET_INITIAL && whole < DATAGRAM_MIN) {
            continue;
        }
        connection_t *connection = find(endpoint, &packet);
        bool is_new = false;
        if (!connection) {
            if (packet.type == PACKET_ONE_RTT) {
                reset(endpoint, from, &packet);
                return;
            }
            connection = accept(endpoint, from, &packet, now);
            is_new = true;
        }
        if (!connection) {
            continue;
        }
        if (connection != counted) {
            connection_count(connection, whole);
            counted = connection;
        }
        if (!connection_receive(connection, &packet, from, now) && is_new) {
            remove_connection(endpoint, connection);
            counted = NULL;
        }
    }
    if (counted) {
        /* A handshake's mathematics has taken its time. */
        connection_drive(counted, clock_us());
    }
}

void endpoint_drive(endpoint_t *endpoint, uint64_t now) {
    for (uint32_t i = 0; i < CONNECTIONS_MAX; i++) {
        connection_t *connection = endpoint->connections[i];
        if (!connection) {
            continue;
        }
        if (connection_deadline(connection) <= now) {
            connection_drive(connection, now);
        }
        if (connection->state != CONNECTION_ACTIVE && !connection->reported) {
            connection->reported = true;
            endpoint->observer.closed(connection);
        }
        if (connection->state == CONNECTION_DEAD) {
            remove_connection(endpoint, connection);
            endpoint->observer.gone();
        }
    }
}

uint64_t endpoint_deadline(const endpoint_t *endpoint) {
    uint64_t deadline = NEVER;
    for (uint32_t i = 0; i < CONNECTIONS_MAX; i++) {
        const connection_t *connection = endpoint->connections[i];
        if (connection) {
            uint64_t own = connection_deadline(connection);
            deadline = own < deadline ? own : deadline;
        }
    }
    return deadline;
}
