package dev.crema.firmware.nvs;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an NVS partition: the valid pages in the order of their sequence numbers, of each the written entries, of entries with
 * one key the last.
 */
final class NvsReader {
    private final ByteView partition;
    private final Map<ItemKey, Item> items = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    /** What distinguishes entries: a blob's index and parts have one key. */
    private record ItemKey(int namespaceIndex, String key, boolean isPart, int chunk) {
    }

    /**
     * @param inline the 8 bytes of value in the header
     * @param data the bytes behind the header; none for numbers and indices
     */
    private record Item(NvsType type, ByteView inline, ByteView data) {
    }

    NvsReader(ByteView partition) {
        this.partition = partition;
    }

    NvsPartition read() {
        if (partition.size() == 0 || partition.size() % NvsFormat.PAGE_SIZE != 0) {
            throw new FirmwareException("%s is not an NVS partition: its size of %d bytes is not a multiple of 4096; "
                    + "give the partition's bytes.", partition.name(), partition.size());
        }
        List<ByteView> pages = pages();
        pages.forEach(this::readPage);
        NvsVersion version = pages.stream().findFirst()
                .map(page -> page.u8(8) == NvsVersion.V1.code() ? NvsVersion.V1 : NvsVersion.V2).orElse(NvsVersion.V2);
        Map<Integer, String> namespaces = namespaces();
        return new NvsPartition(partition.size(), version, List.copyOf(namespaces.values()), entries(namespaces), remarks);
    }

    private List<ByteView> pages() {
        List<ByteView> pages = new ArrayList<>();
        for (int at = 0; at < partition.size(); at += NvsFormat.PAGE_SIZE) {
            ByteView page = partition.slice(at, NvsFormat.PAGE_SIZE);
            switch (page.i32(0)) {
                case NvsFormat.STATE_ACTIVE, NvsFormat.STATE_FULL, NvsFormat.STATE_FREEING -> {
                    if (page.i32(28) == NvsFormat.pageHeaderCrc(page)) {
                        pages.add(page);
                    } else {
                        remarks.add("The page at 0x%x has a wrong header CRC and does not count.".formatted(at));
                    }
                }
                case NvsFormat.STATE_UNINITIALIZED -> { }
                default -> remarks.add("The page at 0x%x has the unknown state 0x%08x and does not count."
                        .formatted(at, page.i32(0)));
            }
        }
        if (pages.isEmpty() && !remarks.isEmpty()) {
            throw new FirmwareException("%s is not an NVS partition: none of its %d pages begins as one; give another file.",
                    partition.name(), partition.size() / NvsFormat.PAGE_SIZE);
        }
        pages.sort(Comparator.comparingLong(page -> page.u32(4)));
        return pages;
    }

    private void readPage(ByteView page) {
        int at = 0;
        while (at < NvsFormat.ENTRIES) {
            int bits = page.u8(NvsFormat.BITMAP + at / 4) >> at % 4 * 2 & 3;
            at += bits == NvsFormat.BITS_WRITTEN ? readEntry(page, at) : 1;
        }
    }

