/*
 * The flash chip, by SPI1 (TRM, "SPI Controller"). SPI0, which the caches use, is set up alike. The first argument of
 * esp_rom_spiflash_read_status and the only one of esp_rom_spiflash_read_statushigh are not those of ESP-IDF's header: the ROM's
 * compiler has made special versions.
 */
#include "rom.h"

#define SPI0 0x3ff43000u
#define SPI1 0x3ff42000u
#define CMD(spi) WORD((spi) + 0x00)
#define ADDR(spi) WORD((spi) + 0x04)
#define CTRL(spi) WORD((spi) + 0x08)
#define RD_STATUS(spi) WORD((spi) + 0x10)
#define CLOCK(spi) WORD((spi) + 0x18)
#define USER(spi) WORD((spi) + 0x1c)
#define USER1(spi) WORD((spi) + 0x20)
#define USER2(spi) WORD((spi) + 0x24)
#define MOSI_DLEN(spi) WORD((spi) + 0x28)
#define MISO_DLEN(spi) WORD((spi) + 0x2c)
#define PIN(spi) WORD((spi) + 0x34)
#define CACHE_FCTRL(spi) WORD((spi) + 0x50)
#define W(spi, n) WORD((spi) + 0x80 + 4 * (n))
#define EXT2(spi) WORD((spi) + 0xf8)
#define EXT3(spi) WORD((spi) + 0xfc)

#define CMD_READ_STATUS (1u << 27)
#define CMD_WRITE_ENABLE (1u << 30)
#define CMD_WRITE_STATUS (1u << 26)
#define CMD_PROGRAM (1u << 25)
#define CMD_ERASE_SECTOR (1u << 24)
#define CMD_ERASE_BLOCK (1u << 23)
#define CMD_ERASE_CHIP (1u << 22)
#define CMD_RELEASE (1u << 20)
#define CMD_USER (1u << 18)
#define EXT2_STATE 7u

#define USER_COMMAND (1u << 31)
#define USER_ADDR (1u << 30)
#define USER_DUMMY (1u << 29)
#define USER_MISO (1u << 28)
#define USER_MOSI (1u << 27)
#define USER2_8_BITS 0x70000000u
#define USER1_ADDR_BITS 0xfc000000u
#define USER1_24_BITS (23u << 26)
#define USER1_32_BITS (31u << 26)
#define USER1_DUMMY_CYCLES 0xffu

#define CTRL_FASTRD (1u << 13)
#define CTRL_DUAL (1u << 14)
#define CTRL_QUAD (1u << 20)
#define CTRL_WRITE_STATUS_16 (1u << 22)
#define CTRL_DIO (1u << 23)
#define CTRL_QIO (1u << 24)
#define CTRL_MODE (CTRL_FASTRD | CTRL_DUAL | CTRL_QUAD | CTRL_DIO | CTRL_QIO)
#define CLOCK_EQUAL_SYSCLK (1u << 31)

#define STATUS_BUSY 1u
#define STATUS_WRITE_ENABLED 2u
#define STATUS_QUAD_ENABLED 0x200u
#define STATUS_BLOCK_PROTECT 0x1cu
#define COMMAND_READ_STATUS 0x05
#define COMMAND_READ_STATUS_HIGH 0x35
#define ADDRESS 0x00ffffffu
#define FIFO_WORDS 16
#define PROGRAM_BYTES 32

#define ENCRYPTION_BUFFER(n) WORD(0x3ff5b000 + 4 * (n))
#define ENCRYPTION_START WORD(0x3ff5b020)
#define ENCRYPTION_ADDRESS WORD(0x3ff5b024)
#define ENCRYPTION_DONE WORD(0x3ff5b028)
#define ENCRYPTION_BLOCK 32u
#define SLAVE_SPI_CONFIG WORD(0x3ff000c8)
#define SPI_ENCRYPTION 0x101u

#define OK 0
#define ERROR 1

enum read_mode { MODE_QIO, MODE_QOUT, MODE_DIO, MODE_DOUT, MODE_FAST, MODE_SLOW, MODES };

