/* Calibration of the transmitter: test tones, DC offsets, imbalance of I and Q, tuning, power. */
#include "phy.h"

#define TONE_STEP 0x0fffffffu
#define DC_COMPARATOR ANA(0x04c)
#define DC_COMPARATOR_FIELD 0x00ffffffu
#define DC_COMPARATOR_IDLE 0x00113cf0u
#define DC_COMPARATOR_READY (1u << 24)
#define DC_MIDDLE 0x100
#define DC_HIGHEST 511
#define DC_STEPS 12
#define DC_STEPS_AVERAGED 4
#define TX_GAINS 5
#define SETTLE_US 10

void rom_start_tx_tone_step(uint8_t on_1, int16_t step_1, int attenuation_1, uint8_t on_2, int16_t step_2, int attenuation_2) {
    uint32_t tone_1 = (uint32_t) on_1 << 18 | (uint32_t) (uint8_t) -attenuation_1 << 10;
    uint32_t tone_2 = (uint32_t) on_2 << 18 | (uint32_t) (uint8_t) -attenuation_2 << 10;
    int coarse_1 = step_1;
    int coarse_2 = step_2;
    if (WORD(TX_TONE_1) & TX_TONE_FINE) {
        set_field(TX_TONE_FINE_STEPS, 3, (uint32_t) step_1 & 3);
        set_field(TX_TONE_FINE_STEPS, 12, ((uint32_t) step_2 & 3) << 2);
        coarse_1 >>= 2;
        coarse_2 >>= 2;
    }
    set_field(TX_TONE_1, TONE_STEP, tone_1 | ((uint32_t) coarse_1 & TONE_STEP));
    set_field(TX_TONE_2, TONE_STEP, tone_2 | ((uint32_t) coarse_2 & TONE_STEP));
}

void rom_start_tx_tone(uint8_t on_1, int frequency, uint8_t attenuation_1, uint8_t on_2, int unused, uint8_t attenuation_2) {
    (void) unused;
    bool fine = WORD(TX_TONE_1) & TX_TONE_FINE;
    int16_t step = (int16_t) (fine ? (frequency << 7) / 5 & 0xfff : (frequency << 5) / 5 & 0x3ff);
    phy->start_tx_tone_step(on_1, step, attenuation_1, on_2, step, attenuation_2);
}

void rom_stop_tx_tone(int which) {
    switch (which) {
    case 1:
        clear_bits(TX_TONE_1, TX_TONE_ON);
        break;
    case 2:
        clear_bits(TX_TONE_2, TX_TONE_ON);
        break;
    case 3:
        clear_bits(TX_TONE_3, TX_TONE_ON);
        break;
    default:
        clear_bits(TX_TONE_1, TX_TONE_ON);
        clear_bits(TX_TONE_2, TX_TONE_ON);
        clear_bits(TX_TONE_3, TX_TONE_ON);
        break;
    }
}

void rom_txcal_work_mode(void) {
    phy->stop_tx_tone(1);
    phy->set_txclk_en(0);
    phy->pbus_xpd_rx_on(0);
    phy->pbus_workmode();
    clear_bits(SENS(0x80c), 0x000c0000);
}

void rom_txdc_cal_init(int16_t *offsets, uint16_t tx_gain, uint16_t bb_gain, uint8_t low_power) {
    phy->pbus_debugmode();
    phy->pbus_xpd_tx_on(tx_gain, bb_gain);
    if (low_power) {
        phy->pbus_force_test(PBUS_BB, phy->pbus_rd(PBUS_BB) | 2);
    }
    for (uint32_t gain = 0; gain < TX_GAINS; gain++) {
        phy->pbus_force_test(PBUS_BB_GAIN, phy->index_to_txbbgain(gain));
        phy->txdc_cal_v70(offsets);
        offsets += 4;
    }
    phy->pbus_xpd_rx_on(0);
    phy->pbus_workmode();
}

/** One step of a search: up or down, within the range of the offset. */
static int search(int offset, int step, bool up) {
    int next = (int16_t) (up ? offset + step : offset - step);
    return up ? (next > DC_HIGHEST ? DC_HIGHEST : next) : (next < 0 ? 0 : next);
}

/** Asks the comparators whether the outputs are above or below their middle. */
static void compare(int half, bool *i_up, bool *q_up) {
    set_field(DC_COMPARATOR, DC_COMPARATOR_FIELD, DC_COMPARATOR_IDLE | 1);
    set_field(DC_COMPARATOR, DC_COMPARATOR_FIELD, DC_COMPARATOR_IDLE | 3);
    while (!(WORD(DC_COMPARATOR) & DC_COMPARATOR_READY)) {
    }
    bool inverted = half == 2;
    *i_up = !(WORD(DC_COMPARATOR) >> 31 & 1) != inverted;
    *q_up = !(WORD(DC_COMPARATOR) >> 30 & 1) != inverted;
}

