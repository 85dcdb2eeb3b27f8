/* Transport parameters: RFC 9000, section 18. */
#ifndef TRANSPORT_PARAMETERS_H
#define TRANSPORT_PARAMETERS_H

#include "buffer.h"

#define CONNECTION_ID_MAX 20

typedef struct {
    uint8_t length;
    uint8_t bytes[CONNECTION_ID_MAX];
} connection_id_t;

static inline bool connection_ids_equal(const connection_id_t *a, const connection_id_t *b) {
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

/** What a client declares, as far as a server uses it. */
typedef struct {
    uint64_t max_idle_ms;
    uint64_t max_udp_payload;
    uint64_t max_data;
    /** For streams that the peer opens, in its view local, and for those of one direction. */
    uint64_t max_stream_data_bidi_local;
    uint32_t ack_delay_exponent;
    uint32_t max_ack_delay_ms;
    uint32_t active_connection_ids;
    connection_id_t initial_source_id;
} peer_parameters_t;

/** False if they break a rule: TRANSPORT_PARAMETER_ERROR. */
bool peer_parameters_parse(peer_parameters_t *parameters, reader_t in);

/** What this server declares. */
typedef struct {
    connection_id_t original_destination_id;
    connection_id_t initial_source_id;
    uint8_t reset_token[16];
    uint32_t max_idle_ms;
    uint32_t max_udp_payload;
    uint32_t max_data;
    uint32_t max_stream_data;
    uint32_t max_streams_bidi;
    uint32_t max_streams_uni;
} own_parameters_t;

#define OWN_PARAMETERS_ROOM 128

size_t own_parameters_write(const own_parameters_t *parameters, uint8_t bytes[OWN_PARAMETERS_ROOM]);

#endif
