/* Loss detection and congestion control: RFC 9002. */
#ifndef RECOVERY_H
#define RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

typedef struct connection connection_t;

/** A packet that was sent, and what has to be sent again if it is lost. */
typedef struct sent_packet {
    struct sent_packet *next;
    uint64_t number;
    uint64_t time;
    uint16_t size;
    uint8_t space;
    bool ack_eliciting;
    bool has_stream;
    bool end_of_stream;
    uint8_t control;
    uint8_t stream_control;
    uint16_t length;
    /** Of a stream if has_stream, otherwise of the handshake. */
    uint64_t offset;
    uint64_t stream;
    uint64_t retired_id;
    /** The largest packet that its ACK frame acknowledged, plus 1. */
    uint64_t acknowledged_below;
} sent_packet_t;

/** What was sent in one packet number space and is to be acknowledged. */
typedef struct {
    uint64_t next_number;
    /** The largest number that the peer acknowledged, plus 1. */
    uint64_t acknowledged_below;
    uint64_t last_sent;
    uint64_t loss_time;
    sent_packet_t *first;
    sent_packet_t *last;
    /** What is to be sent again. */
    sent_packet_t *lost;
    uint32_t count;
    uint32_t probes;
} sent_space_t;

typedef struct {
    uint32_t latest_us;
    uint32_t smoothed_us;
    uint32_t variation_us;
    uint32_t least_us;
    bool sampled;
    uint32_t probe_count;
    uint32_t in_flight;
    uint32_t window;
    uint32_t slow_start_limit;
    uint64_t recovery_start;
} recovery_t;

void recovery_start(recovery_t *recovery);
/** Takes over a packet that is to be acknowledged. */
void recovery_sent(connection_t *connection, sent_packet_t *packet);

/** One ACK frame: begin, then its ranges from the highest down, then end. */
typedef struct {
    uint32_t space;
    uint64_t largest;
    uint64_t delay_us;
    uint64_t largest_time;
    bool largest_is_new;
} acknowledgement_t;

void recovery_acknowledge_range(connection_t *connection, acknowledgement_t *acknowledgement, uint64_t first, uint64_t last);
void recovery_acknowledge_end(connection_t *connection, acknowledgement_t *acknowledgement);

/** The time-out after which a probe is sent, in microseconds and without backoff. */
uint64_t recovery_probe_timeout(const connection_t *connection, uint32_t space);
uint64_t recovery_deadline(const connection_t *connection);
void recovery_drive(connection_t *connection);
/** Forgets all packets of a space. */
void recovery_discard(connection_t *connection, uint32_t space);

#endif
