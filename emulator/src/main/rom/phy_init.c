/* What the analog blocks begin with, and settings that outlast sleep. */
#include "phy.h"

#define RTC_BACKUP 0x60021000u

void rom_chip_v7_rx_init(void) {
    phy->i2c_writeReg(100, 0, 4, 121);
    phy->i2c_writeReg(100, 0, 7, 123);
}

void rom_chip_v7_tx_init(void) {
    phy->i2c_writeReg(I2C_TX, 3, 168);
    phy->i2c_writeReg(I2C_TX, 4, 6);
    phy->i2c_writeReg(I2C_TX, 5, 8);
    phy->i2c_writeReg(I2C_TX, 6, 184);
    phy->i2c_writeReg(I2C_TX, 7, 91);
    phy->i2c_writeReg(I2C_TX, 10, 116);
}

void rom_chip_v7_bt_init(void) {
    phy->i2c_writeReg_Mask(106, 2, 2, 5, 4, 2);
    phy->i2c_writeReg_Mask(106, 2, 0, 1, 0, 2);
}

/** The words from one address to another, both included. */
static uint32_t words(const uint32_t *from, const uint32_t *to) {
    return (uint32_t) ((int32_t) ((uint32_t) to - (uint32_t) from) / 4 + 1);
}

uint32_t rom_rtc_mem_backup(const uint32_t *from, const uint32_t *to, uint32_t offset) {
    uint32_t count = words(from, to);
    for (uint32_t i = 0; i != count; i++) {
        WORD(RTC_BACKUP + offset + 4 * i) = WORD(from + i);
    }
    return 4 * count;
}

uint32_t rom_rtc_mem_recovery(uint32_t *from, uint32_t *to, uint32_t offset) {
    uint32_t count = words(from, to);
    for (uint32_t i = 0; i != count; i++) {
        WORD(from + i) = WORD(RTC_BACKUP + offset + 4 * i);
    }
    return 4 * count;
}