/** Searches the DC offsets of both halves by halving, then averages four more steps. */
void rom_txdc_cal_v70(int16_t *offsets) {
    phy->pbus_force_test(PBUS_DC_I, 2, DC_MIDDLE);
    phy->pbus_force_test(PBUS_DC_Q, 2, DC_MIDDLE);
    for (uint8_t half = 1; half <= 2; half++) {
        int i = DC_MIDDLE;
        int q = DC_MIDDLE;
        int i_sum = 0;
        int q_sum = 0;
        int step = 124;
        for (int n = 0; n < DC_STEPS; n++) {
            bool i_up;
            bool q_up;
            phy->pbus_force_test(PBUS_DC_Q, half, (uint16_t) q);
            phy->pbus_force_test(PBUS_DC_I, half, (uint16_t) i);
            ets_delay_us(2);
            compare(half, &i_up, &q_up);
            i = search(i, step, i_up);
            q = search(q, step, q_up);
            step = step == 2 ? 1 : (step >> 1) + 1;
            if (n >= DC_STEPS - DC_STEPS_AVERAGED) {
                i_sum += i;
                q_sum += q;
            }
        }
        offsets[0] = (int16_t) ((i_sum + 2) >> 2);
        offsets[1] = (int16_t) ((q_sum + 2) >> 2);
        phy->pbus_force_test(PBUS_DC_Q, half, (uint16_t) offsets[1]);
        phy->pbus_force_test(PBUS_DC_I, half, (uint16_t) offsets[0]);
        offsets += 2;
    }
    set_field(DC_COMPARATOR, DC_COMPARATOR_FIELD, DC_COMPARATOR_IDLE);
}

/** The correction of a gain or a phase, limited to what its field holds. */
static uint8_t limited(int value, uint8_t gain) {
    int limit = gain ? 15 : 31;
    return (uint8_t) clamp((int8_t) value, -limit, limit);
}

uint8_t rom_txiq_set_reg(int value, uint8_t gain) {
    uint8_t correction = limited(value, gain);
    if (gain) {
        set_field(IQ_CORRECTION, 0x1f, correction & 0x1fu);
    } else {
        set_field(IQ_CORRECTION, 0x7e0, (correction & 0x3fu) << 5);
    }
    return correction;
}

uint8_t rom_rxiq_set_reg(int value, uint8_t gain) {
    uint8_t correction = limited(value, gain);
    if (gain) {
        set_field(IQ_CORRECTION, 0x1f0000, (correction & 0x1fu) << 16);
    } else {
        set_field(IQ_CORRECTION, 0x7e00000, (correction & 0x3fu) << 21);
    }
    return correction;
}

/** The power of two tones that would be equal if I and Q were. */
void rom_txiq_get_mis_pwr(uint8_t phase, int attenuation, int16_t step, int16_t *first, int16_t *second, uint8_t mode) {
    uint32_t tone = ((uint32_t) (step >> 2) & TONE_STEP) | 0x2c0000 | (uint32_t) phase << 26
        | (uint32_t) (uint8_t) -attenuation << 10;
    set_field(TX_TONE_1, TONE_STEP, tone);
    set_field(TX_TONE_FINE_STEPS, 3, (uint32_t) step & 3);
    ets_delay_us(SETTLE_US);
    *first = (int16_t) phy->txtone_linear_pwr(mode);
    uint32_t other = ((phase & 1u) ^ 1u) | (uint32_t) phase << 3;
    set_field(TX_TONE_1, 0x0f000000, (other & 15) << 24);
    ets_delay_us(SETTLE_US);
    *second = (int16_t) phy->txtone_linear_pwr(mode);
}

/** Half of the square of an angle, as the gain suffers from a phase. */
static uint8_t square(int angle) {
    return (uint8_t) ((angle * angle + 128) >> 8);
}

static int quotient(int dividend, int divisor) {
    return (dividend / (divisor == 0 ? 1 : divisor) + 16) >> 5;
}

