/* The synthesizer: channels and frequencies. */
#include "phy.h"

/** Channel 14 lies apart from the others. */
#define CHANNEL_14_MHZ 2484u
#define CHANNEL_0_MHZ 2407
#define CHANNEL_STEP_MHZ 5
#define CRYSTALS_OF_TABLE 2
#define CALIBRATION_POLLS 100
#define CALIBRATION_POLL_US 20

uint8_t rom_mhz2ieee(uint16_t mhz, uint32_t flags) {
    if (mhz == CHANNEL_14_MHZ) {
        return 14;
    }
    if (mhz < CHANNEL_14_MHZ) {
        return (uint8_t) (((int) mhz - CHANNEL_0_MHZ) / CHANNEL_STEP_MHZ);
    }
    return flags & 0x80 ? (uint8_t) (((int) mhz - 2512) / 20 + 15) : 0xff;
}

void rom_rfpll_reset(void) {
    phy->i2c_writeReg(I2C_SDM, 1, 243);
    phy->i2c_writeReg(I2C_RFPLL, 8, 0);
    phy->i2c_writeReg(I2C_RFPLL, 3, 113);
    phy->i2c_writeReg(I2C_RFPLL, 4, 16);
    phy->i2c_writeReg(104, 3, 0, 83);
}

void rom_restart_cal(void) {
    phy->i2c_writeReg_Mask(I2C_RFPLL, 0, 6, 6, 1);
    phy->i2c_writeReg_Mask(I2C_RFPLL, 0, 5, 5, 0);
    phy->i2c_writeReg_Mask(I2C_RFPLL, 0, 5, 5, 1);
    phy->i2c_writeReg_Mask(I2C_RFPLL, 0, 6, 6, 0);
}

void rom_write_rfpll_sdm(const uint8_t *sdm) {
    phy->i2c_writeReg(I2C_SDM, 0, 7);
    phy->i2c_writeReg(I2C_SDM, 3, sdm[0]);
    phy->i2c_writeReg(I2C_SDM, 4, sdm[1]);
    phy->i2c_writeReg(I2C_SDM, 5, sdm[2]);
    phy->i2c_writeReg(I2C_SDM, 0, 23);
}

void rom_wait_rfpll_cal_end(void) {
    for (int polls = 0; polls < CALIBRATION_POLLS; polls++) {
        ets_delay_us(CALIBRATION_POLL_US);
        if (phy->i2c_readReg_Mask(I2C_RFPLL, 7, 7, 7)) {
            return;
        }
    }
    ets_printf("error: pll_cal exceeds 2ms!!!\n");
}

/**
 * The divider of the synthesizer, which runs at 4/3 of the radio's frequency: 32 and a fraction of a 256 times three octets.
 * The crystal is 0 for 40 MHz, 1 for 26 MHz, 2 for 24 MHz; the offset is in units of a kilohertz or nearly.
 */
void rom_rfpll_set_freq(uint32_t mhz, uint8_t crystal, int16_t offset, uint8_t *sdm) {
    float frequency = (float) ((double) (((mhz << 10) + (uint32_t) offset) << 2) / 3.0);
    float reference = crystal == 1 ? 26624.0f : crystal == 2 ? 24576.0f : 40960.0f;
    float divider = frequency / reference - 32.0f;
    sdm[0] = (uint8_t) (uint32_t) divider;
    divider = (divider - (float) (int) sdm[0]) * 256.0f;
    sdm[1] = (uint8_t) (uint32_t) divider;
    divider = (divider - (float) (int) sdm[1]) * 256.0f;
    sdm[2] = (uint8_t) (uint32_t) divider;
}

static void start(const uint8_t *sdm) {
    phy->write_rfpll_sdm(sdm);
    phy->restart_cal();
    phy->wait_rfpll_cal_end();
}

void rom_set_channel_freq(uint8_t channel, uint8_t crystal, int16_t offset) {
    uint8_t sdm[3];
    phy->i2c_writeReg_Mask(I2C_RFPLL, 0, 7, 7, 0);
    phy->i2c_writeReg_Mask(I2C_RFPLL, 2, 7, 7, 0);
    phy->rfpll_reset();
    bool regular = (uint8_t) (channel - 1) <= 12;
    uint32_t mhz = regular ? (uint32_t) (CHANNEL_0_MHZ + CHANNEL_STEP_MHZ * channel) : CHANNEL_14_MHZ;
    if (offset == 0 && crystal < CRYSTALS_OF_TABLE) {
        rom_rfpll_set_freq(mhz, crystal, 0, sdm);
    } else {
        phy->rfpll_set_freq(mhz, crystal, offset, sdm);
    }
    start(sdm);
}

void rom_set_rf_freq_offset(uint8_t crystal, uint16_t mhz, int16_t offset) {
    uint8_t sdm[3];
    phy->rfpll_reset();
    phy->rfpll_set_freq(mhz, crystal, offset, sdm);
    start(sdm);
}

#define CORRECTION_SAMPLES BB(0x030)
#define CORRECTION_TX_SAMPLES FE2(0x0f0)
#define CORRECTION_TX FE2(0x0d0)
#define CORRECTION_TX_OFF (1u << 30)
#define CORRECTION_RX AGC(0x850)
#define CORRECTION_RX_STEP 0x7e00u
#define CORRECTION_RX_2 AGC(0xc98)
#define CORRECTION_UNITY 1000000

void rom_phy_freq_correct(uint8_t enable, int16_t offset) {
    if (!enable) {
        clear_bits(CORRECTION_SAMPLES, 0x3ff);
        clear_bits(CORRECTION_TX_SAMPLES, 0x1ff);
        set_bits(CORRECTION_TX, CORRECTION_TX_OFF);
        set_field(CORRECTION_RX, CORRECTION_RX_STEP, 0x3e00);
        clear_bits(CORRECTION_RX, 0x1ff);
        clear_bits(CORRECTION_RX_2, 0x3ff);
        return;
    }
    int correction = 2 * offset / 5;
    set_field(CORRECTION_SAMPLES, 0x3ff, 250);
    set_field(CORRECTION_TX_SAMPLES, 0x1ff, 250);
    clear_bits(CORRECTION_TX, CORRECTION_TX_OFF);
    set_field(FE2(0x0c4), 0xfffff, CORRECTION_UNITY);
    set_field(FE2(0x0c8), 0xfffff, (uint32_t) (CORRECTION_UNITY + correction));
    int rounded = (int16_t) correction;
    set_field(CORRECTION_RX, CORRECTION_RX_STEP, rounded > 100 ? 0x0400 : rounded >= -100 ? 0x3e00 : 0x7a00);
    set_field(CORRECTION_RX, 0x1ff, (uint32_t) correction & 0x1ff);
    set_field(CORRECTION_RX_2, 0x3ff, (uint32_t) correction & 0x3ff);
}
