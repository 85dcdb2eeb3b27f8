/* Of the compiler's library, what Debian's for the LX106 leaves to the ROM of that chip. */
#include <stdint.h>

#include "../crypto/multiply.h"

uint64_t __umulsidi3(uint32_t a, uint32_t b);
uint64_t __muldi3(uint64_t a, uint64_t b);

uint64_t __umulsidi3(uint32_t a, uint32_t b) {
    return multiply_wide(a, b);
}

uint64_t __muldi3(uint64_t a, uint64_t b) {
    uint32_t high = (uint32_t) a * (uint32_t) (b >> 32) + (uint32_t) (a >> 32) * (uint32_t) b;
    return multiply_wide((uint32_t) a, (uint32_t) b) + ((uint64_t) high << 32);
}
