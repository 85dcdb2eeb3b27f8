#include "dhcp.h"

#include <stdio.h>

#include "../chip/random.h"
#include "../quic/buffer.h"
#include "net.h"

#define CLIENT_PORT 68
#define SERVER_PORT 67
#define MAGIC 0x63825363
#define FIXED_SIZE 240
#define RETRY_US 1000000
#define US 1000000ull

enum option {
    OPTION_PAD = 0, OPTION_MASK = 1, OPTION_ROUTER = 3, OPTION_TIME_SERVER = 42, OPTION_REQUESTED_ADDRESS = 50,
    OPTION_LEASE = 51, OPTION_MESSAGE_TYPE = 53, OPTION_SERVER = 54, OPTION_PARAMETERS = 55, OPTION_END = 255,
};

enum message { DISCOVER = 1, OFFER = 2, REQUEST = 3, ACKNOWLEDGE = 5, REFUSE = 6 };

/** Of a message from a server; 0 where it does not say. */
typedef struct {
    uint32_t type;
    uint32_t address;
    uint32_t mask;
    uint32_t router;
    uint32_t time_server;
    uint32_t lease;
    uint32_t server;
} reply_t;

typedef enum { SELECTING, REQUESTING, BOUND, RENEWING } state_t;

static state_t state;
static uint8_t own_mac[6];
static uint32_t transaction;
static uint32_t offered;
static uint32_t server;
static uint64_t deadline;
static uint64_t expires;

static void write_address_option(writer_t *out, enum option option, uint32_t address) {
    write_u8(out, option);
    write_u8(out, 4);
    write_be32(out, address);
}

static void send(enum message type) {
    uint8_t message[300] = {0};
    writer_t out = writer(message, sizeof message);
    write_be32(&out, 0x01010600);
    write_be32(&out, transaction);
    write_be32(&out, 0);
    write_be32(&out, state == RENEWING ? net_configuration.address : 0);
    write_room(&out, 12);
    write_bytes(&out, own_mac, 6);
    out.at = message + FIXED_SIZE - 4;
    write_be32(&out, MAGIC);
    write_u8(&out, OPTION_MESSAGE_TYPE);
    write_u8(&out, 1);
    write_u8(&out, type);
    if (state == REQUESTING) {
        write_address_option(&out, OPTION_REQUESTED_ADDRESS, offered);
        write_address_option(&out, OPTION_SERVER, server);
    }
    static const uint8_t parameters[] = {OPTION_PARAMETERS, 3, OPTION_MASK, OPTION_ROUTER, OPTION_TIME_SERVER, OPTION_END};
    write_bytes(&out, parameters, sizeof parameters);
    udp_broadcast(CLIENT_PORT, SERVER_PORT, message, sizeof message);
}

static void discover(uint64_t now) {
    state = SELECTING;
    net_configuration = (net_configuration_t) {0};
    transaction = random_word();
    send(DISCOVER);
    deadline = now + RETRY_US;
}

static void take_option(reply_t *reply, uint32_t option, reader_t *body) {
    uint32_t length = (uint32_t) reader_left(body);
    uint32_t value = length >= 4 ? load_be32(body->at) : length == 1 ? body->at[0] : 0;
    switch (option) {
        case OPTION_MESSAGE_TYPE: reply->type = value; break;
        case OPTION_MASK: reply->mask = value; break;
        case OPTION_ROUTER: reply->router = value; break;
        case OPTION_TIME_SERVER: reply->time_server = value; break;
        case OPTION_LEASE: reply->lease = value; break;
        case OPTION_SERVER: reply->server = value; break;
        default: break;
    }
}

static bool parse(const uint8_t *message, size_t length, reply_t *reply) {
    if (length < FIXED_SIZE || message[0] != 2 || load_be32(message + 4) != transaction
            || memcmp(message + 28, own_mac, 6) != 0 || load_be32(message + 236) != MAGIC) {
        return false;
    }
    *reply = (reply_t) {.address = load_be32(message + 16)};
    reader_t in = reader(message + FIXED_SIZE, length - FIXED_SIZE);
    while (reader_left(&in) != 0) {
        uint32_t option = read_u8(&in);
        if (option == OPTION_END) {
            break;
        }
        if (option != OPTION_PAD) {
            reader_t body = read_part(&in, read_u8(&in));
            take_option(reply, option, &body);
        }
    }
    return !in.failed;
}

static void bind(const reply_t *reply, uint64_t now) {
    bool is_new = net_configuration.address != reply->address;
    uint64_t lease = reply->lease == 0 ? 3600 : reply->lease;
    net_configuration = (net_configuration_t) {
        .address = reply->address,
        .mask = reply->mask != 0 ? reply->mask : 0xffffff00,
        .gateway = reply->router,
        .time_server = reply->time_server != 0 ? reply->time_server : reply->router,
    };
    state = BOUND;
    deadline = now + lease * (US / 2);
    expires = now + lease * US;
    if (is_new) {
        uint32_t a = reply->address;
        printf("dhcp: %lu.%lu.%lu.%lu\n", (unsigned long) (a >> 24), (unsigned long) (a >> 16 & 255),
               (unsigned long) (a >> 8 & 255), (unsigned long) (a & 255));
    }
}

static void receive(uint32_t address, uint16_t port, uint8_t *message, size_t length, uint64_t now) {
    reply_t reply;
    (void) address;
    (void) port;
    if (!parse(message, length, &reply)) {
        return;
    }
    if (state == SELECTING && reply.type == OFFER && reply.address != 0) {
        offered = reply.address;
        server = reply.server;
        state = REQUESTING;
        send(REQUEST);
        deadline = now + RETRY_US;
    } else if ((state == REQUESTING || state == RENEWING) && reply.type == ACKNOWLEDGE && reply.address != 0) {
        bind(&reply, now);
    } else if ((state == REQUESTING || state == RENEWING) && reply.type == REFUSE) {
        discover(now);
    }
}

void dhcp_start(const uint8_t mac[6]) {
    memcpy(own_mac, mac, sizeof own_mac);
    udp_bind(CLIENT_PORT, receive);
}

void dhcp_link_up(uint64_t now) {
    discover(now);
}

void dhcp_drive(uint64_t now) {
    if (now < deadline) {
        return;
    }
    if (state == SELECTING || state == REQUESTING || now >= expires) {
        discover(now);
    } else {
        state = RENEWING;
        send(REQUEST);
        deadline = now + 10 * US;
    }
}

uint64_t dhcp_deadline(void) {
    return deadline;
}
