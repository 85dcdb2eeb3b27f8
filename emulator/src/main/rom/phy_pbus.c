/* The bus that sets the analog parts of the radio, the memory of settings that the baseband plays back on it, and gains. */
#include "phy.h"

#define PBUS_TEST FE(0x094)
#define PBUS_TEST_START 2u
#define PBUS_CONTROL FE(0x0a0)
#define PBUS_BUSY (1u << 31)
#define PBUS_FORCED 0x06000000u
#define PBUS_VALUE 0x1ffu
#define PBUS_MEMORY_SIZE 256
#define PBUS_MEMORY_ADDRESS FE2(0x034)
#define PBUS_MEMORY_DATA FE2(0x038)
#define CLOCKS FE(0x0a0)

#define BLOCK_GAIN_STEPS 6
#define NO_GAIN 85

uint32_t rom_pow_usr(uint32_t base, uint32_t exponent) {
    uint32_t power = 1;
    while (exponent-- != 0) {
        power *= base;
    }
    return power;
}

int rom_get_data_sat(int value, int high, int low) {
    return high < value ? high : value < low ? low : value;
}

int rom_abs_temp(int value) {
    return value < 0 ? -value : value;
}

void rom_set_txclk_en(uint8_t enable) {
    set_field(CLOCKS, 0x30000, enable ? 0x30000 : 0);
}

void rom_set_rxclk_en(uint8_t enable) {
    set_field(CLOCKS, 0xc000, enable ? 0xc000 : 0);
}

void rom_loopback_mode_en(uint8_t enable) {
    phy->i2c_writeReg_Mask(103, 1, 0, 6, 6, enable);
    phy->set_txclk_en(enable);
    phy->set_rxclk_en(enable);
}

void rom_set_loopback_gain(uint16_t tx, uint16_t rx, uint16_t bb) {
    phy->pbus_force_test(PBUS_TX, 127);
    phy->pbus_force_test(PBUS_TX_GAIN, tx);
    phy->pbus_force_test(PBUS_RX, rx);
    phy->pbus_force_test(PBUS_BB, 0x1f9);
    phy->pbus_force_test(PBUS_BB_GAIN, bb);
}

void rom_pbus_force_mode(uint8_t mode, uint32_t delay_us) {
    if (mode) {
        set_bits(PBUS_CONTROL, PBUS_FORCED);
        set_field(PBUS_TEST, 1, mode & 1);
        return;
    }
    clear_bits(PBUS_CONTROL, PBUS_FORCED);
    clear_bits(PBUS_TEST, 1);
    if (WORD(MAC(0xc04)) & 2) {
        ets_delay_us(1);
        set_field(AGC(0x02c), 0xff000000, 0x32000000);
        set_bits(AGC(0x02c), 1u << 23);
        ets_delay_us(delay_us);
        clear_bits(AGC(0x02c), 1u << 23);
    }
}

void rom_pbus_debugmode(void) {
    phy->pbus_force_mode(1, 0);
}

void rom_pbus_workmode(void) {
    phy->pbus_force_mode(0, 0);
}

uint32_t rom_pbus_rd_addr(uint8_t block, uint8_t half) {
    switch (block) {
    case 0:
        return FE(0x0a8);
    case 1:
        return half == 1 ? FE(0x0a8) : FE(0x0ac);
    case 2:
        return FE(0x0ac);
    case 3:
    case 4:
        return FE(0x0b0);
    case 5:
        return FE(0x0b4);
    default:
        return block;
    }
}

uint32_t rom_pbus_rd_shift(uint8_t block, uint8_t half) {
    bool first = half == 1;
    switch (block) {
    case 0:
        return 9;
    case 1:
        return first ? 0 : 18;
    case 2:
        return first ? 9 : 0;
    case 3:
        return first ? 18 : 9;
    case 4:
    case 5:
        return first ? 0 : block;
    default:
        return block;
    }
}

void rom_pbus_force_test(uint8_t block, uint8_t half, uint16_t value) {
    uint32_t request = (uint32_t) value << 6 | (uint32_t) block << 2 | (uint32_t) half << 15;
    WORD(PBUS_TEST) = (WORD(PBUS_TEST) & 0xfffe0001) | PBUS_TEST_START | request;
    while (WORD(PBUS_CONTROL) & PBUS_BUSY) {
    }
    clear_bits(PBUS_TEST, PBUS_TEST_START);
}

uint16_t rom_pbus_rd(uint8_t block, uint8_t half) {
    uint32_t address = phy->pbus_rd_addr(block, half);
    uint32_t shift = phy->pbus_rd_shift(block, half) & 31;
    return (uint16_t) ((WORD(address) & PBUS_VALUE << shift) >> shift);
}

