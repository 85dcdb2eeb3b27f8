/*
 * The functions of the ROM that calibrate and drive the radio. They call one another through a table in RAM, in which the PHY
 * library of an application replaces what it has newer versions of.
 */
#ifndef PHY_H
#define PHY_H

#include "rom.h"

/* Radio front end (FE, FE2), baseband (BB), and their clocks; offsets are all that is known of most registers. */
#define FE(offset) (0x60006000 + (offset))
#define FE2(offset) (0x60005000 + (offset))
#define AGC(offset) (0x6001c000 + (offset))
#define BB(offset) (0x6001d000 + (offset))
#define ANA(offset) (0x6000e000 + (offset))
#define SENS(offset) (0x60008000 + (offset))
#define MAC(offset) (0x3ff20000 + (offset))

#define TX_TONE_1 FE(0x0b8)
#define TX_TONE_2 FE(0x0bc)
#define TX_TONE_3 FE(0x0c4)
#define TX_TONE_ON (1u << 18)
/** The steps of tones have two more bits, in another register. */
#define TX_TONE_FINE (1u << 29)
#define TX_TONE_FINE_STEPS FE2(0x0a8)
#define IQ_CORRECTION FE2(0x0dc)

/* Blocks of the analog I2C bus */
#define I2C_RFPLL 98, 1
#define I2C_SDM 99, 0
#define I2C_TX 107, 2

/* What the analog parts listen to on their own bus: the numbers of a block and of a half of it. */
#define PBUS_RX 0, 1
#define PBUS_BB 1, 1
#define PBUS_BB_GAIN 1, 2
#define PBUS_DC_I 2
#define PBUS_DC_Q 3
#define PBUS_TX 4, 1
#define PBUS_TX_GAIN 5, 1

