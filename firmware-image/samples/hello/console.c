/* stdout is UART0, as the mask ROM has set it up. */
#include <stdio.h>

#include "registers.h"

#define FIFO_SIZE 126

static void put_byte(char byte) {
    while (UART_TXFIFO_CNT(UART_STATUS) >= FIFO_SIZE) {
    }
    UART_FIFO = (uint8_t) byte;
}

static int put(char character, FILE *file) {
    (void) file;
    if (character == '\n') {
        put_byte('\r');
    }
    put_byte(character);
    return (uint8_t) character;
}

static FILE uart = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdout = &uart;
