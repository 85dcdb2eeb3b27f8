package dev.crema.firmware.nvs;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a new NVS partition, entry by entry, into the same bytes as Espressif's {@code esp-idf-nvs-partition-gen}.
 */
public final class NvsWriter {
    private static final int FIRST_CHUNK = 0;
    private static final int SMALLEST_WRITABLE = 3 * NvsFormat.PAGE_SIZE;
    private static final int MAX_NAMESPACES = 254;

    private final NvsVersion version;
    private final byte[] partition;
    private final int writablePages;
    private final Map<String, Integer> namespaces = new LinkedHashMap<>();
    private int page = -1;
    private int entry;

    /**
     * @param size of the partition in bytes, a multiple of 4096; below 0x3000 it can only be read on the chip
     */
    public NvsWriter(int size, NvsVersion version) {
        if (size < NvsFormat.PAGE_SIZE || size % NvsFormat.PAGE_SIZE != 0) {
            throw new FirmwareException("0x%x is no size of an NVS partition; choose a multiple of 0x1000.", size);
        }
        this.version = version;
        this.partition = new byte[size];
        Arrays.fill(partition, (byte) 0xff);
        // The chip needs one page to move entries to.
        this.writablePages = size / NvsFormat.PAGE_SIZE - (size < SMALLEST_WRITABLE ? 0 : 1);
        newPage();
    }

    /** Makes a namespace known, if it is not yet. */
    public NvsWriter namespace(String name) {
        if (!namespaces.containsKey(name)) {
            if (namespaces.size() == MAX_NAMESPACES) {
                throw new FirmwareException("NVS has no room for namespace \"%s\": it has %d already; use fewer.",
                        name, MAX_NAMESPACES);
            }
            int index = namespaces.size() + 1;
            NvsEntry declaration = NvsEntry.number(name, name, NvsType.U8, Integer.toString(index));
            namespaces.put(name, index);
            putNumber(declaration, 0);
        }
        return this;
    }

    /** Writes an entry behind those before it. */
    public NvsWriter put(NvsEntry value) {
        namespace(value.namespace());
        int index = namespaces.get(value.namespace());
        switch (value.type()) {
            case STRING -> putString(value, index);
            case BLOB, BLOB_DATA, BLOB_INDEX -> putBlob(value, index);
            default -> putNumber(value, index);
        }
        return this;
    }

    /** The whole partition. */
    public byte[] toBytes() {
        return partition.clone();
    }

    private void putNumber(NvsEntry value, int namespaceIndex) {
        if (entry >= NvsFormat.ENTRIES) {
            newPage();
        }
        byte[] header = header(value, value.type(), namespaceIndex, 1);
        value.value().copyTo(header, NvsFormat.DATA);
        writeHeader(header);
    }

    private void putString(NvsEntry value, int namespaceIndex) {
        byte[] text = Arrays.copyOf(value.value().toArray(), value.value().size() + 1);
        putInOnePage(value, NvsType.STRING, namespaceIndex, text);
    }

    private void putBlob(NvsEntry value, int namespaceIndex) {
        if (version == NvsVersion.V1) {
            putInOnePage(value, NvsType.BLOB, namespaceIndex, value.value().toArray());
            return;
        }
        if (entry >= NvsFormat.ENTRIES) {
            newPage();
        }
        int done = 0;
        int chunk = FIRST_CHUNK;
        boolean hasMore;
        do {
            int room = (NvsFormat.ENTRIES - entry - 1) * NvsFormat.ENTRY_SIZE;
            int length = Math.min(room, value.value().size() - done);
            byte[] header = header(value, NvsType.BLOB_DATA, namespaceIndex, 1 + entriesFor(length));
            header[NvsFormat.CHUNK] = (byte) chunk++;
            writeWithData(header, value.value().slice(done, length).toArray());
            done += length;
            hasMore = done < value.value().size();
            if (hasMore || room - length < NvsFormat.ENTRY_SIZE) {
                newPage();
            }
        } while (hasMore);
        byte[] index = header(value, NvsType.BLOB_INDEX, namespaceIndex, 1);
        LittleEndian.putI32(index, NvsFormat.DATA, value.value().size());
        index[NvsFormat.BLOB_CHUNKS] = (byte) (chunk - FIRST_CHUNK);
        index[NvsFormat.BLOB_FIRST_CHUNK] = FIRST_CHUNK;
        writeHeader(index);
    }

