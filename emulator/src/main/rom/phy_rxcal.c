/* Calibration of the receiver: DC offsets, imbalance of I and Q. */
#include "phy.h"

#define ESTIMATOR FE(0x07c)
#define ESTIMATOR_ENABLE 1u
#define ESTIMATOR_START 2u
#define ESTIMATOR_DONE (1u << 31)
#define OFFSET_MIDDLE 0x100
#define OFFSET_HIGHEST 1023
#define GAIN_LIMIT 15
#define PHASE_LIMIT 31

void rom_iq_est_enable(uint8_t unused, uint16_t samples) {
    (void) unused;
    set_field(FE(0x060), 0x0c000000, 0x04000000);
    set_field(ESTIMATOR, 0x00180000, 0x00100000);
    set_field(ESTIMATOR, 0x0001fffc, (samples & 0x7fffu) << 2);
    set_bits(ESTIMATOR, ESTIMATOR_ENABLE);
    ets_delay_us(1);
    set_bits(ESTIMATOR, ESTIMATOR_START);
    while (!(WORD(ESTIMATOR) & ESTIMATOR_DONE)) {
    }
}

void rom_iq_est_disable(void) {
    clear_bits(ESTIMATOR, ESTIMATOR_START);
    ets_delay_us(1);
    clear_bits(ESTIMATOR, ESTIMATOR_ENABLE);
}

void rom_dc_iq_est(uint8_t mode, uint16_t samples, int32_t *means) {
    phy->iq_est_enable(mode, samples);
    int32_t i = (int32_t) WORD(FE(0x0dc)) >> 6;
    int32_t q = (int32_t) WORD(FE(0x0e0)) >> 6;
    means[0] = i / (samples + 1);
    means[1] = q / (samples + 1);
    phy->iq_est_disable();
}

/** What the loop below knows of the receiver's gain. */
struct rx_gain {
    int coarse;
    int fine;
};

/** Moves an offset of the first half against what was measured; the second half is finer. */
static int moved(int offset, int32_t mean, uint8_t half, const struct rx_gain *gain, int first_factor, int second_factor) {
    static const uint8_t fine_factors[8] = {80, 71, 63, 56, 50, 44, 0, 226};
    if (half == 1) {
        int change = (fine_factors[gain->fine & 7] * mean * first_factor) >> ((gain->coarse + 7) & 31);
        return (int16_t) (offset - change);
    }
    int shift = (gain->coarse < 3 ? 4 : gain->coarse + 2) + 2;
    return (int16_t) (offset + ((mean * second_factor) >> (shift & 31)));
}

void rom_pbus_rx_dco_cal(uint16_t samples, int16_t *offsets, uint16_t delay_us, uint8_t verbose, uint8_t detailed) {
    uint32_t setting = phy->pbus_rd(PBUS_BB_GAIN);
    struct rx_gain gain = {0, (int) (setting >> 6 & 0xff)};
    for (uint32_t bits = setting & 0x3f; bits != 0; bits >>= 1) {
        gain.coarse += bits & 1;
    }
    phy->pbus_force_test(PBUS_DC_I, 2, OFFSET_MIDDLE);
    phy->pbus_force_test(PBUS_DC_Q, 2, OFFSET_MIDDLE);
    int tolerance = gain.coarse < 3 ? 2 : gain.coarse == 3 ? 5 : 10;
    for (uint8_t half = 1; half <= 2; half++) {
        int i = half == 1 ? (int16_t) (offsets[0] << 1) : 0x200;
        int q = half == 1 ? (int16_t) (offsets[1] << 1) : 0x200;
        uint8_t steps = half == 1 ? 12 : 4;
        uint8_t taken = 0;
        int32_t means[2];
        while (taken < steps) {
            offsets[0] = (int16_t) ((i + 1) >> 1);
            phy->pbus_force_test(PBUS_DC_I, half, (uint16_t) offsets[0]);
            offsets[1] = (int16_t) ((q + 1) >> 1);
            phy->pbus_force_test(PBUS_DC_Q, half, (uint16_t) offsets[1]);
            ets_delay_us(delay_us);
            phy->dc_iq_est(1, samples, means);
            if (detailed) {
                ets_printf(" (%d,%d) ", i, q);
                ets_printf("%d,%d ", means[0], means[1]);
            }
            bool i_off = phy->abs_temp(means[0]) > tolerance;
            bool q_off = phy->abs_temp(means[1]) > tolerance;
            if (!i_off && !q_off) {
                break;
            }
            i = clamp(i_off ? moved(i, means[0], half, &gain, 6, 280) : i, 0, OFFSET_HIGHEST);
            q = clamp(q_off ? moved(q, means[1], half, &gain, 7, 371) : q, 0, OFFSET_HIGHEST);
            taken++;
        }
        tolerance = gain.coarse < 4 ? 2 : 5;
        if (verbose) {
            ets_printf("stage %d: CGAIN=%d FGAIN=%d, (%d,%d) %d; ", half, gain.coarse, gain.fine, means[0], means[1], taken);
        }
        if (detailed) {
            ets_printf("\n");
        }
        offsets += 2;
    }
    if (verbose) {
        ets_printf("\n");
    }
}

