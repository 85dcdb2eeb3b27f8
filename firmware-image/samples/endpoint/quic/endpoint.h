/* All connections of one UDP port. */
#ifndef ENDPOINT_H
#define ENDPOINT_H

#include "connection.h"

#define CONNECTIONS_MAX 40
#define PAST_IDS 64

/** What happens, for people to see. */
typedef struct {
    void (*connected)(const connection_t *connection);
    void (*closed)(const connection_t *connection);
    /** All memory of a connection is free again. */
    void (*gone)(void);
} observer_t;

struct endpoint {
    const ed25519_key_t *identity;
    const application_t *applications;
    uint32_t application_count;
    const char *protocols[4];
    observer_t observer;
    /** Sends a datagram. */
    void (*transmit)(peer_address_t peer, const uint8_t *bytes, size_t length);
    connection_t *connections[CONNECTIONS_MAX];
    /** The ids that clients chose for connections that have ended: their first packets are late or repeated by somebody. */
    uint64_t past_ids[PAST_IDS];
    uint32_t next_past_id;
    uint32_t next_number;
    /** Makes the tokens of stateless resets out of connection ids. */
    uint8_t reset_key[32];
};

void endpoint_start(endpoint_t *endpoint, const ed25519_key_t *identity, const application_t *applications, uint32_t count);
/** Takes a datagram, which it decrypts in place. */
void endpoint_receive(endpoint_t *endpoint, peer_address_t from, uint8_t *datagram, size_t length, uint64_t now);
/** Does what is due. */
void endpoint_drive(endpoint_t *endpoint, uint64_t now);
/** When endpoint_drive wants to be called at the latest, or NEVER. */
uint64_t endpoint_deadline(const endpoint_t *endpoint);
/** The token by which a peer knows a stateless reset: RFC 9000, section 10.3.2. */
void endpoint_reset_token(const endpoint_t *endpoint, const uint8_t id[OWN_ID_LENGTH], uint8_t token[16]);

#endif
