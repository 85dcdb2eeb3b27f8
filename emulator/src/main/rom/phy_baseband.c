/* The digital side of the radio: automatic gain, carrier sense, noise floor, spurs, bandwidth. */
#include "phy.h"

#define AGC_CONTROL AGC(0x030)
#define AGC_CONTROL_2 AGC(0x038)
#define AGC_DISABLE (1u << 29)
#define CCA AGC(0x074)
#define CCA_OFF 0x00280000u
#define CCA_ON 0x00500000u

#define NOISE_FLOOR AGC(0x018)
#define NOISE_FLOOR_AUTO (1u << 23)
#define NOISE_FLOOR_DONE (1u << 24)
#define NOISE_FLOOR_START (1u << 25)
#define NOISE_FLOOR_AUTO_2 (1u << 28)
#define NOISE_FLOOR_RESULT AGC(0x050)
/** Noise floors are in quarters of a dBm, from 10 bits without their sign. */
#define NOISE_HIGHEST (-360)
#define NOISE_LOWEST (-392)
#define NOISE_UNKNOWN (-359)
#define NOISE_TIMEOUT_US 50000u

#define MAC_TIME MAC(0xc00)
#define MAC_BANDWIDTH MAC(0xc04)
#define MAC_BANDWIDTH_MODE 0xcu
#define MAC_HT20 MAC(0xc6c)
#define MAC_HT20_CENTER (1u << 27)
#define BB_HT20_CENTER (1u << 6)

void rom_phy_disable_agc(void) {
    set_bits(AGC_CONTROL, AGC_DISABLE);
}

void rom_phy_enable_agc(void) {
    clear_bits(AGC_CONTROL, AGC_DISABLE);
}

void rom_disable_agc(void) {
    set_bits(AGC_CONTROL, AGC_DISABLE);
    set_bits(AGC_CONTROL_2, AGC_DISABLE);
}

void rom_enable_agc(void) {
    clear_bits(AGC_CONTROL, AGC_DISABLE);
    clear_bits(AGC_CONTROL_2, AGC_DISABLE);
}

void rom_phy_disable_cca(void) {
    set_bits(CCA, CCA_OFF);
    clear_bits(CCA, CCA_ON);
}

void rom_phy_enable_cca(void) {
    clear_bits(CCA, CCA_OFF);
}

void rom_rx_gain_force(uint32_t force, uint32_t gain) {
    set_field(AGC(0x02c), 0xff000000, gain << 24);
    set_field(AGC(0x02c), 1u << 23, (force & 1) << 23);
}

void rom_clk_force_on_vit(uint32_t on) {
    set_field(AGC(0xc40), 1, on & 1);
}

void rom_bb_rx_ht20_cen_bcov_en(uint32_t enable) {
    set_field(BB(0), BB_HT20_CENTER, (enable & 1) << 6);
}

void rom_bb_tx_ht20_cen(uint32_t enable) {
    set_field(MAC_HT20, MAC_HT20_CENTER, (enable & 1) << 27);
}

void rom_cbw2040_cfg(uint8_t ht40) {
    if (ht40) {
        set_bits(MAC_HT20, MAC_HT20_CENTER);
        set_bits(BB(0), BB_HT20_CENTER);
    } else {
        clear_bits(MAC_HT20, MAC_HT20_CENTER);
        clear_bits(BB(0), BB_HT20_CENTER);
    }
}

void rom_bb_bss_bw_40_en(int enable) {
    if (enable) {
        set_field(MAC_BANDWIDTH, MAC_BANDWIDTH_MODE, 4);
    }
}

void rom_bb_bss_cbw40_dig(uint32_t enable) {
    set_field(MAC_BANDWIDTH, MAC_BANDWIDTH_MODE, (enable & 1) << 2);
}

void rom_chip_v7_rx_rifs_en(uint32_t enable) {
    set_field(AGC(0x0f4), 1, enable & 1);
}

void rom_bb_wdg_test_en(uint32_t test, uint32_t reset, uint32_t low, uint32_t high, uint32_t enable, uint32_t mode) {
    WORD(BB(0x03c)) = high << 16 | low | test << 30 | reset << 31;
    WORD(BB(0x040)) = mode << 29 | 1u << 30 | enable << 31;
}

static int noise_floor(int measured) {
    if (measured > NOISE_HIGHEST) {
        return NOISE_HIGHEST;
    }
    return measured < NOISE_LOWEST ? NOISE_LOWEST : measured;
}

static int measured_noise_floor(void) {
    return (int) (WORD(NOISE_FLOOR_RESULT) & 0x3ff) - 0x400;
}

void rom_noise_floor_auto_set(void) {
    set_bits(NOISE_FLOOR, NOISE_FLOOR_AUTO);
    set_bits(NOISE_FLOOR, NOISE_FLOOR_AUTO_2);
    set_bits(BB(0x044), 1);
    set_bits(BB(0x050), 1);
}

int rom_phy_get_noisefloor(void) {
    int floor = noise_floor(measured_noise_floor());
    set_bits(BB(0x050), 1);
    return floor;
}

