#include "tls_server.h"

#include "../chip/random.h"
#include "../crypto/x25519.h"
#include "../quic/buffer.h"
#include "client_hello.h"
#include "tls_numbers.h"

/** A SubjectPublicKeyInfo of an Ed25519 key up to the key: RFC 8410, section 4. */
static const uint8_t spki_prefix[12] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

void tls_server_start(tls_server_t *tls, const ed25519_key_t *identity, const char *const *protocols, uint32_t protocol_count) {
    memset(tls, 0, sizeof *tls);
    tls->identity = identity;
    tls->protocols = protocols;
    tls->protocol_count = protocol_count;
    sha256_start(&tls->transcript);
}

void tls_server_end(tls_server_t *tls) {
    sha256_abandon(&tls->transcript);
}

static void transcript_hash(tls_server_t *tls, uint8_t hash[SHA256_SIZE]) {
    sha256_t copy;
    sha256_copy(&copy, &tls->transcript);
    sha256_end(&copy, hash);
}

/** A message whose length is filled in at the end. */
static uint8_t *begin_message(writer_t *out, uint32_t type) {
    uint8_t *start = out->at;
    write_u8(out, type);
    write_be24(out, 0);
    return start;
}

static void end_message(tls_server_t *tls, writer_t *out, uint8_t *start) {
    size_t length = (size_t) (out->at - start);
    store_be16(start + 2, (uint32_t) length - 4);
    sha256_add(&tls->transcript, start, length);
}

/** Section 4.1.3. */
static void write_server_hello(tls_server_t *tls, writer_t *out, const uint8_t public_key[32]) {
    uint8_t *start = begin_message(out, SERVER_HELLO);
    write_be16(out, LEGACY_VERSION);
    random_bytes(write_room(out, 32), 32);
    write_u8(out, 0);
    write_be16(out, TLS_AES_128_GCM_SHA256);
    write_u8(out, 0);
    write_be16(out, 6 + 40);
    write_be16(out, EXTENSION_SUPPORTED_VERSIONS);
    write_be16(out, 2);
    write_be16(out, TLS_1_3);
    write_be16(out, EXTENSION_KEY_SHARE);
    write_be16(out, 36);
    write_be16(out, GROUP_X25519);
    write_be16(out, 32);
    write_bytes(out, public_key, 32);
    end_message(tls, out, start);
}

/** Clients of iroh want both certificate types answered, also the one of their own. */
static void write_encrypted_extensions(tls_server_t *tls, writer_t *out, tls_parameters_t parameters) {
    const char *protocol = tls->protocols[tls->protocol];
    size_t name_length = strlen(protocol);
    uint8_t *start = begin_message(out, ENCRYPTED_EXTENSIONS);
    write_be16(out, (uint32_t) (4 + 3 + name_length + 5 + 5 + 4 + parameters.length));
    write_be16(out, EXTENSION_ALPN);
    write_be16(out, (uint32_t) name_length + 3);
    write_be16(out, (uint32_t) name_length + 1);
    write_u8(out, (uint32_t) name_length);
    write_bytes(out, protocol, name_length);
    write_be16(out, EXTENSION_CLIENT_CERTIFICATE_TYPE);
    write_be16(out, 1);
    write_u8(out, RAW_PUBLIC_KEY);
    write_be16(out, EXTENSION_SERVER_CERTIFICATE_TYPE);
    write_be16(out, 1);
    write_u8(out, RAW_PUBLIC_KEY);
    write_be16(out, EXTENSION_QUIC_PARAMETERS);
    write_be16(out, (uint32_t) parameters.length);
    write_bytes(out, parameters.bytes, parameters.length);
    end_message(tls, out, start);
}

static void write_certificate_request(tls_server_t *tls, writer_t *out) {
    uint8_t *start = begin_message(out, CERTIFICATE_REQUEST);
    write_u8(out, 0);
    write_be16(out, 8);
    write_be16(out, EXTENSION_SIGNATURE_ALGORITHMS);
    write_be16(out, 4);
    write_be16(out, 2);
    write_be16(out, SIGNATURE_ED25519);
    end_message(tls, out, start);
}

