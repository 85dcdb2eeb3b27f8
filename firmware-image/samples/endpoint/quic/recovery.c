#include "recovery.h"

#include "../app/heap.h"
#include "connection.h"

/** Section 6.1.1 and 6.1.2, 6.2.2, 7.2. */
#define PACKET_THRESHOLD 3
#define GRANULARITY_US 1000
#define INITIAL_RTT_US 333000
#define INITIAL_WINDOW (10 * DATAGRAM_MAX)
#define MINIMUM_WINDOW (2 * DATAGRAM_MAX)
/** Doubling any further would exceed the idle time-out anyway. */
#define MAX_BACKOFF 8

void recovery_start(recovery_t *recovery) {
    recovery->smoothed_us = INITIAL_RTT_US;
    recovery->variation_us = INITIAL_RTT_US / 2;
    recovery->window = INITIAL_WINDOW;
    recovery->slow_start_limit = UINT32_MAX;
}

void recovery_sent(connection_t *connection, sent_packet_t *packet) {
    sent_space_t *space = &connection->spaces[packet->space].sent;
    packet->next = NULL;
    if (space->last) {
        space->last->next = packet;
    } else {
        space->first = packet;
    }
    space->last = packet;
    space->count++;
    space->last_sent = packet->time;
    connection->recovery.in_flight += packet->size;
}

/** Takes a packet, which is behind the one given or the first, out of the list of those on their way. */
static void unlink(connection_t *connection, sent_space_t *space, sent_packet_t *before, sent_packet_t *packet) {
    if (before) {
        before->next = packet->next;
    } else {
        space->first = packet->next;
    }
    if (space->last == packet) {
        space->last = before;
    }
    space->count--;
    connection->recovery.in_flight -= packet->size;
}

/** Section 5.3. */
static void sample_rtt(connection_t *connection, const acknowledgement_t *acknowledgement) {
    recovery_t *r = &connection->recovery;
    uint32_t latest = (uint32_t) (connection->now - acknowledgement->largest_time);
    r->latest_us = latest;
    if (!r->sampled) {
        r->sampled = true;
        r->least_us = latest;
        r->smoothed_us = latest;
        r->variation_us = latest / 2;
        return;
    }
    if (latest < r->least_us) {
        r->least_us = latest;
    }
    uint64_t delay = acknowledgement->delay_us;
    uint64_t max_delay = connection->handshake_complete ? connection->parameters.max_ack_delay_ms * 1000u : 0;
    if (delay > max_delay) {
        delay = max_delay;
    }
    uint32_t adjusted = latest;
    if (latest >= r->least_us + delay) {
        adjusted -= (uint32_t) delay;
    }
    uint32_t difference = r->smoothed_us > adjusted ? r->smoothed_us - adjusted : adjusted - r->smoothed_us;
    r->variation_us += (difference >> 2) - (r->variation_us >> 2);
    r->smoothed_us += (adjusted >> 3) - (r->smoothed_us >> 3);
}

/** Section 7.3: the window grows by what was acknowledged, or by a datagram each round trip. */
static void grow_window(connection_t *connection, const sent_packet_t *packet) {
    recovery_t *r = &connection->recovery;
    if (packet->time <= r->recovery_start) {
        return;
    }
    if (r->window < r->slow_start_limit) {
        r->window += packet->size;
    } else {
        r->window += (uint32_t) DATAGRAM_MAX * packet->size / r->window;
    }
    if (r->window > 64 * DATAGRAM_MAX) {
        r->window = 64 * DATAGRAM_MAX;
    }
}

static void shrink_window(connection_t *connection, uint64_t sent) {
    recovery_t *r = &connection->recovery;
    if (sent <= r->recovery_start) {
        return;
    }
    r->recovery_start = connection->now;
    r->window /= 2;
    if (r->window < MINIMUM_WINDOW) {
        r->window = MINIMUM_WINDOW;
    }
    r->slow_start_limit = r->window;
}

void recovery_acknowledge_range(connection_t *connection, acknowledgement_t *acknowledgement, uint64_t first, uint64_t last) {
    sent_space_t *space = &connection->spaces[acknowledgement->space].sent;
    sent_packet_t *before = NULL;
    sent_packet_t *packet = space->first;
    while (packet && packet->number <= last) {
        sent_packet_t *next = packet->next;
        if (packet->number >= first) {
            unlink(connection, space, before, packet);
            if (packet->number == acknowledgement->largest) {
                acknowledgement->largest_is_new = true;
                acknowledgement->largest_time = packet->time;
            }
            grow_window(connection, packet);
            packet_acknowledged(connection, packet);
        } else {
            before = packet;
        }
        packet = next;
    }
}

