#include "report.h"

#include <stdio.h>

#include "heap.h"
#include "ticket.h"

void report_heap(void) {
    heap_state_t heap = heap_state();
    printf("heap: %lu bytes free, largest block %lu, least ever %lu, of %lu\n", (unsigned long) heap.free,
           (unsigned long) heap.largest, (unsigned long) heap.least, (unsigned long) heap.total);
}

void report_connected(const connection_t *connection) {
    char id[65];
    hex_write(id, connection->peer_key, sizeof connection->peer_key);
    printf("connection %lu: %s from %s, handshake took %lu us\n", (unsigned long) connection->number,
           connection->application->name, id, (unsigned long) (connection->established - connection->started));
}

void report_closed(const connection_t *connection) {
    const close_reason_t *reason = &connection->reason;
    if (reason->by_timeout) {
        printf("connection %lu: timed out", (unsigned long) connection->number);
    } else {
        printf("connection %lu: closed by %s, %s 0x%lx", (unsigned long) connection->number, reason->by_peer ? "peer" : "us",
               reason->by_application ? "code" : "error", (unsigned long) reason->code);
    }
    printf(", %lu bytes in, %lu out, %lu key updates\n", (unsigned long) connection->in_taken,
           (unsigned long) connection->out_sent, (unsigned long) connection->key_updates);
}
