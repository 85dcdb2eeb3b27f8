package dev.crema.firmware.nvs;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contents of an NVS partition. */
public final class NvsPartition {
    private final int size;
    private final NvsVersion version;
    private final List<String> namespaces;
    private final List<NvsEntry> entries;
    private final List<String> remarks;

    NvsPartition(int size, NvsVersion version, List<String> namespaces, List<NvsEntry> entries, List<String> remarks) {
        this.size = size;
        this.version = version;
        this.namespaces = List.copyOf(namespaces);
        this.entries = List.copyOf(entries);
        this.remarks = List.copyOf(remarks);
    }

    /**
     * Reads a partition as the chip does: what is damaged does not count, and is noted in {@link #remarks}.
     *
     * @throws FirmwareException if it is no NVS partition: its size is not a multiple of 4096, or it has no valid page and is
     *         not erased either
     */
    public static NvsPartition parse(ByteView bytes) {
        return new NvsReader(bytes).read();
    }

    /** Number of bytes of the partition. */
    public int size() {
        return size;
    }

    /** The version that its pages state; {@link NvsVersion#V2} if it is erased. */
    public NvsVersion version() {
        return version;
    }

    /** The namespaces in the order in which they were made. */
    public List<String> namespaces() {
        return namespaces;
    }

    /** All entries in the order in which they were written. */
    public List<NvsEntry> entries() {
        return entries;
    }

    /** What is damaged, one sentence each. */
    public List<String> remarks() {
        return remarks;
    }

    /** The entry with a namespace and a key. */
    public Optional<NvsEntry> find(String namespace, String key) {
        return entries.stream().filter(entry -> entry.namespace().equals(namespace) && entry.key().equals(key)).findFirst();
    }

    /** The same contents with one entry set, replacing what had its namespace and key. */
    public NvsPartition with(NvsEntry changed) {
        List<NvsEntry> result = new ArrayList<>(entries);
        int index = entries.stream().filter(changed::names).mapToInt(entries::indexOf).findFirst().orElse(-1);
        if (index < 0) {
            result.add(changed);
        } else {
            result.set(index, changed);
        }
        List<String> names = new ArrayList<>(namespaces);
        if (!names.contains(changed.namespace())) {
            names.add(changed.namespace());
        }
        return new NvsPartition(size, version, names, result, remarks);
    }

    /** The same contents in another version. */
    public NvsPartition with(NvsVersion newVersion) {
        return new NvsPartition(size, newVersion, namespaces, entries, remarks);
    }

    /**
     * A freshly written partition with these contents.
     *
     * @throws FirmwareException if they do not fit
     */
    public byte[] toBytes() {
        NvsWriter writer = new NvsWriter(size, version);
        namespaces.forEach(writer::namespace);
        entries.forEach(writer::put);
        return writer.toBytes();
    }
}
