#include "sha_engine.h"

#include <stddef.h>

#include "../crypto/bytes.h"
#include "registers.h"

/** The state of the hash that is in the engine. */
static uint32_t *owner;

static void wait_until_idle(void) {
    while (SHA_256_BUSY != 0) {
    }
}

static void take_out(void) {
    wait_until_idle();
    SHA_256_LOAD = 1;
    wait_until_idle();
    for (int i = 0; i < 8; i++) {
        owner[i] = SHA_TEXT(i);
    }
    owner = NULL;
}

bool sha_engine_compress(uint32_t state[8], const uint8_t block[64], bool first) {
    if (!first && owner != state) {
        return false;
    }
    if (first && owner && owner != state) {
        take_out();
    }
    wait_until_idle();
    for (int i = 0; i < 16; i++) {
        SHA_TEXT(i) = load_be32(block + 4 * i);
    }
    if (first) {
        owner = state;
        SHA_256_START = 1;
    } else {
        SHA_256_CONTINUE = 1;
    }
    return true;
}

void sha_engine_release(uint32_t state[8]) {
    if (owner && owner == state) {
        take_out();
    }
}
