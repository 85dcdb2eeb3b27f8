#include "station.h"

#include <stdio.h>

#include "../app/clock.h"
#include "../net/net.h"
#include "../quic/buffer.h"
#include "radio.h"
#include "supplicant.h"

/* Frame control: section 9.2.4.1. */
#define TYPE_MASK 0xfc
#define TYPE_ASSOCIATION_REQUEST 0x00
#define TYPE_ASSOCIATION_RESPONSE 0x10
#define TYPE_PROBE_REQUEST 0x40
#define TYPE_PROBE_RESPONSE 0x50
#define TYPE_BEACON 0x80
#define TYPE_DISASSOCIATION 0xa0
#define TYPE_AUTHENTICATION 0xb0
#define TYPE_DEAUTHENTICATION 0xc0
#define TYPE_DATA 0x08
#define FLAG_TO_DS 0x01
#define FLAG_FROM_DS 0x02
#define FLAG_RETRY 0x08
#define FLAG_PROTECTED 0x40
#define HEADER 24
#define CCMP_HEADER 8
#define CCMP_MIC 8
#define SNAP 8
#define ELEMENT_SSID 0
#define ELEMENT_RATES 1
#define ELEMENT_CHANNEL 3
#define ELEMENT_RSN 48
#define CAPABILITY_ESS 0x0001
#define CAPABILITY_PRIVACY 0x0010
#define ETHERTYPE_EAPOL 0x888e

#define CHANNELS 13
#define DWELL_US 60000
#define ANSWER_US 1000000
#define HANDSHAKE_US 8000000
/** An access point that is not heard for so long is gone. */
#define SILENCE_US 10000000

typedef enum { SCANNING, AUTHENTICATING, ASSOCIATING, KEYING, JOINED } state_t;

static state_t state;
static const char *network;
static bool secured;
static uint8_t own[6];
static uint8_t bssid[6];
static uint32_t channel;
static uint32_t sequence;
static uint64_t deadline;
static uint64_t last_heard;
static bool keys_installed;
static uint64_t packet_number;
/** Sequence control of the last frame from the access point; one that comes again was not acknowledged in time. */
static uint32_t last_sequence;
/** The highest packet number received with the pairwise key and with the group key: section 12.5.3.4.4. */
static uint64_t received_numbers[2];

/** Begins a management frame. */
static writer_t begin(uint8_t *frame, size_t size, uint32_t type, const uint8_t to[6], const uint8_t network_id[6]) {
    writer_t out = writer(frame, size);
    write_u8(&out, type);
    write_u8(&out, 0);
    write_be16(&out, 0);
    write_bytes(&out, to, 6);
    write_bytes(&out, own, 6);
    write_bytes(&out, network_id, 6);
    store_le16(write_room(&out, 2), sequence << 4);
    sequence = (sequence + 1) & 0xfff;
    return out;
}

static void write_le16(writer_t *out, uint32_t value) {
    write_u8(out, value);
    write_u8(out, value >> 8);
}

static void write_ssid_and_rates(writer_t *out) {
    static const uint8_t rates[] = {ELEMENT_RATES, 8, 0x82, 0x84, 0x8b, 0x96, 0x0c, 0x18, 0x30, 0x48};
    write_u8(out, ELEMENT_SSID);
    write_u8(out, (uint32_t) strlen(network));
    write_bytes(out, network, strlen(network));
    write_bytes(out, rates, sizeof rates);
}

static void send(const uint8_t *frame, const writer_t *out) {
    radio_send(frame, (size_t) (out->at - frame), false);
}

