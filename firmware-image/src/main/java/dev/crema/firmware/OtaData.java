package dev.crema.firmware;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an otadata partition says about which application boots: two entries ({@code esp_ota_select_entry_t}), each in a sector
 * of its own; the valid one with the highest sequence number counts.
 *
 * @param sequence selects slot (sequence - 1) modulo the number of OTA slots; never 0xFFFFFFFF
 */
public record OtaData(long sequence) {
    private static final int ENTRY_SIZE = 32;
    private static final int SECTOR = 0x1000;
    private static final long BLANK = 0xFFFF_FFFFL;
    private static final int STATE_INVALID = 3;
    private static final int STATE_ABORTED = 4;

    /** Reads an otadata partition; empty if no entry is valid, as after erasing. */
    public static Optional<OtaData> parse(ByteView partition) {
        return Stream.of(0, SECTOR).flatMap(at -> entry(partition, at).stream())
                .max(Comparator.comparingLong(OtaData::sequence));
    }

    private static Optional<OtaData> entry(ByteView partition, int at) {
        if (at + ENTRY_SIZE > partition.size()) {
            return Optional.empty();
        }
        long sequence = partition.u32(at);
        int state = partition.i32(at + 24);
        boolean valid = sequence != BLANK && sequence != 0 && partition.i32(at + 28) == crc((int) sequence)
                && state != STATE_INVALID && state != STATE_ABORTED;
        return valid ? Optional.of(new OtaData(sequence)) : Optional.empty();
    }

    /** ESP-IDF seeds it with 0xFFFFFFFF ({@code bootloader_common_ota_select_crc}). */
    private static int crc(int sequence) {
        byte[] bytes = new byte[4];
        LittleEndian.putI32(bytes, 0, sequence);
        return Crc32.le(0xFFFF_FFFF, ByteView.of("sequence", bytes));
    }

    /**
     * The applications in the order in which the bootloader tries them ({@code bootloader_utility_load_boot_image}): the
     * selected one, those before it down to the factory application, then those after it.
     *
     * @param otadata as {@link #parse} found it
     */
    public static List<Partition> bootOrder(PartitionTable table, Optional<OtaData> otadata) {
        List<Partition> slots = table.apps().filter(Partition::isOtaApp)
                .sorted(Comparator.comparingInt(Partition::subtype)).toList();
        Optional<Partition> factory = table.apps().filter(Partition::isFactoryApp).findFirst();
        List<Partition> order = new ArrayList<>();
        int start = otadata.isPresent() && !slots.isEmpty() ? (int) ((otadata.get().sequence() - 1) % slots.size())
                : factory.isPresent() ? -1 : 0;
        for (int slot = Math.min(start, slots.size() - 1); slot >= 0; slot--) {
            order.add(slots.get(slot));
        }
        factory.ifPresent(order::add);
        for (int slot = start + 1; slot < slots.size(); slot++) {
            order.add(slots.get(slot));
        }
        table.apps().filter(partition -> !order.contains(partition)).forEach(order::add);
        return order;
    }
}
