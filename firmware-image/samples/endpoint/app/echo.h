/* The application protocols of the example: echo/0 and its sensor. */
#ifndef ECHO_H
#define ECHO_H

#include "../quic/connection.h"

/** Sends back what comes in, and ends when the peer does. */
void echo_serve(stream_t *stream);

#endif
