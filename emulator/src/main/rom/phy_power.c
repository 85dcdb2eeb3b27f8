/* Measuring the transmitter's power with the SAR ADC, gains and attenuations that follow from it, and the supply voltage. */
#include "phy.h"

#define SAR_CONTROL ANA(0x050)
#define SAR_START 2u
#define SAR_STATE (7u << 24)
#define SAR_SAMPLES 8
#define SAR_SAMPLE(n) WORD(ANA(0x080) + 4u * (n))
#define SAR_MODE ANA(0x05c)
#define SAR_POWER SENS(0x82c)
#define SAR_READ SENS(0x80c)
#define SAR_READ_CLOCKS 0x000c0000u
#define SAR_TOUCH SENS(0x890)
#define SAR_TOUCH_OFF 0x08000000u
#define SAR_ATTENUATION SENS(0x838)
#define SAR_SETTLE_US 10
#define TONES 4

void rom_read_sar_dout(uint16_t *samples) {
    for (unsigned i = 0; i < SAR_SAMPLES; i++) {
        uint32_t raw = ~SAR_SAMPLE(i) & 0xffff;
        int low = (int) (raw & 0xff) - 21;
        low = low < 0 ? 0 : low;
        samples[i] = (uint16_t) ((uint32_t) (279 * low >> 8) + (raw & 0x700));
    }
}

static void await_sar(void) {
    while (WORD(SAR_CONTROL) & SAR_STATE) {
    }
}

static void convert(void) {
    clear_bits(SAR_CONTROL, SAR_START);
    set_bits(SAR_CONTROL, SAR_START);
    ets_delay_us(SAR_SETTLE_US);
    await_sar();
}

static int16_t positive_difference(uint16_t a, uint16_t b) {
    return a < b ? 0 : (int16_t) (a - b);
}

int rom_get_fm_sar_dout(int16_t *first, int16_t *second) {
    uint16_t samples[SAR_SAMPLES];
    convert();
    phy->read_sar_dout(samples);
    uint16_t background = (uint16_t) (samples[6] + samples[7]);
    *first = positive_difference((uint16_t) (samples[2] + samples[3]), background);
    *second = positive_difference((uint16_t) (samples[4] + samples[5]), background);
    return (int16_t) ((samples[3] + samples[4] + samples[5] + samples[6]) >> 2);
}

int rom_get_sar_dout(uint16_t offset) {
    uint16_t samples[SAR_SAMPLES];
    phy->read_sar_dout(samples);
    uint16_t background = (uint16_t) (3 * (samples[6] + samples[7]));
    int16_t first = (int16_t) (2 * (samples[1] + samples[2] + samples[3]) - background);
    int16_t second = (int16_t) (3 * (samples[4] + samples[5]) - background);
    int first_db = phy->linear_to_db(first < 0 ? 0 : first, 3);
    int second_db = phy->linear_to_db(second < 0 ? 0 : second, 3);
    return (int16_t) (offset + first_db - second_db);
}

/** 48 units for each doubling, and a table for sixteenths of it; the value has some bits behind its point. */
int rom_linear_to_db(int value, uint8_t point) {
    static const uint8_t sixteenths[16] = {0, 4, 8, 12, 16, 19, 22, 25, 28, 31, 34, 36, 39, 41, 44, 46};
    int scaled = point < 3 ? value << (3 - point) : value >> ((point - 3) & 31);
    int leading = scaled == 0 ? 32 : __builtin_clz((uint32_t) scaled);
    int doublings = 28 - leading;
    if (doublings < 1) {
        return sixteenths[scaled & 15];
    }
    return (int16_t) (48 * doublings + sixteenths[scaled >> (doublings - 1) & 15]);
}

int rom_get_power_db(uint16_t offset) {
    int16_t first;
    int16_t second;
    phy->get_fm_sar_dout(&first, &second);
    int first_db = phy->linear_to_db(first, 3);
    int second_db = phy->linear_to_db(second, 3);
    return (int16_t) (offset + first_db - second_db);
}

