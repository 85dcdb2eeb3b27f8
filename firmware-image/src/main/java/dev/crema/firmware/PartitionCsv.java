package dev.crema.firmware;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Partition tables as text: one line {@code Name, Type, SubType, Offset, Size, Flags} per partition, as ESP-IDF's
 * {@code gen_esp32part.py} reads and writes them.
 */
public final class PartitionCsv {
    private static final int DATA_ALIGNMENT = 0x1000;
    private static final int OTADATA_SIZE = 0x2000;
    private static final int SUBTYPE_UNDEFINED = 6;
    private static final int COLUMNS = 6;

    private final String name;
    private final List<Partition> partitions = new ArrayList<>();
    private final Map<String, Integer> lineOfLabel = new HashMap<>();
    private long lastEnd;
    private int lineNumber;

    private PartitionCsv(String name, int tableOffset) {
        this.name = name;
        this.lastEnd = (long) tableOffset + PartitionTable.SECTOR_SIZE;
    }

    /**
     * Reads a table. Empty offsets are filled in: an application at the next multiple of 64 KiB, anything else at the next
     * multiple of 4 KiB.
     *
     * @param text the file; its name is used in messages
     * @param tableOffset where the table itself will lie in flash; partitions begin behind its sector
     */
    public static PartitionTable parse(ByteView text, int tableOffset) {
        PartitionCsv csv = new PartitionCsv(text.name(), tableOffset);
        text.text().lines().forEach(csv::line);
        csv.checkOtadata();
        return PartitionTable.of(csv.partitions);
    }

    private void line(String line) {
        lineNumber++;
        String content = line.strip();
        if (content.isEmpty() || content.startsWith("#")) {
            return;
        }
        String[] fields = new String[COLUMNS];
        String[] found = content.split(",", -1);
        for (int i = 0; i < COLUMNS; i++) {
            fields[i] = i < found.length ? found[i].strip() : "";
        }
        add(fields);
    }

    private void add(String[] fields) {
        String label = fields[0];
        Integer earlier = lineOfLabel.put(label, lineNumber);
        if (earlier != null) {
            throw error("the label \"%s\" is already taken by line %d".formatted(label, earlier));
        }
        int type = number(fields[1], "type", PartitionNames.typeNamed(fields[1]), 0xff);
        int subtype = subtype(type, fields[2]);
        long offset = offset(type, fields[3]);
        long size = size(fields[4], offset);
        if (offset % alignment(type) != 0) {
            throw error("offset 0x%x is not a multiple of 0x%x".formatted(offset, alignment(type)));
        }
        if (offset < lastEnd) {
            throw error("offset 0x%x lies before 0x%x, where %s ends".formatted(offset, lastEnd,
                    partitions.isEmpty() ? "the partition table" : "the partition before it"));
        }
        if (offset + size > FlashSize.MB_128.bytes()) {
            throw error("the partition ends at 0x%x, beyond 128 MiB, the largest flash".formatted(offset + size));
        }
        partitions.add(new Partition(label, type, subtype, (int) offset, (int) size, flags(fields[5])));
        lastEnd = offset + size;
    }

    private int subtype(int type, String field) {
        if (field.isEmpty() && type == Partition.TYPE_APP) {
            throw error("an application needs a subtype, such as factory or ota_0");
        }
        return field.isEmpty() ? SUBTYPE_UNDEFINED : number(field, "subtype", PartitionNames.subtypeNamed(type, field), 0xff);
    }

    private long offset(int type, String field) {
        if (!field.isEmpty()) {
            return number(field, "offset", Optional.empty(), Integer.MAX_VALUE);
        }
        long alignment = alignment(type);
        return (lastEnd + alignment - 1) / alignment * alignment;
    }

    /** A negative size gives the end of the partition. */
    private long size(String field, long offset) {
        boolean isEnd = field.startsWith("-");
        int value = number(isEnd ? field.substring(1) : field, "size", Optional.empty(), Integer.MAX_VALUE);
        long size = isEnd ? value - offset : value;
        if (size <= 0) {
            throw error("the size \"%s\" leaves no room for the partition".formatted(field));
        }
        return size;
    }

    private int flags(String field) {
        int flags = 0;
        for (String flag : field.split(":")) {
            if (!flag.isEmpty()) {
                flags |= PartitionNames.flagNamed(flag).orElseThrow(() ->
                        error("\"%s\" is no flag; use encrypted or readonly".formatted(flag)));
            }
        }
        return flags;
    }

    private static int alignment(int type) {
        return type == Partition.TYPE_APP ? PartitionTable.APP_ALIGNMENT : DATA_ALIGNMENT;
    }

    private int number(String field, String column, Optional<Integer> named, int max) {
        long value = named.map(Integer::longValue).orElseGet(() -> Numbers.parse(field).orElse(-1));
        if (value < 0 || value > max) {
            throw error("\"%s\" is no %s".formatted(field, column));
        }
        return (int) value;
    }

    private void checkOtadata() {
        List<Partition> otadata = partitions.stream().filter(p -> p.isData(Partition.SUBTYPE_DATA_OTA)).toList();
        if (otadata.size() > 1) {
            throw new FirmwareException("%s has %d partitions data,ota (\"%s\" and \"%s\"), but the bootloader reads only one; "
                    + "remove the others.", name, otadata.size(), otadata.get(0).label(), otadata.get(1).label());
        }
        if (otadata.size() == 1 && otadata.getFirst().size() != OTADATA_SIZE) {
            throw new FirmwareException("%s gives partition \"%s\" (data,ota) 0x%x bytes, but the bootloader needs 0x2000; "
                    + "change its size.", name, otadata.getFirst().label(), otadata.getFirst().size());
        }
    }

    private FirmwareException error(String what) {
        return new FirmwareException("%s, line %d: %s; correct the line.", name, lineNumber, what);
    }

    /** Writes a table as text. */
    public static String write(PartitionTable table) {
        StringBuilder csv = new StringBuilder("# ESP-IDF Partition Table\n# Name, Type, SubType, Offset, Size, Flags\n");
        for (Partition p : table.partitions()) {
            csv.append("%s,%s,%s,0x%x,%s,%s\n".formatted(p.label(), PartitionNames.type(p.type()),
                    PartitionNames.subtype(p.type(), p.subtype()), p.offset(), Numbers.size(p.size()),
                    PartitionNames.flags(p.flags())));
        }
        return csv.toString();
    }
}
