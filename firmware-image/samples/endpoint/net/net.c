/* ARP: RFC 826. IPv4: RFC 791, without fragments and options of its own. ICMP: RFC 792, echo only. UDP: RFC 768. */
#include "net.h"

#include "../quic/buffer.h"
#include "../wifi/station.h"
#include "dhcp.h"
#include "sntp.h"

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_ARP 0x0806
#define ARP_SIZE 28
#define ARP_REQUEST 1
#define ARP_REPLY 2
#define IP_HEADER 20
#define UDP_HEADER 8
#define ICMP_HEADER 8
#define PROTOCOL_ICMP 1
#define PROTOCOL_UDP 17
#define ICMP_ECHO_REPLY 0
#define ICMP_ECHO_REQUEST 8
#define BROADCAST 0xffffffffu
#define TIME_TO_LIVE 64
#define NEIGHBORS 8
#define PORTS 4

typedef struct {
    uint32_t address;
    uint8_t mac[6];
} neighbor_t;

typedef struct {
    uint16_t port;
    udp_handler_t handler;
} binding_t;

net_configuration_t net_configuration;

static const uint8_t everybody[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
static uint8_t own_mac[6];
static bool link_is_up;
static neighbor_t neighbors[NEIGHBORS];
static uint32_t next_neighbor;
static binding_t bindings[PORTS];
static uint32_t binding_count;
static uint16_t next_identification;
/** What goes out is made here, with room for the headers of the link in front. */
static uint8_t buffer[STATION_HEADROOM + IP_HEADER + UDP_HEADER + UDP_PAYLOAD_MAX] __attribute__((aligned(4)));
static uint8_t *const packet = buffer + STATION_HEADROOM;

void net_start(const uint8_t mac[6]) {
    memcpy(own_mac, mac, sizeof own_mac);
    dhcp_start(mac);
    sntp_start();
}

void net_link_up(uint64_t now) {
    link_is_up = true;
    memset(neighbors, 0, sizeof neighbors);
    dhcp_link_up(now);
}

void net_link_down(void) {
    link_is_up = false;
}

/** The one's complement sum of RFC 1071, not yet folded. */
static uint32_t add_up(uint32_t sum, const uint8_t *bytes, size_t length) {
    for (; length >= 2; length -= 2, bytes += 2) {
        sum += load_be16(bytes);
    }
    return length != 0 ? sum + ((uint32_t) *bytes << 8) : sum;
}

static uint32_t fold(uint32_t sum) {
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return sum ^ 0xffff;
}

static uint32_t udp_checksum(const uint8_t *ip, const uint8_t *udp, size_t length) {
    uint32_t sum = add_up(PROTOCOL_UDP + (uint32_t) length, ip + 12, 8);
    return fold(add_up(sum, udp, length));
}

static void learn(uint32_t address, const uint8_t mac[6]) {
    if (address == 0 || ((address ^ net_configuration.address) & net_configuration.mask) != 0) {
        return;
    }
    for (int i = 0; i < NEIGHBORS; i++) {
        if (neighbors[i].address == address) {
            memcpy(neighbors[i].mac, mac, 6);
            return;
        }
    }
    neighbor_t *neighbor = &neighbors[next_neighbor++ % NEIGHBORS];
    neighbor->address = address;
    memcpy(neighbor->mac, mac, 6);
}

static void send_arp(uint32_t operation, const uint8_t to[6], uint32_t address) {
    static uint8_t arp_buffer[STATION_HEADROOM + ARP_SIZE];
    writer_t out = writer(arp_buffer + STATION_HEADROOM, ARP_SIZE);
    write_be16(&out, 1);
    write_be16(&out, ETHERTYPE_IPV4);
    write_u8(&out, 6);
    write_u8(&out, 4);
    write_be16(&out, operation);
    write_bytes(&out, own_mac, 6);
    write_be32(&out, net_configuration.address);
    write_bytes(&out, operation == ARP_REPLY ? to : (const uint8_t[6]) {0}, 6);
    write_be32(&out, address);
    station_send(to, ETHERTYPE_ARP, arp_buffer + STATION_HEADROOM, ARP_SIZE);
}

/** The link address of the next hop, or NULL and a question for it. */
static const uint8_t *next_hop(uint32_t address) {
    bool local = ((address ^ net_configuration.address) & net_configuration.mask) == 0;
    uint32_t hop = local ? address : net_configuration.gateway;
    if (address == BROADCAST) {
        return everybody;
    }
    for (int i = 0; i < NEIGHBORS; i++) {
        if (neighbors[i].address == hop && hop != 0) {
            return neighbors[i].mac;
        }
    }
    if (hop != 0) {
        send_arp(ARP_REQUEST, everybody, hop);
    }
    return NULL;
}

/** Sends what is in the packet behind its IP header. */
static void send_ip(uint32_t to, uint32_t protocol, size_t length) {
    writer_t out = writer(packet, IP_HEADER);
    write_be16(&out, 0x4500);
    write_be16(&out, (uint32_t) (IP_HEADER + length));
    write_be16(&out, next_identification++);
    write_be16(&out, 0x4000);
    write_u8(&out, TIME_TO_LIVE);
    write_u8(&out, protocol);
    write_be16(&out, 0);
    write_be32(&out, net_configuration.address);
    write_be32(&out, to);
    store_be16(packet + 10, fold(add_up(0, packet, IP_HEADER)));
    if (protocol == PROTOCOL_UDP) {
        uint8_t *udp = packet + IP_HEADER;
        store_be16(udp + 6, 0);
        uint32_t checksum = udp_checksum(packet, udp, length);
        store_be16(udp + 6, checksum == 0 ? 0xffff : checksum);
    }
    const uint8_t *hop = link_is_up ? next_hop(to) : NULL;
    if (hop) {
        station_send(hop, ETHERTYPE_IPV4, packet, IP_HEADER + length);
    }
}

void udp_bind(uint16_t port, udp_handler_t handler) {
    bindings[binding_count++] = (binding_t) {port, handler};
}

void udp_send(uint16_t own_port, uint32_t address, uint16_t port, const uint8_t *payload, size_t length) {
    if (length > UDP_PAYLOAD_MAX) {
        return;
    }
    writer_t out = writer(packet + IP_HEADER, UDP_HEADER + length);
    write_be16(&out, own_port);
    write_be16(&out, port);
    write_be16(&out, (uint32_t) (UDP_HEADER + length));
    write_be16(&out, 0);
    write_bytes(&out, payload, length);
    send_ip(address, PROTOCOL_UDP, UDP_HEADER + length);
}

void udp_broadcast(uint16_t own_port, uint16_t port, const uint8_t *payload, size_t length) {
    udp_send(own_port, BROADCAST, port, payload, length);
}

static void take_arp(const uint8_t *arp, size_t length) {
    if (length < ARP_SIZE || load_be16(arp) != 1 || load_be16(arp + 2) != ETHERTYPE_IPV4 || net_configuration.address == 0) {
        return;
    }
    uint32_t sender = load_be32(arp + 14);
    if (load_be32(arp + 24) != net_configuration.address) {
        return;
    }
    learn(sender, arp + 8);
    if (load_be16(arp + 6) == ARP_REQUEST) {
        send_arp(ARP_REPLY, arp + 8, sender);
    }
}

static void take_icmp(uint32_t from, const uint8_t *icmp, size_t length) {
    if (length < ICMP_HEADER || length > UDP_PAYLOAD_MAX || icmp[0] != ICMP_ECHO_REQUEST || fold(add_up(0, icmp, length)) != 0) {
        return;
    }
    uint8_t *reply = packet + IP_HEADER;
    memcpy(reply, icmp, length);
    reply[0] = ICMP_ECHO_REPLY;
    store_be16(reply + 2, 0);
    store_be16(reply + 2, fold(add_up(0, reply, length)));
    send_ip(from, PROTOCOL_ICMP, length);
}

static void take_udp(const uint8_t *ip, uint8_t *udp, size_t length, uint64_t now) {
    if (length < UDP_HEADER || load_be16(udp + 4) < UDP_HEADER || load_be16(udp + 4) > length) {
        return;
    }
    length = load_be16(udp + 4);
    if (load_be16(udp + 6) != 0 && udp_checksum(ip, udp, length) != 0) {
        return;
    }
    for (uint32_t i = 0; i < binding_count; i++) {
        if (bindings[i].port == load_be16(udp + 2)) {
            bindings[i].handler(load_be32(ip + 12), (uint16_t) load_be16(udp), udp + UDP_HEADER, length - UDP_HEADER, now);
            return;
        }
    }
}

static void take_ipv4(const uint8_t from[6], uint8_t *ip, size_t length, uint64_t now) {
    if (length < IP_HEADER || ip[0] >> 4 != 4) {
        return;
    }
    size_t header = 4 * (size_t) (ip[0] & 15);
    size_t total = load_be16(ip + 2);
    if (header < IP_HEADER || total < header || total > length || fold(add_up(0, ip, header)) != 0
            || (load_be16(ip + 6) & 0x3fff) != 0) {
        return;
    }
    uint32_t to = load_be32(ip + 16);
    bool for_us = to == net_configuration.address || to == BROADCAST || net_configuration.address == 0
        || to == (net_configuration.address | ~net_configuration.mask);
    if (!for_us) {
        return;
    }
    learn(load_be32(ip + 12), from);
    if (ip[9] == PROTOCOL_UDP) {
        take_udp(ip, ip + header, total - header, now);
    } else if (ip[9] == PROTOCOL_ICMP && to == net_configuration.address) {
        take_icmp(load_be32(ip + 12), ip + header, total - header);
    }
}

void net_receive(const uint8_t from[6], uint32_t ethertype, uint8_t *payload, size_t length, uint64_t now) {
    if (ethertype == ETHERTYPE_ARP) {
        take_arp(payload, length);
    } else if (ethertype == ETHERTYPE_IPV4) {
        take_ipv4(from, payload, length, now);
    }
}

void net_drive(uint64_t now) {
    if (link_is_up) {
        dhcp_drive(now);
        sntp_drive(now);
    }
}

uint64_t net_deadline(void) {
    uint64_t dhcp = dhcp_deadline();
    uint64_t sntp = sntp_deadline();
    return !link_is_up ? UINT64_MAX : dhcp < sntp ? dhcp : sntp;
}
