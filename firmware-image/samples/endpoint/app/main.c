/*
 * An endpoint like those of iroh's ESP32 examples: joins a WiFi network, prints its tickets and serves whoever dials it. The mask
 * ROM loads it from 0x1000 of the flash, where a second-stage bootloader would be.
 */
#include <stdio.h>

#include "../chip/chip.h"
#include "../crypto/aes.h"
#include "../net/net.h"
#include "../quic/endpoint.h"
#include "../wifi/station.h"
#include "applications.h"
#include "clock.h"
#include "configuration.h"
#include "report.h"
#include "selftest.h"
#include "sensor.h"
#include "ticket.h"

static endpoint_t endpoint;
static ed25519_key_t identity;
static uint32_t printed_address;

static void receive(uint32_t address, uint16_t port, uint8_t *payload, size_t length, uint64_t now) {
    endpoint_receive(&endpoint, (peer_address_t) {address, port}, payload, length, now);
}

static void transmit(peer_address_t peer, const uint8_t *bytes, size_t length) {
    udp_send(configuration.port, peer.address, peer.port, bytes, length);
}

static void print_id(void) {
    char text[TICKET_ROOM];
    hex_write(text, identity.public_key, sizeof identity.public_key);
    printf("endpoint id: %s\n", text);
    ticket_write(text, identity.public_key, 0, 0);
    printf("short ticket: %s\n", text);
}

static void print_address(void) {
    char text[TICKET_ROOM];
    ticket_write(text, identity.public_key, net_configuration.address, configuration.port);
    printf("long ticket: %s\n", text);
    report_heap();
    printf("endpoint: ready\n");
}

/** Does what there is to do; returns until when there is nothing else. */
static uint64_t drive(uint64_t now) {
    bool more = station_drive(now);
    now = clock_us();
    net_drive(now);
    endpoint_drive(&endpoint, now);
    if (net_configuration.address != printed_address) {
        printed_address = net_configuration.address;
        if (printed_address != 0) {
            print_address();
        }
    }
    console_drive();
    uint64_t deadline = more ? now : sensor_drive(now);
    uint64_t others[] = {station_deadline(), net_deadline(), endpoint_deadline(&endpoint)};
    for (int i = 0; i < 3; i++) {
        deadline = others[i] < deadline ? others[i] : deadline;
    }
    return deadline;
}

int main(void) {
    uint8_t mac[6];
    chip_start();
    printf("endpoint: an iroh endpoint of Crema; its WiFi works in the emulator only, for it does not calibrate the radio\n");
    printf("endpoint: %s cryptography\n",
#ifdef CHIP_ACCELERATORS
           "accelerated"
#else
           "software"
#endif
    );
    aes_init();
    ed25519_init();
    selftest();
    configuration_load();
    printf("heap in %s\n", memory_start(configuration.external_heap));
    ed25519_key(&identity, configuration.secret);
    print_id();
    endpoint_start(&endpoint, &identity, applications, APPLICATIONS);
    endpoint.transmit = transmit;
    endpoint.observer = (observer_t) {report_connected, report_closed, report_heap};
    chip_mac_address(mac);
    net_start(mac);
    udp_bind(configuration.port, receive);
    station_start(configuration.ssid, configuration.password, mac);
    for (;;) {
        uint64_t deadline = drive(clock_us());
        if (deadline > clock_us()) {
            chip_sleep_until(deadline);
        }
    }
}
