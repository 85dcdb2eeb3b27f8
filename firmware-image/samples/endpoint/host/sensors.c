/* Sensors that are not there in a test on the host: one always reads the same, the other never answers. */
#include "../app/dht22.h"

dht22_reading_t dht22_read(uint32_t gpio) {
    return gpio == DHT22_INSIDE ? (dht22_reading_t) {true, -53, 655} : (dht22_reading_t) {false, 0, 0};
}
