/* From reset to the first instruction of firmware: the banner, the boot mode, and the image at 0x1000 of the flash. */
#include "rom.h"

/* GPIO_STRAP */
#define STRAP_MODE 0x1fu
#define STRAP_GPIO0 (1u << 4)
#define STRAP_MTDO (1u << 1)
#define STRAP_DOWNLOAD_MASK 0x1bu
#define MODE_UART_BOOT 0xfu
#define MODE_ATE 0xeu
#define MODE_SDIO_V1 0xdu
#define MODE_SPI_FLASH 0xcu
#define MODE_HSPI_MASK 0x1cu
#define MODE_HSPI 0x8u

#define RESET_REASONS 17
#define RESET_DEEPSLEEP 5
#define RESET_EXT_CPU 14

#define EFUSE_RDATA(n) WORD(0x3ff5a000 + 4 * (n))
#define EFUSE_CONSOLE_DEBUG_DISABLE (1u << 2)
#define RTC_DIG_ISO WORD(0x3ff48088)
#define DG_PAD_FORCE_HOLD (1u << 15)
#define CLR_DG_PAD_AUTOHOLD (1u << 10)
#define STORE4_QUIET 1u

#define CACHE_MASKS 0x3fu
#define CACHE_MASK_IRAM1_IROM0 6u
#define CACHE_MASK_DROM0 0x10u

#define PRO_MMU WORD(0x3ff10000)
#define WINDOW 0x3f400000u
#define PAGE_SIZE 0x10000u
#define PAGE_SIZE_KB 64

#define IMAGE_OFFSET 0x1000u
#define IMAGE_MAGIC 0xe9
#define IMAGE_MAX_SEGMENTS 32
#define IMAGE_SPI_MODES 6
#define CHECKSUM_SEED 0xef
#define BLOCK 16u
#define SEGMENT_HEADER 8u
#define WP_PIN_FROM_EFUSE 0xee
#define GPIO_COUNT 33

/* Provided by the host */
void Cache_Read_Disable(int cpu);
void Cache_Read_Enable(int cpu);
void Cache_Read_Init(int cpu);
void Cache_Flush(int cpu);
void mmu_init(int cpu);
int cache_flash_mmu_set(int cpu, int pid, uint32_t vaddr, uint32_t paddr, int page_kb, int pages);
uint32_t ets_efuse_get_spiconfig(void);
void gpio_pad_set_drv(uint8_t pad, uint8_t strength);
void esp_rom_spiflash_attach(uint32_t configuration, bool legacy);
int esp_rom_spiflash_config_clk(uint8_t divider, uint8_t spi);
int esp_rom_spiflash_config_readmode(int mode);
void esp_rom_spiflash_select_qio_pins(uint8_t wp_pin, uint32_t configuration);

/* tasks.c */
_Noreturn void ets_run(void);

extern uint8_t g_rom_spiflash_dummy_len_plus[2];

static const char *const reset_names[RESET_REASONS] = {
    "NO_MEAN", "POWERON_RESET", "EXT_SYS_RESET", "SW_RESET", "OWDT_RESET", "DEEPSLEEP_RESET", "SDIO_RESET",
    "TG0WDT_SYS_RESET", "TG1WDT_SYS_RESET", "RTCWDT_SYS_RESET", "INTRUSION_RESET", "TGWDT_CPU_RESET", "SW_CPU_RESET",
    "RTCWDT_CPU_RESET", "EXT_CPU_RESET", "RTCWDT_BROWN_OUT_RESET", "RTCWDT_RTC_RESET",
};

static const char *const download_names[4] = {
    "DOWNLOAD_BOOT(UART0/UART1/SDIO_FEI_FEO_V2)", "DOWNLOAD_BOOT(UART0/UART1/SDIO_FEI_REO_V2)",
    "DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_FEO_V2)", "DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2)",
};

static const char *const spi_mode_names[IMAGE_SPI_MODES] = {"QIO", "QOUT", "DIO", "DOUT", "FAST_RD", "SLOW_RD"};

/** The header of an image, as it lies in flash. */
struct image_header {
    uint8_t magic, segments, spi_mode, spi_speed_size;
    uint32_t entry;
    uint8_t wp_pin, clk_q_drive, d_cs_drive, hd_wp_drive;
    uint16_t chip_id;
};

static bool boots_from_flash(uint32_t strap) {
    return (strap & STRAP_GPIO0) || (strap & MODE_HSPI_MASK) == MODE_HSPI || (strap & STRAP_MODE) == MODE_SPI_FLASH;
}

static bool boots_from_hspi(uint32_t strap) {
    return !(strap & STRAP_GPIO0) && (strap & MODE_HSPI_MASK) == MODE_HSPI;
}

