/* stdout is UART0. Output waits in a ring for the UART, so that a line does not hold up the network for ten milliseconds. */
#include <stdio.h>

#include "chip.h"
#include "registers.h"

#define FIFO_SIZE 126
#define RING_SIZE 2048u

static char ring[RING_SIZE];
static uint32_t put_at;
static uint32_t sent_at;

bool console_is_empty(void) {
    return put_at == sent_at;
}

void console_drive(void) {
    while (!console_is_empty() && UART_TXFIFO_CNT(UART_STATUS) < FIFO_SIZE) {
        UART_FIFO = (uint8_t) ring[sent_at++ % RING_SIZE];
    }
    UART_INT_ENA = console_is_empty() ? 0 : UART_TXFIFO_EMPTY_INT;
    UART_INT_CLR = UART_TXFIFO_EMPTY_INT;
}

static void put_byte(char byte) {
    while (put_at - sent_at == RING_SIZE) {
        console_drive();
    }
    ring[put_at++ % RING_SIZE] = byte;
}

static int put(char character, FILE *file) {
    (void) file;
    if (character == '\n') {
        put_byte('\r');
    }
    put_byte(character);
    if (character == '\n') {
        console_drive();
    }
    return (uint8_t) character;
}

static FILE uart = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdout = &uart;
