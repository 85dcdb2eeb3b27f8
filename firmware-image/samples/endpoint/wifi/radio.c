#include "radio.h"

#include "../chip/registers.h"
#include "../crypto/bytes.h"

#define RX_BUFFERS 12
/** In front of a received frame: signal, rate, time and the length on the air. */
#define RX_HEADER 28
#define FCS 4
#define CCMP_MIC 8
#define DESCRIPTOR_OWNER BIT(31)
#define DESCRIPTOR_END BIT(30)
/** Rates are codes: OFDM 24 Mb/s for data, DSSS 1 Mb/s for management. */
#define RATE_24M 9u
#define RATE_1M 0u
#define ATTEMPTS 6
#define FRAME_RETRY 0x08
#define GROUP_BIT 1
#define SLOT_PAIRWISE 4u
#define RESULT_STATUS(word) ((word) >> 12 & 15)

typedef struct descriptor {
    volatile uint32_t control;
    uint8_t *volatile buffer;
    struct descriptor *volatile next;
} descriptor_t;

static descriptor_t rx_descriptors[RX_BUFFERS];
static uint8_t rx_buffers[RX_BUFFERS][RADIO_FRAME_MAX] __attribute__((aligned(4)));
/** The list from the frame that is read next to the last one that the MAC may fill. */
static descriptor_t *rx_head;
static descriptor_t *rx_tail;
static descriptor_t tx_descriptor;
static uint8_t tx_buffer[RADIO_FRAME_MAX + FCS + CCMP_MIC] __attribute__((aligned(4)));

/** Whatever the MAC is to find in memory is written before this, whatever it has written is read after this. */
static inline void memory_barrier(void) {
    __asm__ volatile("memw" : : : "memory");
}

static void make_free(descriptor_t *descriptor) {
    descriptor->control = DESCRIPTOR_OWNER | (uint32_t) RADIO_FRAME_MAX << 12 | RADIO_FRAME_MAX;
    descriptor->next = NULL;
}

static void start_receiver(void) {
    for (int i = 0; i < RX_BUFFERS; i++) {
        make_free(&rx_descriptors[i]);
        rx_descriptors[i].buffer = rx_buffers[i];
        rx_descriptors[i].next = i + 1 < RX_BUFFERS ? &rx_descriptors[i + 1] : NULL;
    }
    rx_head = &rx_descriptors[0];
    rx_tail = &rx_descriptors[RX_BUFFERS - 1];
    for (int i = 0; i < 2; i++) {
        MAC_DMA_LOWER(i) = 0x3ffae000;
        MAC_DMA_UPPER(i) = 0x400a0000;
    }
    MAC_RX_BASE = (uint32_t) rx_head;
}

void radio_start(const uint8_t mac[6]) {
    DPORT_WIFI_CLK_EN |= DPORT_WIFI_CLK;
    DPORT_CORE_RST_EN |= DPORT_WIFIMAC_RST;
    DPORT_CORE_RST_EN &= ~DPORT_WIFIMAC_RST;
    MAC_RESET |= BIT(1);
    while ((MAC_RESET & BIT(0)) == 0) {
    }
    MAC_INT_ENABLE = 0;
    MAC_INT_CLEAR = UINT32_MAX;
    start_receiver();
    for (int i = 0; i < 4; i++) {
        MAC_FILTER_CONTROL(i) = MAC_FILTER_DROP_FOREIGN;
    }
    MAC_ADDRESS_LOW = load_le32(mac);
    MAC_ADDRESS_HIGH = load_le16(mac + 4);
    MAC_ADDRESS_MASK_LOW = UINT32_MAX;
    MAC_ADDRESS_MASK_HIGH = MAC_FILTER_ENABLE | 0xffff;
    radio_clear_keys();
    MAC_INT_ENABLE = MAC_INT_RX;
    MAC_RX_CTRL |= MAC_RX_ENABLE;
}

void radio_tune(uint32_t channel) {
    uint32_t offset_mhz = 7 + 5 * channel;
    MAC_CONTROL |= MAC_CONTROL_STOP;
    while (MAC_CONTROL & MAC_CONTROL_BUSY) {
    }
    ANA_SYNTHESISER = ANA_SYNTHESISER_BY_SOFTWARE | 2 * offset_mhz;
    ANA_SYNTHESISER |= ANA_SYNTHESISER_START;
    while ((ANA_SYNTHESISER & ANA_SYNTHESISER_DONE) == 0) {
    }
    ANA_SYNTHESISER &= ~ANA_SYNTHESISER_START;
    MAC_CONTROL &= ~MAC_CONTROL_STOP;
}

void radio_listen(const uint8_t bssid[6]) {
    MAC_BSSID_MASK_LOW = UINT32_MAX;
    MAC_BSSID_MASK_HIGH = MAC_FILTER_ENABLE | 0xffff;
    if (bssid) {
        MAC_BSSID_LOW = load_le32(bssid);
        MAC_BSSID_HIGH = load_le16(bssid + 4);
        MAC_FILTER_CONTROL(0) = MAC_FILTER_DROP_FOREIGN | BIT(1);
    } else {
        MAC_FILTER_CONTROL(0) = MAC_FILTER_DROP_FOREIGN | MAC_FILTER_PASS_ALL;
    }
}

