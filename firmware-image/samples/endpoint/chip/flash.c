/*
 * Reads with SPI1 and the plain read command, 64 bytes at a time; nothing of this program lies in flash that a cache could
 * serve.
 */
#include "flash.h"

#include "../crypto/bytes.h"
#include "registers.h"

#define COMMAND_READ 0x03
#define BUFFER 64u

static void read_words(uint32_t offset, uint32_t words[BUFFER / 4]) {
    SPI_USER(1) = SPI_USR_COMMAND | SPI_USR_ADDR | SPI_USR_MISO;
    SPI_USER1(1) = 23u << 26;
    SPI_USER2(1) = 7u << 28 | COMMAND_READ;
    SPI_ADDR(1) = offset << 8;
    SPI_MISO_DLEN(1) = 8 * BUFFER - 1;
    SPI_CMD(1) = SPI_USR;
    while (SPI_CMD(1) != 0) {
    }
    for (uint32_t i = 0; i < BUFFER / 4; i++) {
        words[i] = SPI_W(1, i);
    }
}

void flash_read(uint32_t offset, void *bytes, size_t length) {
    uint32_t words[BUFFER / 4];
    uint32_t user = SPI_USER(1);
    uint8_t *to = bytes;
    while (length != 0) {
        size_t taken = length < BUFFER ? length : BUFFER;
        read_words(offset, words);
        memcpy(to, words, taken);
        to += taken;
        offset += taken;
        length -= taken;
    }
    SPI_USER(1) = user;
}
