#include "selftest.h"

#include <stdio.h>

#include "../crypto/bytes.h"
#include "../crypto/ed25519.h"
#include "../crypto/gcm.h"
#include "../crypto/key_wrap.h"
#include "../crypto/sha1.h"
#include "../crypto/sha512.h"
#include "../crypto/x25519.h"
#include "../quic/packet_keys.h"

#define LONGEST 256

static bool all_passed;
static bool passed;

static uint8_t nibble(char digit) {
    return (uint8_t) (digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/** The bytes of hexadecimal digits; returns how many. */
static size_t parse(const char *digits, uint8_t *bytes) {
    size_t count = 0;
    for (; digits[0] != '\0'; digits += 2) {
        bytes[count++] = (uint8_t) (nibble(digits[0]) << 4 | nibble(digits[1]));
    }
    return count;
}

static void expect(const uint8_t *bytes, const char *digits) {
    uint8_t expected[LONGEST];
    size_t length = parse(digits, expected);
    passed &= memcmp(bytes, expected, length) == 0;
}

static void test(const char *name, void (*run)(void)) {
    passed = true;
    run();
    all_passed &= passed;
    printf("self-test: %s %s\n", name, passed ? "passed" : "FAILED");
}

static void hashes(void) {
    uint8_t digest[SHA512_SIZE];
    sha1_t sha1;
    sha512_t sha512;
    sha256("abc", 3, digest);
    expect(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, digest);
    expect(digest, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    sha1_start(&sha1);
    sha1_add(&sha1, "abc", 3);
    sha1_end(&sha1, digest);
    expect(digest, "a9993e364706816aba3e25717850c26c9cd0d89d");
    sha512_start(&sha512);
    sha512_add(&sha512, "abc", 3);
    sha512_end(&sha512, digest);
    expect(digest, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                   "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

/** Appendix B of SP 800-38D's submission, test case 4. */
static void gcm(void) {
    static const char *const plain = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
    uint8_t bytes[LONGEST];
    uint8_t nonce[GCM_NONCE];
    uint8_t aad[20];
    uint8_t tag[GCM_TAG];
    gcm_key_t key;
    parse("feffe9928665731c6d6a8f9467308308", bytes);
    gcm_set_key(&key, bytes);
    parse("cafebabefacedbaddecaf888", nonce);
    parse("feedfacedeadbeeffeedfacedeadbeefabaddad2", aad);
    size_t length = parse(plain, bytes);
    gcm_seal(&key, nonce, aad, sizeof aad, bytes, length, tag);
    expect(bytes, "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                  "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091");
    expect(tag, "5bc94fbc3221a5db94fae95ae7121a47");
    passed &= gcm_open(&key, nonce, aad, sizeof aad, bytes, length, tag);
    expect(bytes, plain);
    tag[3] ^= 1;
    passed &= !gcm_open(&key, nonce, aad, sizeof aad, bytes, length, tag);
}

/** Section 5.2: one multiplication, and one round of the iterated ones. */
static void rfc7748(void) {
    uint8_t scalar[32];
    uint8_t point[32];
    uint8_t result[32];
    parse("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4", scalar);
    parse("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c", point);
    x25519(result, scalar, point);
    expect(result, "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    parse("0900000000000000000000000000000000000000000000000000000000000000", point);
    x25519(result, point, point);
    expect(result, "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
    x25519_public_key(result, point);
    expect(result, "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
    memset(point, 0, sizeof point);
    passed &= !x25519(result, scalar, point);
}

static void signature(const char *seed, const char *public_key, const char *message, const char *expected) {
    uint8_t seed_bytes[32];
    uint8_t message_bytes[8];
    uint8_t bytes[ED25519_SIGNATURE];
    ed25519_key_t key;
    parse(seed, seed_bytes);
    size_t length = parse(message, message_bytes);
    ed25519_key(&key, seed_bytes);
    expect(key.public_key, public_key);
    ed25519_sign(&key, message_bytes, length, bytes);
    expect(bytes, expected);
    passed &= ed25519_verify(key.public_key, message_bytes, length, bytes);
    bytes[40] ^= 1;
    passed &= !ed25519_verify(key.public_key, message_bytes, length, bytes);
}

/** Section 7.1, tests 1 and 3. */
static void rfc8032(void) {
    signature("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
              "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    signature("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
              "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
              "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
              "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
}

/** Section 3: the secrets of the handshake with one round trip. */
static void rfc8448(void) {
    uint8_t secret[32];
    uint8_t peer[32];
    uint8_t shared[32];
    uint8_t hash[SHA256_SIZE];
    secret_t handshake, traffic, master;
    parse("b1580eeadf6dd589b8ef4f2d5652578cc810e9980191ec8d058308cea216a21e", secret);
    x25519_public_key(shared, secret);
    expect(shared, "c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f");
    parse("99381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c", peer);
    x25519(shared, secret, peer);
    expect(shared, "8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d");
    handshake_secret(shared, handshake);
    expect(handshake, "1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac");
    parse("860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8", hash);
    derive_secret(handshake, "c hs traffic", hash, traffic);
    expect(traffic, "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21");
    derive_secret(handshake, "s hs traffic", hash, traffic);
    expect(traffic, "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
    master_secret(handshake, master);
    expect(master, "18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919");
    parse("9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13", hash);
    derive_secret(master, "c ap traffic", hash, traffic);
    expect(traffic, "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5");
    derive_secret(master, "s ap traffic", hash, traffic);
    expect(traffic, "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643");
}

/** Appendix A.1 and A.3: the keys of a connection, and the server's Initial packet. */
static void rfc9001(void) {
    static const char *const header = "c1000000010008f067a5502a4262b50040750001";
    uint8_t bytes[LONGEST];
    uint8_t mask[5];
    secret_t client, server;
    packet_keys_t keys;
    aes_key_t header_key;
    size_t length = parse("8394c8f03e515708", bytes);
    initial_secrets(bytes, length, client, server);
    expect(client, "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea");
    expect(server, "3c199828fd139efd216c155ad844cc81fb82fa8d7446fa7d78be803acdda951b");
    packet_keys_derive(&keys, server);
    header_key_derive(&header_key, server);
    size_t header_length = parse(header, bytes);
    length = parse("02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf739"
                   "88cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c94"
                   "0d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00"
                   "020304", bytes + header_length);
    packet_seal(&keys, 1, bytes, header_length, bytes + header_length, length);
    header_mask(&header_key, bytes + header_length + 2, mask);
    bytes[0] ^= mask[0] & 0x0f;
    bytes[header_length - 2] ^= mask[1];
    bytes[header_length - 1] ^= mask[2];
    expect(bytes, "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a"
                  "5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3"
                  "dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84"
                  "022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4"
                  "2158407dd074ee");
}

/** RFC 3394, section 4.1, and RFC 6070, the second vector: of 4096 rounds there will be enough when the network is joined. */
static void wpa2(void) {
    uint8_t key[16];
    uint8_t bytes[32];
    parse("000102030405060708090a0b0c0d0e0f", key);
    size_t length = parse("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5", bytes);
    passed &= key_unwrap(key, bytes, length);
    expect(bytes, "00112233445566778899aabbccddeeff");
    pbkdf2_sha1("password", (const uint8_t *) "salt", 4, 2, bytes, SHA1_SIZE);
    expect(bytes, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
}

bool selftest(void) {
    all_passed = true;
    test("FIPS 180-4 hashes", hashes);
    test("SP 800-38D AES-128-GCM", gcm);
    test("RFC 7748 X25519", rfc7748);
    test("RFC 8032 Ed25519", rfc8032);
    test("RFC 8448 key schedule", rfc8448);
    test("RFC 9001 packet protection", rfc9001);
    test("RFC 3394 key wrap, RFC 6070 PBKDF2", wpa2);
    return all_passed;
}
