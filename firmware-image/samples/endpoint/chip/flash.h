/* Reading the flash chip. */
#ifndef FLASH_H
#define FLASH_H

#include <stddef.h>
#include <stdint.h>

void flash_read(uint32_t offset, void *bytes, size_t length);

#endif
