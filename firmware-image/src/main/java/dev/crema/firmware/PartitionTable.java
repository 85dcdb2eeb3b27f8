package dev.crema.firmware;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the flash chip is divided. In flash it is a list of 32-byte rows at 0x8000, closed by an MD5 row and a row of 0xFF
 * (ESP-IDF Programming Guide, "Partition Tables"); {@link PartitionCsv} reads and writes it as text.
 */
public final class PartitionTable {
    /** Where the table lies unless the project moves it ({@code CONFIG_PARTITION_TABLE_OFFSET}). */
    public static final int DEFAULT_OFFSET = 0x8000;
    /** The room that the table has; the rest of its 4 KiB sector is for a signature. */
    public static final int SIZE = 0xC00;
    /** The sector the table occupies. */
    public static final int SECTOR_SIZE = 0x1000;
    /** Applications begin at a multiple of the MMU's page size. */
    public static final int APP_ALIGNMENT = 0x10000;

    private static final int ROW = 32;
    private static final int ROW_MAGIC = 0x50AA;
    private static final int MD5_MAGIC = 0xEBEB;
    private static final int LARGEST_FLASH = FlashSize.MB_128.bytes();
    /** espflash gives no application more than this, whatever the flash size. */
    private static final int ESPFLASH_MAX_APP = 16 * 1000 * 1024;

    private final List<Partition> partitions;

    private PartitionTable(List<Partition> partitions) {
        this.partitions = List.copyOf(partitions);
    }

    /**
     * A table of these partitions, in this order.
     *
     * @throws FirmwareException if they overlap
     */
    public static PartitionTable of(List<Partition> partitions) {
        Partition last = null;
        for (Partition next : partitions.stream().sorted(Comparator.comparingLong(Partition::offset)).toList()) {
            if (next.offset() < 0 || next.size() < 0 || next.end() > LARGEST_FLASH) {
                throw new FirmwareException("Partition \"%s\" (offset 0x%x, size 0x%x) ends beyond 128 MiB, the largest flash; "
                        + "correct the partition table.", next.label(), next.offset(), next.size());
            }
            if (last != null && next.offset() < last.end()) {
                throw new FirmwareException("Partitions \"%s\" (0x%x to 0x%x) and \"%s\" (0x%x to 0x%x) overlap; "
                        + "correct the partition table.", last.label(), last.offset(), last.end(),
                        next.label(), next.offset(), next.end());
            }
            last = next;
        }
        return new PartitionTable(partitions);
    }

    /**
     * The table that espflash writes when it is given none: {@code nvs}, {@code phy_init} and a {@code factory} application
     * that takes the rest of the flash.
     *
     * @param flashSize in bytes
     */
    public static PartitionTable espflashDefault(int flashSize) {
        int appOffset = 0x10000;
        return of(List.of(
                new Partition("nvs", Partition.TYPE_DATA, Partition.SUBTYPE_DATA_NVS, 0x9000, 0x6000, 0),
                new Partition("phy_init", Partition.TYPE_DATA, Partition.SUBTYPE_DATA_PHY, 0xf000, 0x1000, 0),
                new Partition("factory", Partition.TYPE_APP, Partition.SUBTYPE_FACTORY, appOffset,
                        Math.min(flashSize - appOffset, ESPFLASH_MAX_APP), 0)));
    }

    /** Whether some bytes begin as a partition table does. */
    public static boolean startsAt(ByteView bytes) {
        return bytes.size() >= ROW && bytes.u16(0) == ROW_MAGIC;
    }

    /**
     * Reads the table at the start of some bytes; what follows it is not looked at.
     *
     * @throws FirmwareException if a row is not a partition, the MD5 is wrong, the end is missing, or partitions overlap
     */
    public static PartitionTable parse(ByteView bytes) {
        List<Partition> rows = new ArrayList<>();
        for (int at = 0; at + ROW <= Math.min(bytes.size(), SIZE); at += ROW) {
            ByteView row = bytes.slice(at, ROW);
            if (row.isFilledWith(0xff)) {
                return of(rows);
            }
            switch (row.u16(0)) {
                case ROW_MAGIC -> rows.add(partition(row, at));
                case MD5_MAGIC -> checkMd5(bytes, row, at);
                default -> throw new FirmwareException("%s is not a partition table: at offset 0x%x there is 0x%04x where a row "
                        + "begins with 0x50AA; generate it again.", bytes.name(), at, row.u16(0));
            }
        }
        throw new FirmwareException("%s is not a whole partition table: no row of 32 bytes 0xFF ends it within its %d bytes; "
                + "generate it again.", bytes.name(), Math.min(bytes.size(), SIZE));
    }

