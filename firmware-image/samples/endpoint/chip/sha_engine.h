/*
 * SHA-256 on the accelerator (TRM, chapter "SHA Accelerator"). Its state can be read but not written, so it works for one hash
 * at a
 * time: for the one that began last. The one before is taken out of it and goes on in software.
 */
#ifndef SHA_ENGINE_H
#define SHA_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

/** Takes one block of the hash with this state, its first or the next; false if the engine does not have this hash. */
bool sha_engine_compress(uint32_t state[8], const uint8_t block[64], bool first);

/** Makes the state hold what the engine has of it, which then has it no more. */
void sha_engine_release(uint32_t state[8]);

#endif
