/*
 * The endpoint on the host, over a UDP socket: for tests of its protocols without any chip.
 * serve PORT [HEAP-KIB [LOSS-PERCENT]] listens on 127.0.0.1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>

#include "../app/applications.h"
#include "../app/heap.h"
#include "../app/report.h"
#include "../app/sensor.h"
#include "../app/ticket.h"
#include "../chip/random.h"
#include "../quic/endpoint.h"

static int udp;
static unsigned loss;
static endpoint_t endpoint;

void random_bytes(uint8_t *bytes, size_t length) {
    if (getrandom(bytes, length, 0) != (ssize_t) length) {
        abort();
    }
}

uint32_t random_word(void) {
    uint32_t word;
    random_bytes((uint8_t *) &word, sizeof word);
    return word;
}

uint64_t clock_us(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t) time.tv_sec * 1000000 + (uint64_t) time.tv_nsec / 1000;
}

uint32_t clock_unix(void) {
    return (uint32_t) time(NULL);
}

static void transmit(peer_address_t peer, const uint8_t *bytes, size_t length) {
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(peer.port), .sin_addr.s_addr = htonl(peer.address),
    };
    if (random_word() % 100 >= loss) {
        sendto(udp, bytes, length, 0, (struct sockaddr *) &to, sizeof to);
    }
}

int main(int argc, char **argv) {
    uint8_t seed[32];
    ed25519_key_t identity;
    char text[TICKET_ROOM];
    uint16_t port = (uint16_t) atoi(argc > 1 ? argv[1] : "11204");
    size_t heap_size = (size_t) atoi(argc > 2 ? argv[2] : "280") << 10;
    loss = (unsigned) atoi(argc > 3 ? argv[3] : "0");
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setvbuf(stdout, NULL, _IOLBF, 0);
    udp = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(udp, (struct sockaddr *) &own, sizeof own) != 0) {
        perror("bind");
        return 1;
    }
    heap_add(malloc(heap_size), heap_size);
    aes_init();
    ed25519_init();
    memset(seed, 0x42, sizeof seed);
    ed25519_key(&identity, seed);
    endpoint_start(&endpoint, &identity, applications, APPLICATIONS);
    endpoint.transmit = transmit;
    endpoint.observer = (observer_t) {report_connected, report_closed, report_heap};
    hex_write(text, identity.public_key, 32);
    printf("endpoint id %s\n", text);
    ticket_write(text, identity.public_key, INADDR_LOOPBACK, port);
    printf("long ticket %s\n", text);
    for (;;) {
        static uint8_t datagram[2048];
        struct sockaddr_in from;
        socklen_t from_length = sizeof from;
        struct pollfd ready = {.fd = udp, .events = POLLIN};
        uint64_t now = clock_us();
        uint64_t deadline = endpoint_deadline(&endpoint);
        uint64_t sample = sensor_drive(now);
        deadline = sample < deadline ? sample : deadline;
        int wait = deadline == NEVER ? -1 : deadline <= now ? 0 : (int) ((deadline - now + 999) / 1000);
        if (poll(&ready, 1, wait) > 0) {
            ssize_t length = recvfrom(udp, datagram, sizeof datagram, 0, (struct sockaddr *) &from, &from_length);
            peer_address_t peer = {ntohl(from.sin_addr.s_addr), ntohs(from.sin_port)};
            if (length > 0 && random_word() % 100 >= loss) {
                endpoint_receive(&endpoint, peer, datagram, (size_t) length, clock_us());
            }
        }
        endpoint_drive(&endpoint, clock_us());
    }
}
