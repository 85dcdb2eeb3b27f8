/*
 * A program for the ESP32 without any framework. The mask ROM loads it from 0x1000 of the flash, where a second-stage bootloader
 * would be. It says what it runs on, takes memory inside and outside of the chip, and lets a timer blink GPIO 2.
 */
#include <stdio.h>
#include <stdlib.h>

#include "hello.h"
#include "registers.h"

#define PRID_APP 0xabab
#define LED_GPIO 2
#define TICK_US 100000
#define TICKS 5
#define SMALL_BLOCK (16u << 10)
#define LARGE_BLOCK (1u << 20)

/** Nobody feeds the watchdogs that the chip starts with. */
static void stop_watchdogs(void) {
    RTC_WDTWPROTECT = WDT_WKEY;
    RTC_WDTCONFIG0 = 0;
    RTC_WDTWPROTECT = 0;
    TIMG_WDTWPROTECT = WDT_WKEY;
    TIMG_WDTCONFIG0 = 0;
    TIMG_WDTWPROTECT = 0;
}

/** The major revision is spread over three places, of which each step of the chip has set one more. */
static int revision_major(void) {
    int bits = (EFUSE_RDATA(3) >> 15 & 1) + (EFUSE_RDATA(5) >> 20 & 1) + (SYSCON_DATE >> 31);
    return bits;
}

static void print_chip(void) {
    uint32_t prid;
    __asm__("rsr.prid %0" : "=r"(prid));
    printf("ESP32 revision v%d.%d, %s CPU, reset reason %d\n", revision_major(), (int) (EFUSE_RDATA(5) >> 24 & 3),
           prid == PRID_APP ? "APP" : "PRO", (int) (RTC_RESET_STATE & 0x3f));
    uint32_t high = EFUSE_RDATA(2);
    uint32_t low = EFUSE_RDATA(1);
    printf("MAC %02x:%02x:%02x:%02x:%02x:%02x\n", (int) (high >> 8 & 0xff), (int) (high & 0xff), (int) (low >> 24),
           (int) (low >> 16 & 0xff), (int) (low >> 8 & 0xff), (int) (low & 0xff));
}

/** Writes a value that depends on the address to every word, then looks for it. */
static bool test_pattern(volatile uint32_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        words[i] = 0xaa55aa55 ^ i;
    }
    for (size_t i = 0; i < count; i++) {
        if (words[i] != (0xaa55aa55 ^ i)) {
            printf("pattern test failed at %p\n", (void *) &words[i]);
            return false;
        }
    }
    return true;
}

static void *test_malloc(size_t size) {
    void *block = malloc(size);
    if (!block) {
        printf("malloc(%lu): no memory\n", (unsigned long) size);
        return NULL;
    }
    printf("malloc(%lu): %p, %s RAM\n", (unsigned long) size, block,
           (uintptr_t) block < (uintptr_t) SPIRAM + (4u << 20) ? "external" : "internal");
    if (test_pattern(block, size / sizeof(uint32_t))) {
        printf("pattern test passed\n");
    }
    return block;
}

static void blink(void) {
    IO_MUX_GPIO2 = IO_MUX_FUNCTION_GPIO | IO_MUX_DRIVE_20_MA | IO_MUX_INPUT_ENABLE;
    GPIO_FUNC_OUT_SEL(LED_GPIO) = GPIO_SIGNAL_OUT;
    GPIO_ENABLE_W1TS = BIT(LED_GPIO);
    timer_start(TICK_US);
    uint32_t start = read_ccount();
    for (uint32_t tick = 1; tick <= TICKS; tick++) {
        timer_await(tick);
        if (tick & 1) {
            GPIO_OUT_W1TS = BIT(LED_GPIO);
        } else {
            GPIO_OUT_W1TC = BIT(LED_GPIO);
        }
        printf("tick %d: GPIO%d is %d\n", (int) tick, LED_GPIO, (int) (GPIO_IN >> LED_GPIO & 1));
    }
    uint32_t cycles = read_ccount() - start;
    printf("CPU clock %lu MHz\n", (unsigned long) ((cycles + TICKS * TICK_US / 2) / (TICKS * TICK_US)));
}

int main(void) {
    stop_watchdogs();
    printf("Hello from Crema's sample firmware\n");
    print_chip();
    size_t spiram = spiram_start();
    printf("SPIRAM %lu KiB\n", (unsigned long) (spiram >> 10));
    memory_add_spiram(spiram);
    void *small = test_malloc(SMALL_BLOCK);
    void *large = test_malloc(LARGE_BLOCK);
    free(large);
    free(small);
    blink();
    printf("hello: done\n");
    for (;;) {
        timer_await(UINT32_MAX);
    }
}
