/* Start, time and sleep. Interrupts only end a sleep: what they ask for is done by the one loop of the program. */
#include "chip.h"

#include <stdio.h>

#include "../app/clock.h"
#include "random.h"
#include "registers.h"

#define INTERRUPT_TIMER 2
#define INTERRUPT_RADIO 0
#define INTERRUPT_UART 3
#define WAKING (BIT(INTERRUPT_TIMER) | BIT(INTERRUPT_RADIO) | BIT(INTERRUPT_UART))
#define CAUSE_LEVEL1_INTERRUPT 4
/** With the PLL the APB runs at 80 MHz. */
#define APB_MHZ 80
/** 80 MHz divided by 115,200, with a fraction in sixteenths. */
#define CLKDIV_115200 (694 | 7u << 20)

/** Nobody feeds the watchdogs that the chip starts with. */
static void stop_watchdogs(void) {
    RTC_WDTWPROTECT = WDT_WKEY;
    RTC_WDTCONFIG0 = 0;
    RTC_WDTWPROTECT = 0;
    TIMG_WDTWPROTECT = WDT_WKEY;
    TIMG_WDTCONFIG0 = 0;
    TIMG_WDTWPROTECT = 0;
}

/** The PLL is taken as it is: setting it up belongs to what this program leaves out, like the calibration of the radio. */
static void use_pll(void) {
    while (UART_TXFIFO_CNT(UART_STATUS) != 0 || UART_UTX_OUT(UART_STATUS) != 0) {
    }
    DPORT_CPU_PER_CONF = DPORT_CPU_240_MHZ;
    RTC_CLK_CONF = (RTC_CLK_CONF & ~RTC_SOC_CLK_SEL) | RTC_SOC_CLK_PLL;
    UART_CLKDIV = CLKDIV_115200;
}

void chip_start(void) {
    stop_watchdogs();
    use_pll();
    TIMG_T0CONFIG = 0;
    TIMG_T0LOADLO = 0;
    TIMG_T0LOADHI = 0;
    TIMG_T0LOAD = 1;
    TIMG_INT_ENA = TIMG_T0_INT;
    TIMG_T0CONFIG = TIMG_T0_EN | TIMG_T0_INCREASE | TIMG_T0_DIVIDER(APB_MHZ) | TIMG_T0_LEVEL_INT_EN;
    DPORT_PRO_INTR_MAP(SOURCE_TG0_T0_LEVEL) = INTERRUPT_TIMER;
    DPORT_PRO_INTR_MAP(SOURCE_WIFI_MAC) = INTERRUPT_RADIO;
    DPORT_PRO_INTR_MAP(SOURCE_UART0) = INTERRUPT_UART;
    __asm__ volatile("wsr.intenable %0\n\trsil a2, 0" : : "r"(0) : "a2");
#ifdef CHIP_ACCELERATORS
    DPORT_PERI_CLK_EN |= DPORT_PERI_AES_SHA;
    DPORT_PERI_RST_EN &= ~DPORT_PERI_AES_SHA;
#endif
}

uint64_t clock_us(void) {
    TIMG_T0UPDATE = 1;
    uint32_t low = TIMG_T0LO;
    return (uint64_t) TIMG_T0HI << 32 | low;
}

void chip_delay_us(uint32_t us) {
    uint64_t end = clock_us() + us;
    while (clock_us() < end) {
    }
}

void chip_sleep_until(uint64_t time_us) {
    uint32_t ps;
    TIMG_INT_CLR = TIMG_T0_INT;
    TIMG_T0ALARMLO = (uint32_t) time_us;
    TIMG_T0ALARMHI = (uint32_t) (time_us >> 32);
    TIMG_T0CONFIG |= TIMG_T0_ALARM_EN;
    /* All three interrupts are levels, so that one which comes before the WAITI ends it at once. */
    __asm__ volatile("rsil %0, 1" : "=r"(ps) : : "memory");
    __asm__ volatile("wsr.intenable %0\n\trsync\n\twaiti 0" : : "r"(WAKING) : "memory");
}

/** Called by the vectors. */
void exception(uint32_t cause, uint32_t address) {
    if (cause != CAUSE_LEVEL1_INTERRUPT) {
        printf("endpoint: exception %lu at 0x%08lx\n", (unsigned long) cause, (unsigned long) address);
        for (;;) {
            console_drive();
        }
    }
    __asm__ volatile("wsr.intenable %0\n\trsync" : : "r"(0));
}

uint32_t random_word(void) {
    return WDEV_RANDOM;
}

void random_bytes(uint8_t *bytes, size_t length) {
    while (length != 0) {
        uint32_t word = WDEV_RANDOM;
        for (int i = 0; i < 4 && length != 0; i++, length--) {
            *bytes++ = (uint8_t) word;
            word >>= 8;
        }
    }
}

/** The base address in eFuse, which is the station's. */
void chip_mac_address(uint8_t mac[6]) {
    uint32_t high = EFUSE_RDATA(2);
    uint32_t low = EFUSE_RDATA(1);
    mac[0] = (uint8_t) (high >> 8);
    mac[1] = (uint8_t) high;
    for (int i = 0; i < 4; i++) {
        mac[2 + i] = (uint8_t) (low >> (24 - 8 * i));
    }
}