    private static Partition partition(ByteView row, int at) {
        Partition p = new Partition(row.text(12, Partition.MAX_LABEL), row.u8(2), row.u8(3), row.i32(4), row.i32(8), row.i32(28));
        if (row.u32(4) + row.u32(8) > LARGEST_FLASH) {
            throw new FirmwareException("%s has a partition \"%s\" (row at 0x%x) with offset 0x%x and size 0x%x, which ends "
                    + "beyond 128 MiB, the largest flash; correct the partition table.",
                    row.name(), p.label(), at, p.offset(), p.size());
        }
        return p;
    }

    private static void checkMd5(ByteView bytes, ByteView row, int at) {
        byte[] stored = row.slice(16, 16).toArray();
        byte[] computed = Digests.md5(bytes.slice(0, at));
        if (!Arrays.equals(stored, computed)) {
            throw new FirmwareException("%s is damaged: its MD5 at offset 0x%x is %s, but its rows give %s; generate it again.",
                    bytes.name(), at + 16, HexFormat.of().formatHex(stored), HexFormat.of().formatHex(computed));
        }
    }

    /**
     * The table as it lies in flash: 0xC00 bytes with the MD5 row.
     *
     * @throws FirmwareException if there are more partitions than fit, or a label is too long
     */
    public byte[] toBytes() {
        byte[] result = new byte[SIZE];
        Arrays.fill(result, (byte) 0xff);
        // One row for the MD5, one for the end.
        if (partitions.size() > SIZE / ROW - 2) {
            throw new FirmwareException("The partition table has %d partitions, but only %d fit; remove some.",
                    partitions.size(), SIZE / ROW - 2);
        }
        int at = 0;
        for (Partition partition : partitions) {
            putRow(result, at, partition);
            at += ROW;
        }
        byte[] md5 = Digests.md5(ByteView.of("partition table", result).slice(0, at));
        LittleEndian.putU16(result, at, MD5_MAGIC);
        System.arraycopy(md5, 0, result, at + 16, 16);
        return result;
    }

    private static void putRow(byte[] target, int at, Partition partition) {
        byte[] label = partition.label().getBytes(StandardCharsets.UTF_8);
        if (label.length > Partition.MAX_LABEL) {
            throw new FirmwareException("The partition label \"%s\" has %d bytes, but at most %d fit; shorten it.",
                    partition.label(), label.length, Partition.MAX_LABEL);
        }
        LittleEndian.putU16(target, at, ROW_MAGIC);
        target[at + 2] = (byte) partition.type();
        target[at + 3] = (byte) partition.subtype();
        LittleEndian.putI32(target, at + 4, partition.offset());
        LittleEndian.putI32(target, at + 8, partition.size());
        Arrays.fill(target, at + 12, at + 28, (byte) 0);
        System.arraycopy(label, 0, target, at + 12, label.length);
        LittleEndian.putI32(target, at + 28, partition.flags());
    }

    /**
     * Insists that all partitions lie within the flash.
     *
     * @param flashSize in bytes
     * @return this table
     */
    public PartitionTable requireFits(int flashSize) {
        for (Partition partition : partitions) {
            if (partition.end() > flashSize) {
                throw new FirmwareException("Partition \"%s\" (offset 0x%x, size 0x%x) ends 0x%x bytes beyond the %d MiB of "
                        + "flash; choose a larger flash size or another partition table.", partition.label(), partition.offset(),
                        partition.size(), partition.end() - flashSize, flashSize >> 20);
            }
        }
        return this;
    }

    /** The partitions in the order of the table. */
    public List<Partition> partitions() {
        return partitions;
    }

    /** The partition with this label. */
    public Optional<Partition> find(String label) {
        return partitions.stream().filter(partition -> partition.label().equals(label)).findFirst();
    }

    /** The first data partition of a subtype. */
    public Optional<Partition> findData(int subtype) {
        return partitions.stream().filter(partition -> partition.isData(subtype)).findFirst();
    }

    /** The partition that an offset of the flash lies in. */
    public Optional<Partition> at(long offset) {
        return partitions.stream().filter(p -> p.offset() <= offset && offset < p.end()).findFirst();
    }

    /** The partitions for applications, in the order of the table. */
    public Stream<Partition> apps() {
        return partitions.stream().filter(Partition::isApp);
    }

    /** Where a flashing tool puts an application: {@code factory} if there is one, or the first partition for one. */
    public Optional<Partition> defaultApp() {
        return apps().filter(Partition::isFactoryApp).findFirst().or(() -> apps().findFirst());
    }
}
