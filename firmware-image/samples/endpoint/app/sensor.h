/* The sensor protocol of the example (ALPN iroh-esp32/sensor/0): irpc requests, a stream each, to two DHT22 sensors and a fan. */
#ifndef SENSOR_H
#define SENSOR_H

#include "../quic/connection.h"

/** Takes a sample when one is due; returns when the next one is, in microseconds. */
uint64_t sensor_drive(uint64_t now);
void sensor_serve(stream_t *stream);

#endif
