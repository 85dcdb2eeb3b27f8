/* IPv4 over the station: ARP, ICMP echo, UDP; DHCP for the address and SNTP for the time. */
#ifndef NET_H
#define NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UDP_PAYLOAD_MAX 1472

typedef void (*udp_handler_t)(uint32_t address, uint16_t port, uint8_t *payload, size_t length, uint64_t now);

/** What DHCP has told; addresses are in host order, 0 for none. */
typedef struct {
    uint32_t address;
    uint32_t mask;
    uint32_t gateway;
    uint32_t time_server;
} net_configuration_t;

extern net_configuration_t net_configuration;

void net_start(const uint8_t mac[6]);
void net_link_up(uint64_t now);
void net_link_down(void);
/** Takes the payload of a frame from somebody on the link. */
void net_receive(const uint8_t from[6], uint32_t ethertype, uint8_t *payload, size_t length, uint64_t now);
void net_drive(uint64_t now);
uint64_t net_deadline(void);

void udp_bind(uint16_t port, udp_handler_t handler);
/** Drops the datagram if the address of the next hop is not known yet, and asks for it. */
void udp_send(uint16_t own_port, uint32_t address, uint16_t port, const uint8_t *payload, size_t length);
/** To everybody on the link, from an address that may be 0. */
void udp_broadcast(uint16_t own_port, uint16_t port, const uint8_t *payload, size_t length);

#endif