int rom_check_noise_floor(void) {
    clear_bits(NOISE_FLOOR, NOISE_FLOOR_AUTO);
    set_bits(NOISE_FLOOR, NOISE_FLOOR_START);
    clear_bits(NOISE_FLOOR, NOISE_FLOOR_START);
    set_bits(NOISE_FLOOR, NOISE_FLOOR_AUTO);
    uint32_t start = WORD(MAC_TIME);
    bool late = false;
    bool done = WORD(NOISE_FLOOR) & NOISE_FLOOR_DONE;
    while (!done && !late) {
        late = WORD(MAC_TIME) - start > NOISE_TIMEOUT_US;
        done = WORD(NOISE_FLOOR) & NOISE_FLOOR_DONE;
    }
    int floor = noise_floor(measured_noise_floor());
    return late ? NOISE_UNKNOWN : floor;
}

void rom_set_noise_floor(int16_t floor) {
    set_field(NOISE_FLOOR, 0x7fe0, (uint32_t) (noise_floor(floor) & 0x3ff) << 5);
    set_bits(NOISE_FLOOR, 1u << 4);
}

/*
 * A filter against a tone at a multiple of 1/32 of the subcarriers' distance: patterns of coefficients for the distances from -16
 * to 16 of the nearest subcarrier, in steps of 4.
 */
#define SPUR_PATTERNS 9u
#define SPUR_FARTHEST 61
static const uint16_t spur_patterns_10[SPUR_PATTERNS] = {0x0be, 0x0be, 0x0be, 0x1fe, 0x2fe, 0x2fd, 0x2f8, 0x2f8, 0x2f8};
static const uint8_t spur_patterns_6[4][SPUR_PATTERNS] = {
    {0x0f, 0x0f, 0x1e, 0x2e, 0x2e, 0x2e, 0x2d, 0x3c, 0x3c},
    {0x0a, 0x0a, 0x0d, 0x1d, 0x1d, 0x2d, 0x1c, 0x28, 0x28},
    {0x05, 0x05, 0x09, 0x09, 0x19, 0x18, 0x18, 0x14, 0x14},
    {0x05, 0x05, 0x08, 0x08, 0x08, 0x08, 0x08, 0x14, 0x14},
};
static const uint8_t spur_shifts_6[4] = {6, 12, 18, 24};

static void write_spur_filter(uint32_t filter, unsigned pattern) {
    bool any = pattern < SPUR_PATTERNS;
    WORD(filter) = 0;
    WORD(filter + 4) = 0;
    uint32_t wide = any ? spur_patterns_10[pattern] : 0;
    for (int shift = 0; shift <= 20; shift += 10) {
        set_field(filter, 0x3ffu << shift, wide << shift);
    }
    set_field(filter + 4, 0x3f, any ? spur_patterns_6[0][pattern] : 0u);
    for (int i = 0; i < 4; i++) {
        uint32_t narrow = any ? spur_patterns_6[i][pattern] : 0;
        set_field(filter + 4, 0x3fu << spur_shifts_6[i], narrow << spur_shifts_6[i]);
    }
}

void rom_spur_reg_write_one_tone(uint8_t index, int frequency) {
    uint32_t tone = BB(0x014) + 4u * index;
    uint32_t filter = AGC(0xc10) + 8u * index;
    set_field(tone, 0x1fff, (uint32_t) frequency & 0x1fff);
    set_field(tone, 1u << 13, frequency ? 1u << 13 : 0);
    int subcarrier = 0;
    unsigned pattern = SPUR_PATTERNS;
    if (frequency) {
        bool below = (frequency & 1 << 12) != 0;
        int distance = below ? -frequency : frequency;
        int nearest = (distance + 16) / 32;
        int rest = (distance - 32 * nearest) / 4;
        subcarrier = nearest;
        if (nearest <= SPUR_FARTHEST) {
            subcarrier = below ? -nearest : nearest;
            pattern = (unsigned) ((below ? -rest : rest) + 4);
        }
    }
    write_spur_filter(filter, pattern);
    unsigned shift = 7u * index & 31;
    set_field(AGC(0xcb0), 0x7fu << shift, (uint32_t) subcarrier << shift);
}

void rom_spur_coef_cfg(int unused, uint16_t frequency, int8_t bandwidth) {
    (void) unused;
    int reach = bandwidth < 2 ? 10 : 20;
    int harmonic = frequency / 80;
    int above = frequency - 80 * harmonic;
    int tone = 0;
    if (above < reach) {
        tone = (80 * harmonic - frequency) * 5 * 2048 / 100;
    } else if (80 - above < reach) {
        tone = (80 * (harmonic + 1) - frequency) * 5 * 2048 / 100;
    }
    phy->spur_reg_write_one_tone(0, tone);
    unsigned shift = WORD(AGC(0xc48)) >> 24 & 31;
    uint32_t rest = WORD(AGC(0xc48)) & 0xff000000;
    uint32_t ratio = (uint32_t) ((int) (80u << shift) / frequency) & 0x00ffffff;
    WORD(AGC(0xc48)) = ratio | rest;
}
