/* Headers of packets: RFC 9000, section 17. */
#ifndef PACKET_H
#define PACKET_H

#include "transport_parameters.h"

#define QUIC_VERSION_1 1u
/** The least size of a datagram that carries an Initial packet: section 14.1. */
#define DATAGRAM_MIN 1200
/** This endpoint never sends larger ones. */
#define DATAGRAM_MAX 1200
#define OWN_ID_LENGTH 8

#define LONG_HEADER 0x80
#define FIXED_BIT 0x40
#define KEY_PHASE_BIT 0x04

typedef enum {
    PACKET_INITIAL = 0,
    PACKET_ZERO_RTT = 1,
    PACKET_HANDSHAKE = 2,
    PACKET_RETRY = 3,
    PACKET_ONE_RTT = 4,
    PACKET_VERSION_UNKNOWN = 5,
} packet_type_t;

/** A packet in a received datagram, before header protection is taken off. */
typedef struct {
    packet_type_t type;
    uint32_t version;
    connection_id_t destination;
    connection_id_t source;
    /** The whole packet, and in it the packet number. */
    uint8_t *bytes;
    size_t length;
    size_t number_offset;
} packet_t;

/**
 * Takes the next packet off a datagram and advances; false if the rest is no packet of a version this endpoint knows. Of an
 * unknown version only the ids are read, which is all that is the same in all versions (RFC 8999).
 */
bool packet_parse(packet_t *packet, uint8_t **datagram, size_t *length);

/** The full packet number from its low bits: RFC 9000, appendix A.3. */
uint64_t packet_number_decode(uint64_t largest, uint32_t truncated, uint32_t bits);

#endif
