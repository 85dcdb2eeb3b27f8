/* RFC 3394, section 2.2.2, in the form with an index. */
#include "key_wrap.h"

#include "aes.h"
#include "bytes.h"

bool key_unwrap(const uint8_t key_bytes[16], uint8_t *data, size_t length) {
    aes_key_t key;
    uint8_t block[AES_BLOCK];
    if (length < 24 || length % 8 != 0) {
        return false;
    }
    uint32_t blocks = (uint32_t) (length / 8 - 1);
    aes_set_key(&key, key_bytes);
    memcpy(block, data, 8);
    for (uint32_t t = 6 * blocks; t > 0; t--) {
        uint8_t *r = data + 8 * ((t - 1) % blocks + 1);
        store_be32(block + 4, load_be32(block + 4) ^ t);
        memcpy(block + 8, r, 8);
        aes_decrypt(&key, block, block);
        memcpy(r, block + 8, 8);
    }
    static const uint8_t initial[8] = {0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6};
    if (!equal_secrets(block, initial, sizeof initial)) {
        return false;
    }
    memmove(data, data + 8, length - 8);
    return true;
}
