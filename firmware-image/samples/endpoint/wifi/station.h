/* A station of an infrastructure network: IEEE 802.11-2020, section 11.3, open or with WPA2-PSK. */
#ifndef STATION_H
#define STATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Room that a payload needs in front of it: 802.11 header, CCMP header, SNAP. */
#define STATION_HEADROOM (24 + 8 + 8)

/** Looks for the network for ever; an empty password is for an open one. */
void station_start(const char *ssid, const char *password, const uint8_t mac[6]);
/** Takes one frame if any has come; what it carries goes to net_receive. Returns whether there was one. */
bool station_drive(uint64_t now);
uint64_t station_deadline(void);
/** Sends a payload that has its headroom in front; the address is of the Ethernet behind the access point. */
void station_send(const uint8_t to[6], uint32_t ethertype, uint8_t *payload, size_t length);

#endif
