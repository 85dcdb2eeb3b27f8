package dev.crema.net.iroh.tls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The extensions of a message, by type (RFC 8446, section 4.2; RFC 7250, section 3; RFC 9001, section 8.2). */
final class Extensions {
    static final int SUPPORTED_GROUPS = 10;
    static final int SIGNATURE_ALGORITHMS = 13;
    static final int ALPN = 16;
    static final int CLIENT_CERTIFICATE_TYPE = 19;
    static final int SERVER_CERTIFICATE_TYPE = 20;
    static final int SUPPORTED_VERSIONS = 43;
    static final int KEY_SHARE = 51;
    static final int QUIC_TRANSPORT_PARAMETERS = 57;

    private final Map<Integer, byte[]> contents = new LinkedHashMap<>();

    /** The extensions that follow in a message. */
    static Extensions read(MessageReader message) throws TlsException {
        return of(message.vector(2));
    }

    /** Extensions without their common length. */
    static Extensions of(MessageReader list) throws TlsException {
        Extensions extensions = new Extensions();
        while (!list.atEnd()) {
            int type = list.number(2);
            // "There MUST NOT be more than one extension of the same type in a given extension block."
            if (extensions.contents.put(type, list.vector(2).rest()) != null) {
                throw new TlsException(Alert.ILLEGAL_PARAMETER, "extension " + type + " comes twice");
            }
        }
        return extensions;
    }

    Set<Integer> types() {
        return contents.keySet();
    }

    boolean contains(int type) {
        return contents.containsKey(type);
    }

    /** The content of an extension that must be there. */
    MessageReader require(int type) throws TlsException {
        byte[] content = contents.get(type);
        if (content == null) {
            throw new TlsException(Alert.MISSING_EXTENSION, "extension " + type + " is missing");
        }
        return new MessageReader(content);
    }

    /** Whether an extension is there and is exactly one number of so many bytes. */
    boolean is(int type, int size, int value) throws TlsException {
        if (!contains(type)) {
            return false;
        }
        MessageReader content = require(type);
        int number = content.number(size);
        content.end();
        return number == value;
    }

    /** Whether an extension is there and lists a number; the length of the list and each number take so many bytes. */
    boolean lists(int type, int lengthSize, int size, int value) throws TlsException {
        if (!contains(type)) {
            return false;
        }
        MessageReader content = require(type);
        boolean found = content.vector(lengthSize).lists(size, value);
        content.end();
        return found;
    }

    /** "If an implementation receives an extension which it has not requested, it MUST abort with unsupported_extension." */
    void requireOnly(Set<Integer> requested) throws TlsException {
        for (int type : types()) {
            if (!requested.contains(type)) {
                throw new TlsException(Alert.UNSUPPORTED_EXTENSION, "extension " + type + " was not asked for");
            }
        }
    }
}
