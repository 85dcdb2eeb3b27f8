/* Values in an NVS partition, in the format of ESP-IDF: what firmware and nvs_partition_gen write. */
#ifndef NVS_H
#define NVS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Finds the namespace in the partition at 0x20000; false if there is none. */
bool nvs_open(const char *name_space);
/** Reads a string of at most size - 1 characters; otherwise leaves it as it is. */
bool nvs_string(const char *key, char *text, size_t size);
bool nvs_u16(const char *key, uint16_t *value);

#endif
