/* The self-test of the cryptography on the host. */
#include "../app/selftest.h"
#include "../crypto/aes.h"
#include "../crypto/ed25519.h"

int main(void) {
    aes_init();
    ed25519_init();
    return selftest() ? 0 : 1;
}