int rom_meas_tone_pwr_db(uint8_t attenuation) {
    phy->start_tx_tone_step(1, 128, attenuation, 0, 0, 0);
    int16_t sum = 0;
    for (int i = 0; i < TONES; i++) {
        sum = (int16_t) (sum + phy->get_power_db(0x138));
    }
    phy->stop_tx_tone(1);
    return (int16_t) ((sum + 4) / 8);
}

int rom_txtone_linear_pwr(uint8_t mode) {
    int16_t sum = 0;
    for (int i = 0; i < TONES; i++) {
        int16_t first;
        int16_t second;
        int power = phy->get_fm_sar_dout(&first, &second);
        if (second == 0) {
            second = 1;
        }
        if (mode == 0) {
            power = (first << 10) / second;
        }
        sum = (int16_t) (sum + power);
    }
    return sum;
}

uint16_t rom_phy_get_vdd33(void) {
    uint16_t samples[SAR_SAMPLES];
    set_bits(SAR_READ, SAR_READ_CLOCKS);
    set_bits(SAR_TOUCH, SAR_TOUCH_OFF);
    phy->i2c_writeReg_Mask(I2C_TX, 9, 7, 7, 1);
    phy->i2c_writeReg_Mask(I2C_TX, 9, 2, 0, 0);
    set_bits(SAR_POWER, 1u << 4);
    clear_bits(SAR_ATTENUATION, 3u << 30);
    set_bits(SAR_MODE, 1u << 23);
    clear_bits(SAR_MODE, 1u << 21);
    await_sar();
    convert();
    phy->read_sar_dout(samples);
    uint16_t sum = 0;
    for (int i = 0; i < SAR_SAMPLES; i++) {
        sum = (uint16_t) (sum + samples[i]);
    }
    phy->i2c_writeReg_Mask(I2C_TX, 9, 7, 7, 0);
    clear_bits(SAR_POWER, 1u << 4);
    clear_bits(SAR_READ, SAR_READ_CLOCKS);
    return (uint16_t) ((sum + 2) >> 2);
}

void rom_en_pwdet(void) {
    set_field(SAR_POWER, 0xe0, 0x80);
    set_bits(SAR_TOUCH, SAR_TOUCH_OFF);
    set_bits(SAR_READ, SAR_READ_CLOCKS);
    clear_bits(SAR_MODE, 1u << 23);
    clear_bits(SAR_MODE, 1u << 21);
    clear_bits(SAR_CONTROL, 1);
    set_bits(FE(0x0c0), 1u << 7);
    clear_bits(SAR_ATTENUATION, 3u << 30);
}

void rom_tx_pwctrl_bg_init(void) {
    phy->en_pwdet();
    set_bits(ANA(0x060), 2);
    clear_bits(ANA(0x060), 1);
    set_bits(ANA(0x060), 1);
}

/** Collects an error with an exponential memory; where it exceeds steps of a size, tells the step. */
uint8_t rom_get_pwctrl_correct(int16_t error, int16_t *sum, uint8_t memory, uint8_t step) {
    int16_t next = (int16_t) (error + *sum - (*sum >> (memory & 31)));
    int limit = step << ((memory + 2) & 31);
    if (next >= limit) {
        *sum = (int16_t) (next - limit);
        return (uint8_t) -step;
    }
    if (next <= -limit) {
        *sum = (int16_t) (next + limit);
        return step;
    }
    *sum = next;
    return 0;
}

uint8_t rom_set_chan_cal_interp(const uint8_t *points, uint32_t channel) {
    uint8_t at = (uint8_t) (channel - 1);
    if (at < 6) {
        return (uint8_t) (points[0] + at / 5 * ((int8_t) points[1] - (int8_t) points[0]));
    }
    if (at <= 10) {
        return (uint8_t) (points[1] + (at - 5) / 5 * ((int8_t) points[2] - (int8_t) points[1]));
    }
    return at <= 13 ? points[2] : points[3];
}

/** A value for a channel out of a table that has the values for four channels in rows. */
static uint8_t interpolate(const uint8_t *table, int column, int columns, uint8_t channel) {
    uint8_t points[4];
    for (int row = 0; row < 4; row++) {
        points[row] = table[column + columns * row];
    }
    return phy->set_chan_cal_interp(points, channel);
}

