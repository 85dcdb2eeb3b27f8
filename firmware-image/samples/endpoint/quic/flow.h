/*
 * The two directions of an ordered flow of bytes: of a stream, or of the handshake's messages at one level. Each has a ring of
 * bytes, addressed by the offsets of the flow.
 */
#ifndef FLOW_H
#define FLOW_H

#include <stddef.h>

#include "ranges.h"

#define FLOW_NO_END UINT64_MAX

/** What has come in. */
typedef struct {
    uint8_t *ring;
    /** A power of two; 0 before the first byte. */
    uint32_t size;
    /** Up to here the bytes have been taken out. */
    uint64_t taken;
    /** The highest offset seen, plus 1. */
    uint64_t highest;
    /** The final size, or FLOW_NO_END. */
    uint64_t end;
    ranges_t received;
} inflow_t;

void inflow_start(inflow_t *in);
/** Keeps the bytes at an offset that the caller has found to be inside the window; false if there are too many gaps. */
bool inflow_put(inflow_t *in, uint64_t offset, const uint8_t *bytes, size_t length);
/** Bytes that may be taken, in one piece: how many, and where. */
size_t inflow_peek(const inflow_t *in, const uint8_t **bytes);
void inflow_take(inflow_t *in, size_t length);
bool inflow_is_at_end(const inflow_t *in);

/** What goes out. */
typedef struct {
    uint8_t *ring;
    uint32_t size;
    /** Up to here everything is acknowledged. */
    uint64_t acknowledged;
    /** Up to here everything has been sent once. */
    uint64_t sent;
    /** Up to here it has been written. */
    uint64_t written;
    /** How far the peer lets it be sent. */
    uint64_t limit;
    ranges_t acknowledged_ahead;
    /** The flow ends at written. */
    bool ended;
    bool end_sent;
    bool end_acknowledged;
} outflow_t;

size_t outflow_space(const outflow_t *out);
/** Takes as much as there is space for and returns how much. */
size_t outflow_write(outflow_t *out, const uint8_t *bytes, size_t length);
void outflow_read(const outflow_t *out, uint64_t offset, uint8_t *bytes, size_t length);
/** False if there are too many gaps to remember this; it is to be sent again then. */
bool outflow_acknowledge(outflow_t *out, uint64_t offset, size_t length);

#endif
