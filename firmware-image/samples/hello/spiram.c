/*
 * The external RAM of a WROVER module: on the second chip select of the flash's bus, seen by the CPU through the data cache.
 * Order of steps and commands: data sheet of the ESP-PSRAM32, and chapter "External Memory" of the TRM.
 */
#include "hello.h"
#include "registers.h"

#define CS_GPIO 16
#define CLK_GPIO 17

#define COMMAND_RESET_ENABLE 0x66
#define COMMAND_RESET 0x99
#define COMMAND_READ_ID 0x9f
#define COMMAND_ENTER_QUAD 0x35
#define COMMAND_QUAD_READ 0xeb
#define COMMAND_QUAD_WRITE 0x38
#define KNOWN_GOOD_DIE 0x5d
/** Cycles between the address and the data of a quad read. */
#define QUAD_READ_DUMMY 6

#define SCTRL_USR_WCMD BIT(28)
#define SCTRL_ADDR_BITS(n) ((uint32_t) ((n) - 1) << 22)
#define SCTRL_DUMMY_CYCLES(n) ((uint32_t) ((n) - 1) << 14)
#define SCTRL_BYTES(n) ((uint32_t) ((n) - 1) << 6)
#define SCTRL_USR_RCMD BIT(5)
#define SCTRL_RD_DUMMY BIT(4)
#define SCTRL_QIO BIT(2)
#define SRAM_CMD_QIO BIT(1)
#define CACHE_LINE 32

/** The first entry of the MMU that maps external RAM; its pages are of 32 KiB. */
#define MMU_SPIRAM 1152
#define MMU_PAGE 0x8000
#define WINDOW_SIZE (4u << 20)

static void select_pin(volatile uint32_t *io_mux, uint32_t gpio, uint32_t signal) {
    *io_mux = IO_MUX_FUNCTION_GPIO | IO_MUX_DRIVE_20_MA;
    GPIO_FUNC_OUT_SEL(gpio) = signal;
    GPIO_ENABLE_W1TS = BIT(gpio);
}

/** Sends a command with SPI1, alone or with a 24-bit address of 0, and reads up to 32 bits of answer. */
static uint32_t command(uint32_t code, uint32_t answer_bits) {
    SPI_USER(1) = SPI_USR_COMMAND | (answer_bits ? SPI_USR_ADDR | SPI_USR_MISO : 0);
    SPI_USER1(1) = 23u << 26;
    SPI_USER2(1) = 7u << 28 | code;
    SPI_ADDR(1) = 0;
    SPI_MISO_DLEN(1) = answer_bits ? answer_bits - 1 : 0;
    SPI_CMD(1) = SPI_USR;
    while (SPI_CMD(1) != 0) {
    }
    return SPI_W0(1);
}

/** The size that the extended identification gives: manufacturer, known good die, extended id. */
static size_t size_of(uint32_t id) {
    if ((id >> 8 & 0xff) != KNOWN_GOOD_DIE) {
        return 0;
    }
    return (size_t) (2u << 20) << (id >> 21 & 7);
}

/** What the cache sends to read and to write a line. */
static void set_up_cache_commands(void) {
    SPI_SRAM_DRD_CMD(0) = 7u << 28 | COMMAND_QUAD_READ;
    SPI_SRAM_DWR_CMD(0) = 7u << 28 | COMMAND_QUAD_WRITE;
    SPI_CACHE_SCTRL(0) = SCTRL_USR_WCMD | SCTRL_USR_RCMD | SCTRL_ADDR_BITS(24) | SCTRL_RD_DUMMY
        | SCTRL_DUMMY_CYCLES(QUAD_READ_DUMMY) | SCTRL_BYTES(CACHE_LINE) | SCTRL_QIO;
    SPI_SRAM_CMD(0) = SRAM_CMD_QIO;
}

static void map(size_t size) {
    DPORT_PRO_CACHE_CTRL &= ~(DPORT_PRO_CACHE_ENABLE | DPORT_PRO_DRAM_HL | DPORT_PRO_DRAM_SPLIT | DPORT_PRO_CACHE_FLUSH_ENA);
    DPORT_PRO_CACHE_CTRL |= DPORT_PRO_CACHE_FLUSH_ENA;
    while ((DPORT_PRO_CACHE_CTRL & DPORT_PRO_CACHE_FLUSH_DONE) == 0) {
    }
    DPORT_PRO_CACHE_CTRL &= ~DPORT_PRO_CACHE_FLUSH_ENA;
    DPORT_PRO_CACHE_CTRL1 &= ~(DPORT_PRO_CMMU_SRAM_PAGE_MODE | DPORT_PRO_CACHE_MASK_DRAM1 | DPORT_PRO_CACHE_MASK_OPSDRAM);
    for (uint32_t page = 0; page < size / MMU_PAGE; page++) {
        DPORT_PRO_MMU(MMU_SPIRAM + page) = page;
    }
    SPI_CACHE_FCTRL(0) |= SPI_CACHE_REQ_EN;
    DPORT_PRO_CACHE_CTRL |= DPORT_PRO_CACHE_ENABLE;
}

size_t spiram_start(void) {
    select_pin(&IO_MUX_GPIO16, CS_GPIO, GPIO_SIGNAL_SPICS1);
    select_pin(&IO_MUX_GPIO17, CLK_GPIO, GPIO_SIGNAL_SPICLK);
    uint32_t pin = SPI_PIN(1);
    uint32_t user = SPI_USER(1);
    SPI_PIN(1) = (pin | SPI_CS0_DIS) & ~SPI_CS1_DIS;
    command(COMMAND_RESET_ENABLE, 0);
    command(COMMAND_RESET, 0);
    size_t size = size_of(command(COMMAND_READ_ID, 32));
    if (size != 0) {
        command(COMMAND_ENTER_QUAD, 0);
    }
    SPI_PIN(1) = pin;
    SPI_USER(1) = user;
    if (size > WINDOW_SIZE) {
        size = WINDOW_SIZE;
    }
    if (size != 0) {
        set_up_cache_commands();
        map(size);
    }
    return size;
}
