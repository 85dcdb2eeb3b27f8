/* Lines about connections on the console. */
#ifndef REPORT_H
#define REPORT_H

#include "../quic/connection.h"

void report_heap(void);
void report_connected(const connection_t *connection);
void report_closed(const connection_t *connection);

#endif
