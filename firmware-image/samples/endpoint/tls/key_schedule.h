/* The key schedule of TLS 1.3 with SHA-256 and without pre-shared keys: RFC 8446, section 7.1. */
#ifndef KEY_SCHEDULE_H
#define KEY_SCHEDULE_H

#include <stddef.h>
#include <stdint.h>

#include "../crypto/sha256.h"

typedef uint8_t secret_t[SHA256_SIZE];

/** HKDF-Expand-Label; the label is without "tls13 ", the context of at most 32 bytes. */
void expand_label(const secret_t secret, const char *label, const uint8_t *context, size_t context_length, uint8_t *out,
                  size_t out_length);

/** Derive-Secret, of the hash of the messages. */
void derive_secret(const secret_t secret, const char *label, const uint8_t hash[SHA256_SIZE], secret_t derived);

/** The Early Secret without a pre-shared key. */
void early_secret(secret_t secret);
void handshake_secret(const uint8_t shared[32], secret_t secret);
void master_secret(const secret_t handshake, secret_t master);

/** The content of a Finished message: section 4.4.4. */
void finished_mac(const secret_t traffic, const uint8_t hash[SHA256_SIZE], uint8_t mac[SHA256_SIZE]);

#endif