/** Moves a bit. */
static uint32_t bit(uint32_t value, int from, int to) {
    return (value >> from & 1) << to;
}

void rom_pbus_set_rxgain(uint16_t gain) {
    uint32_t bb = (gain & 7u) << 6 | bit(gain, 3, 5) | bit(gain, 4, 4) | bit(gain, 5, 3) | bit(gain, 6, 2) | bit(gain, 7, 1)
        | bit(gain, 8, 0);
    uint32_t rf = bit(gain, 10, 1) | (gain >> 11 & 15u) << 3 | (phy->pbus_rd(PBUS_RX) & 0x185u);
    phy->pbus_force_test(PBUS_BB_GAIN, (uint16_t) bb);
    phy->pbus_force_test(PBUS_RX, (uint16_t) rf);
}

void rom_pbus_xpd_rx_off(void) {
    phy->pbus_force_test(PBUS_RX, 0);
    phy->pbus_force_test(PBUS_BB, 0);
    phy->pbus_force_test(PBUS_BB_GAIN, 0);
}

void rom_pbus_xpd_rx_on(uint16_t gain) {
    phy->pbus_force_test(PBUS_TX, 0);
    phy->pbus_force_test(PBUS_TX_GAIN, 0);
    phy->pbus_force_test(PBUS_RX, 0x184);
    phy->pbus_force_test(PBUS_BB, 0x189);
    phy->pbus_force_test(PBUS_BB_GAIN, gain);
}

void rom_pbus_xpd_tx_off(void) {
    phy->pbus_force_test(PBUS_TX, 0);
    phy->pbus_force_test(PBUS_TX_GAIN, 0);
    phy->pbus_force_test(PBUS_BB, 0);
    phy->pbus_force_test(PBUS_BB_GAIN, 0);
    phy->pbus_force_test(PBUS_RX, 0);
}

void rom_pbus_xpd_tx_on(uint16_t tx_gain, uint16_t bb_gain) {
    phy->pbus_force_test(PBUS_RX, 1);
    phy->pbus_force_test(PBUS_BB, 124);
    phy->pbus_force_test(PBUS_BB_GAIN, bb_gain);
    phy->pbus_force_test(PBUS_TX, 127);
    phy->pbus_force_test(PBUS_TX_GAIN, tx_gain);
}

void rom_pbus_set_dco(const uint16_t *offsets) {
    phy->pbus_force_test(PBUS_DC_I, 1, offsets[0]);
    phy->pbus_force_test(PBUS_DC_Q, 1, offsets[1]);
    phy->pbus_force_test(PBUS_DC_I, 2, offsets[2]);
    phy->pbus_force_test(PBUS_DC_Q, 2, offsets[3]);
}

/** A table has six pairs of words for each of its rows; a word is two offsets of 9 bits. */
void rom_set_cal_rxdc(uint8_t row, int column, const uint32_t *table) {
    const uint32_t *pair = table + 2 * (uint8_t) (6 * row + column);
    uint32_t i = pair[0];
    uint32_t q = pair[1];
    uint16_t offsets[4] = {i >> 9 & PBUS_VALUE, q >> 9 & PBUS_VALUE, i & PBUS_VALUE, q & PBUS_VALUE};
    phy->pbus_set_dco(offsets);
}

/** Where a half of a register says that settings begin; what they are is written and their end is noted beside. */
static void place(uint32_t *memory, uint32_t address, int half, const uint32_t *settings, int count, int last) {
    uint32_t start = WORD(address) >> 16 * half & 0xff;
    set_field(address, 0xff00u << 16 * half, ((start + (uint32_t) last) & 0xff) << (8 + 16 * half));
    for (int i = 0; i < count; i++) {
        memory[start + (uint32_t) i] = settings[i];
    }
}

