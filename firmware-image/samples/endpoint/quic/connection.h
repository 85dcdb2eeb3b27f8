/* A QUIC connection and its streams, as applications and the endpoint see them. */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "flow.h"
#include "packet.h"
#include "packet_keys.h"
#include "recovery.h"
#include "../tls/tls_server.h"

/** Error codes of the transport: RFC 9000, section 20.1. An alert of TLS is added to the last. */
enum transport_error {
    NO_ERROR = 0x00,
    INTERNAL_ERROR = 0x01,
    FLOW_CONTROL_ERROR = 0x03,
    STREAM_LIMIT_ERROR = 0x04,
    STREAM_STATE_ERROR = 0x05,
    FINAL_SIZE_ERROR = 0x06,
    FRAME_ENCODING_ERROR = 0x07,
    TRANSPORT_PARAMETER_ERROR = 0x08,
    CONNECTION_ID_LIMIT_ERROR = 0x09,
    PROTOCOL_VIOLATION = 0x0a,
    APPLICATION_ERROR = 0x0c,
    CRYPTO_BUFFER_EXCEEDED = 0x0d,
    CRYPTO_ERROR = 0x100,
};

/** Where a peer is. */
typedef struct {
    uint32_t address;
    uint16_t port;
} peer_address_t;

static inline bool peer_addresses_equal(peer_address_t a, peer_address_t b) {
    return a.address == b.address && a.port == b.port;
}

typedef struct connection connection_t;
typedef struct endpoint endpoint_t;

/** What is to be told the peer about a stream; set again when a packet that told it is lost. */
enum stream_control {
    STREAM_CONTROL_MAX_DATA = 1 << 0,
    STREAM_CONTROL_STOP_SENDING = 1 << 1,
    STREAM_CONTROL_RESET = 1 << 2,
};

typedef struct stream {
    struct stream *next;
    connection_t *connection;
    uint64_t id;
    inflow_t in;
    outflow_t out;
    /** What the peer has been allowed to send. */
    uint64_t window_end;
    uint64_t reset_code;
    uint64_t stop_code;
    uint32_t control;
    /** The peer has given up sending. */
    bool reset_received;
    /** Sending is given up. */
    bool reset;
    /** The application does not want more of what comes in. */
    bool stopped;
    /** Something has happened that the application has not seen. */
    bool active;
    /** For the application: a long answer is being sent, and what is left of it. */
    bool answering;
    uint32_t next_record;
    uint32_t end_record;
} stream_t;

/** Serves one application protocol. */
typedef struct {
    const char *name;
    /** Something has come in, or there is space again. */
    void (*serve)(stream_t *stream);
} application_t;

/** In one piece; 0 if there is nothing now. */
size_t stream_peek(const stream_t *stream, const uint8_t **bytes);
void stream_take(stream_t *stream, size_t length);
/** Whether the peer's end has been reached, or it gave up. */
bool stream_is_at_end(const stream_t *stream);
size_t stream_space(const stream_t *stream);
size_t stream_write(stream_t *stream, const uint8_t *bytes, size_t length);
/** After what has been written the stream ends. */
void stream_finish(stream_t *stream);
/** Gives up sending, with a code of the application. */
void stream_reset(stream_t *stream, uint64_t code);
/** Asks the peer to stop sending. */
void stream_stop(stream_t *stream, uint64_t code);
bool stream_is_unidirectional(const stream_t *stream);

typedef enum {
    CONNECTION_ACTIVE,
    /** This side has closed; the close is repeated if the peer goes on. */
    CONNECTION_CLOSING,
    /** The peer has closed; nothing is sent any more. */
    CONNECTION_DRAINING,
    CONNECTION_DEAD,
} connection_state_t;

/** Why and by whom a connection was closed. */
typedef struct {
    bool by_peer;
    bool by_application;
    bool by_timeout;
    uint64_t code;
} close_reason_t;

/** What exists until the handshake is complete. */
typedef struct {
    tls_server_t tls;
    inflow_t in[2];
    uint8_t hello[TLS_SERVER_HELLO_SIZE];
    uint8_t flight[TLS_FLIGHT_ROOM];
} handshake_t;

enum space_index { SPACE_INITIAL, SPACE_HANDSHAKE, SPACE_APPLICATION, SPACES };

/** A packet number space: RFC 9000, section 12.3. */
typedef struct {
    packet_keys_t *receive;
    packet_keys_t *send;
    aes_key_t receive_header;
    aes_key_t send_header;
    /* Received packets. */
    ranges_t received;
    /** Everything below is either received or not wanted any more. */
    uint64_t floor;
    uint64_t largest_received;
    uint64_t largest_received_time;
    uint32_t unacknowledged;
    /** When an acknowledgement has to go out at the latest, or NEVER. */
    uint64_t acknowledge_at;
    /* Own messages of the handshake. */
    const uint8_t *crypto;
    uint32_t crypto_length;
    uint32_t crypto_sent;
    sent_space_t sent;
} space_t;

