/* The analog blocks behind the internal I2C bus: clocks, regulators, radio. Firmware replaces members of the table of PHY
 * functions, so the functions call one another through it. */
#include "rom.h"

#define ANA_I2C(host) WORD(0x6000e000 + 4 * (host))
#define ANA_I2C_BUSY (1u << 25)
#define ANA_I2C_WRITE (1u << 24)

typedef uint8_t (*read_function)(uint8_t block, uint8_t host, uint8_t reg);
typedef void (*write_function)(uint8_t block, uint8_t host, uint8_t reg, uint8_t value);

/** The part of the table that is used here. */
struct phy_functions {
    uint32_t others[0x94 / 4];
    read_function chip_i2c_read;
    read_function i2c_read;
    write_function chip_i2c_write;
    write_function i2c_write;
};

extern struct phy_functions *rom_phyFuns;

struct phy_functions *phy_get_romfuncs(void) {
    return rom_phyFuns;
}

uint8_t rom_chip_i2c_readReg(uint8_t block, uint8_t host, uint8_t reg) {
    ANA_I2C(host) = block | reg << 8;
    while (ANA_I2C(host) & ANA_I2C_BUSY) {
    }
    return (uint8_t) (ANA_I2C(host) >> 16);
}

void rom_chip_i2c_writeReg(uint8_t block, uint8_t host, uint8_t reg, uint8_t value) {
    ANA_I2C(host) = block | reg << 8 | value << 16 | ANA_I2C_WRITE;
    while (ANA_I2C(host) & ANA_I2C_BUSY) {
    }
}

uint8_t rom_i2c_readReg(uint8_t block, uint8_t host, uint8_t reg) {
    return rom_phyFuns->chip_i2c_read(block, host, reg);
}

void rom_i2c_writeReg(uint8_t block, uint8_t host, uint8_t reg, uint8_t value) {
    rom_phyFuns->chip_i2c_write(block, host, reg, value);
}

static uint32_t mask(uint8_t msb, uint8_t lsb) {
    return ((1u << (msb - lsb + 1)) - 1) << lsb;
}

uint8_t rom_i2c_readReg_Mask(uint8_t block, uint8_t host, uint8_t reg, uint8_t msb, uint8_t lsb) {
    return (rom_phyFuns->i2c_read(block, host, reg) & mask(msb, lsb)) >> lsb;
}

void rom_i2c_writeReg_Mask(uint8_t block, uint8_t host, uint8_t reg, uint8_t msb, uint8_t lsb, uint8_t value) {
    struct phy_functions *table = rom_phyFuns;
    write_function write = table->i2c_write;
    uint32_t old = table->i2c_read(block, host, reg);
    write(block, host, reg, (uint8_t) ((old & ~mask(msb, lsb)) | (uint32_t) value << lsb));
}
