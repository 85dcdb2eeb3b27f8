/* A ClientHello (RFC 8446, section 4.1.2), as far as this server looks at it. */
#ifndef CLIENT_HELLO_H
#define CLIENT_HELLO_H

#include "../quic/buffer.h"
#include "tls_server.h"

typedef struct {
    /** The X25519 share, inside the message. */
    const uint8_t *key_share;
    /** The names of ALPN, each after its length. */
    reader_t protocols;
    reader_t parameters;
} client_hello_t;

/** Also refuses a client that offers nothing of what this server is able to do. */
enum tls_alert client_hello_parse(client_hello_t *hello, reader_t in);

#endif
