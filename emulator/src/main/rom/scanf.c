/* Formatted input. */
#include "stdio.h"

#define CHARACTERS 256

/**
 * Reads a set of characters such as [a-z_] or [^,], from behind its bracket.
 *
 * @param in for each character, whether it is in the set
 * @return behind the set
 */
const uint8_t *__sccl(uint8_t *in, const uint8_t *format) {
    uint8_t member = *format != '^';
    if (!member) {
        format++;
    }
    memset(in, 1 - member, CHARACTERS);
    uint8_t character = *format++;
    if (!character) {
        return format - 1;
    }
    for (;;) {
        in[character] = member;
        uint8_t next = *format++;
        while (next == '-' && *format != ']' && *format >= character) {
            uint8_t last = *format++;
            while (character < last) {
                in[++character] = member;
            }
            next = *format++;
        }
        if (!next) {
            return format - 1;
        }
        if (next == ']') {
            return format;
        }
        character = next;
    }
}