/** Nothing is printed when firmware has asked for that, or GPIO15 is low. */
static bool is_quiet(uint32_t strap) {
    bool may_be_quiet = (strap & STRAP_GPIO0) || boots_from_hspi(strap);
    return (boots_from_flash(strap) && (RTC_STORE4 & STORE4_QUIET)) || (may_be_quiet && !(strap & STRAP_MTDO));
}

static const char *boot_mode_name(uint32_t strap) {
    uint32_t mode = strap & STRAP_MODE;
    if (mode & STRAP_GPIO0) {
        return "SPI_FAST_FLASH_BOOT";
    }
    switch (mode) {
        case MODE_UART_BOOT:
            return "UART_BOOT(UART0)";
        case MODE_ATE:
            return "ATE_BOOT";
        case MODE_SDIO_V1:
            return "SDIO_REI_FEO_V1_BOOT";
        case MODE_SPI_FLASH:
            return "SPI_FLASH_BOOT";
        default:
            return boots_from_hspi(strap) ? "HSPI_FLASH_BOOT" : download_names[mode & 3];
    }
}

/** The ROM of 2019 is that of revision 3, which bit 31 of SYSCON_DATE tells. */
static bool is_revision_3(void) {
    return SYSCON_DATE >> 31;
}

static _Noreturn void halt(void) {
    for (;;) {
    }
}

static _Noreturn void halt_at_line(uint32_t line) {
    ets_printf("%s %u \n", "ets_main.c", line);
    halt();
}

/** A place in flash, seen through one page at the beginning of the data window, 16 bytes at a time. */
struct flash_reader {
    uint32_t position;
    const uint8_t *block;
};

static void map_page(uint32_t position) {
    Cache_Read_Disable(0);
    Cache_Flush(0);
    cache_flash_mmu_set(0, 0, WINDOW, position & ~(PAGE_SIZE - 1), PAGE_SIZE_KB, 1);
    Cache_Read_Enable(0);
}

/** Steps to the next block; the line is what the chip reports when that is on another page. */
static void next_block(struct flash_reader *reader, int line) {
    reader->position += BLOCK;
    uint32_t offset = reader->position & (PAGE_SIZE - 1);
    if (offset == 0) {
        map_page(reader->position);
        ets_printf("%d mmu set %08x, pos %08x\n", line, reader->position, reader->position);
    }
    reader->block = (const uint8_t *) (WINDOW + offset);
}

/** Copies and returns the exclusive or of all bytes. Whole words are stored as words, for instruction memory takes no others. */
static uint8_t load(uint8_t *to, const uint8_t *from, uint32_t length) {
    uint8_t checksum = 0;
    if (length % 4 == 0) {
        for (uint32_t i = 0; i < length; i += 4) {
            uint32_t word = *(const uint32_t *) (from + i);
            *(volatile uint32_t *) (to + i) = word;
            word ^= word >> 16;
            checksum ^= (uint8_t) (word ^ word >> 8);
        }
    } else {
        for (uint32_t i = 0; i < length; i++) {
            to[i] = from[i];
            checksum ^= from[i];
        }
    }
    return checksum;
}

/**
 * Copies one segment.
 *
 * @param offset of its data in the present block; on return, of what follows it
 */
static uint8_t load_segment(struct flash_reader *reader, uint32_t address, uint32_t length, uint32_t *head, uint32_t *tail) {
    uint8_t *to = (uint8_t *) address;
    uint8_t checksum = 0;
    uint32_t room = BLOCK - *head;
    if (length >= room) {
        checksum ^= load(to, reader->block + *head, room);
        to += room;
        length -= room;
        *head = 0;
        for (; length >= BLOCK; length -= BLOCK) {
            next_block(reader, 1162);
            checksum ^= load(to, reader->block, BLOCK);
            to += BLOCK;
        }
        next_block(reader, 1175);
    }
    checksum ^= load(to, reader->block + *head, length);
    *tail = length;
    return checksum;
}

static void set_drive(uint32_t configuration, uint32_t pin, uint32_t drive) {
    static const uint8_t default_pads[4] = {6, 7, 8, 11};
    static const uint8_t hspi_pads[4] = {14, 12, 13, 15};
    if (drive & 8) {
        uint32_t pad = configuration == 0 ? default_pads[pin]
            : configuration == 1 ? hspi_pads[pin]
            : configuration >> 6 * pin & 0x3f;
        gpio_pad_set_drv(pad, drive & 3);
    }
}

