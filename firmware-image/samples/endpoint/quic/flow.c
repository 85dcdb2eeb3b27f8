#include "flow.h"

#include <string.h>

void inflow_start(inflow_t *in) {
    memset(in, 0, sizeof *in);
    in->end = FLOW_NO_END;
}

/** Copies into a ring, in two pieces where it wraps. */
static void copy_in(uint8_t *ring, uint32_t size, uint64_t offset, const uint8_t *bytes, size_t length) {
    uint32_t at = (uint32_t) offset & (size - 1);
    size_t first = length < size - at ? length : size - at;
    memcpy(ring + at, bytes, first);
    memcpy(ring, bytes + first, length - first);
}

bool inflow_put(inflow_t *in, uint64_t offset, const uint8_t *bytes, size_t length) {
    if (offset < in->taken) {
        uint64_t old = in->taken - offset;
        if (old >= length) {
            return true;
        }
        offset = in->taken;
        bytes += (size_t) old;
        length -= (size_t) old;
    }
    if (length == 0) {
        return true;
    }
    if (!ranges_add(&in->received, offset, offset + length - 1)) {
        return false;
    }
    copy_in(in->ring, in->size, offset, bytes, length);
    if (offset + length > in->highest) {
        in->highest = offset + length;
    }
    return true;
}

size_t inflow_peek(const inflow_t *in, const uint8_t **bytes) {
    const ranges_t *received = &in->received;
    if (received->count == 0 || received->range[received->count - 1].first != in->taken) {
        return 0;
    }
    uint32_t at = (uint32_t) in->taken & (in->size - 1);
    size_t length = (size_t) (received->range[received->count - 1].last + 1 - in->taken);
    *bytes = in->ring + at;
    return length < in->size - at ? length : in->size - at;
}

void inflow_take(inflow_t *in, size_t length) {
    in->taken += length;
    ranges_drop_below(&in->received, in->taken);
}

bool inflow_is_at_end(const inflow_t *in) {
    return in->taken == in->end;
}

size_t outflow_space(const outflow_t *out) {
    return out->ended ? 0 : out->size - (size_t) (out->written - out->acknowledged);
}

size_t outflow_write(outflow_t *out, const uint8_t *bytes, size_t length) {
    size_t space = outflow_space(out);
    if (length > space) {
        length = space;
    }
    if (length != 0) {
        copy_in(out->ring, out->size, out->written, bytes, length);
    }
    out->written += length;
    return length;
}

void outflow_read(const outflow_t *out, uint64_t offset, uint8_t *bytes, size_t length) {
    if (length == 0) {
        return;
    }
    uint32_t at = (uint32_t) offset & (out->size - 1);
    size_t first = length < out->size - at ? length : out->size - at;
    memcpy(bytes, out->ring + at, first);
    memcpy(bytes + first, out->ring, length - first);
}

bool outflow_acknowledge(outflow_t *out, uint64_t offset, size_t length) {
    if (length == 0 || offset + length <= out->acknowledged) {
        return true;
    }
    if (offset < out->acknowledged) {
        length -= (size_t) (out->acknowledged - offset);
        offset = out->acknowledged;
    }
    ranges_t *ahead = &out->acknowledged_ahead;
    if (offset == out->acknowledged) {
        out->acknowledged += length;
    } else if (!ranges_add(ahead, offset, offset + length - 1)) {
        return false;
    }
    ranges_drop_below(ahead, out->acknowledged);
    while (ahead->count != 0 && ahead->range[ahead->count - 1].first == out->acknowledged) {
        out->acknowledged = ahead->range[ahead->count - 1].last + 1;
        ahead->count--;
    }
    return true;
}