/** Sends what is in the buffer once; false if nobody acknowledges. */
static bool send_once(size_t on_air, uint32_t rate, bool acknowledged, uint32_t key_slot) {
    tx_descriptor.control = DESCRIPTOR_OWNER | DESCRIPTOR_END | (uint32_t) on_air << 12 | (uint32_t) on_air;
    tx_descriptor.buffer = tx_buffer;
    tx_descriptor.next = NULL;
    MAC_TX_CONFIG = 0xfff;
    MAC_TX_PLCP0 = ((uint32_t) &tx_descriptor & 0xfffff) | MAC_TX_PLCP0_BASE | (acknowledged ? MAC_TX_WANTS_ACK : 0);
    MAC_TX_PLCP1 = (uint32_t) on_air | rate << 12 | key_slot << 17;
    MAC_TX_PLCP2 = BIT(5);
    MAC_TX_DURATION = 0;
    memory_barrier();
    MAC_TX_PLCP0 |= MAC_TX_KICK;
    while (MAC_TX_PLCP0 & MAC_TX_KICK) {
    }
    MAC_TX_COMPLETE_CLEAR = BIT(0);
    MAC_INT_CLEAR = MAC_INT_TX;
    return RESULT_STATUS(MAC_TX_RESULT) == 0;
}

bool radio_send(const uint8_t *frame, size_t length, bool encrypted) {
    bool group = (frame[4] & GROUP_BIT) != 0;
    bool data = (frame[0] & 0x0c) == 0x08;
    if (length > RADIO_FRAME_MAX) {
        return false;
    }
    memcpy(tx_buffer, frame, length);
    size_t on_air = length + FCS + (encrypted ? CCMP_MIC : 0);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (send_once(on_air, data ? RATE_24M : RATE_1M, !group, encrypted ? SLOT_PAIRWISE : 0)) {
            return true;
        }
        tx_buffer[1] |= FRAME_RETRY;
    }
    return false;
}

/** Gives a descriptor back to the end of the list. */
static void recycle(descriptor_t *descriptor) {
    memory_barrier();
    make_free(descriptor);
    if (rx_head) {
        rx_tail->next = descriptor;
    } else {
        rx_head = descriptor;
    }
    rx_tail = descriptor;
    MAC_RX_CTRL |= MAC_RX_RELOAD;
    while (MAC_RX_CTRL & MAC_RX_RELOAD) {
    }
    /* The list was used up, and the MAC did not see how it goes on. */
    if (MAC_RX_NEXT == MAC_RX_NONE && MAC_RX_LAST != (uint32_t) rx_tail) {
        MAC_RX_BASE = (uint32_t) rx_head;
    }
}

size_t radio_receive(uint8_t frame[RADIO_FRAME_MAX]) {
    MAC_INT_CLEAR = MAC_INT_RX;
    descriptor_t *descriptor = rx_head;
    if (!descriptor || (descriptor->control & DESCRIPTOR_END) == 0) {
        return 0;
    }
    memory_barrier();
    const uint8_t *buffer = descriptor->buffer;
    size_t on_air = load_le16(buffer + 24) & 0xfff;
    size_t stored = (descriptor->control >> 12 & 0xfff);
    bool good = buffer[27] == 0 && on_air >= 10 + FCS && RX_HEADER + on_air - FCS <= stored && stored <= RADIO_FRAME_MAX;
    size_t length = good ? on_air - FCS : 0;
    memcpy(frame, buffer + RX_HEADER, length);
    rx_head = descriptor->next;
    recycle(descriptor);
    /* A frame that is none still was one: the caller asks again for the next. */
    return good ? length : 1;
}

static void set_key(uint32_t slot, const uint8_t bssid[6], const uint8_t key[16], uint32_t scope, uint32_t id) {
    MAC_KEY(slot, 0) = load_le32(bssid);
    MAC_KEY(slot, 1) = load_le16(bssid + 4) | MAC_KEY_CCMP | scope | id << 30;
    for (uint32_t i = 0; i < 4; i++) {
        MAC_KEY(slot, 2 + i) = load_le32(key + 4 * i);
    }
    MAC_KEY_ENABLE |= BIT(slot);
    MAC_CRYPTO_CONTROL = MAC_CRYPTO_KEYS;
}

void radio_set_pairwise_key(const uint8_t bssid[6], const uint8_t key[16]) {
    set_key(SLOT_PAIRWISE, bssid, key, MAC_KEY_PAIRWISE, 0);
}

void radio_set_group_key(const uint8_t bssid[6], const uint8_t key[16], uint32_t id) {
    set_key(id - 1, bssid, key, MAC_KEY_GROUP, id);
}

void radio_clear_keys(void) {
    MAC_KEY_ENABLE = 0;
    MAC_CRYPTO_CONTROL = MAC_CRYPTO_IDLE;
}