struct flash_chip {
    uint32_t device_id;
    uint32_t chip_size;
    uint32_t block_size;
    uint32_t sector_size;
    uint32_t page_size;
    uint32_t status_mask;
};

extern struct flash_chip g_rom_flashchip;
/** Cycles more than a chip at low speed needs: of SPI0, of SPI1, of the external RAM; then whether the pins go by the matrix. */
extern uint8_t g_rom_spiflash_dummy_len_plus[4];
#define PINS_BY_MATRIX (*(volatile uint8_t *) &g_rom_spiflash_dummy_len_plus[3])

void gpio_pad_unhold(uint8_t gpio);
void gpio_pad_set_drv(uint8_t gpio, uint8_t strength);
void gpio_pad_pullup(uint8_t gpio);
void gpio_pad_select_gpio(uint8_t gpio);
void gpio_matrix_in(uint32_t gpio, uint32_t signal, bool invert);
void gpio_matrix_out(uint32_t gpio, uint32_t signal, bool invert, bool invert_enable);

static void set_field(volatile uint32_t *reg, uint32_t mask, uint32_t value) {
    *reg = (*reg & ~mask) | value;
}

static void set_bits(volatile uint32_t *reg, uint32_t bits) {
    *reg = *reg | bits;
}

static void clear_bits(volatile uint32_t *reg, uint32_t bits) {
    *reg = *reg & ~bits;
}

static void command(uint32_t bits) {
    CMD(SPI1) = bits;
    while (CMD(SPI1)) {
    }
}

int esp_rom_spiflash_config_param(uint32_t device_id, uint32_t chip_size, uint32_t block_size, uint32_t sector_size,
                                  uint32_t page_size, uint32_t status_mask) {
    g_rom_flashchip = (struct flash_chip) {device_id, chip_size, block_size, sector_size, page_size, status_mask};
    return OK;
}

int esp_rom_spiflash_read_user_cmd(uint32_t *status, uint8_t opcode) {
    uint32_t ctrl = CTRL(SPI1);
    uint32_t user = USER(SPI1);
    uint32_t user1 = USER1(SPI1);
    uint32_t user2 = USER2(SPI1);
    uint8_t dummy = g_rom_spiflash_dummy_len_plus[1];
    CTRL(SPI1) = 0;
    MISO_DLEN(SPI1) = 7;
    if (dummy == 0) {
        USER(SPI1) = USER_COMMAND | USER_MISO;
    } else {
        USER(SPI1) = USER_COMMAND | USER_DUMMY | USER_MISO;
        USER1(SPI1) = dummy - 1u;
    }
    USER2(SPI1) = USER2_8_BITS | opcode;
    W(SPI1, 0) = 0;
    command(CMD_USER);
    *status = W(SPI1, 0) & 0xff;
    CTRL(SPI1) = ctrl;
    USER(SPI1) = user;
    USER1(SPI1) = user1;
    USER2(SPI1) = user2;
    return OK;
}

int esp_rom_spiflash_read_status(const uint32_t *mask, uint32_t *status) {
    if (g_rom_spiflash_dummy_len_plus[1] != 0) {
        return esp_rom_spiflash_read_user_cmd(status, COMMAND_READ_STATUS);
    }
    do {
        RD_STATUS(SPI1) = 0;
        command(CMD_READ_STATUS);
        *status = RD_STATUS(SPI1) & *mask;
    } while (*status & STATUS_BUSY);
    return OK;
}

static void await_controllers(void) {
    while (EXT2(SPI1) & EXT2_STATE) {
    }
    while (EXT2(SPI0) & EXT2_STATE) {
    }
}

int esp_rom_spiflash_wait_idle(const struct flash_chip *chip) {
    uint32_t status;
    await_controllers();
    return esp_rom_spiflash_read_status(&chip->status_mask, &status) == OK ? OK : ERROR;
}

