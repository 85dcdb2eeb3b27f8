/* The chip beneath the endpoint: clock, sleep, console, memory. */
#ifndef CHIP_H
#define CHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Stops the watchdogs, goes to 240 MHz and starts the timer. */
void chip_start(void);
/** Sleeps until then at the latest; earlier if the radio or the console wants something. */
void chip_sleep_until(uint64_t time_us);
void chip_delay_us(uint32_t us);
void chip_mac_address(uint8_t mac[6]);

/** Hands on to the UART what it has room for. */
void console_drive(void);
bool console_is_empty(void);

/** Internal RAM that nobody uses, or the external RAM, becomes the heap; returns which. */
const char *memory_start(bool external);

#endif