/** Three steps towards no imbalance, then the mean of four measurements more. */
void rom_txiq_cover(uint8_t attenuation, int16_t step, int8_t *imbalance, uint8_t mode) {
    int8_t lower = (int8_t) (attenuation - 12);
    uint8_t gain = 0;
    uint8_t phase = 0;
    uint8_t gain_sum = 0;
    uint8_t phase_sum = 0;
    for (int n = 0; n < 7; n++) {
        int16_t first;
        int16_t second;
        if (n < 3) {
            uint8_t loss = square((int8_t) phase);
            gain = (uint8_t) (phy->txiq_set_reg((int8_t) (loss + gain), 1) - loss);
            phase = phy->txiq_set_reg((int8_t) phase, 0);
        }
        phy->txiq_get_mis_pwr(1, lower < 0 ? 0 : lower, step, &first, &second, mode);
        int smaller = first < second ? first : second;
        imbalance[0] = (int8_t) quotient((second - first) << 11, smaller);
        phy->txiq_get_mis_pwr(0, attenuation, step, &first, &second, mode);
        imbalance[1] = (int8_t) quotient((first - second) << 12, (int16_t) (first + second));
        if (n < 3) {
            gain = (uint8_t) (gain - imbalance[0]);
            phase = (uint8_t) (phase - imbalance[1]);
        } else {
            gain_sum = (uint8_t) (gain_sum + imbalance[0]);
            phase_sum = (uint8_t) (phase_sum + imbalance[1]);
        }
    }
    gain = (uint8_t) (gain - (((int8_t) gain_sum + 2) >> 2));
    phase = (uint8_t) (phase - (((int8_t) phase_sum + 2) >> 2));
    phy->txiq_set_reg((int8_t) gain, 1);
    phy->txiq_set_reg((int8_t) phase, 0);
    imbalance[0] = (int8_t) gain;
    imbalance[1] = (int8_t) phase;
}

/** Sets one of the three capacitors that tune the transmitter. */
static void set_capacitor(int which, uint8_t value) {
    if (which == 0) {
        phy->i2c_writeReg_Mask(I2C_TX, 1, 3, 0, value);
    } else if (which == 1) {
        phy->i2c_writeReg_Mask(I2C_TX, 2, 3, 0, value);
    } else {
        phy->i2c_writeReg_Mask(I2C_TX, 2, 6, 4, value);
    }
}

/** Tries all values of each capacitor and keeps those with the most power. */
void rom_rfcal_txcap(uint8_t step, uint8_t attenuation, uint8_t verbose, uint8_t *best) {
    phy->start_tx_tone_step(1, step, attenuation, 0, 0, 0);
    for (int which = 0; which < 3; which++) {
        int most = 0;
        best[which] = 0;
        for (uint8_t value = 0; value <= (which == 1 ? 15 : 7); value++) {
            uint8_t setting = (uint8_t) (which == 0 ? 2 * value + 1 : value);
            set_capacitor(which, setting);
            int power = phy->txtone_linear_pwr(0);
            if (verbose) {
                ets_printf("%d, %d; ", value, power);
            }
            if (power > most) {
                best[which] = setting;
                most = power;
            }
        }
        if (verbose) {
            ets_printf("reg_i=%d, indata=%d\n", which, best[which]);
        }
        set_capacitor(which, best[which]);
    }
    phy->stop_tx_tone(1);
}

#define POWER_STEPS 10
#define ATTENUATION_HIGHEST 100
#define ATTENUATION_LOWEST_RESULT (-24)
#define ATTENUATION_SPREAD 50

/** The power with an attenuation, in quarters of a dB. */
static int power(uint8_t step, int8_t attenuation, uint16_t offset) {
    phy->start_tx_tone_step(1, step, attenuation, 0, 0, 0);
    ets_delay_us(2);
    int first = phy->get_power_db(offset);
    int16_t sum = (int16_t) (phy->get_power_db(offset) + first);
    return (sum + 4) >> 3;
}

/** Finds for each target the attenuation that reaches it. */
void rom_rfcal_pwrctrl(uint8_t step, const uint8_t *targets, uint8_t count, uint8_t base, int8_t *found, uint16_t offset,
                       uint8_t attenuation, uint8_t verbose) {
    int correction = 0;
    for (int i = 0; i < count; i++) {
        int last_error = 2;
        uint8_t now = 0;
        for (int n = 0; n < POWER_STEPS; n++) {
            now = (uint8_t) (attenuation + correction);
            if ((int8_t) now > ATTENUATION_HIGHEST) {
                now = ATTENUATION_HIGHEST - 1;
            } else if ((int8_t) now < 0) {
                now = 1;
            }
            int measured = power(step, (int8_t) now, offset);
            int error = (int16_t) (measured - targets[i]);
            if (verbose) {
                ets_printf("i=%02d  acc=%03d  tgt=%03d  err=%03d  ser=%03d att=%03d\n", n, measured, targets[i], error,
                           correction, (int8_t) now);
            }
            if ((error == 0 && n != 0) || (error == -1 && last_error == 1)) {
                break;
            }
            if (error < 0 && now == 0) {
                break;
            }
            bool far = (uint16_t) (error + 2) >= 5;
            correction = (int16_t) (correction + (uint16_t) error - (far ? error >> 2 : 0));
            last_error = error;
        }
        int8_t result = (int8_t) (now - base);
        found[i] = result < ATTENUATION_LOWEST_RESULT ? ATTENUATION_LOWEST_RESULT : result;
    }
    if (found[count - 1] - found[0] > ATTENUATION_SPREAD) {
        found[0] = (int8_t) (found[count - 1] - ATTENUATION_SPREAD);
    }
    phy->stop_tx_tone(1);
}
