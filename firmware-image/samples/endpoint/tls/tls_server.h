/*
 * The server's side of a TLS 1.3 handshake as QUIC carries it (RFC 8446, RFC 9001), in one shape only: AES-128-GCM with SHA-256,
 * X25519, and raw Ed25519 public keys (RFC 7250) on both sides. No session tickets, so no early data.
 */
#ifndef TLS_SERVER_H
#define TLS_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../crypto/ed25519.h"
#include "../crypto/sha256.h"
#include "key_schedule.h"

/** The numbers of the alerts that are used: RFC 8446, section 6. */
enum tls_alert {
    ALERT_NONE = 0,
    ALERT_UNEXPECTED_MESSAGE = 10,
    ALERT_HANDSHAKE_FAILURE = 40,
    ALERT_BAD_CERTIFICATE = 42,
    ALERT_ILLEGAL_PARAMETER = 47,
    ALERT_DECODE_ERROR = 50,
    ALERT_DECRYPT_ERROR = 51,
    ALERT_PROTOCOL_VERSION = 70,
    ALERT_MISSING_EXTENSION = 109,
    ALERT_CERTIFICATE_REQUIRED = 116,
    ALERT_NO_APPLICATION_PROTOCOL = 120,
};

/** The server's messages for the Initial level and for the Handshake level. */
#define TLS_SERVER_HELLO_SIZE 90
#define TLS_FLIGHT_ROOM 400

typedef enum {
    TLS_AWAITS_CLIENT_HELLO,
    TLS_AWAITS_CERTIFICATE,
    TLS_AWAITS_CERTIFICATE_VERIFY,
    TLS_AWAITS_FINISHED,
    TLS_DONE,
} tls_state_t;

typedef struct {
    tls_state_t state;
    const ed25519_key_t *identity;
    /** The protocols that are served, and their number. */
    const char *const *protocols;
    uint32_t protocol_count;
    /** Index of the protocol that was chosen. */
    uint32_t protocol;
    sha256_t transcript;
    secret_t handshake;
    secret_t client_handshake_traffic;
    secret_t server_handshake_traffic;
    secret_t client_traffic;
    secret_t server_traffic;
    uint8_t peer_key[32];
} tls_server_t;

void tls_server_start(tls_server_t *tls, const ed25519_key_t *identity, const char *const *protocols, uint32_t protocol_count);
/** Before its memory goes away. */
void tls_server_end(tls_server_t *tls);

/** The transport parameters of a ClientHello, which lie inside the message. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
} tls_parameters_t;

/**
 * Takes a ClientHello, whole and with its header, and makes the server's flight. Afterwards the secrets of the handshake and the
 * server's for its data are there.
 *
 * own_parameters are the server's transport parameters, encoded; the client's come back in peer_parameters.
 */
enum tls_alert tls_server_hello(tls_server_t *tls, const uint8_t *message, size_t length, tls_parameters_t own_parameters,
                                tls_parameters_t *peer_parameters, uint8_t hello[TLS_SERVER_HELLO_SIZE],
                                uint8_t flight[TLS_FLIGHT_ROOM], size_t *flight_length);

/** Takes a message of the Handshake level, whole and with its header. The last one makes the state TLS_DONE. */
enum tls_alert tls_server_receive(tls_server_t *tls, const uint8_t *message, size_t length);

#endif
