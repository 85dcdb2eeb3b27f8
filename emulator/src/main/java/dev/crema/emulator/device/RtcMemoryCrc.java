package dev.crema.emulator.device;

import java.util.zip.CRC32;

/**
 * The engine that sums up RTC fast memory before deep sleep, so that the ROM can trust the wake stub in it afterwards:
 * RTC_MEM_CONF holds the first word [19:9], the number of words less one [30:20], START (8) and FINISH (31); RTC_MEM_CRC_RES
 * the result.
 *
 * <p>It is not in the manual; the fields are those that the mask ROM and ESP-IDF's {@code rtc_deep_sleep_start} use. Its
 * polynomial is not published: as the ROM compares only with an earlier result of the same engine, the common CRC-32 serves.
 */
final class RtcMemoryCrc {
    private static final int START = 8;
    private static final int FINISH = 31;

    private final MemoryRegion memory;
    private final Register config;
    private final Register result;

    RtcMemoryCrc(RegisterBlock block, MemoryRegion memory) {
        this.memory = memory;
        config = block.register(0x100, "RTC_MEM_CONF").writable(~(1 << FINISH)).onWrite(word -> configured());
        result = block.register(0x104, "RTC_MEM_CRC_RES").readOnly();
    }

    private void configured() {
        boolean start = config.bit(START);
        if (start && !config.bit(FINISH)) {
            int first = Math.min(config.field(19, 9) * 4, memory.size());
            int bytes = Math.min((config.field(30, 20) + 1) * 4, memory.size() - first);
            CRC32 crc = new CRC32();
            for (int i = 0; i < bytes; i++) {
                crc.update(memory.get(first + i));
            }
            result.set((int) crc.getValue());
        }
        config.bit(FINISH, start);
    }
}