void rom_set_txcap_reg(const uint8_t *table, uint8_t channel) {
    phy->i2c_writeReg_Mask(I2C_TX, 1, 3, 0, interpolate(table, 0, 3, channel));
    phy->i2c_writeReg_Mask(I2C_TX, 2, 3, 0, interpolate(table, 1, 3, channel));
    phy->i2c_writeReg_Mask(I2C_TX, 2, 6, 4, interpolate(table, 2, 3, channel));
}

void rom_tx_atten_set_interp(const uint8_t *table, uint8_t channel, uint8_t more) {
    uint8_t attenuations[6];
    for (int i = 0; i < 6; i++) {
        attenuations[i] = (uint8_t) -(more + interpolate(table, i, 6, channel));
    }
    uint32_t last = attenuations[5];
    WORD(FE(0x004)) = attenuations[0] | (uint32_t) attenuations[1] << 8 | (uint32_t) attenuations[2] << 16
        | (uint32_t) attenuations[3] << 24;
    WORD(FE(0x008)) = attenuations[4] | last << 8 | last << 16 | last << 24;
}

void rom_target_power_add_backoff(uint8_t *to, const uint8_t *from, int16_t backoff) {
    uint8_t less = (uint8_t) (backoff > 24 ? 24 : backoff);
    for (int i = 0; i < 6; i++) {
        to[i] = (uint8_t) (from[i] - less);
    }
}

uint8_t rom_txbbgain_to_index(uint16_t gain) {
    switch (gain) {
    case 160:
        return 1;
    case 288:
        return 2;
    case 48:
        return 3;
    case 176:
        return 4;
    default:
        return 0;
    }
}

uint16_t rom_index_to_txbbgain(uint32_t index) {
    static const uint16_t gains[4] = {160, 288, 48, 176};
    uint8_t at = (uint8_t) (index - 1);
    return at < 4 ? gains[at] : 32;
}

uint8_t rom_get_rf_gain_qdb(uint32_t index) {
    static const uint8_t gains[6] = {14, 10, 8, 7, 6, 5};
    uint8_t at = (uint8_t) (index - 1);
    return at < 6 ? gains[at] : 5;
}

#define RF_HIGHEST 7
#define BB_HIGHEST 4
#define BB_STEP 8

/** A gain that is split into one of the radio part, one of the baseband part, and what they lack in quarters of a dB. */
struct split_gain {
    int8_t *rest;
    uint8_t rf;
    uint8_t bb;
};

static void raise_gain(struct split_gain *gain) {
    if (gain->bb < 2) {
        *gain->rest = (int8_t) (*gain->rest - BB_STEP * (2 - gain->bb));
        gain->bb = 2;
    }
    while (*gain->rest >= 1 && gain->rf != RF_HIGHEST) {
        *gain->rest = (int8_t) (*gain->rest - phy->get_rf_gain_qdb(gain->rf));
        gain->rf = (uint8_t) (gain->rf + 1);
    }
    while (*gain->rest >= 1 && gain->bb < BB_HIGHEST) {
        *gain->rest = (int8_t) (*gain->rest - BB_STEP);
        gain->bb = (uint8_t) (gain->bb + 1);
    }
}

static void lower_gain(struct split_gain *gain) {
    while (*gain->rest < 0 && gain->bb > 2) {
        *gain->rest = (int8_t) (*gain->rest + BB_STEP);
        gain->bb = (uint8_t) (gain->bb - 1);
    }
    while (*gain->rest < 0 && gain->rf >= 2) {
        gain->rf = (uint8_t) (gain->rf - 1);
        *gain->rest = (int8_t) (*gain->rest + phy->get_rf_gain_qdb(gain->rf));
    }
    if (*gain->rest < 0) {
        *gain->rest = (int8_t) (*gain->rest + BB_STEP * gain->bb);
        gain->bb = 0;
    }
}

void rom_correct_rf_ana_gain(int8_t *rest, uint16_t *rf, uint16_t *bb) {
    struct split_gain gain = {rest, *rf >> 4 & 7, phy->txbbgain_to_index(*bb)};
    if (*rest >= 1) {
        raise_gain(&gain);
    } else {
        lower_gain(&gain);
    }
    *rf = (uint16_t) (gain.rf << 4 | 15);
    *bb = phy->index_to_txbbgain(gain.bb);
}
