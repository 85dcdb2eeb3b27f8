/* The streams of a connection: RFC 9000, sections 2 to 4. This endpoint opens none itself. */
#include "../app/heap.h"
#include "endpoint.h"
#include "limits.h"

#define STREAM_FROM_SERVER 1
#define STREAM_UNI 2

bool stream_is_unidirectional(const stream_t *stream) {
    return (stream->id & STREAM_UNI) != 0;
}

size_t stream_peek(const stream_t *stream, const uint8_t **bytes) {
    return stream->reset_received ? 0 : inflow_peek(&stream->in, bytes);
}

static void took(stream_t *stream, uint64_t length) {
    connection_t *connection = stream->connection;
    connection->in_taken += length;
    if (connection->in_taken + CONNECTION_WINDOW - connection->in_window_end >= CONNECTION_WINDOW / 2) {
        connection->in_window_end = connection->in_taken + CONNECTION_WINDOW;
        connection->control |= CONTROL_MAX_DATA;
    }
}

void stream_take(stream_t *stream, size_t length) {
    inflow_take(&stream->in, length);
    took(stream, length);
    if (stream->in.end == FLOW_NO_END && stream->in.taken + STREAM_WINDOW - stream->window_end >= STREAM_WINDOW / 2) {
        stream->window_end = stream->in.taken + STREAM_WINDOW;
        stream->control |= STREAM_CONTROL_MAX_DATA;
    }
}

bool stream_is_at_end(const stream_t *stream) {
    return stream->reset_received || inflow_is_at_end(&stream->in);
}

size_t stream_space(const stream_t *stream) {
    return stream->reset ? 0 : outflow_space(&stream->out);
}

size_t stream_write(stream_t *stream, const uint8_t *bytes, size_t length) {
    return stream->reset ? 0 : outflow_write(&stream->out, bytes, length);
}

void stream_finish(stream_t *stream) {
    stream->out.ended = true;
}

void stream_reset(stream_t *stream, uint64_t code) {
    if (!stream->reset && !stream->out.end_acknowledged && !stream_is_unidirectional(stream)) {
        stream->reset = true;
        stream->reset_code = code;
        stream->control |= STREAM_CONTROL_RESET;
    }
}

void stream_stop(stream_t *stream, uint64_t code) {
    if (!stream->stopped && !stream_is_at_end(stream)) {
        stream->stopped = true;
        stream->stop_code = code;
        stream->control |= STREAM_CONTROL_STOP_SENDING;
    }
}

stream_t *streams_find_open(connection_t *connection, uint64_t id) {
    for (stream_t *stream = connection->streams; stream; stream = stream->next) {
        if (stream->id == id) {
            return stream;
        }
    }
    return NULL;
}

/** Opening a stream opens those of its kind with lower numbers: section 3.2. */
static void open_up_to(connection_t *connection, uint64_t *opened, uint64_t id) {
    while (*opened <= id >> 2) {
        stream_t *stream = heap_alloc(sizeof *stream);
        if (!stream) {
            connection_close(connection, INTERNAL_ERROR, false);
            return;
        }
        stream->connection = connection;
        stream->id = *opened << 2 | (id & 3);
        inflow_start(&stream->in);
        stream->window_end = STREAM_WINDOW;
        stream->out.limit = connection->parameters.max_stream_data_bidi_local;
        stream->out.end_acknowledged = stream_is_unidirectional(stream);
        stream->next = connection->streams;
        connection->streams = stream;
        ++*opened;
    }
}

stream_t *streams_find(connection_t *connection, uint64_t id) {
    bool uni = (id & STREAM_UNI) != 0;
    if (id & STREAM_FROM_SERVER) {
        connection_close(connection, STREAM_STATE_ERROR, false);
        return NULL;
    }
    if (id >> 2 >= (uni ? connection->uni_limit : connection->bidi_limit)) {
        connection_close(connection, STREAM_LIMIT_ERROR, false);
        return NULL;
    }
    open_up_to(connection, uni ? &connection->uni_opened : &connection->bidi_opened, id);
    return streams_find_open(connection, id);
}