void rom_set_pbus_mem(void) {
    static const uint32_t rx[4] = {0x709ff, 0x1713ff, 0xf50000, 0xf60000};
    static const uint32_t rx_off[2] = {0x401ff, 0x1611ff};
    static const uint32_t tx[5] = {0x403ff, 0x14f9ff, 0xf00000, 0xf10000, 0xf20000};
    static const uint32_t tx_off[2] = {0x401ff, 0x1411ff};
    static const uint32_t gain[2] = {0x44ffff, 0xf30000};
    static const uint32_t gain_off[1] = {0x4401ff};
    static const uint32_t bt_rx[4] = {0x709ff, 0x1717ff, 0xf50000, 0xf60000};
    static const uint32_t bt_rx_off[2] = {0x401ff, 0x1615ff};
    static const uint32_t bt_tx[5] = {0x403ff, 0x14fdff, 0xf00000, 0xf10000, 0xf20000};
    static const uint32_t bt_tx_off[2] = {0x401ff, 0x1415ff};
    uint32_t memory[PBUS_MEMORY_SIZE + 5];
    for (int i = 0; i < PBUS_MEMORY_SIZE; i++) {
        memory[i] = 0;
    }
    place(memory, FE(0x030), 0, rx, 4, 3);
    place(memory, FE(0x030), 1, rx_off, 2, 1);
    place(memory, FE(0x034), 0, tx, 5, 4);
    place(memory, FE(0x034), 1, tx_off, 2, 1);
    place(memory, FE(0x038), 0, gain, 2, 1);
    place(memory, FE(0x038), 1, gain_off, 1, 0);
    place(memory, FE(0x03c), 0, bt_rx, 4, 3);
    place(memory, FE(0x03c), 1, bt_rx_off, 2, 1);
    place(memory, FE(0x040), 0, bt_tx, 5, 4);
    place(memory, FE(0x040), 1, bt_tx_off, 2, 1);
    place(memory, FE(0x044), 0, gain, 2, 1);
    place(memory, FE(0x044), 1, gain_off, 1, 0);
    for (uint32_t i = 0; i < PBUS_MEMORY_SIZE; i++) {
        WORD(PBUS_MEMORY_DATA) = memory[i];
        set_field(PBUS_MEMORY_ADDRESS, 0xff00, i << 8);
        clear_bits(PBUS_MEMORY_ADDRESS, 0x20000);
        set_bits(PBUS_MEMORY_ADDRESS, 0x20000);
    }
}

/** Writes a word for a gain into one of the memories that the baseband plays back. */
static void write_gain(uint32_t memory, uint32_t value, uint32_t index) {
    set_field(PBUS_MEMORY_ADDRESS, 0xff, memory);
    WORD(PBUS_MEMORY_DATA) = value;
    set_field(PBUS_MEMORY_ADDRESS, 0x1ff00, index << 8);
    set_bits(PBUS_MEMORY_ADDRESS, 0x10000);
}

void rom_write_gain_mem(uint32_t low, uint32_t high, uint8_t index) {
    write_gain(0xf0, high, index);
    write_gain(0x0f, low, index);
}

/** The settings of the last amplifier for a gain above its stage. */
struct fine_gain {
    int coarse;
    int fine;
    bool last;
};

static struct fine_gain fine_gain(int gain) {
    if (gain > 35) {
        return (struct fine_gain) {63, 5, false};
    }
    int steps = gain / BLOCK_GAIN_STEPS;
    int coarse = ((1 << (steps & 31)) - 1) & 0xffff;
    int fine = (int8_t) (gain - BLOCK_GAIN_STEPS * steps);
    if (fine == 5) {
        return (struct fine_gain) {coarse, fine, coarse == 31};
    }
    return (struct fine_gain) {coarse, fine & 0xffff, false};
}

int rom_gen_rx_gain_table(uint32_t *table, uint8_t limit, const uint16_t *stages, const uint8_t *thresholds, uint8_t count,
                          uint8_t verbose) {
    int end = limit & 0x80 ? 127 : limit;
    if (end == 0) {
        return NO_GAIN;
    }
    int last = (int) count - 1;
    int stage = 0;
    uint8_t base = 0;
    for (int8_t index = 0;; index++) {
        uint8_t gain = (uint8_t) index;
        uint8_t threshold = thresholds[stage];
        int8_t above = (int8_t) (gain - base);
        while (above >= (int8_t) threshold && stage < last) {
            if (threshold == 0 && above < (int8_t) thresholds[stage + 1]) {
                break;
            }
            base = (uint8_t) (base + threshold);
            above = (int8_t) (gain - base);
            stage = (uint8_t) (stage + 1);
            threshold = thresholds[stage];
        }
        struct fine_gain setting = fine_gain(above);
        uint32_t value = stages[stage] + ((uint32_t) setting.coarse << 3) + (uint32_t) setting.fine;
        uint32_t *pair = table + (index >> 1);
        *pair = gain & 1 ? *pair + (value << 16) : value;
        if (verbose) {
            ets_printf("index: %d value: 0x%x 0x%x 0x%x 0x%x\n", index, *pair >> 16 * (gain & 1), stages[stage],
                       setting.coarse, setting.fine);
        }
        if (setting.last) {
            return gain;
        }
        if ((int8_t) (index + 1) >= end) {
            return NO_GAIN;
        }
    }
}