int esp_rom_spiflash_write_status(const struct flash_chip *chip, uint32_t status) {
    esp_rom_spiflash_wait_idle(chip);
    RD_STATUS(SPI1) = status;
    command(CMD_WRITE_STATUS);
    esp_rom_spiflash_wait_idle(chip);
    return OK;
}

int esp_rom_spiflash_enable_write(const struct flash_chip *chip) {
    uint32_t status = 0;
    esp_rom_spiflash_wait_idle(chip);
    command(CMD_WRITE_ENABLE);
    while (!(status & STATUS_WRITE_ENABLED)) {
        esp_rom_spiflash_read_status(&chip->status_mask, &status);
    }
    return OK;
}

int esp_rom_spiflash_read_statushigh(uint32_t *status) {
    esp_rom_spiflash_wait_idle(&g_rom_flashchip);
    int result = esp_rom_spiflash_read_user_cmd(status, COMMAND_READ_STATUS_HIGH);
    *status <<= 8;
    return result;
}

/** Writes both status registers: the upper one as it is, the lower one anew. */
static int protect(uint32_t low) {
    uint32_t status;
    if (esp_rom_spiflash_read_statushigh(&status)) {
        return ERROR;
    }
    set_bits(&CTRL(SPI1), CTRL_WRITE_STATUS_16);
    if (esp_rom_spiflash_enable_write(&g_rom_flashchip)) {
        return ERROR;
    }
    return esp_rom_spiflash_write_status(&g_rom_flashchip, status | low) ? ERROR : OK;
}

int esp_rom_spiflash_unlock(void) {
    return protect(0);
}

int esp_rom_spiflash_lock(void) {
    return protect(STATUS_BLOCK_PROTECT);
}

static void write_quad_enable(uint32_t keep, uint32_t bits) {
    uint32_t status;
    set_bits(&CTRL(SPI1), CTRL_WRITE_STATUS_16);
    if (esp_rom_spiflash_enable_write(&g_rom_flashchip) == OK) {
        esp_rom_spiflash_read_status(&g_rom_flashchip.status_mask, &status);
        esp_rom_spiflash_write_status(&g_rom_flashchip, (status & keep) | bits);
    }
}

static uint32_t mode_bits(uint32_t mode) {
    switch (mode) {
    case MODE_QIO:
        return CTRL_QIO | CTRL_FASTRD;
    case MODE_QOUT:
        return CTRL_QUAD | CTRL_FASTRD;
    case MODE_DIO:
        return CTRL_DIO | CTRL_FASTRD;
    case MODE_DOUT:
        return CTRL_DUAL | CTRL_FASTRD;
    case MODE_FAST:
        return CTRL_FASTRD;
    default:
        return 0;
    }
}

static void set_dummy(uint32_t spi, int cycles) {
    set_field(&USER1(spi), USER1_DUMMY_CYCLES, (uint8_t) cycles);
}

static void set_opcode(uint32_t opcode) {
    set_field(&USER2(SPI0), 0xffff, opcode);
}

/** The read command of the caches. */
static void set_cache_read(uint32_t mode) {
    int dummy = g_rom_spiflash_dummy_len_plus[0];
    clear_bits(&USER(SPI0), USER_MOSI);
    if (!(mode & CTRL_FASTRD)) {
        if (dummy == 0) {
            clear_bits(&USER(SPI0), USER_DUMMY);
        } else {
            set_bits(&USER(SPI0), USER_DUMMY);
            set_dummy(SPI0, dummy - 1);
        }
        set_bits(&USER(SPI0), USER_ADDR | USER_MISO);
        set_field(&USER1(SPI0), USER1_ADDR_BITS, USER1_24_BITS);
        set_opcode(0x03);
        return;
    }
    set_bits(&USER(SPI0), USER_ADDR | USER_DUMMY | USER_MISO);
    set_field(&USER1(SPI0), USER1_ADDR_BITS, mode & CTRL_QIO ? USER1_32_BITS : USER1_24_BITS);
    if (mode & CTRL_QIO) {
        set_dummy(SPI0, dummy + 3);
        set_opcode(0xeb);
    } else if (mode & CTRL_QUAD) {
        set_opcode(0x6b);
        set_dummy(SPI0, dummy + 7);
    } else if (mode & CTRL_DIO) {
        set_dummy(SPI0, dummy + 3);
        set_opcode(0xbb);
    } else {
        set_dummy(SPI0, dummy + 7);
        set_opcode(mode & CTRL_DUAL ? 0x3b : 0x0b);
    }
}

