package dev.crema.firmware.nvs;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.Crc32;

/**
 * The layout of an NVS page: a header, a bitmap with two bits for each entry, and 126 entries of 32 bytes. An entry has a
 * header (namespace, type, span, chunk, CRC, key) and 8 bytes of value; longer values follow in the entries behind it.
 */
final class NvsFormat {
    static final int PAGE_SIZE = 4096;
    static final int ENTRY_SIZE = 32;
    static final int ENTRIES = 126;
    static final int BITMAP = 32;
    static final int FIRST_ENTRY = 64;

    static final int STATE_UNINITIALIZED = 0xFFFF_FFFF;
    static final int STATE_ACTIVE = 0xFFFF_FFFE;
    static final int STATE_FULL = 0xFFFF_FFFC;
    static final int STATE_FREEING = 0xFFFF_FFF8;

    /** Of the two bits of an entry: 11 empty, 10 written, 00 erased. */
    static final int BITS_WRITTEN = 2;

    static final int NAMESPACE = 0;
    static final int TYPE = 1;
    static final int SPAN = 2;
    static final int CHUNK = 3;
    static final int CRC = 4;
    static final int KEY = 8;
    static final int KEY_SIZE = 16;
    static final int DATA = 24;
    static final int DATA_CRC = 28;
    static final int BLOB_CHUNKS = 28;
    static final int BLOB_FIRST_CHUNK = 29;

    static final int CHUNK_ANY = 0xFF;

    private NvsFormat() {
    }

    /** The CRC of a page's header covers sequence number, version and what is reserved. */
    static int pageHeaderCrc(ByteView page) {
        return crc(page.slice(4, 24));
    }

    /** The CRC of an entry covers all of it but the CRC itself. */
    static int entryCrc(ByteView entry) {
        byte[] covered = new byte[ENTRY_SIZE - 4];
        entry.slice(0, CRC).copyTo(covered, 0);
        entry.slice(KEY, ENTRY_SIZE - KEY).copyTo(covered, CRC);
        return crc(ByteView.of(entry.name(), covered));
    }

    static int crc(ByteView data) {
        return Crc32.le(0xFFFF_FFFF, data);
    }
}