/** The rings are taken with the first byte; both at once, so that what is read can always be answered some time. */
static bool provide_rings(stream_t *stream) {
    if (stream->in.ring) {
        return true;
    }
    stream->in.ring = heap_alloc(STREAM_WINDOW);
    stream->out.ring = stream_is_unidirectional(stream) ? NULL : heap_alloc(STREAM_BACKLOG);
    if (!stream->in.ring || (!stream->out.ring && !stream_is_unidirectional(stream))) {
        heap_free(stream->in.ring);
        heap_free(stream->out.ring);
        stream->in.ring = NULL;
        stream->out.ring = NULL;
        return false;
    }
    stream->in.size = STREAM_WINDOW;
    stream->out.size = stream->out.ring ? STREAM_BACKLOG : 0;
    return true;
}

/** Section 4.5: the size of a stream is told once. */
static bool set_end(stream_t *stream, uint64_t end) {
    if ((stream->in.end != FLOW_NO_END && stream->in.end != end) || end < stream->in.highest) {
        connection_close(stream->connection, FINAL_SIZE_ERROR, false);
        return false;
    }
    stream->in.end = end;
    return true;
}

/** Section 4.1: what the highest offset grows by counts for the connection. */
static bool grow(stream_t *stream, uint64_t highest) {
    connection_t *connection = stream->connection;
    if (highest <= stream->in.highest) {
        return true;
    }
    uint64_t growth = highest - stream->in.highest;
    if (highest > stream->window_end || connection->in_highest + growth > connection->in_window_end) {
        connection_close(connection, FLOW_CONTROL_ERROR, false);
        return false;
    }
    connection->in_highest += growth;
    stream->in.highest = highest;
    return true;
}

bool streams_receive(connection_t *connection, uint64_t id, uint64_t offset, const uint8_t *bytes, size_t length, bool end) {
    stream_t *stream = streams_find(connection, id);
    if (!stream || stream->reset_received) {
        return true;
    }
    uint64_t highest = offset + length;
    if (stream->in.end != FLOW_NO_END && highest > stream->in.end) {
        connection_close(connection, FINAL_SIZE_ERROR, false);
        return true;
    }
    if (end && !set_end(stream, highest)) {
        return true;
    }
    if (length != 0 && !provide_rings(stream)) {
        /* Without an acknowledgement the peer will send it again; there may be memory then. */
        return false;
    }
    if (!grow(stream, highest)) {
        return true;
    }
    stream->active = true;
    return inflow_put(&stream->in, offset, bytes, length);
}

void streams_reset_received(connection_t *connection, uint64_t id, uint64_t size) {
    stream_t *stream = streams_find(connection, id);
    if (!stream || stream->reset_received || !set_end(stream, size) || !grow(stream, size)) {
        return;
    }
    stream->reset_received = true;
    took(stream, stream->in.end - stream->in.taken);
    stream->active = true;
}

static void free_stream(stream_t *stream) {
    heap_free(stream->in.ring);
    heap_free(stream->out.ring);
    heap_free(stream);
}

/** A stream is gone when both of its directions are; the peer may open another one for it. */
static void free_if_done(connection_t *connection, stream_t **link) {
    stream_t *stream = *link;
    bool all_acknowledged = stream->reset || stream->out.acknowledged == stream->out.written;
    if (!stream_is_at_end(stream) || !stream->out.end_acknowledged || !all_acknowledged) {
        return;
    }
    *link = stream->next;
    if (stream_is_unidirectional(stream)) {
        connection->uni_limit++;
        connection->control |= CONTROL_MAX_STREAMS_UNI;
    } else {
        connection->bidi_limit++;
        connection->control |= CONTROL_MAX_STREAMS_BIDI;
    }
    free_stream(stream);
}

/** Nobody reads streams of one direction; they are emptied so that they end. */
static void discard_input(stream_t *stream) {
    const uint8_t *bytes;
    for (size_t length = stream_peek(stream, &bytes); length != 0; length = stream_peek(stream, &bytes)) {
        stream_take(stream, length);
    }
}

void streams_serve(connection_t *connection) {
    stream_t **link = &connection->streams;
    while (*link && connection->state == CONNECTION_ACTIVE) {
        stream_t *stream = *link;
        if (stream->active && connection->handshake_complete) {
            stream->active = false;
            if (stream_is_unidirectional(stream) || stream->stopped) {
                discard_input(stream);
            } else {
                connection->application->serve(stream);
            }
        }
        free_if_done(connection, link);
        if (*link == stream) {
            link = &stream->next;
        }
    }
}

void streams_free(connection_t *connection) {
    while (connection->streams) {
        stream_t *next = connection->streams->next;
        free_stream(connection->streams);
        connection->streams = next;
    }
}
