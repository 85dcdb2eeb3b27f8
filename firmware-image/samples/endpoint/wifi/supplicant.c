#include "supplicant.h"

#include "../chip/random.h"
#include "../crypto/key_wrap.h"
#include "../crypto/sha1.h"
#include "../quic/buffer.h"
#include "radio.h"
#include "station.h"

#define ETHERTYPE_EAPOL 0x888e
#define EAPOL_VERSION 1
#define EAPOL_KEY 3
#define DESCRIPTOR_RSN 2
/* Key information: section 12.7.2. */
#define KEY_VERSION_MASK 0x0007
#define KEY_VERSION_HMAC_SHA1_AES 2
#define KEY_PAIRWISE 0x0008
#define KEY_ACK 0x0080
#define KEY_MIC 0x0100
#define KEY_SECURE 0x0200
#define KEY_ENCRYPTED 0x1000
/* Offsets in an EAPOL-Key frame. */
#define KEY_INFORMATION 5
#define REPLAY_COUNTER 9
#define NONCE 17
#define MIC 81
#define DATA_LENGTH 97
#define DATA 99
#define KEY_DATA_MAX 256
#define PMK_ROUNDS 4096

const uint8_t supplicant_rsn_element[RSN_ELEMENT_SIZE] = {
    0x30, 20, 1, 0, 0x00, 0x0f, 0xac, 4, 1, 0, 0x00, 0x0f, 0xac, 4, 1, 0, 0x00, 0x0f, 0xac, 2, 0, 0,
};

static uint8_t pmk[32];
static uint8_t own_nonce[32];
static uint8_t peer_nonce[32];
/** KCK, KEK and TK. */
static uint8_t ptk[48];
static uint8_t own_address[6];
static uint8_t peer_address[6];
static bool has_ptk;
static bool has_counter;
static uint64_t counter;

void supplicant_set_password(const char *ssid, const char *password) {
    pbkdf2_sha1(password, (const uint8_t *) ssid, strlen(ssid), PMK_ROUNDS, pmk, sizeof pmk);
}

void supplicant_start(const uint8_t station[6], const uint8_t bssid[6]) {
    memcpy(own_address, station, 6);
    memcpy(peer_address, bssid, 6);
    has_ptk = false;
    has_counter = false;
}

/** Both pairs go in with the lesser first. */
static void derive_ptk(void) {
    uint8_t data[2 * 6 + 2 * 32];
    bool own_first = memcmp(own_address, peer_address, 6) < 0;
    memcpy(data, own_first ? own_address : peer_address, 6);
    memcpy(data + 6, own_first ? peer_address : own_address, 6);
    own_first = memcmp(own_nonce, peer_nonce, 32) < 0;
    memcpy(data + 12, own_first ? own_nonce : peer_nonce, 32);
    memcpy(data + 44, own_first ? peer_nonce : own_nonce, 32);
    prf_sha1(pmk, sizeof pmk, "Pairwise key expansion", data, sizeof data, ptk, sizeof ptk);
}

static void make_mic(const uint8_t *frame, size_t length, uint8_t mic[16]) {
    uint8_t tag[SHA1_SIZE];
    hmac_sha1_key_t key;
    hmac_sha1_key(&key, ptk, 16);
    hmac_sha1(&key, frame, length, tag);
    memcpy(mic, tag, 16);
}

static void answer(uint32_t information, const uint8_t *nonce, const uint8_t *data, size_t data_length) {
    static uint8_t buffer[STATION_HEADROOM + DATA + RSN_ELEMENT_SIZE];
    uint8_t *frame = buffer + STATION_HEADROOM;
    size_t length = DATA + data_length;
    memset(frame, 0, length);
    frame[0] = EAPOL_VERSION;
    frame[1] = EAPOL_KEY;
    store_be16(frame + 2, (uint32_t) length - 4);
    frame[4] = DESCRIPTOR_RSN;
    store_be16(frame + KEY_INFORMATION, information | KEY_VERSION_HMAC_SHA1_AES | KEY_MIC);
    store_be64(frame + REPLAY_COUNTER, counter);
    if (nonce) {
        memcpy(frame + NONCE, nonce, 32);
    }
    store_be16(frame + DATA_LENGTH, (uint32_t) data_length);
    if (data_length != 0) {
        memcpy(frame + DATA, data, data_length);
    }
    make_mic(frame, length, frame + MIC);
    station_send(peer_address, ETHERTYPE_EAPOL, frame, length);
}

