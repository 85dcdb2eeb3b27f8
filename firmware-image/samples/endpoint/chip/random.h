/* Random numbers: the chip's register, or what the host has. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stddef.h>
#include <stdint.h>

void random_bytes(uint8_t *bytes, size_t length);
uint32_t random_word(void);

#endif