/** A quotient in units of 1/256, rounded. */
static int8_t ratio(int64_t dividend, int64_t divisor) {
    return (int8_t) (((int8_t) ((int64_t) ((uint64_t) dividend << 9) / divisor) + 1) >> 1);
}

/** The imbalance of gain and phase, from the sums of products that the estimator has collected. */
void rom_rxiq_get_mis(uint8_t shift, int8_t *imbalance, uint8_t verbose) {
    unsigned scale = (unsigned) (shift - 2) & 31;
    int32_t a = (int32_t) WORD(FE(0x080)) >> scale;
    int32_t d = (int32_t) WORD(FE(0x08c)) >> scale;
    int32_t c = (int32_t) WORD(FE(0x088)) >> scale;
    int32_t b = (int32_t) WORD(FE(0x084)) >> scale;
    int64_t sum = a + d;
    int64_t difference = b - c;
    int64_t other_sum = c + b;
    int64_t other_difference = a - d;
    int64_t power = sum * sum + difference * difference;
    if (power == 0) {
        power = 1;
    }
    imbalance[0] = ratio(sum * other_difference - difference * other_sum, power);
    imbalance[1] = ratio(difference * other_difference + sum * other_sum, power);
    if (verbose) {
        int32_t level = (int32_t) WORD(FE(0x0e4)) >> ((unsigned) (shift - 3) & 31);
        ets_printf("%d, %d-%d, ", level, imbalance[0], imbalance[1]);
    }
}

void rom_rxiq_cover_mg_mp(uint8_t shift, int8_t *gain, int8_t *phase, uint8_t verbose) {
    uint8_t now_gain = 0;
    uint8_t now_phase = 0;
    for (int n = 0; n < 2; n++) {
        int8_t imbalance[2];
        int angle = (int8_t) now_phase;
        uint8_t loss = (uint8_t) ((angle * angle + 128) >> 8);
        uint8_t set_gain = phy->rxiq_set_reg((int8_t) (now_gain - loss), 1);
        uint8_t set_phase = phy->rxiq_set_reg(angle, 0);
        phy->iq_est_enable(1, (uint16_t) (1u << (shift & 31)));
        phy->rxiq_get_mis(shift, imbalance, verbose);
        now_gain = (uint8_t) (loss + imbalance[0] + set_gain);
        now_phase = (uint8_t) (set_phase - imbalance[1]);
        phy->iq_est_disable();
    }
    *gain = (int8_t) clamp((int8_t) now_gain, -GAIN_LIMIT, GAIN_LIMIT);
    *phase = (int8_t) clamp((int8_t) now_phase, -PHASE_LIMIT, PHASE_LIMIT);
    phy->rxiq_set_reg(*gain, 1);
    phy->rxiq_set_reg(*phase, 0);
}

void rom_rfcal_rxiq(uint8_t shift, int16_t step, uint8_t attenuation, int8_t *result, uint8_t verbose) {
    int8_t gain;
    int8_t phase;
    set_bits(IQ_CORRECTION, 1u << 27);
    clear_bits(IQ_CORRECTION, 1u << 28);
    phy->start_tx_tone_step(1, step, attenuation, 0, 0, 0);
    phy->rxiq_cover_mg_mp(shift, &gain, &phase, verbose);
    phy->stop_tx_tone(1);
    result[0] = gain;
    result[1] = phase;
}

#define TRIES 4

/** Two results that agree, or else the mean of four. */
uint32_t rom_get_rfcal_rxiq_data(int16_t step, uint8_t attenuation, uint8_t verbose) {
    int16_t gain = 0;
    int16_t phase = 0;
    int8_t last[2] = {0, 0};
    for (int n = 0;; n++) {
        int8_t result[2];
        phy->rfcal_rxiq(14, step, attenuation, result, verbose);
        if (verbose) {
            ets_printf("%d_%d_%d\n", n, result[0], result[1]);
        }
        if (n != 0 && phy->abs_temp(last[0] - result[0]) < 2 && phy->abs_temp(last[1] - result[1]) < 2) {
            gain = (int16_t) ((result[0] + last[0] + 1) >> 1);
            phase = (int16_t) ((result[1] + last[1] + 1) >> 1);
            break;
        }
        gain = (int16_t) (gain + result[0]);
        phase = (int16_t) (phase + result[1]);
        if (n == TRIES - 1) {
            gain = (int16_t) ((gain + 2) >> 2);
            phase = (int16_t) ((phase + 2) >> 2);
            break;
        }
        last[0] = result[0];
        last[1] = result[1];
    }
    uint32_t gain_field = (uint32_t) clamp((int8_t) gain, -GAIN_LIMIT, GAIN_LIMIT) & 0x1f;
    uint32_t phase_field = (uint32_t) clamp((int8_t) phase, -PHASE_LIMIT, PHASE_LIMIT) & 0x3f;
    return gain_field << 6 | phase_field;
}