static void write_certificate(tls_server_t *tls, writer_t *out) {
    uint8_t *start = begin_message(out, CERTIFICATE);
    write_u8(out, 0);
    write_be24(out, 3 + sizeof spki_prefix + 32 + 2);
    write_be24(out, sizeof spki_prefix + 32);
    write_bytes(out, spki_prefix, sizeof spki_prefix);
    write_bytes(out, tls->identity->public_key, 32);
    write_be16(out, 0);
    end_message(tls, out, start);
}

/** What a CertificateVerify signs: section 4.4.3. */
#define SIGNED_SIZE (64 + 33 + 1 + SHA256_SIZE)

static void signed_content(tls_server_t *tls, const char *context, uint8_t content[SIGNED_SIZE]) {
    memset(content, ' ', 64);
    memcpy(content + 64, context, 34);
    transcript_hash(tls, content + 64 + 34);
}

static void write_certificate_verify(tls_server_t *tls, writer_t *out) {
    uint8_t content[SIGNED_SIZE];
    signed_content(tls, "TLS 1.3, server CertificateVerify", content);
    uint8_t *start = begin_message(out, CERTIFICATE_VERIFY);
    write_be16(out, SIGNATURE_ED25519);
    write_be16(out, ED25519_SIGNATURE);
    ed25519_sign(tls->identity, content, sizeof content, write_room(out, ED25519_SIGNATURE));
    end_message(tls, out, start);
}

static void write_finished(tls_server_t *tls, writer_t *out) {
    uint8_t hash[SHA256_SIZE];
    transcript_hash(tls, hash);
    uint8_t *start = begin_message(out, FINISHED);
    finished_mac(tls->server_handshake_traffic, hash, write_room(out, SHA256_SIZE));
    end_message(tls, out, start);
}

static bool choose_protocol(tls_server_t *tls, reader_t offered) {
    for (uint32_t i = 0; i < tls->protocol_count; i++) {
        reader_t names = offered;
        while (reader_left(&names) != 0) {
            reader_t name = read_part(&names, read_u8(&names));
            if (reader_left(&name) == strlen(tls->protocols[i]) && memcmp(name.at, tls->protocols[i], reader_left(&name)) == 0) {
                tls->protocol = i;
                return true;
            }
        }
    }
    return false;
}

enum tls_alert tls_server_hello(tls_server_t *tls, const uint8_t *message, size_t length, tls_parameters_t own_parameters,
                                tls_parameters_t *peer_parameters, uint8_t hello[TLS_SERVER_HELLO_SIZE],
                                uint8_t flight[TLS_FLIGHT_ROOM], size_t *flight_length) {
    client_hello_t client;
    uint8_t secret[32];
    uint8_t public_key[32];
    uint8_t shared[32];
    uint8_t hash[SHA256_SIZE];
    if (tls->state != TLS_AWAITS_CLIENT_HELLO || message[0] != CLIENT_HELLO) {
        return ALERT_UNEXPECTED_MESSAGE;
    }
    enum tls_alert alert = client_hello_parse(&client, reader(message + 4, length - 4));
    if (alert) {
        return alert;
    }
    if (!choose_protocol(tls, client.protocols)) {
        return ALERT_NO_APPLICATION_PROTOCOL;
    }
    random_bytes(secret, sizeof secret);
    x25519_public_key(public_key, secret);
    if (!x25519(shared, secret, client.key_share)) {
        return ALERT_ILLEGAL_PARAMETER;
    }
    *peer_parameters = (tls_parameters_t) {client.parameters.at, reader_left(&client.parameters)};

    sha256_add(&tls->transcript, message, length);
    writer_t out = writer(hello, TLS_SERVER_HELLO_SIZE);
    write_server_hello(tls, &out, public_key);
    transcript_hash(tls, hash);
    handshake_secret(shared, tls->handshake);
    derive_secret(tls->handshake, "c hs traffic", hash, tls->client_handshake_traffic);
    derive_secret(tls->handshake, "s hs traffic", hash, tls->server_handshake_traffic);

    out = writer(flight, TLS_FLIGHT_ROOM);
    write_encrypted_extensions(tls, &out, own_parameters);
    write_certificate_request(tls, &out);
    write_certificate(tls, &out);
    write_certificate_verify(tls, &out);
    write_finished(tls, &out);
    *flight_length = (size_t) (out.at - flight);
    secret_t master;
    master_secret(tls->handshake, master);
    transcript_hash(tls, hash);
    derive_secret(master, "c ap traffic", hash, tls->client_traffic);
    derive_secret(master, "s ap traffic", hash, tls->server_traffic);
    tls->state = TLS_AWAITS_CERTIFICATE;
    return ALERT_NONE;
}