/** Section 6.1: packets that later ones have overtaken by number or time are lost. */
static void detect_losses(connection_t *connection, sent_space_t *space) {
    const recovery_t *r = &connection->recovery;
    uint32_t longest = r->latest_us > r->smoothed_us ? r->latest_us : r->smoothed_us;
    uint64_t delay = longest + longest / 8;
    if (delay < GRANULARITY_US) {
        delay = GRANULARITY_US;
    }
    space->loss_time = NEVER;
    sent_packet_t *before = NULL;
    sent_packet_t *packet = space->first;
    while (packet && packet->number < space->acknowledged_below) {
        sent_packet_t *next = packet->next;
        if (packet->number + PACKET_THRESHOLD < space->acknowledged_below || packet->time + delay <= connection->now) {
            uint64_t sent = packet->time;
            unlink(connection, space, before, packet);
            packet_lost(connection, packet);
            shrink_window(connection, sent);
        } else {
            if (packet->time + delay < space->loss_time) {
                space->loss_time = packet->time + delay;
            }
            before = packet;
        }
        packet = next;
    }
}

void recovery_acknowledge_end(connection_t *connection, acknowledgement_t *acknowledgement) {
    sent_space_t *space = &connection->spaces[acknowledgement->space].sent;
    if (acknowledgement->largest + 1 > space->acknowledged_below) {
        space->acknowledged_below = acknowledgement->largest + 1;
    }
    if (acknowledgement->largest_is_new) {
        sample_rtt(connection, acknowledgement);
    }
    detect_losses(connection, space);
    connection->recovery.probe_count = 0;
}

uint64_t recovery_probe_timeout(const connection_t *connection, uint32_t index) {
    const recovery_t *r = &connection->recovery;
    uint64_t variation = 4 * (uint64_t) r->variation_us;
    uint64_t timeout = r->smoothed_us + (variation < GRANULARITY_US ? GRANULARITY_US : variation);
    if (index == SPACE_APPLICATION) {
        timeout += connection->parameters.max_ack_delay_ms * 1000u;
    }
    return timeout;
}

/** When a probe of this space is due: section 6.2.1. */
static uint64_t probe_time(const connection_t *connection, uint32_t index) {
    const sent_space_t *space = &connection->spaces[index].sent;
    if (space->count == 0 || (index == SPACE_APPLICATION && !connection->handshake_complete)) {
        return NEVER;
    }
    uint32_t backoff = connection->recovery.probe_count < MAX_BACKOFF ? connection->recovery.probe_count : MAX_BACKOFF;
    return space->last_sent + (recovery_probe_timeout(connection, index) << backoff);
}

uint64_t recovery_deadline(const connection_t *connection) {
    uint64_t deadline = NEVER;
    for (uint32_t i = 0; i < SPACES; i++) {
        uint64_t loss = connection->spaces[i].sent.loss_time;
        uint64_t probe = probe_time(connection, i);
        deadline = loss < deadline ? loss : deadline;
        deadline = probe < deadline ? probe : deadline;
    }
    return deadline;
}

/** What the oldest packets carried is sent again as a probe (section 6.2.4); that is no sign of congestion yet. */
static void probe(connection_t *connection, sent_space_t *space) {
    space->probes = 2;
    for (int i = 0; i < 2; i++) {
        sent_packet_t *packet = space->first;
        if (packet) {
            unlink(connection, space, NULL, packet);
            packet_lost(connection, packet);
        }
    }
}

void recovery_drive(connection_t *connection) {
    bool probed = false;
    for (uint32_t i = 0; i < SPACES; i++) {
        sent_space_t *space = &connection->spaces[i].sent;
        if (space->loss_time <= connection->now) {
            detect_losses(connection, space);
        } else if (probe_time(connection, i) <= connection->now) {
            probe(connection, space);
            probed = true;
        }
    }
    if (probed) {
        connection->recovery.probe_count++;
    }
}

static void free_list(sent_packet_t *packet) {
    while (packet) {
        sent_packet_t *next = packet->next;
        heap_free(packet);
        packet = next;
    }
}

void recovery_discard(connection_t *connection, uint32_t index) {
    sent_space_t *space = &connection->spaces[index].sent;
    for (sent_packet_t *packet = space->first; packet; packet = packet->next) {
        connection->recovery.in_flight -= packet->size;
    }
    free_list(space->first);
    free_list(space->lost);
    space->first = NULL;
    space->last = NULL;
    space->lost = NULL;
    space->count = 0;
    space->probes = 0;
    space->loss_time = NEVER;
}
