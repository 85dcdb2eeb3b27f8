/*
 * What the sources of the ROM share: memory of the guest that belongs to the ROM, registers, and ROM functions that the host
 * provides (their addresses are in rom.ld).
 */
#ifndef ROM_H
#define ROM_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A word at an address: a register, or data of the ROM that firmware finds at this address. */
#define WORD(address) (*(volatile uint32_t *) (address))

/* DPORT */
#define PRO_CACHE_CTRL1 WORD(0x3ff00044)
#define APP_CACHE_CTRL1 WORD(0x3ff0005c)
#define APPCPU_CTRL_D WORD(0x3ff00038)

/* RTC_CNTL */
#define RTC_STORE4 WORD(0x3ff480b0)

#define GPIO_STRAP WORD(0x3ff44038)
#define SYSCON_DATE WORD(0x3ff6607c)

/* RAM that the ROM keeps for ever (rom.ld) */
extern void (*_putc1)(char);
extern void (*_putc2)(char);
extern uint32_t user_code_start;
extern void (*startup_callback)(void);

static inline uint32_t read_prid(void) {
    uint32_t value;
    __asm__("rsr.prid %0" : "=r"(value));
    return value;
}

static inline bool is_app_cpu(void) {
    return read_prid() == 0xabab;
}

/** Raises PS.INTLEVEL and returns the old PS. */
#define SET_INTLEVEL(level) ({ \
    uint32_t old_ps; \
    __asm__ volatile("rsil %0, " #level : "=r"(old_ps) : : "memory"); \
    old_ps; })

int ets_printf(const char *format, ...);
void uartAttach(void);
void Uart_Init(uint8_t uart, uint32_t clock);
void uart_tx_flush(uint8_t uart);
void rtc_boot_control(uint32_t *entry);
int ets_unpack_flash_code(uint32_t position, uint32_t *entry, bool jump, bool secure, bool configure);
typedef void (*interrupt_function)(void *);
void ets_isr_attach(uint32_t number, interrupt_function function, void *argument);
void ets_isr_mask(uint32_t mask);
void ets_isr_unmask(uint32_t mask);
void _xtos_restore_intlevel(uint32_t ps);
uint32_t _xtos_ints_on(uint32_t mask);
uint32_t _xtos_ints_off(uint32_t mask);

/* Provided by the host */
void ets_install_uart_printf(void);
uint32_t ets_get_detected_xtal_freq(void);
uint32_t rtc_get_reset_reason(int cpu);
void *memcpy(void *to, const void *from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int value, size_t length);
size_t strlen(const char *string);
char *strchr(const char *string, int character);
int memcmp(const void *left, const void *right, size_t length);
int strncmp(const char *left, const char *right, size_t length);

#endif