static bool mic_is_right(const uint8_t *frame, size_t length) {
    uint8_t copy[DATA + KEY_DATA_MAX];
    uint8_t mic[16];
    memcpy(copy, frame, length);
    memset(copy + MIC, 0, 16);
    make_mic(copy, length, mic);
    return has_ptk && equal_secrets(mic, frame + MIC, 16);
}

/** Finds the group key among the elements and key data (section 12.7.2, figure 12-36) and puts it into the MAC. */
static bool install_group_key(const uint8_t *frame, size_t data_length) {
    static const uint8_t gtk_kde[4] = {0x00, 0x0f, 0xac, 1};
    uint8_t data[KEY_DATA_MAX];
    memcpy(data, frame + DATA, data_length);
    if (!key_unwrap(ptk + 16, data, data_length)) {
        return false;
    }
    reader_t in = reader(data, data_length - 8);
    while (reader_left(&in) >= 2) {
        uint32_t type = read_u8(&in);
        reader_t body = read_part(&in, read_u8(&in));
        if (type == 0xdd && reader_left(&body) == 22 && memcmp(body.at, gtk_kde, sizeof gtk_kde) == 0) {
            uint32_t id = body.at[4] & 3;
            if (id == 0) {
                return false;
            }
            radio_set_group_key(peer_address, body.at + 6, id);
            return true;
        }
    }
    return false;
}

/** Messages 1 and 3 of the 4-way handshake, and 1 of the group key handshake: sections 12.7.6 and 12.7.7. */
supplicant_result_t supplicant_receive(const uint8_t *frame, size_t length) {
    if (length < DATA || frame[1] != EAPOL_KEY || frame[4] != DESCRIPTOR_RSN || 4 + load_be16(frame + 2) > length) {
        return SUPPLICANT_CONTINUES;
    }
    length = 4 + load_be16(frame + 2);
    uint32_t information = load_be16(frame + KEY_INFORMATION);
    uint64_t replay_counter = load_be64(frame + REPLAY_COUNTER);
    if (length < DATA || (information & KEY_VERSION_MASK) != KEY_VERSION_HMAC_SHA1_AES || (information & KEY_ACK) == 0
            || (has_counter && replay_counter <= counter)) {
        return SUPPLICANT_CONTINUES;
    }
    size_t data_length = load_be16(frame + DATA_LENGTH);
    if (data_length > length - DATA || data_length > KEY_DATA_MAX || length > DATA + KEY_DATA_MAX) {
        return SUPPLICANT_CONTINUES;
    }
    if ((information & KEY_MIC) == 0) {
        counter = replay_counter;
        memcpy(peer_nonce, frame + NONCE, 32);
        random_bytes(own_nonce, sizeof own_nonce);
        derive_ptk();
        has_ptk = true;
        answer(KEY_PAIRWISE, own_nonce, supplicant_rsn_element, RSN_ELEMENT_SIZE);
        return SUPPLICANT_CONTINUES;
    }
    if (!mic_is_right(frame, length) || (information & KEY_ENCRYPTED) == 0 || !install_group_key(frame, data_length)) {
        return SUPPLICANT_CONTINUES;
    }
    counter = replay_counter;
    has_counter = true;
    if ((information & KEY_PAIRWISE) == 0) {
        answer(KEY_SECURE, NULL, NULL, 0);
        return SUPPLICANT_CONTINUES;
    }
    answer(KEY_PAIRWISE | KEY_SECURE, NULL, NULL, 0);
    radio_set_pairwise_key(peer_address, ptk + 32);
    return SUPPLICANT_DONE;
}
