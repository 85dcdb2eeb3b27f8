/*
 * The product of two words in full. The compiler for the LX106, which multiplies 32 bits to 32 only, would call a library
 * function; the LX6 has MULUH for the upper half (Xtensa ISA, "Multiply High"), which the assembler has to be given as bytes.
 */
#ifndef MULTIPLY_H
#define MULTIPLY_H

#include <stdint.h>

#ifdef __XTENSA__

/* The numbers of the registers whose names the compiler puts into the instruction. */
__asm__(".set .Lregister_a0, 0\n.set .Lregister_a1, 1\n.set .Lregister_a2, 2\n.set .Lregister_a3, 3\n.set .Lregister_a4, 4\n"
        ".set .Lregister_a5, 5\n.set .Lregister_a6, 6\n.set .Lregister_a7, 7\n.set .Lregister_a8, 8\n.set .Lregister_a9, 9\n"
        ".set .Lregister_a10, 10\n.set .Lregister_a11, 11\n.set .Lregister_a12, 12\n.set .Lregister_a13, 13\n"
        ".set .Lregister_a14, 14\n.set .Lregister_a15, 15\n");

/** RRR format: muluh r, s, t. */
static inline uint64_t multiply_wide(uint32_t a, uint32_t b) {
    uint32_t high;
    __asm__(".byte .Lregister_%2 << 4, .Lregister_%0 << 4 | .Lregister_%1, 0xa2" : "=r"(high) : "r"(a), "r"(b));
    return (uint64_t) high << 32 | a * b;
}

#else

static inline uint64_t multiply_wide(uint32_t a, uint32_t b) {
    return (uint64_t) a * b;
}

#endif

#endif