static void set_mode(uint32_t bits) {
    set_bits(&CTRL(SPI1), bits);
    set_bits(&CTRL(SPI0), bits);
    set_cache_read(bits);
}

static void clear_mode(void) {
    clear_bits(&CTRL(SPI1), CTRL_MODE);
    clear_bits(&CTRL(SPI0), CTRL_MODE);
}

int esp_rom_spiflash_config_readmode(uint32_t mode) {
    esp_rom_spiflash_wait_idle(&g_rom_flashchip);
    clear_mode();
    set_mode(mode_bits(mode));
    return OK;
}

/** As above, and the chip's own bit for four lines as well: set where a mode needs it, cleared where none does and if asked. */
int esp_rom_spiflash_config_readmode_internal(uint32_t mode, bool legacy) {
    uint32_t status;
    await_controllers();
    clear_mode();
    if (mode <= MODE_QOUT) {
        if (esp_rom_spiflash_read_statushigh(&status) == OK && !(status & STATUS_QUAD_ENABLED)) {
            write_quad_enable(~0u, STATUS_QUAD_ENABLED);
        }
    } else if (legacy) {
        if (esp_rom_spiflash_read_statushigh(&status) == OK && (status & STATUS_QUAD_ENABLED)) {
            write_quad_enable(0xff, 0);
        }
    }
    set_mode(mode_bits(mode));
    return OK;
}

int esp_rom_spiflash_config_clk(uint8_t divider, uint8_t spi) {
    esp_rom_spiflash_wait_idle(&g_rom_flashchip);
    uint32_t base = (0x3ff43u - spi) << 12;
    uint32_t cycles = divider - 1u;
    CLOCK(base) = divider < 2 ? CLOCK_EQUAL_SYSCLK : cycles << 12 | (divider / 2 - 1u) << 6 | cycles;
    return OK;
}

#define SIGNAL_CLK 0
#define SIGNAL_Q 1
#define SIGNAL_D 2
#define SIGNAL_HD 3
#define SIGNAL_WP 4
#define SIGNAL_CS0 5
#define IO_MUX(offset) (*(volatile uint32_t *) (0x3ff49000 + (offset)))
#define IO_MUX_FUNCTION 0x7000u
#define GPIO_SPI_CLOCK WORD(0x3ff44f24)
#define HSPI 1u

static void prepare_pad(uint8_t gpio) {
    gpio_pad_unhold(gpio);
    gpio_pad_pullup(gpio);
}

static void use_function_1(uint32_t io_mux) {
    set_field(&IO_MUX(io_mux), IO_MUX_FUNCTION, 0x1000);
}

/** The pads by their dedicated functions: GPIO numbers, and offsets in IO_MUX, 0 for those that the mode of four lines uses. */
static void select_dedicated(const uint8_t *pads, const uint8_t *io_mux) {
    for (int i = 0; i < 6; i++) {
        prepare_pad(pads[i]);
        if (i == 0) {
            gpio_pad_set_drv(pads[i], 1);
        }
        if (io_mux[i]) {
            use_function_1(io_mux[i]);
        }
    }
}

static void select_signal(uint8_t gpio, uint32_t signal, bool input) {
    prepare_pad(gpio);
    if (signal == SIGNAL_CLK) {
        gpio_pad_set_drv(gpio, 1);
    }
    if (input) {
        gpio_matrix_in(gpio, signal, false);
    }
    gpio_matrix_out(gpio, signal, false, false);
    gpio_pad_select_gpio(gpio);
}