struct phy_table {
    void (*phy_disable_agc)(void);
    void (*phy_enable_agc)(void);
    void (*disable_agc)(void);
    void (*enable_agc)(void);
    void (*phy_disable_cca)(void);
    void (*phy_enable_cca)(void);
    uint32_t (*pow_usr)(uint32_t base, uint32_t exponent);
    int (*gen_rx_gain_table)(uint32_t *, uint8_t, const uint16_t *, const uint8_t *, uint8_t, uint8_t);
    void (*set_loopback_gain)(uint16_t tx, uint16_t rx, uint16_t bb);
    void (*set_cal_rxdc)(uint8_t, int, const uint32_t *);
    void (*loopback_mode_en)(uint8_t enable);
    int (*get_data_sat)(int, int, int);
    void (*set_pbus_mem)(void);
    void (*write_gain_mem)(uint32_t, uint32_t, uint8_t);
    void (*rx_gain_force)(uint32_t, uint32_t);
    void (*set_txclk_en)(uint8_t enable);
    void (*set_rxclk_en)(uint8_t enable);
    void (*start_tx_tone_step)(uint8_t, int16_t, int, uint8_t, int16_t, int);
    void (*start_tx_tone)(uint8_t, int, uint8_t, uint8_t, int, uint8_t);
    void (*stop_tx_tone)(int which);
    void (*bb_bss_bw_40_en)(int);
    void (*clk_force_on_vit)(uint32_t);
    void (*bb_rx_ht20_cen_bcov_en)(uint32_t);
    void (*bb_tx_ht20_cen)(uint32_t);
    void (*spur_reg_write_one_tone)(uint8_t index, int frequency);
    void (*spur_coef_cfg)(int, uint16_t, int8_t);
    void (*bb_wdg_test_en)(uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t);
    uint8_t (*mhz2ieee)(uint16_t mhz, uint32_t flags);
    void (*bb_bss_cbw40_dig)(uint32_t);
    void (*cbw2040_cfg)(uint8_t);
    void (*noise_floor_auto_set)(void);
    int (*phy_get_noisefloor)(void);
    int (*check_noise_floor)(void);
    void (*set_noise_floor)(int16_t);
    void (*chip_v7_rx_rifs_en)(uint32_t);
    uint32_t (*rtc_mem_backup)(const uint32_t *, const uint32_t *, uint32_t);
    uint32_t (*rtc_mem_recovery)(uint32_t *, uint32_t *, uint32_t);
    uint8_t (*chip_i2c_readReg)(uint8_t block, uint8_t host, uint8_t reg);
    uint8_t (*i2c_readReg)(uint8_t block, uint8_t host, uint8_t reg);
    void (*chip_i2c_writeReg)(uint8_t block, uint8_t host, uint8_t reg, uint8_t value);
    void (*i2c_writeReg)(uint8_t block, uint8_t host, uint8_t reg, uint8_t value);
    uint8_t (*i2c_readReg_Mask)(uint8_t block, uint8_t host, uint8_t reg, uint8_t msb, uint8_t lsb);
    void (*i2c_writeReg_Mask)(uint8_t block, uint8_t host, uint8_t reg, uint8_t msb, uint8_t lsb, uint8_t value);
    void (*pbus_force_mode)(uint8_t mode, uint32_t delay_us);
    uint32_t (*pbus_rd_addr)(uint8_t block, uint8_t half);
    uint32_t (*pbus_rd_shift)(uint8_t block, uint8_t half);
    void (*pbus_force_test)(uint8_t block, uint8_t half, uint16_t value);
    uint16_t (*pbus_rd)(uint8_t block, uint8_t half);
    void (*pbus_debugmode)(void);
    void (*pbus_workmode)(void);
    void (*pbus_set_rxgain)(uint16_t gain);
    void (*pbus_xpd_rx_off)(void);
    void (*pbus_xpd_rx_on)(uint16_t gain);
    void (*pbus_xpd_tx_off)(void);
    void (*pbus_xpd_tx_on)(uint16_t tx_gain, uint16_t bb_gain);
    void (*pbus_set_dco)(const uint16_t *offsets);
    void (*rfpll_reset)(void);
    void (*restart_cal)(void);
    void (*write_rfpll_sdm)(const uint8_t *sdm);
    void (*wait_rfpll_cal_end)(void);
    void (*rfpll_set_freq)(uint32_t mhz, uint8_t crystal, int16_t offset, uint8_t *sdm);
    void (*set_channel_freq)(uint8_t channel, uint8_t crystal, int16_t offset);
    void (*phy_freq_correct)(uint8_t, int16_t);
    void (*set_rf_freq_offset)(uint8_t crystal, uint16_t mhz, int16_t offset);
    void (*chip_v7_rx_init)(void);
    void (*chip_v7_tx_init)(void);
    void (*chip_v7_bt_init)(void);
    uint8_t (*txbbgain_to_index)(uint16_t gain);
    uint16_t (*index_to_txbbgain)(uint32_t index);
    void (*txdc_cal_init)(int16_t *, uint16_t, uint16_t, uint8_t);
    void (*txdc_cal_v70)(int16_t *offsets);
    void (*en_pwdet)(void);
    uint32_t none_1;
    void (*txcal_work_mode)(void);
    uint8_t (*txiq_set_reg)(int value, uint8_t gain);
    void (*read_sar_dout)(uint16_t *samples);
    int (*get_fm_sar_dout)(int16_t *, int16_t *);
    int (*txtone_linear_pwr)(uint8_t mode);
    void (*txiq_get_mis_pwr)(uint8_t, int, int16_t, int16_t *, int16_t *, uint8_t);
    void (*txiq_cover)(uint8_t, int16_t, int8_t *, uint8_t);
    int (*abs_temp)(int);
    void (*iq_est_enable)(uint8_t, uint16_t samples);
    void (*iq_est_disable)(void);
    void (*dc_iq_est)(uint8_t, uint16_t samples, int32_t *means);
    void (*pbus_rx_dco_cal)(uint16_t, int16_t *, uint16_t, uint8_t, uint8_t);
    void (*rxiq_get_mis)(uint8_t, int8_t *, uint8_t);
    uint8_t (*rxiq_set_reg)(int value, uint8_t gain);
    void (*rxiq_cover_mg_mp)(uint8_t, int8_t *, int8_t *, uint8_t);
    void (*rfcal_rxiq)(uint8_t, int16_t, uint8_t, int8_t *, uint8_t);
    uint32_t (*get_rfcal_rxiq_data)(int16_t, uint8_t, uint8_t);
    uint8_t (*set_chan_cal_interp)(const uint8_t *points, uint32_t channel);
    void (*set_txcap_reg)(const uint8_t *, uint8_t channel);
    void (*rfcal_txcap)(uint8_t, uint8_t, uint8_t, uint8_t *);
    int (*linear_to_db)(int, uint8_t);
    int (*get_power_db)(uint16_t);
    int (*meas_tone_pwr_db)(uint8_t);
    uint32_t none_2;
    void (*rfcal_pwrctrl)(uint8_t, const uint8_t *, uint8_t, uint8_t, int8_t *, uint16_t, uint8_t, uint8_t);
    void (*tx_atten_set_interp)(const uint8_t *, uint8_t, uint8_t);
    void (*target_power_add_backoff)(uint8_t *, const uint8_t *, int16_t);
    uint8_t (*get_rf_gain_qdb)(uint32_t index);
    void (*correct_rf_ana_gain)(int8_t *, uint16_t *, uint16_t *);
    uint16_t (*phy_get_vdd33)(void);
    int (*get_sar_dout)(uint16_t);
    uint8_t (*get_pwctrl_correct)(int16_t, int16_t *, uint8_t, uint8_t);
    void (*tx_pwctrl_bg_init)(void);
    uint32_t none_3;
};

/** Where the table is. */
#define phy (*(struct phy_table *volatile *) 0x3ffae0c0)

void ets_delay_us(uint32_t microseconds);

static inline void set_bits(uint32_t address, uint32_t bits) {
    WORD(address) = WORD(address) | bits;
}

static inline void clear_bits(uint32_t address, uint32_t bits) {
    WORD(address) = WORD(address) & ~bits;
}

/** Replaces the bits of a mask. The value is in its place already. */
static inline void set_field(uint32_t address, uint32_t mask, uint32_t value) {
    WORD(address) = (WORD(address) & ~mask) | value;
}

static inline int clamp(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

#endif