static enum tls_alert take_certificate(tls_server_t *tls, reader_t in) {
    if (read_u8(&in) != 0) {
        return in.failed ? ALERT_DECODE_ERROR : ALERT_ILLEGAL_PARAMETER;
    }
    reader_t list = read_part(&in, read_be24(&in));
    if (in.failed || reader_left(&in) != 0) {
        return ALERT_DECODE_ERROR;
    }
    if (reader_left(&list) == 0) {
        return ALERT_CERTIFICATE_REQUIRED;
    }
    reader_t key = read_part(&list, read_be24(&list));
    read_part(&list, read_be16(&list));
    if (list.failed || reader_left(&list) != 0) {
        return ALERT_DECODE_ERROR;
    }
    if (reader_left(&key) != sizeof spki_prefix + 32 || memcmp(key.at, spki_prefix, sizeof spki_prefix) != 0) {
        return ALERT_BAD_CERTIFICATE;
    }
    memcpy(tls->peer_key, key.at + sizeof spki_prefix, 32);
    tls->state = TLS_AWAITS_CERTIFICATE_VERIFY;
    return ALERT_NONE;
}

static enum tls_alert take_certificate_verify(tls_server_t *tls, reader_t in) {
    uint8_t content[SIGNED_SIZE];
    uint32_t scheme = read_be16(&in);
    reader_t signature = read_part(&in, read_be16(&in));
    if (in.failed || reader_left(&in) != 0) {
        return ALERT_DECODE_ERROR;
    }
    if (scheme != SIGNATURE_ED25519) {
        return ALERT_ILLEGAL_PARAMETER;
    }
    signed_content(tls, "TLS 1.3, client CertificateVerify", content);
    if (reader_left(&signature) != ED25519_SIGNATURE
            || !ed25519_verify(tls->peer_key, content, sizeof content, signature.at)) {
        return ALERT_DECRYPT_ERROR;
    }
    tls->state = TLS_AWAITS_FINISHED;
    return ALERT_NONE;
}

static enum tls_alert take_finished(tls_server_t *tls, reader_t in) {
    uint8_t hash[SHA256_SIZE];
    uint8_t expected[SHA256_SIZE];
    transcript_hash(tls, hash);
    finished_mac(tls->client_handshake_traffic, hash, expected);
    if (reader_left(&in) != sizeof expected) {
        return ALERT_DECODE_ERROR;
    }
    if (!equal_secrets(in.at, expected, sizeof expected)) {
        return ALERT_DECRYPT_ERROR;
    }
    tls->state = TLS_DONE;
    return ALERT_NONE;
}

enum tls_alert tls_server_receive(tls_server_t *tls, const uint8_t *message, size_t length) {
    reader_t in = reader(message + 4, length - 4);
    enum tls_alert alert = ALERT_UNEXPECTED_MESSAGE;
    if (message[0] == CERTIFICATE && tls->state == TLS_AWAITS_CERTIFICATE) {
        alert = take_certificate(tls, in);
    } else if (message[0] == CERTIFICATE_VERIFY && tls->state == TLS_AWAITS_CERTIFICATE_VERIFY) {
        alert = take_certificate_verify(tls, in);
    } else if (message[0] == FINISHED && tls->state == TLS_AWAITS_FINISHED) {
        alert = take_finished(tls, in);
    }
    sha256_add(&tls->transcript, message, length);
    return alert;
}
