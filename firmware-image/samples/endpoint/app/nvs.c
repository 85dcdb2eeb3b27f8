/*
 * A page has 4096 bytes: a header, two bits for the state of each entry, and 126 entries of 32 bytes. A string fills the entries
 * behind its own. Whatever the partition holds, nothing is read outside of it.
 */
#include "nvs.h"

#include "../chip/flash.h"
#include "../crypto/bytes.h"

/** The program lies where a partition table would be, so the place is agreed upon. */
#define PARTITION 0x20000u
#define PAGES 6u
#define PAGE 4096u
#define PAGE_ACTIVE 0xfffffffeu
#define PAGE_FULL 0xfffffffcu
#define PAGE_BITS 32
#define PAGE_ENTRIES 64
#define ENTRIES 126
#define ENTRY 32
#define ENTRY_WRITTEN 2
#define KEY_SIZE 16
#define TYPE_U8 0x01
#define TYPE_U16 0x02
#define TYPE_STRING 0x21

static uint8_t name_space_index;

/** Looks for an entry; copies it and returns its address in flash, or 0. */
static uint32_t find(uint8_t in_name_space, uint8_t type, const char *key, uint8_t entry[ENTRY]) {
    for (uint32_t page = 0; page < PAGES; page++) {
        uint32_t start = PARTITION + page * PAGE;
        uint8_t header[PAGE_ENTRIES];
        flash_read(start, header, sizeof header);
        uint32_t state = load_le32(header);
        if (state != PAGE_ACTIVE && state != PAGE_FULL) {
            continue;
        }
        uint32_t span = 1;
        for (uint32_t i = 0; i < ENTRIES; i += span) {
            span = 1;
            if ((header[PAGE_BITS + i / 4] >> 2 * (i % 4) & 3) != ENTRY_WRITTEN) {
                continue;
            }
            uint32_t address = start + PAGE_ENTRIES + i * ENTRY;
            flash_read(address, entry, ENTRY);
            span = entry[2] == 0 || entry[2] > ENTRIES - i ? 1 : entry[2];
            if (entry[0] == in_name_space && entry[1] == type && strncmp((char *) entry + 8, key, KEY_SIZE) == 0) {
                return address;
            }
        }
    }
    return 0;
}

bool nvs_open(const char *name_space) {
    uint8_t entry[ENTRY];
    bool found = find(0, TYPE_U8, name_space, entry) != 0;
    name_space_index = entry[24];
    return found;
}

bool nvs_string(const char *key, char *text, size_t size) {
    uint8_t entry[ENTRY];
    uint32_t address = find(name_space_index, TYPE_STRING, key, entry);
    /* The length is with the end of the string. */
    size_t length = load_le16(entry + 24);
    if (address == 0 || length == 0 || length > size || length > (entry[2] - 1u) * ENTRY) {
        return false;
    }
    flash_read(address + ENTRY, text, length);
    text[length - 1] = '\0';
    return true;
}

bool nvs_u16(const char *key, uint16_t *value) {
    uint8_t entry[ENTRY];
    bool found = find(name_space_index, TYPE_U16, key, entry) != 0;
    if (found) {
        *value = (uint16_t) load_le16(entry + 24);
    }
    return found;
}
