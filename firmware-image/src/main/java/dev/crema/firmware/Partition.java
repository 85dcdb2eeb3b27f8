package dev.crema.firmware;

/**
 * One row of the partition table: {@code esp_partition_info_t}.
 *
 * @param label its name, at most 16 bytes
 * @param type 0 app, 1 data, 2 bootloader, 3 partition table, 0x40 to 0xFE the project's own
 * @param subtype depends on the type; see {@link PartitionNames}
 * @param offset in bytes from the start of flash
 * @param size in bytes
 * @param flags bit 0 encrypted, bit 1 read-only
 */
public record Partition(String label, int type, int subtype, int offset, int size, int flags) {
    public static final int TYPE_APP = 0;
    public static final int TYPE_DATA = 1;
    public static final int SUBTYPE_FACTORY = 0;
    public static final int SUBTYPE_OTA_0 = 0x10;
    public static final int SUBTYPE_DATA_OTA = 0;
    public static final int SUBTYPE_DATA_PHY = 1;
    public static final int SUBTYPE_DATA_NVS = 2;
    public static final int FLAG_ENCRYPTED = 1;
    public static final int FLAG_READ_ONLY = 2;

    /** The longest label in bytes. */
    public static final int MAX_LABEL = 16;

    private static final int OTA_SLOTS = 16;

    /** Offset of the first byte behind it. */
    public long end() {
        return (long) offset + size;
    }

    public boolean isApp() {
        return type == TYPE_APP;
    }

    public boolean isFactoryApp() {
        return type == TYPE_APP && subtype == SUBTYPE_FACTORY;
    }

    /** Whether it is one of ota_0 to ota_15. */
    public boolean isOtaApp() {
        return type == TYPE_APP && subtype >= SUBTYPE_OTA_0 && subtype < SUBTYPE_OTA_0 + OTA_SLOTS;
    }

    /** Whether it is a data partition of this subtype. */
    public boolean isData(int dataSubtype) {
        return type == TYPE_DATA && subtype == dataSubtype;
    }
}