/** Sets up pins, clock and mode of the flash as the header of the image asks. */
static void configure_flash(const struct image_header *header, uint32_t strap) {
    uint32_t configuration = ets_efuse_get_spiconfig();
    bool own_pins = configuration != 0;
    if (!own_pins && boots_from_hspi(strap)) {
        configuration = 1;
    }
    uint32_t wp_pin = header->wp_pin;
    ets_printf((strap & STRAP_MODE) == MODE_SPI_FLASH ? "configsip: 0x%08x, SPIWP:0x%02x\n" : "configsip: %u, SPIWP:0x%02x\n",
               configuration, wp_pin);
    if (wp_pin <= GPIO_COUNT || (!own_pins && wp_pin == WP_PIN_FROM_EFUSE)) {
        esp_rom_spiflash_select_qio_pins(wp_pin, configuration);
    }
    ets_printf("clk_drv:0x%02x,q_drv:0x%02x,d_drv:0x%02x,cs0_drv:0x%02x,hd_drv:0x%02x,wp_drv:0x%02x\n",
               header->clk_q_drive & 15, header->clk_q_drive >> 4, header->d_cs_drive & 15, header->d_cs_drive >> 4,
               header->hd_wp_drive & 15, header->hd_wp_drive >> 4);
    set_drive(configuration, 0, header->clk_q_drive & 15);
    set_drive(configuration, 1, header->clk_q_drive >> 4);
    set_drive(configuration, 2, header->d_cs_drive & 15);
    set_drive(configuration, 3, header->d_cs_drive >> 4);

    uint32_t speed = header->spi_speed_size & 15;
    uint32_t divider = speed < 3 ? speed + 2 : 1;
    uint32_t mode = header->spi_mode < IMAGE_SPI_MODES ? header->spi_mode : IMAGE_SPI_MODES - 1;
    for (int spi = 0; spi < 2; spi++) {
        esp_rom_spiflash_config_clk(divider, spi);
        g_rom_spiflash_dummy_len_plus[spi] = divider == 1;
    }
    ets_printf("mode:%s, clock div:%d\n", spi_mode_names[mode], divider);
    esp_rom_spiflash_config_readmode(mode);
}

/**
 * Loads the image at a position of the flash.
 *
 * @return 0, or 1 after having said what is wrong
 */
int ets_unpack_flash_code(uint32_t position, uint32_t *entry, bool jump, bool secure, bool configure) {
    (void) secure;
    uint32_t pro_masks = PRO_CACHE_CTRL1;
    uint32_t app_masks = APP_CACHE_CTRL1;
    Cache_Read_Disable(0);
    Cache_Flush(0);
    APP_CACHE_CTRL1 |= CACHE_MASKS;
    PRO_CACHE_CTRL1 |= CACHE_MASKS;
    uint32_t first_page = PRO_MMU;
    PRO_CACHE_CTRL1 = pro_masks;
    APP_CACHE_CTRL1 = app_masks;
    cache_flash_mmu_set(0, 0, WINDOW, position & ~(PAGE_SIZE - 1), PAGE_SIZE_KB, 1);
    Cache_Read_Enable(0);

    struct flash_reader reader = {position, (const uint8_t *) (WINDOW + (position & (PAGE_SIZE - 1)))};
    struct image_header header = *(const struct image_header *) reader.block;
    if (header.magic != IMAGE_MAGIC) {
        ets_printf("flash read err, %d\n", 1000);
        return 1;
    }
    if (configure) {
        configure_flash(&header, GPIO_STRAP);
    }
    next_block(&reader, 1042);
    const uint32_t *words = (const uint32_t *) reader.block;
    uint32_t address = words[2];
    uint32_t length = words[3];
    next_block(&reader, 1115);

    uint8_t checksum = CHECKSUM_SEED;
    uint32_t head = 0;
    for (uint32_t remaining = header.segments; remaining != 0; remaining--) {
        ets_printf("load:0x%08x,len:%d\n", address, length);
        uint32_t tail;
        checksum ^= load_segment(&reader, address, length, &head, &tail);
        uint32_t used = head + tail;
        if (remaining == 1) {
            if (checksum != reader.block[BLOCK - 1]) {
                ets_printf("csum err:0x%02x!=0x%02x\n", checksum, reader.block[BLOCK - 1]);
                return 1;
            }
            break;
        }
        uint32_t room = BLOCK - used;
        uint8_t bytes[SEGMENT_HEADER] __attribute__((aligned(4)));
        if (room >= SEGMENT_HEADER) {
            memcpy(bytes, reader.block + used, SEGMENT_HEADER);
            head = used + SEGMENT_HEADER;
        } else {
            ets_printf("ho %d tail %d room %d\n", head, tail, room);
            memcpy(bytes, reader.block + used, room);
            next_block(&reader, 1230);
            memcpy(bytes + room, reader.block, SEGMENT_HEADER - room);
            head = SEGMENT_HEADER - room;
        }
        address = ((uint32_t *) bytes)[0];
        length = ((uint32_t *) bytes)[1];
    }

    Cache_Read_Disable(0);
    Cache_Flush(0);
    APP_CACHE_CTRL1 |= CACHE_MASKS;
    PRO_CACHE_CTRL1 |= CACHE_MASKS;
    PRO_MMU = first_page;
    PRO_CACHE_CTRL1 = pro_masks;
    APP_CACHE_CTRL1 = app_masks;
    Cache_Read_Enable(0);
    *entry = header.entry;
    ets_printf("entry 0x%08x\n", header.entry);
    if (jump) {
        ((void (*)(void)) *entry)();
    }
    return 0;
}