    private void putInOnePage(NvsEntry value, NvsType type, int namespaceIndex, byte[] data) {
        if (data.length > version.longestString()) {
            throw new FirmwareException("NVS key \"%s\" has %d bytes, but at most %d fit into a page; shorten the value.",
                    value.key(), data.length, version.longestString());
        }
        int span = 1 + entriesFor(data.length);
        // Like Espressif's generator, leave the last entry of a page unused rather than fill the page exactly.
        if (entry + span >= NvsFormat.ENTRIES) {
            newPage();
        }
        writeWithData(header(value, type, namespaceIndex, span), data);
    }

    private static int entriesFor(int length) {
        return (length + NvsFormat.ENTRY_SIZE - 1) / NvsFormat.ENTRY_SIZE;
    }

    private static byte[] header(NvsEntry value, NvsType type, int namespaceIndex, int span) {
        byte[] header = new byte[NvsFormat.ENTRY_SIZE];
        Arrays.fill(header, (byte) 0xff);
        header[NvsFormat.NAMESPACE] = (byte) namespaceIndex;
        header[NvsFormat.TYPE] = (byte) type.code();
        header[NvsFormat.SPAN] = (byte) span;
        header[NvsFormat.CHUNK] = (byte) NvsFormat.CHUNK_ANY;
        Arrays.fill(header, NvsFormat.KEY, NvsFormat.KEY + NvsFormat.KEY_SIZE, (byte) 0);
        byte[] key = value.key().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(key, 0, header, NvsFormat.KEY, key.length);
        return header;
    }

    private void writeWithData(byte[] header, byte[] data) {
        LittleEndian.putU16(header, NvsFormat.DATA, data.length);
        LittleEndian.putI32(header, NvsFormat.DATA_CRC, NvsFormat.crc(ByteView.of("value", data)));
        writeHeader(header);
        write(data, entriesFor(data.length));
    }

    private void writeHeader(byte[] header) {
        LittleEndian.putI32(header, NvsFormat.CRC, NvsFormat.entryCrc(ByteView.of("entry", header)));
        write(header, 1);
    }

    private void write(byte[] bytes, int entries) {
        int start = page * NvsFormat.PAGE_SIZE;
        System.arraycopy(bytes, 0, partition, start + NvsFormat.FIRST_ENTRY + entry * NvsFormat.ENTRY_SIZE, bytes.length);
        for (int i = 0; i < entries; i++, entry++) {
            // Written is binary 10: the lower of the two bits becomes 0.
            partition[start + NvsFormat.BITMAP + entry / 4] &= (byte) ~(1 << entry % 4 * 2);
        }
    }

    private void newPage() {
        if (page + 1 >= writablePages) {
            throw new FirmwareException("The NVS partition of 0x%x bytes is too small for these entries; choose a larger size.",
                    partition.length);
        }
        if (page >= 0) {
            LittleEndian.putI32(partition, page * NvsFormat.PAGE_SIZE, NvsFormat.STATE_FULL);
        }
        page++;
        entry = 0;
        int start = page * NvsFormat.PAGE_SIZE;
        LittleEndian.putI32(partition, start, NvsFormat.STATE_ACTIVE);
        LittleEndian.putI32(partition, start + 4, page);
        partition[start + 8] = (byte) version.code();
        ByteView header = ByteView.of("page", partition).slice(start, NvsFormat.BITMAP);
        LittleEndian.putI32(partition, start + 28, NvsFormat.pageHeaderCrc(header));
    }
}