static void select_pads(uint32_t configuration) {
    static const uint8_t spi_pads[6] = {6, 7, 8, 9, 10, 11};
    static const uint8_t spi_io_mux[6] = {0x60, 0x64, 0x68, 0, 0, 0x5c};
    static const uint8_t hspi_pads[6] = {14, 12, 13, 15, 4, 2};
    static const uint8_t hspi_io_mux[6] = {0x30, 0x34, 0x38, 0x3c, 0, 0};
    if (configuration == 0) {
        select_dedicated(spi_pads, spi_io_mux);
        clear_bits(&GPIO_SPI_CLOCK, 1u << 31);
    } else if (configuration == HSPI) {
        select_dedicated(hspi_pads, hspi_io_mux);
        set_bits(&GPIO_SPI_CLOCK, 1u << 31);
    } else {
        PINS_BY_MATRIX = 1;
        select_signal(configuration & 63, SIGNAL_CLK, false);
        select_signal(configuration >> 6 & 63, SIGNAL_Q, true);
        select_signal(configuration >> 12 & 63, SIGNAL_D, true);
        select_signal(configuration >> 18 & 63, SIGNAL_CS0, false);
        prepare_pad(configuration >> 24 & 63);
        gpio_pad_select_gpio(configuration >> 24 & 63);
    }
}

void esp_rom_spiflash_select_qio_pins(uint8_t wp, uint32_t configuration) {
    if (configuration == 0) {
        use_function_1(0x54);
        use_function_1(0x58);
    } else if (configuration == HSPI) {
        use_function_1(0x40);
        use_function_1(0x48);
    } else {
        uint32_t hd = configuration >> 24 & 63;
        select_signal(wp, SIGNAL_WP, true);
        gpio_matrix_in(hd, SIGNAL_HD, false);
        gpio_matrix_out(hd, SIGNAL_HD, false, false);
    }
}

void esp_rom_spiflash_attach(uint32_t configuration, bool legacy) {
    select_pads(configuration);
    clear_bits(&PIN(SPI0), 1);
    set_bits(&PIN(SPI0), 2);
    /* At a quarter of the clock no dummy cycles are needed, whichever way the pins go. */
    *(volatile uint8_t *) &g_rom_spiflash_dummy_len_plus[0] = 0;
    *(volatile uint8_t *) &g_rom_spiflash_dummy_len_plus[1] = 0;
    CLOCK(SPI1) = 0x3043;
    CLOCK(SPI0) = 0x3043;
    CTRL(SPI1) = 0x208000;
    CTRL(SPI0) = 0x200000;
    set_field(&MISO_DLEN(SPI0), ADDRESS, 255);
    set_field(&MOSI_DLEN(SPI0), ADDRESS, 255);
    set_field(&USER2(SPI0), 0xf0000000, USER2_8_BITS);
    set_cache_read(0);
    EXT3(SPI0) = 3;
    set_bits(&CACHE_FCTRL(SPI0), 4);
    CMD(SPI1) = CMD_RELEASE;
    EXT3(SPI1) = 3;
    while (CMD(SPI1)) {
    }
    esp_rom_spiflash_config_readmode_internal(MODE_SLOW, legacy);
}

/** Erasing and programming take an address of 24 bits and no dummy cycles. */
static void prepare_change(void) {
    clear_bits(&USER(SPI1), USER_DUMMY);
    set_field(&USER1(SPI1), USER1_ADDR_BITS, USER1_24_BITS);
}

static int finish_change(uint32_t change) {
    command(change);
    esp_rom_spiflash_wait_idle(&g_rom_flashchip);
    return OK;
}

int esp_rom_spiflash_erase_chip(void) {
    if (esp_rom_spiflash_enable_write(&g_rom_flashchip)) {
        return ERROR;
    }
    esp_rom_spiflash_wait_idle(&g_rom_flashchip);
    return finish_change(CMD_ERASE_CHIP);
}

static int erase(uint32_t index, uint32_t size, uint32_t alignment, uint32_t change) {
    prepare_change();
    if (index >= g_rom_flashchip.chip_size / size || esp_rom_spiflash_enable_write(&g_rom_flashchip)) {
        return ERROR;
    }
    uint32_t address = index * size;
    if (address & (alignment - 1)) {
        return ERROR;
    }
    esp_rom_spiflash_wait_idle(&g_rom_flashchip);
    ADDR(SPI1) = address & ADDRESS;
    return finish_change(change);
}