/** Revision 3 does not go on without a plausible image for this chip; the watchdog ends the waiting. */
static void await_valid_header(uint32_t position) {
    const volatile struct image_header *header = (const volatile struct image_header *) (WINDOW + position);
    const volatile uint8_t *bytes = (const volatile uint8_t *) header;
    for (uint32_t attempt = 1;; attempt++) {
        bool image = header->magic == IMAGE_MAGIC && header->segments <= IMAGE_MAX_SEGMENTS
            && header->spi_mode < IMAGE_SPI_MODES;
        if (image && header->chip_id == 0) {
            return;
        }
        if (attempt % 1000 == 0) {
            if (image) {
                ets_printf("wrong chip id 0x%04x\n", header->chip_id);
            } else {
                ets_printf("invalid header: 0x%02x%02x%02x%02x\n", bytes[3], bytes[2], bytes[1], bytes[0]);
            }
        }
        Cache_Flush(0);
    }
}

static void attach_flash(uint32_t strap) {
    uint32_t configuration = ets_efuse_get_spiconfig();
    if (configuration == 0 && boots_from_hspi(strap)) {
        configuration = 1;
    }
    esp_rom_spiflash_attach(configuration, !(strap & STRAP_GPIO0) && (strap & MODE_HSPI_MASK) != MODE_HSPI);
    user_code_start = 0;
}

static void boot_from_flash(void) {
    mmu_init(0);
    cache_flash_mmu_set(0, 0, WINDOW, 0, PAGE_SIZE_KB, 1);
    PRO_CACHE_CTRL1 &= ~CACHE_MASK_DROM0;
    Cache_Read_Init(0);
    bool revision_3 = is_revision_3();
    if (revision_3) {
        await_valid_header(IMAGE_OFFSET);
    }
    if (ets_unpack_flash_code(IMAGE_OFFSET, &user_code_start, false, false, true)) {
        if (EFUSE_RDATA(6) & EFUSE_CONSOLE_DEBUG_DISABLE) {
            halt_at_line(revision_3 ? 384 : 371);
        }
        /* Which this ROM does not have. */
        ets_printf("Falling back to built-in command interpreter.\n");
        halt();
    }
}

/** The serial and SDIO protocols of the download mode are not there: the chip waits. */
static _Noreturn void await_download(void) {
    Uart_Init(1, ets_get_detected_xtal_freq());
    ets_printf("waiting for download\n");
    uart_tx_flush(0);
    for (;;) {
        __asm__ volatile("waiti 0");
    }
}

static void boot_pro_cpu(void) {
    PRO_CACHE_CTRL1 |= CACHE_MASK_IRAM1_IROM0;
    uint32_t reason = rtc_get_reset_reason(0);
    RTC_DIG_ISO &= ~DG_PAD_FORCE_HOLD;
    RTC_DIG_ISO |= CLR_DG_PAD_AUTOHOLD;
    uartAttach();
    Uart_Init(0, ets_get_detected_xtal_freq());
    uint32_t strap = GPIO_STRAP;
    if (!is_quiet(strap)) {
        ets_install_uart_printf();
    }
    if (is_revision_3()) {
        ets_printf("ets %s %s\n", "Jul 29 2019", "12:21:46");
    } else {
        ets_printf("ets %s %s\n", "Jun  8 2016", "00:22:57");
    }
    ets_printf("\nrst:0x%x (%s),boot:0x%x (%s)\n", reason, reason < RESET_REASONS ? reset_names[reason] : "unk", strap,
               boot_mode_name(strap));
    if (reason == 0 || reason == RESET_EXT_CPU || reason >= RESET_REASONS) {
        halt_at_line(is_revision_3() ? 404 : 391);
    }
    if (reason == RESET_DEEPSLEEP) {
        rtc_boot_control(&user_code_start);
        if (user_code_start) {
            ((void (*)(void)) user_code_start)();
        }
    }
    if (!boots_from_flash(strap)) {
        await_download();
    }
    attach_flash(strap);
    boot_from_flash();
}

/** Both CPUs come here from the reset handler. */
void rom_main(void) {
    uint32_t start;
    if (is_app_cpu()) {
        do {
            start = APPCPU_CTRL_D;
        } while (start == 0);
    } else {
        boot_pro_cpu();
        start = user_code_start;
    }
    ((void (*)(void)) start)();
    ets_printf("user code done\n");
    if (startup_callback) {
        startup_callback();
    }
    ets_run();
}
