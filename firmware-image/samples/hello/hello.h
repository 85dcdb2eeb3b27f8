#ifndef HELLO_H
#define HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Begins to interrupt every so many microseconds of a 1 MHz clock. */
void timer_start(uint32_t period_us);

/** Ticks since timer_start. */
uint32_t timer_ticks(void);

/** Sleeps until the number of ticks is reached. */
void timer_await(uint32_t ticks);

/** Looks for the external RAM, sets it up and maps it; returns its size in bytes, 0 if there is none. */
size_t spiram_start(void);

/** Where the external RAM is mapped, up to 4 MiB of it. */
#define SPIRAM ((uint32_t *) 0x3f800000)

/** Lets malloc continue in the external RAM when the internal is used up. */
void memory_add_spiram(size_t size);

static inline uint32_t read_ccount(void) {
    uint32_t value;
    __asm__ volatile("rsr.ccount %0" : "=r"(value));
    return value;
}

#endif