    /** Reads an entry and returns how many entries it spans. */
    private int readEntry(ByteView page, int at) {
        ByteView entry = page.slice(NvsFormat.FIRST_ENTRY + (long) at * NvsFormat.ENTRY_SIZE, NvsFormat.ENTRY_SIZE);
        String key = entry.text(NvsFormat.KEY, NvsFormat.KEY_SIZE - 1);
        Optional<NvsType> type = NvsType.of(entry.u8(NvsFormat.TYPE));
        int span = entry.u8(NvsFormat.SPAN);
        if (entry.i32(NvsFormat.CRC) != NvsFormat.entryCrc(entry) || type.isEmpty() || !NvsEntry.isName(key)
                || span == 0 || at + span > NvsFormat.ENTRIES) {
            remarks.add("Entry %d of page %d is damaged and does not count.".formatted(at, page.u32(4)));
            return 1;
        }
        ByteView data = entry.slice(0, 0);
        boolean hasData = !type.get().isNumber() && type.get() != NvsType.BLOB_INDEX;
        if (hasData) {
            int length = entry.u16(NvsFormat.DATA);
            if (length > (span - 1) * NvsFormat.ENTRY_SIZE) {
                remarks.add("Entry \"%s\" of page %d claims %d bytes, more than it spans, and does not count."
                        .formatted(key, page.u32(4), length));
                return span;
            }
            data = page.slice(NvsFormat.FIRST_ENTRY + (at + 1L) * NvsFormat.ENTRY_SIZE, length);
            if (entry.i32(NvsFormat.DATA_CRC) != NvsFormat.crc(data)) {
                remarks.add("Entry \"%s\" of page %d has a wrong CRC and does not count.".formatted(key, page.u32(4)));
                return span;
            }
        }
        boolean isPart = type.get() == NvsType.BLOB_DATA;
        items.put(new ItemKey(entry.u8(NvsFormat.NAMESPACE), key, isPart, isPart ? entry.u8(NvsFormat.CHUNK) : 0),
                new Item(type.get(), entry.slice(NvsFormat.DATA, 8), data));
        return span;
    }

    private Map<Integer, String> namespaces() {
        Map<Integer, String> result = new LinkedHashMap<>();
        items.forEach((key, item) -> {
            if (key.namespaceIndex() == 0 && item.type() == NvsType.U8) {
                result.put(item.inline().u8(0), key.key());
            }
        });
        return result;
    }

    private List<NvsEntry> entries(Map<Integer, String> namespaces) {
        List<NvsEntry> result = new ArrayList<>();
        Map<Integer, Boolean> reported = new HashMap<>();
        items.forEach((key, item) -> {
            if (key.namespaceIndex() == 0 || item.type() == NvsType.BLOB_DATA) {
                return;
            }
            String namespace = namespaces.get(key.namespaceIndex());
            if (namespace == null) {
                if (reported.put(key.namespaceIndex(), true) == null) {
                    remarks.add("There are entries of namespace %d, which has no name; they do not count."
                            .formatted(key.namespaceIndex()));
                }
                return;
            }
            value(key, item).ifPresent(value ->
                    result.add(new NvsEntry(namespace, key.key(), visibleType(item.type()), value.named(key.key()))));
        });
        return result;
    }

    private static NvsType visibleType(NvsType type) {
        return type == NvsType.BLOB_INDEX ? NvsType.BLOB : type;
    }

    private Optional<ByteView> value(ItemKey key, Item item) {
        return switch (item.type()) {
            case STRING -> Optional.of(item.data().slice(0, Math.max(0, item.data().size() - 1)));
            case BLOB -> Optional.of(item.data());
            case BLOB_INDEX -> joined(key, item);
            default -> Optional.of(item.inline().slice(0, item.type().width()));
        };
    }

    private Optional<ByteView> joined(ItemKey key, Item index) {
        int first = index.inline().u8(NvsFormat.BLOB_FIRST_CHUNK - NvsFormat.DATA);
        int count = index.inline().u8(NvsFormat.BLOB_CHUNKS - NvsFormat.DATA);
        List<ByteView> parts = new ArrayList<>();
        for (int chunk = first; chunk < first + count; chunk++) {
            Item part = items.get(new ItemKey(key.namespaceIndex(), key.key(), true, chunk));
            if (part != null) {
                parts.add(part.data());
            }
        }
        long size = parts.stream().mapToLong(ByteView::size).sum();
        if (parts.size() != count || size != index.inline().u32(0)) {
            remarks.add("Blob \"%s\" has %d of %d parts and %d of %d bytes, and does not count."
                    .formatted(key.key(), parts.size(), count, size, index.inline().u32(0)));
            return Optional.empty();
        }
        byte[] bytes = new byte[(int) size];
        int at = 0;
        for (ByteView part : parts) {
            part.copyTo(bytes, at);
            at += part.size();
        }
        return Optional.of(ByteView.of(key.key(), bytes));
    }
}