static void scan_next_channel(uint64_t now) {
    static const uint8_t everybody[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    uint8_t frame[128];
    state = SCANNING;
    channel = channel % CHANNELS + 1;
    radio_tune(channel);
    radio_listen(NULL);
    writer_t out = begin(frame, sizeof frame, TYPE_PROBE_REQUEST, everybody, everybody);
    write_ssid_and_rates(&out);
    send(frame, &out);
    deadline = now + DWELL_US;
}

static void authenticate(uint64_t now) {
    uint8_t frame[HEADER + 6];
    state = AUTHENTICATING;
    keys_installed = false;
    radio_clear_keys();
    radio_listen(bssid);
    writer_t out = begin(frame, sizeof frame, TYPE_AUTHENTICATION, bssid, bssid);
    write_le16(&out, 0);
    write_le16(&out, 1);
    write_le16(&out, 0);
    send(frame, &out);
    deadline = now + ANSWER_US;
}

static void associate(uint64_t now) {
    uint8_t frame[160];
    state = ASSOCIATING;
    writer_t out = begin(frame, sizeof frame, TYPE_ASSOCIATION_REQUEST, bssid, bssid);
    write_le16(&out, CAPABILITY_ESS | (secured ? CAPABILITY_PRIVACY : 0));
    write_le16(&out, 10);
    write_ssid_and_rates(&out);
    if (secured) {
        write_bytes(&out, supplicant_rsn_element, RSN_ELEMENT_SIZE);
    }
    supplicant_start(own, bssid);
    send(frame, &out);
    deadline = now + ANSWER_US;
}

static void joined(uint64_t now) {
    state = JOINED;
    packet_number = 0;
    memset(received_numbers, 0, sizeof received_numbers);
    printf("wifi: joined %s on channel %lu\n", network, (unsigned long) channel);
    deadline = now + SILENCE_US;
    net_link_up(now);
}

static void leave(uint64_t now, const char *why) {
    if (state == JOINED) {
        printf("wifi: %s\n", why);
        net_link_down();
    }
    channel = channel == 0 ? CHANNELS : channel - 1;
    scan_next_channel(now);
}

/** A beacon or probe response: whether it is of the network, on this channel. */
static bool is_our_network(reader_t in) {
    bool name = false;
    bool rsn = false;
    bool here = true;
    read_bytes(&in, 8 + 2);
    uint32_t capability = read_u8(&in);
    read_u8(&in);
    while (reader_left(&in) >= 2) {
        uint32_t id = read_u8(&in);
        reader_t body = read_part(&in, read_u8(&in));
        if (id == ELEMENT_SSID) {
            name = reader_left(&body) == strlen(network) && memcmp(body.at, network, reader_left(&body)) == 0;
        } else if (id == ELEMENT_CHANNEL && reader_left(&body) == 1) {
            here = body.at[0] == channel;
        } else if (id == ELEMENT_RSN) {
            rsn = true;
        }
    }
    return !in.failed && name && here && rsn == secured && (capability & CAPABILITY_ESS);
}

static void take_management(const uint8_t *frame, size_t length, uint64_t now) {
    uint32_t type = frame[0] & TYPE_MASK;
    reader_t in = reader(frame + HEADER, length - HEADER);
    bool from_ours = memcmp(frame + 10, bssid, 6) == 0;
    if (state == SCANNING) {
        if ((type == TYPE_BEACON || type == TYPE_PROBE_RESPONSE) && is_our_network(in)) {
            memcpy(bssid, frame + 16, 6);
            authenticate(now);
        }
        return;
    }
    if (!from_ours) {
        return;
    }
    last_heard = now;
    if (type == TYPE_AUTHENTICATION && state == AUTHENTICATING && length >= HEADER + 6) {
        if (load_le16(frame + HEADER + 2) == 2 && load_le16(frame + HEADER + 4) == 0) {
            associate(now);
        }
    } else if (type == TYPE_ASSOCIATION_RESPONSE && state == ASSOCIATING && length >= HEADER + 6) {
        if (load_le16(frame + HEADER + 2) != 0) {
            leave(now, "");
        } else if (secured) {
            state = KEYING;
            deadline = now + HANDSHAKE_US;
        } else {
            joined(now);
        }
    } else if (type == TYPE_DEAUTHENTICATION || type == TYPE_DISASSOCIATION) {
        leave(now, "the access point has ended the association");
    }
}

/** Packet numbers must grow, or somebody repeats old frames. */
static bool is_fresh(const uint8_t *ccmp, bool group) {
    uint64_t number = (uint64_t) load_le32(ccmp + 4) << 16 | load_le16(ccmp);
    uint64_t *last = &received_numbers[group];
    if ((ccmp[3] & 0x20) == 0 || (number <= *last && *last != 0)) {
        return false;
    }
    *last = number;
    return true;
}

static void take_data(uint8_t *frame, size_t length, uint64_t now) {
    bool protected = (frame[1] & FLAG_PROTECTED) != 0;
    size_t start = HEADER + (protected ? CCMP_HEADER : 0);
    size_t trailer = protected ? CCMP_MIC : 0;
    if ((frame[0] & TYPE_MASK) != TYPE_DATA || (frame[1] & 3) != FLAG_FROM_DS || length < start + SNAP + trailer
            || memcmp(frame + 10, bssid, 6) != 0) {
        return;
    }
    last_heard = now;
    if (protected && (!keys_installed || !is_fresh(frame + HEADER, (frame[4] & 1) != 0))) {
        return;
    }
    uint32_t ethertype = load_be16(frame + start + 6);
    uint8_t *payload = frame + start + SNAP;
    size_t payload_length = length - start - SNAP - trailer;
    if (ethertype == ETHERTYPE_EAPOL) {
        /* A third message that comes again is answered again, but must not set packet numbers back. */
        if (secured && state >= KEYING && supplicant_receive(payload, payload_length) == SUPPLICANT_DONE && state == KEYING) {
            keys_installed = true;
            joined(now);
        }
    } else if (state == JOINED && protected == secured) {
        net_receive(frame + 16, ethertype, payload, payload_length, now);
    }
}

/** Section 10.3.2.14; frames to groups are never repeated. */
static bool is_repeated(const uint8_t *frame) {
    uint32_t control = load_le16(frame + 22);
    bool repeated = (frame[1] & FLAG_RETRY) && control == last_sequence;
    if (memcmp(frame + 10, bssid, 6) == 0 && (frame[4] & 1) == 0) {
        last_sequence = control;
    }
    return repeated;
}

void station_start(const char *ssid, const char *password, const uint8_t mac[6]) {
    network = ssid;
    secured = password[0] != '\0';
    memcpy(own, mac, 6);
    if (secured) {
        supplicant_set_password(ssid, password);
    }
    radio_start(mac);
    scan_next_channel(clock_us());
}

static void keep_time(uint64_t now) {
    if (now < deadline) {
        return;
    }
    if (state == SCANNING) {
        scan_next_channel(now);
    } else if (state != JOINED) {
        leave(now, "");
    } else if (now - last_heard >= SILENCE_US) {
        leave(now, "the access point is not heard any more");
    } else {
        deadline = last_heard + SILENCE_US;
    }
}

bool station_drive(uint64_t now) {
    static uint8_t frame[RADIO_FRAME_MAX] __attribute__((aligned(4)));
    size_t length = radio_receive(frame);
    if (length >= HEADER && !is_repeated(frame)) {
        if ((frame[0] & 0x0c) == 0x00) {
            take_management(frame, length, now);
        } else {
            take_data(frame, length, now);
        }
    }
    keep_time(now);
    return length != 0;
}

uint64_t station_deadline(void) {
    return deadline;
}

void station_send(const uint8_t to[6], uint32_t ethertype, uint8_t *payload, size_t length) {
    static const uint8_t snap[6] = {0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00};
    size_t headers = HEADER + (keys_installed ? CCMP_HEADER : 0) + SNAP;
    uint8_t *frame = payload - headers;
    writer_t out = begin(frame, headers, TYPE_DATA, bssid, to);
    frame[1] = FLAG_TO_DS | (keys_installed ? FLAG_PROTECTED : 0);
    if (keys_installed) {
        packet_number++;
        write_le16(&out, (uint32_t) packet_number);
        write_u8(&out, 0);
        write_u8(&out, 0x20);
        store_le32(write_room(&out, 4), (uint32_t) (packet_number >> 16));
    }
    write_bytes(&out, snap, sizeof snap);
    write_be16(&out, ethertype);
    radio_send(frame, headers + length, keys_installed);
}
