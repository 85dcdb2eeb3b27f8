#include "ticket.h"

#include <string.h>

#include "../quic/buffer.h"

/** RFC 4648, section 6, in lower case and without padding. */
static void write_base32(char *text, const uint8_t *bytes, size_t length) {
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint32_t window = 0;
    uint32_t bits = 0;
    for (size_t i = 0; i < length; i++) {
        window = window << 8 | bytes[i];
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            *text++ = digits[window >> bits & 31];
        }
    }
    if (bits != 0) {
        *text++ = digits[window << (5 - bits) & 31];
    }
    *text = '\0';
}

void ticket_write(char ticket[TICKET_ROOM], const uint8_t id[32], uint32_t address, uint16_t port) {
    static const char kind[] = "endpoint";
    uint8_t bytes[48];
    writer_t out = writer(bytes, sizeof bytes);
    write_u8(&out, 0);
    write_bytes(&out, id, 32);
    write_u8(&out, address != 0);
    if (address != 0) {
        /* An IP address, of version 4; the port is a LEB128 integer. */
        write_u8(&out, 1);
        write_u8(&out, 0);
        write_be32(&out, address);
        uint32_t rest = port;
        for (; rest > 0x7f; rest >>= 7) {
            write_u8(&out, 0x80 | (rest & 0x7f));
        }
        write_u8(&out, rest);
    }
    strcpy(ticket, kind);
    write_base32(ticket + strlen(kind), bytes, (size_t) (out.at - bytes));
}

void hex_write(char *text, const uint8_t *bytes, uint32_t length) {
    static const char digits[] = "0123456789abcdef";
    for (uint32_t i = 0; i < length; i++) {
        *text++ = digits[bytes[i] >> 4];
        *text++ = digits[bytes[i] & 15];
    }
    *text = '\0';
}
