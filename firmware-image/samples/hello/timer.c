/* Timer 0 of group 0 interrupts the CPU periodically. */
#include <stdio.h>

#include "hello.h"
#include "registers.h"

/** On the crystal the APB runs at 40 MHz. */
#define APB_MHZ 40
/** A level-triggered interrupt of level 1. */
#define INTERRUPT 2
#define CAUSE_LEVEL1_INTERRUPT 4

static volatile uint32_t ticks;

void timer_start(uint32_t period_us) {
    TIMG_T0CONFIG = 0;
    TIMG_T0LOADLO = 0;
    TIMG_T0LOADHI = 0;
    TIMG_T0LOAD = 1;
    TIMG_T0ALARMLO = period_us;
    TIMG_T0ALARMHI = 0;
    TIMG_INT_CLR = TIMG_T0_INT;
    TIMG_INT_ENA = TIMG_T0_INT;
    DPORT_PRO_INTR_MAP(SOURCE_TG0_T0_LEVEL) = INTERRUPT;
    TIMG_T0CONFIG = TIMG_T0_EN | TIMG_T0_INCREASE | TIMG_T0_AUTORELOAD | TIMG_T0_DIVIDER(APB_MHZ) | TIMG_T0_LEVEL_INT_EN
        | TIMG_T0_ALARM_EN;
    __asm__ volatile("wsr.intenable %0\n\trsync" : : "r"(BIT(INTERRUPT)));
}

uint32_t timer_ticks(void) {
    return ticks;
}

void timer_await(uint32_t count) {
    uint32_t ps;
    for (;;) {
        /* Between looking and sleeping no interrupt may slip through: WAITI enables them. */
        __asm__ volatile("rsil %0, 1" : "=r"(ps) : : "memory");
        if (ticks >= count) {
            break;
        }
        __asm__ volatile("waiti 0" : : : "memory");
    }
    __asm__ volatile("rsil %0, 0" : "=r"(ps) : : "memory");
}

/** Called by the vectors. */
void exception(uint32_t cause, uint32_t address) {
    if (cause != CAUSE_LEVEL1_INTERRUPT) {
        printf("hello: exception %lu at 0x%08lx\n", (unsigned long) cause, (unsigned long) address);
        for (;;) {
        }
    }
    ticks++;
    TIMG_INT_CLR = TIMG_T0_INT;
    TIMG_T0CONFIG |= TIMG_T0_ALARM_EN;
}
