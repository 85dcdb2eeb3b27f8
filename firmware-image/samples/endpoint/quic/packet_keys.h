/* Packet protection: RFC 9001, section 5, with AES-128-GCM. */
#ifndef PACKET_KEYS_H
#define PACKET_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../crypto/gcm.h"
#include "../tls/key_schedule.h"

/** Protects the packets of one direction in one key phase. */
typedef struct {
    gcm_key_t aead;
    uint8_t iv[GCM_NONCE];
} packet_keys_t;

void packet_keys_derive(packet_keys_t *keys, const secret_t secret);
/** The key of header protection, which stays over key updates. */
void header_key_derive(aes_key_t *key, const secret_t secret);
/** The secret of the next key phase, in place: section 6.1. */
void next_phase_secret(secret_t secret);

/** The secrets of both sides at the Initial level: section 5.2. */
void initial_secrets(const uint8_t *connection_id, size_t length, secret_t client, secret_t server);

/** header is the whole header, in front of the text; the tag goes behind the text. */
void packet_seal(const packet_keys_t *keys, uint64_t number, const uint8_t *header, size_t header_length, uint8_t *text,
                 size_t length);
/** length is with the tag. */
bool packet_open(const packet_keys_t *keys, uint64_t number, const uint8_t *header, size_t header_length, uint8_t *text,
                 size_t length);

/** The five bytes that are laid over the first byte and the packet number: section 5.4. */
void header_mask(const aes_key_t *key, const uint8_t sample[AES_BLOCK], uint8_t mask[5]);

#endif
