#include "client_hello.h"

#include "tls_numbers.h"

/** What was found in the extensions, a bit each. */
enum found {
    FOUND_VERSION = 1 << 0,
    FOUND_SIGNATURE = 1 << 1,
    FOUND_KEY_SHARE = 1 << 2,
    FOUND_PROTOCOLS = 1 << 3,
    FOUND_CLIENT_TYPE = 1 << 4,
    FOUND_SERVER_TYPE = 1 << 5,
    FOUND_PARAMETERS = 1 << 6,
};

static bool list16_has(reader_t list, uint32_t value) {
    while (reader_left(&list) >= 2) {
        if (read_be16(&list) == value) {
            return true;
        }
    }
    return false;
}

static bool list8_has(reader_t list, uint32_t value) {
    while (reader_left(&list) != 0) {
        if (read_u8(&list) == value) {
            return true;
        }
    }
    return false;
}

/** A list that fills its extension, after its length in so many bytes. */
static reader_t whole_list(reader_t *extension, uint32_t length_bytes) {
    return read_part(extension, length_bytes == 1 ? read_u8(extension) : read_be16(extension));
}

static uint32_t take_key_shares(client_hello_t *hello, reader_t *extension) {
    reader_t shares = whole_list(extension, 2);
    uint32_t found = 0;
    while (reader_left(&shares) != 0 && !shares.failed) {
        uint32_t group = read_be16(&shares);
        reader_t share = read_part(&shares, read_be16(&shares));
        if (group == GROUP_X25519 && reader_left(&share) == 32) {
            hello->key_share = share.at;
            found = FOUND_KEY_SHARE;
        }
    }
    extension->failed |= shares.failed;
    return found;
}

static uint32_t take_extension(client_hello_t *hello, uint32_t type, reader_t *extension) {
    switch (type) {
        case EXTENSION_SUPPORTED_VERSIONS:
            return list16_has(whole_list(extension, 1), TLS_1_3) ? FOUND_VERSION : 0;
        case EXTENSION_SIGNATURE_ALGORITHMS:
            return list16_has(whole_list(extension, 2), SIGNATURE_ED25519) ? FOUND_SIGNATURE : 0;
        case EXTENSION_CLIENT_CERTIFICATE_TYPE:
            return list8_has(whole_list(extension, 1), RAW_PUBLIC_KEY) ? FOUND_CLIENT_TYPE : 0;
        case EXTENSION_SERVER_CERTIFICATE_TYPE:
            return list8_has(whole_list(extension, 1), RAW_PUBLIC_KEY) ? FOUND_SERVER_TYPE : 0;
        case EXTENSION_KEY_SHARE:
            return take_key_shares(hello, extension);
        case EXTENSION_ALPN:
            hello->protocols = whole_list(extension, 2);
            return FOUND_PROTOCOLS;
        case EXTENSION_QUIC_PARAMETERS:
            hello->parameters = read_part(extension, reader_left(extension));
            return FOUND_PARAMETERS;
        default:
            extension->at = extension->end;
            return 0;
    }
}

/** What is missing, in the order in which implementations complain. */
static enum tls_alert judge(uint32_t found) {
    if ((found & FOUND_VERSION) == 0) {
        return ALERT_PROTOCOL_VERSION;
    }
    if ((found & FOUND_PARAMETERS) == 0) {
        return ALERT_MISSING_EXTENSION;
    }
    if ((found & FOUND_PROTOCOLS) == 0) {
        return ALERT_NO_APPLICATION_PROTOCOL;
    }
    uint32_t needed = FOUND_SIGNATURE | FOUND_KEY_SHARE | FOUND_CLIENT_TYPE | FOUND_SERVER_TYPE;
    return (found & needed) == needed ? ALERT_NONE : ALERT_HANDSHAKE_FAILURE;
}

enum tls_alert client_hello_parse(client_hello_t *hello, reader_t in) {
    uint32_t found = 0;
    uint64_t seen = 0;
    uint32_t version = read_be16(&in);
    read_bytes(&in, 32);
    uint32_t session_id_length = read_u8(&in);
    read_bytes(&in, session_id_length);
    reader_t suites = read_part(&in, read_be16(&in));
    reader_t compressions = read_part(&in, read_u8(&in));
    reader_t extensions = read_part(&in, read_be16(&in));
    if (in.failed || reader_left(&in) != 0) {
        return ALERT_DECODE_ERROR;
    }
    /* RFC 9001, section 8.4: no session id, since there is no middlebox to appease. */
    if (version != LEGACY_VERSION || session_id_length != 0 || reader_left(&compressions) != 1 || read_u8(&compressions) != 0) {
        return ALERT_ILLEGAL_PARAMETER;
    }
    while (reader_left(&extensions) != 0) {
        uint32_t type = read_be16(&extensions);
        reader_t extension = read_part(&extensions, read_be16(&extensions));
        if (extensions.failed) {
            return ALERT_DECODE_ERROR;
        }
        if (type < 64) {
            if (seen >> type & 1) {
                return ALERT_ILLEGAL_PARAMETER;
            }
            seen |= (uint64_t) 1 << type;
        }
        found |= take_extension(hello, type, &extension);
        if (extension.failed || reader_left(&extension) != 0) {
            return ALERT_DECODE_ERROR;
        }
    }
    enum tls_alert alert = judge(found);
    if (!alert && !list16_has(suites, TLS_AES_128_GCM_SHA256)) {
        alert = ALERT_HANDSHAKE_FAILURE;
    }
    return alert;
}