/** What is to be told the peer about the connection. */
enum control {
    CONTROL_HANDSHAKE_DONE = 1 << 0,
    CONTROL_MAX_DATA = 1 << 1,
    CONTROL_MAX_STREAMS_BIDI = 1 << 2,
    CONTROL_MAX_STREAMS_UNI = 1 << 3,
    CONTROL_PATH_RESPONSE = 1 << 4,
    CONTROL_PATH_CHALLENGE = 1 << 5,
    CONTROL_RETIRE_ID = 1 << 6,
};

/** Ids that the peer has given out. */
#define PEER_IDS 2

typedef struct {
    bool used;
    uint64_t sequence;
    connection_id_t id;
} peer_id_t;

struct connection {
    endpoint_t *endpoint;
    /** For people. */
    uint32_t number;
    connection_state_t state;
    close_reason_t reason;
    uint64_t now;
    uint64_t started;
    uint64_t established;
    bool handshake_complete;
    bool reported;

    connection_id_t own_id;
    connection_id_t original_id;
    peer_id_t peer_ids[PEER_IDS];
    uint32_t peer_id;
    uint64_t retired_below;
    uint64_t retiring;

    peer_address_t peer;
    bool address_validated;
    uint64_t received_bytes;
    uint64_t sent_bytes;
    uint8_t path_response[8];
    uint8_t path_challenge[8];

    peer_parameters_t parameters;
    handshake_t *handshake;
    const application_t *application;
    uint8_t peer_key[32];
    space_t spaces[SPACES];
    recovery_t recovery;
    uint32_t control;

    /* Key update: RFC 9001, section 6. */
    secret_t receive_secret;
    secret_t send_secret;
    packet_keys_t *old_receive;
    uint64_t old_receive_until;
    uint64_t phase_first_number;
    uint64_t phase_first_sent;
    bool phase;
    uint32_t key_updates;

    stream_t *streams;
    uint64_t bidi_opened;
    uint64_t bidi_limit;
    uint64_t uni_opened;
    uint64_t uni_limit;
    /** Flow control of the whole connection, of what comes in and of what goes out. */
    uint64_t in_highest;
    uint64_t in_taken;
    uint64_t in_window_end;
    uint64_t out_sent;
    uint64_t out_limit;

    uint64_t idle_deadline;
    uint64_t end_deadline;
    uint8_t *close_datagram;
    uint32_t close_length;
    uint32_t packets_since_close;
};

#define NEVER UINT64_MAX

/** For a first Initial packet; NULL without memory. */
connection_t *connection_new(endpoint_t *endpoint, uint32_t number, const packet_t *initial, peer_address_t peer, uint64_t now);
void connection_free(connection_t *connection);

/** Takes a packet out of a datagram from the peer; true if it was authentic. */
bool connection_receive(connection_t *connection, packet_t *packet, peer_address_t from, uint64_t now);
/** A datagram, of which connection_receive gets the packets, counts for anti-amplification: RFC 9000, section 8. */
void connection_count(connection_t *connection, size_t length);
/** Lets the application work, does what is due and sends what there is to send. */
void connection_drive(connection_t *connection, uint64_t now);
/** When connection_drive wants to be called at the latest. */
uint64_t connection_deadline(const connection_t *connection);

/** Closes with an error of the transport or of the application. */
void connection_close(connection_t *connection, uint64_t code, bool by_application);

/* Between the parts of the connection. */

/** Takes all frames of a packet; false if the packet must not be acknowledged. */
bool frames_receive(connection_t *connection, enum space_index index, const uint8_t *payload, size_t length,
                    bool *ack_eliciting);
void handshake_receive(connection_t *connection, enum space_index index, uint64_t offset, const uint8_t *bytes, size_t length);
/** Whether a whole datagram may be sent to the client: RFC 9000, section 8. */
bool connection_may_send(const connection_t *connection);
void connection_send(connection_t *connection);
/** Begins a new key phase long before the keys of this one have protected too much: RFC 9001, section 6.6. */
void connection_update_keys_if_worn(connection_t *connection);
/** A datagram of CONNECTION_CLOSE at all levels for which there are keys. */
void connection_make_close(connection_t *connection, uint64_t code, bool by_application);
void connection_discard_space(connection_t *connection, enum space_index index);
void packet_acknowledged(connection_t *connection, sent_packet_t *packet);
void packet_lost(connection_t *connection, sent_packet_t *packet);

/** The stream of a frame from the peer, made if it is new; NULL if it is gone already, or after an error. */
stream_t *streams_find(connection_t *connection, uint64_t id);
stream_t *streams_find_open(connection_t *connection, uint64_t id);
bool streams_receive(connection_t *connection, uint64_t id, uint64_t offset, const uint8_t *bytes, size_t length, bool end);
void streams_reset_received(connection_t *connection, uint64_t id, uint64_t size);
void streams_serve(connection_t *connection);
void streams_free(connection_t *connection);

#endif
