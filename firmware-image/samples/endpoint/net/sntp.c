#include "sntp.h"

#include <stdio.h>

#include "../app/clock.h"
#include "../chip/random.h"
#include "../quic/buffer.h"
#include "net.h"

#define SNTP_PORT 123
#define OWN_PORT 50123
#define PACKET_SIZE 48
#define VERSION_4_CLIENT 0x23
#define MODE_SERVER 4
#define TRANSMIT_TIME 40
#define ORIGINATE_TIME 24
/** Seconds from 1900 to 1970. */
#define UNIX_EPOCH 2208988800u
#define RETRY_US 2000000
#define UPDATE_US 3600000000ull

static uint64_t deadline;
static uint32_t nonce;
static uint32_t seconds_at_start;

static void receive(uint32_t address, uint16_t port, uint8_t *packet, size_t length, uint64_t now) {
    (void) port;
    if (length < PACKET_SIZE || address != net_configuration.time_server || (packet[0] & 7) != MODE_SERVER || packet[1] == 0
            || load_be32(packet + ORIGINATE_TIME + 4) != nonce || nonce == 0) {
        return;
    }
    bool first = seconds_at_start == 0;
    nonce = 0;
    uint32_t seconds = (uint32_t) (now >> 6) / 15625;
    seconds_at_start = load_be32(packet + TRANSMIT_TIME) - UNIX_EPOCH - seconds;
    deadline = now + UPDATE_US;
    if (first) {
        printf("sntp: %lu seconds since 1970\n", (unsigned long) clock_unix());
    }
}

void sntp_start(void) {
    udp_bind(OWN_PORT, receive);
}

void sntp_drive(uint64_t now) {
    if (now < deadline || net_configuration.time_server == 0) {
        return;
    }
    uint8_t packet[PACKET_SIZE] = {VERSION_4_CLIENT};
    nonce = random_word() | 1;
    store_be32(packet + TRANSMIT_TIME + 4, nonce);
    udp_send(OWN_PORT, net_configuration.time_server, SNTP_PORT, packet, sizeof packet);
    deadline = now + RETRY_US;
}

uint64_t sntp_deadline(void) {
    return net_configuration.time_server == 0 ? UINT64_MAX : deadline;
}

/** Microseconds divided by 64 fit 32 bits for three days, and in two steps for ever. */
uint32_t clock_unix(void) {
    return seconds_at_start == 0 ? 0 : seconds_at_start + (uint32_t) (clock_us() >> 6) / 15625;
}
