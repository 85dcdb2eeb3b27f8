package dev.crema.firmware;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of partition types, subtypes and flags, as partition CSV files spell them (ESP-IDF Programming Guide, "Partition
 * Tables"). A new name is a new line here.
 */
public final class PartitionNames {
    private static final Map<String, Integer> TYPES = new LinkedHashMap<>();
    private static final Map<Integer, Map<String, Integer>> SUBTYPES = new HashMap<>();
    private static final Map<String, Integer> FLAGS = new LinkedHashMap<>();

    static {
        TYPES.put("app", Partition.TYPE_APP);
        TYPES.put("data", Partition.TYPE_DATA);
        TYPES.put("bootloader", 2);
        TYPES.put("partition_table", 3);

        Map<String, Integer> app = subtypes(Partition.TYPE_APP);
        app.put("factory", Partition.SUBTYPE_FACTORY);
        app.put("test", 0x20);
        for (int slot = 0; slot < 16; slot++) {
            app.put("ota_" + slot, Partition.SUBTYPE_OTA_0 + slot);
        }
        app.put("tee_0", 0x30);
        app.put("tee_1", 0x31);

        Map<String, Integer> data = subtypes(Partition.TYPE_DATA);
        data.put("ota", Partition.SUBTYPE_DATA_OTA);
        data.put("phy", Partition.SUBTYPE_DATA_PHY);
        data.put("nvs", Partition.SUBTYPE_DATA_NVS);
        data.put("coredump", 0x03);
        data.put("nvs_keys", 0x04);
        data.put("efuse", 0x05);
        data.put("undefined", 0x06);
        data.put("esphttpd", 0x80);
        data.put("fat", 0x81);
        data.put("spiffs", 0x82);
        data.put("littlefs", 0x83);
        data.put("tee_ota", 0x90);

        for (int type : new int[] {2, 3}) {
            Map<String, Integer> copies = subtypes(type);
            copies.put("primary", 0);
            copies.put("ota", 1);
        }
        subtypes(2).put("recovery", 2);

        FLAGS.put("encrypted", Partition.FLAG_ENCRYPTED);
        FLAGS.put("readonly", Partition.FLAG_READ_ONLY);
    }

    private PartitionNames() {
    }

    private static Map<String, Integer> subtypes(int type) {
        return SUBTYPES.computeIfAbsent(type, t -> new LinkedHashMap<>());
    }

    /** The name of a type, or its number in decimal. */
    public static String type(int type) {
        return nameOf(TYPES, type);
    }

    /** The name of a subtype, or its number in decimal. */
    public static String subtype(int type, int subtype) {
        return nameOf(SUBTYPES.getOrDefault(type, Map.of()), subtype);
    }

    /** The names of the flags that are set, separated by colons. */
    public static String flags(int flags) {
        StringBuilder names = new StringBuilder();
        FLAGS.forEach((name, bit) -> {
            if ((flags & bit) != 0) {
                names.append(names.isEmpty() ? "" : ":").append(name);
            }
        });
        return names.toString();
    }

    /** The number of the type with this name. */
    static Optional<Integer> typeNamed(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }

    /** The number of the subtype with this name. */
    static Optional<Integer> subtypeNamed(int type, String name) {
        return Optional.ofNullable(SUBTYPES.getOrDefault(type, Map.of()).get(name));
    }

    /** The bit of the flag with this name. */
    static Optional<Integer> flagNamed(String name) {
        return Optional.ofNullable(FLAGS.get(name));
    }

    private static String nameOf(Map<String, Integer> names, int value) {
        return names.entrySet().stream().filter(entry -> entry.getValue() == value).map(Map.Entry::getKey).findFirst()
                .orElseGet(() -> Integer.toString(value));
    }
}