int esp_rom_spiflash_erase_block(uint32_t block) {
    return erase(block, g_rom_flashchip.block_size, 1, CMD_ERASE_BLOCK);
}

int esp_rom_spiflash_erase_sector(uint32_t sector) {
    return erase(sector, g_rom_flashchip.sector_size, 0x1000, CMD_ERASE_SECTOR);
}

static int erase_sectors(uint32_t sector, int count) {
    for (int i = 0; i < count; i++) {
        if (esp_rom_spiflash_erase_sector(sector + i)) {
            return ERROR;
        }
    }
    return OK;
}

/** Erases the sectors before the end of the first block, then blocks, and the last sectors, up to a whole block, by themselves. */
int esp_rom_spiflash_erase_area(uint32_t start, uint32_t length) {
    esp_rom_spiflash_config_readmode_internal(MODE_SLOW, true);
    const struct flash_chip *chip = &g_rom_flashchip;
    if (chip->chip_size < start + length || start % chip->sector_size || esp_rom_spiflash_unlock()) {
        return ERROR;
    }
    uint32_t per_block = chip->block_size / chip->sector_size;
    uint32_t sector = start / chip->sector_size;
    uint32_t count = length / chip->sector_size + (length % chip->sector_size != 0);
    uint32_t first = per_block - sector % per_block;
    first = first < count ? first : count;
    if (erase_sectors(sector, first)) {
        return ERROR;
    }
    sector += first;
    count -= first;
    while (count > per_block) {
        if (esp_rom_spiflash_erase_block(sector / per_block)) {
            return ERROR;
        }
        sector += per_block;
        count -= per_block;
    }
    return erase_sectors(sector, count);
}

/** Programs words within a page, at most eight at a time. */
static int program_page(uint32_t address, const uint32_t *words, uint32_t length) {
    if (length & 3 || address % g_rom_flashchip.page_size + length > g_rom_flashchip.page_size) {
        return ERROR;
    }
    esp_rom_spiflash_wait_idle(&g_rom_flashchip);
    while (length != 0) {
        uint32_t count = length < PROGRAM_BYTES ? length : PROGRAM_BYTES;
        ADDR(SPI1) = count << 24 | (address & ADDRESS);
        for (uint32_t i = 0; i < count / 4; i++) {
            W(SPI1, i) = *words++;
        }
        if (esp_rom_spiflash_enable_write(&g_rom_flashchip)) {
            return ERROR;
        }
        finish_change(CMD_PROGRAM);
        address += count;
        length -= count;
    }
    return OK;
}

int esp_rom_spiflash_write(uint32_t address, const uint32_t *words, uint32_t length) {
    prepare_change();
    if (g_rom_flashchip.chip_size < length + address) {
        return ERROR;
    }
    uint32_t page = g_rom_flashchip.page_size;
    uint32_t room = page - address % page;
    uint32_t done = 0;
    while (length - done >= room) {
        if (program_page(address + done, words + done / 4, room)) {
            return ERROR;
        }
        done += room;
        room = page;
    }
    return program_page(address + done, words + done / 4, length - done);
}

