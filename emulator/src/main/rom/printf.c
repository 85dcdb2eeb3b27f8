/* ets_printf. */
#include "rom.h"

/** The longest number is of 20 digits. */
#define DIGITS 20

static void put(char character) {
    if (_putc1) {
        _putc1(character);
    }
    if (_putc2) {
        _putc2(character);
    }
}

/** Writes a number so that it ends at the end of the buffer, and returns where it begins. */
static const char *number_text(char *end, uint64_t value, uint32_t base, const char *digits) {
    char *begin = end;
    do {
        if (value >> 32) {
            *--begin = digits[value % base];
            value /= base;
        } else {
            uint32_t low = (uint32_t) value;
            *--begin = digits[low % base];
            value = low / base;
        }
    } while (value != 0);
    return begin;
}

static int pad(char character, int count) {
    for (int i = 0; i < count; i++) {
        put(character);
    }
    return count > 0 ? count : 0;
}

/**
 * The formats of the chip's own function: %[-][0][width][.digits][l|ll] and d D u U x X p c C s S. A precision only asks for
 * zeros in front, unsigned numbers are of 32 bits whatever their length, and what is written after '%%' or an unknown conversion
 * is padded like the conversion before it, which has left a length of -1.
 */
int ets_printf(const char *format, ...) {
    if (!_putc1 && !_putc2) {
        return 0;
    }
    va_list arguments;
    va_start(arguments, format);
    char buffer[DIGITS];
    const char *text = buffer;
    int length = 0;
    int count = 0;
    char c;
    while ((c = *format++) != '\0') {
        if (c != '%') {
            put(c);
            count++;
            continue;
        }
        c = *format++;
        bool left = c == '-';
        if (left) {
            c = *format++;
        }
        bool zeros = c == '0';
        if (zeros) {
            c = *format++;
        }
        int width = 0;
        while (c >= '0' && c <= '9') {
            width = width * 10 + (c - '0');
            c = *format++;
        }
        if (c == '.') {
            zeros = true;
            do {
                c = *format++;
            } while (c >= '0' && c <= '9');
        }
        bool is_long_long = false;
        if (c == 'l') {
            c = *format++;
            if (c == 'l') {
                is_long_long = true;
                c = *format++;
            }
        }
        char sign = '\0';
        switch (c) {
            case 'd':
            case 'D': {
                int64_t value = is_long_long ? va_arg(arguments, int64_t) : va_arg(arguments, int32_t);
                if (value < 0) {
                    sign = '-';
                    value = -value;
                }
                text = number_text(buffer + DIGITS, value, 10, "0123456789");
                length = buffer + DIGITS - text;
                break;
            }
            case 'u':
            case 'U':
            case 'x':
            case 'X':
            case 'p': {
                uint32_t value = is_long_long ? (uint32_t) va_arg(arguments, uint64_t) : va_arg(arguments, uint32_t);
                if (c == 'p') {
                    put('0');
                    put('x');
                    zeros = true;
                    width = 8;
                }
                text = number_text(buffer + DIGITS, value, c == 'u' || c == 'U' ? 10 : 16,
                                   c == 'X' ? "0123456789ABCDEF" : "0123456789abcdef");
                length = buffer + DIGITS - text;
                break;
            }
            case 's':
            case 'S':
                text = va_arg(arguments, const char *);
                if (!text) {
                    text = "<null>";
                }
                length = strlen(text);
                break;
            case 'c':
            case 'C':
                put((char) va_arg(arguments, int));
                count++;
                continue;
            case '%':
                put('%');
                break;
            default:
                put('%');
                put(c);
                count += 2;
                break;
        }
        width -= length;
        if (sign) {
            width--;
        }
        if (sign && zeros) {
            put(sign);
            count++;
            sign = '\0';
        }
        if (!left) {
            count += pad(zeros ? '0' : ' ', width);
        }
        if (sign) {
            put(sign);
            count++;
        }
        for (int i = 0; i < length; i++) {
            put(text[i]);
            count++;
        }
        if (left) {
            count += pad(' ', width);
        }
        length = -1;
    }
    va_end(arguments);
    return count;
}
