/* AES key wrap (RFC 3394), in which an access point sends its group key. */
#ifndef KEY_WRAP_H
#define KEY_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Unwraps in place: of length bytes, a multiple of 8, length - 8 remain at the start. False if the key is not right. */
bool key_unwrap(const uint8_t key[16], uint8_t *data, size_t length);

#endif