/** The read command of a transfer by software, for the mode that the controller is in. */
static void set_read(uint32_t mode) {
    int dummy = g_rom_spiflash_dummy_len_plus[1];
    clear_bits(&USER(SPI1), USER_MOSI);
    if ((mode & (CTRL_QIO | CTRL_FASTRD)) == (CTRL_QIO | CTRL_FASTRD)) {
        set_bits(&USER(SPI1), USER_ADDR | USER_DUMMY | USER_MISO);
        set_field(&USER1(SPI1), USER1_ADDR_BITS, USER1_32_BITS);
        set_dummy(SPI1, dummy + 3);
        USER2(SPI1) = USER2_8_BITS | 0xeb;
        return;
    }
    if (mode & CTRL_FASTRD && !(mode & CTRL_DIO)) {
        set_bits(&USER(SPI1), USER_ADDR | USER_MISO);
        USER2(SPI1) = USER2_8_BITS | (mode & CTRL_QUAD ? 0x6b : mode & CTRL_DUAL ? 0x3b : 0x0b);
        set_bits(&USER(SPI1), USER_DUMMY);
        set_field(&USER1(SPI1), USER1_ADDR_BITS, USER1_24_BITS);
        set_dummy(SPI1, dummy + 7);
        return;
    }
    bool dio = mode & CTRL_FASTRD;
    if (dio) {
        set_bits(&USER(SPI1), USER_ADDR | USER_MISO);
    }
    if (dummy == 0) {
        clear_bits(&USER(SPI1), USER_DUMMY);
    } else {
        set_bits(&USER(SPI1), USER_DUMMY);
    }
    if (dio) {
        set_field(&USER1(SPI1), USER1_ADDR_BITS, USER1_32_BITS);
    }
    if (dummy != 0) {
        set_dummy(SPI1, dummy - 1);
    }
    if (!dio) {
        set_bits(&USER(SPI1), USER_ADDR | USER_MISO);
        set_field(&USER1(SPI1), USER1_ADDR_BITS, USER1_24_BITS);
    }
    if (dio && dummy != 0) {
        set_field(&USER2(SPI1), 0xffff, 0xbb);
    } else {
        USER2(SPI1) = USER2_8_BITS | (dio ? 0xbb : 0x03);
    }
}

int esp_rom_spiflash_read(uint32_t address, uint32_t *words, int length) {
    set_read(CTRL(SPI1));
    if (g_rom_flashchip.chip_size < address + (uint32_t) length) {
        return ERROR;
    }
    esp_rom_spiflash_wait_idle(&g_rom_flashchip);
    while (length > 0) {
        int count = (length + 3) / 4;
        count = count < FIFO_WORDS ? count : FIFO_WORDS;
        MISO_DLEN(SPI1) = 8 * 4 * FIFO_WORDS - 1;
        ADDR(SPI1) = address << 8;
        command(CMD_USER);
        for (int i = 0; i < count; i++) {
            *words++ = W(SPI1, i);
        }
        address += 4 * FIFO_WORDS;
        length -= 4 * FIFO_WORDS;
    }
    return OK;
}

void esp_rom_spiflash_write_encrypted_enable(void) {
    set_bits(&SLAVE_SPI_CONFIG, SPI_ENCRYPTION);
}

void esp_rom_spiflash_write_encrypted_disable(void) {
    clear_bits(&SLAVE_SPI_CONFIG, SPI_ENCRYPTION);
}

int esp_rom_spiflash_prepare_encrypted_data(uint32_t address, const uint32_t *words) {
    if (address % ENCRYPTION_BLOCK) {
        return ERROR;
    }
    ENCRYPTION_ADDRESS = address;
    for (unsigned i = 0; i < ENCRYPTION_BLOCK / 4; i++) {
        ENCRYPTION_BUFFER(i) = words[i];
    }
    ENCRYPTION_START = 1;
    while (!(ENCRYPTION_DONE & 1)) {
    }
    return OK;
}

/** The words that are programmed are those that the encryption block has prepared, whatever the transfer says. */
int esp_rom_spiflash_write_encrypted(uint32_t address, const uint32_t *words, uint32_t length) {
    if ((address | length) % ENCRYPTION_BLOCK) {
        return ERROR;
    }
    int result = OK;
    esp_rom_spiflash_write_encrypted_enable();
    for (uint32_t done = 0; done < length && result == OK; done += ENCRYPTION_BLOCK) {
        result = esp_rom_spiflash_prepare_encrypted_data(address + done, words + done / 4);
        if (result == OK) {
            result = esp_rom_spiflash_write(address + done, words, ENCRYPTION_BLOCK);
        }
    }
    esp_rom_spiflash_write_encrypted_disable();
    return result;
}
