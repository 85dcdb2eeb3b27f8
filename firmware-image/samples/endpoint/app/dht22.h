/* A DHT22 sensor of temperature and humidity on one line. */
#ifndef DHT22_H
#define DHT22_H

#include <stdbool.h>
#include <stdint.h>

#define DHT22_INSIDE 27
#define DHT22_OUTSIDE 26

typedef struct {
    bool present;
    int16_t temperature_tenths;
    uint16_t humidity_tenths;
} dht22_reading_t;

/** Asks the sensor on a GPIO; tries once more if it does not answer well. */
dht22_reading_t dht22_read(uint32_t gpio);

#endif
