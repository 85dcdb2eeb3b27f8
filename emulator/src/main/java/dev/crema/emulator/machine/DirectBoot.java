package dev.crema.emulator.machine;

import dev.crema.emulator.chip.Backing;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.HostFunction;
import dev.crema.emulator.xtensa.Memory;
import dev.crema.emulator.xtensa.SpecialRegister;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.EspImage;
import dev.crema.firmware.EspSegment;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FlashApp;
import dev.crema.firmware.OtaData;
import dev.crema.firmware.Partition;
import dev.crema.firmware.PartitionTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Starts an application that came without a second-stage bootloader, in the state that ESP-IDF's bootloader leaves (as observed
 * on IDF 5.5 with revision 3 silicon and a 40 MHz crystal).
 *
 * <p>The mask ROM must run before every start, after resets and deep sleep too, because it sets up its own RAM. So the place of
 * the bootloader in flash gets an image of one segment whose only instruction is a host function, which loads the application
 * and jumps to it.
 */
final class DirectBoot implements HostFunction {
    /** Where the stand-in is loaded: the last bytes of IRAM, which the application may overwrite later. */
    private static final int STAND_IN = 0x4009FFF0;
    /** {@code j .}, then a mark by which the stand-in is recognised. */
    private static final byte[] STAND_IN_CODE = {0x06, (byte) 0xff, (byte) 0xff, 0, 'c', 'r', 'e', 'm', 'a', ' ', 'b', 'o', 'o', 't', 0, 0};
    private static final int IMAGE_SIZE = 64;

    private static final int DPORT = 0x3FF00000;
    private static final int PERI_CLK_EN = DPORT + 0x01C;
    private static final int CPU_PER_CONF = DPORT + 0x03C;
    private static final int PRO_CACHE_CTRL = DPORT + 0x040;
    private static final int PRO_CACHE_CTRL1 = DPORT + 0x044;
    private static final int APP_CACHE_CTRL = DPORT + 0x058;
    private static final int APP_CACHE_CTRL1 = DPORT + 0x05C;
    private static final int CACHE_ENABLED_AND_FLUSHED = 0x28;
    private static final int CACHE_FLUSHED = 0x20;
    private static final int ALL_WINDOWS_MASKED = 0x8FF;
    private static final int PRO_MMU_TABLE = 0x3FF10000;
    private static final int APP_MMU_TABLE = 0x3FF12000;
    private static final int MMU_ENTRIES = 384;
    private static final int MMU_INVALID = 0x100;
    private static final int MMU_PAGE_SHIFT = 16;
    private static final int UART0_CLKDIV = 0x3FF40014;
    private static final int UART_115200_AT_80_MHZ = 0x007002B6;
    private static final int RTC_CNTL = 0x3FF48000;
    private static final int RESET_STATE = RTC_CNTL + 0x034;
    private static final int DEEP_SLEEP_RESET = 5;
    private static final int CLK_CONF = RTC_CNTL + 0x070;
    private static final int SOC_CLK_SEL_SHIFT = 27;
    private static final int RTC_WDTCONFIG0 = RTC_CNTL + 0x08C;
    private static final int RTC_WDTWPROTECT = RTC_CNTL + 0x0A4;
    private static final int STORE4 = RTC_CNTL + 0x0B0;
    private static final int STORE5 = RTC_CNTL + 0x0B4;
    private static final int TIMG0_WDTCONFIG0 = 0x3FF5F048;
    private static final int TIMG0_WDTWPROTECT = 0x3FF5F064;
    private static final int WDT_KEY = 0x50D83AA1;
    private static final int WDT_WITHOUT_FLASH_BOOT = 0x48000;
    private static final int ROM_PUTC1 = 0x3FFAE014;
    private static final int ROM_ETS_WRITE_CHAR_UART = 0x40007CF8;
    private static final int ROM_FLASHCHIP = 0x3FFAE270;
    private static final int ROM_DUMMY_LEN_PLUS = 0x3FFAE290;
    private static final int ROM_TICKS_PER_US_PRO = 0x3FFE01E0;
    private static final int SPI_80_MHZ = 0xF;
    private static final int STACK = 0x3FFE3BC0;
    private static final int SAVED_STACK_POINTER = -12;
    private static final int CALLER_FRAME = 0x30;

    private final Supplier<ByteView> contents;
    private final int flashSize;
    private final Consumer<String> failure;

    /**
     * A starter for what is in flash at the time.
     *
     * @param contents gives the flash chip's bytes, as they are then
     * @param flashSize how many there are
     * @param failure told in one sentence that there is nothing to start
     */
    DirectBoot(Supplier<ByteView> contents, int flashSize, Consumer<String> failure) {
        this.contents = contents;
        this.flashSize = flashSize;
        this.failure = failure;
    }

    /** The image to put where the mask ROM looks for a bootloader, with the flash parameters of the application. */
    static byte[] standIn(EspImage app) {
        ByteBuffer image = ByteBuffer.allocate(IMAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        image.put(app.bytes().slice(0, 4).toArray()).put(1, (byte) 1);
        image.putInt(STAND_IN).put((byte) 0xEE).position(24);
        image.putInt(STAND_IN).putInt(STAND_IN_CODE.length).put(STAND_IN_CODE);
        int checksum = EspImage.CHECKSUM_SEED;
        for (byte each : STAND_IN_CODE) {
            checksum ^= each & 0xff;
        }
        return image.put(IMAGE_SIZE - 1, (byte) checksum).array();
    }

    /** The function at an address, if the stand-in is loaded there. */
    Optional<HostFunction> at(Core core, int address) {
        if (address != STAND_IN) {
            return Optional.empty();
        }
        ByteBuffer code = ByteBuffer.wrap(STAND_IN_CODE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < STAND_IN_CODE.length; i += 4) {
            if (core.memory().load32(STAND_IN + i) != code.getInt(i)) {
                return Optional.empty();
            }
        }
        return Optional.of(this);
    }

    @Override
    public void call(Core core) {
        Optional<FlashApp> app = app(contents.get());
        if (app.isEmpty()) {
            failure.accept("The flash has no bootable application any more: erased or damaged by the firmware; "
                    + "give a bootloader too, or start again from the image.");
            return;
        }
        Memory memory = core.memory();
        boolean wokenUp = (memory.load32(RESET_STATE) & 0x3f) == DEEP_SLEEP_RESET;
        clocksAndConsole(memory);
        romVariables(memory, app.get().image());
        load(memory, app.get(), wokenUp);
        enter(core, app.get().image().entry());
    }

    private static Optional<FlashApp> app(ByteView flash) {
        try {
            PartitionTable table = PartitionTable.parse(flash.from(PartitionTable.DEFAULT_OFFSET));
            Optional<OtaData> selected = table.findData(Partition.SUBTYPE_DATA_OTA)
                    .flatMap(partition -> OtaData.parse(flash.slice(partition.offset(), partition.size())));
            for (Partition partition : OtaData.bootOrder(table, selected)) {
                Optional<FlashApp> image = whole(flash, partition);
                if (image.isPresent()) {
                    return image;
                }
            }
            return Optional.empty();
        } catch (FirmwareException damaged) {
            return Optional.empty();
        }
    }

    private static Optional<FlashApp> whole(ByteView flash, Partition partition) {
        try {
            EspImage image = EspImage.parse(flash.slice(partition.offset(), partition.size())).verify();
            return Optional.of(new FlashApp(partition.offset(), image, partition));
        } catch (FirmwareException damaged) {
            return Optional.empty();
        }
    }

    private static void clocksAndConsole(Memory memory) {
        int soc = memory.load32(CLK_CONF) & ~(3 << SOC_CLK_SEL_SHIFT);
        memory.store32(CPU_PER_CONF, 0);
        memory.store32(CLK_CONF, soc | 1 << SOC_CLK_SEL_SHIFT);
        memory.store32(STORE4, 40 << 16 | 40);
        memory.store32(STORE5, 80_000_000 >> 12 << 16 | 80_000_000 >> 12);
        memory.store32(UART0_CLKDIV, UART_115200_AT_80_MHZ);
        memory.store32(PERI_CLK_EN, memory.load32(PERI_CLK_EN) | 2);
        memory.store32(RTC_WDTWPROTECT, WDT_KEY);
        memory.store32(RTC_WDTCONFIG0, 0);
        memory.store32(RTC_WDTWPROTECT, 0);
        memory.store32(TIMG0_WDTWPROTECT, WDT_KEY);
        memory.store32(TIMG0_WDTCONFIG0, WDT_WITHOUT_FLASH_BOOT);
        memory.store32(TIMG0_WDTWPROTECT, 0);
    }

    private void romVariables(Memory memory, EspImage app) {
        memory.store32(ROM_PUTC1, ROM_ETS_WRITE_CHAR_UART);
        memory.store32(ROM_TICKS_PER_US_PRO, 80);
        int size = app.header().flashSize().map(found -> found.bytes()).orElse(flashSize);
        int log2 = 31 - Integer.numberOfLeadingZeros(flashSize);
        int[] chip = {0xC84000 | log2, size, 0x10000, 0x1000, 0x100, 0xFFFF};
        for (int i = 0; i < chip.length; i++) {
            memory.store32(ROM_FLASHCHIP + 4 * i, chip[i]);
        }
        int dummy = (app.header().spiSpeedAndSize() & 0xf) == SPI_80_MHZ ? 1 : 0;
        memory.store8(ROM_DUMMY_LEN_PLUS, dummy);
        memory.store8(ROM_DUMMY_LEN_PLUS + 1, dummy);
    }

    private static void load(Memory memory, FlashApp app, boolean wokenUp) {
        memory.store32(PRO_CACHE_CTRL, 0);
        memory.store32(APP_CACHE_CTRL, 0);
        for (int i = 0; i < MMU_ENTRIES; i++) {
            memory.store32(PRO_MMU_TABLE + 4 * i, MMU_INVALID);
            memory.store32(APP_MMU_TABLE + 4 * i, MMU_INVALID);
        }
        int masks = ALL_WINDOWS_MASKED;
        for (EspSegment segment : app.image().segments()) {
            if (segment.isFlashMapped()) {
                masks &= ~map(memory, segment, app.offset() + segment.fileOffset());
            } else if (segment.address() != 0 && !(wokenUp && isRtc(segment.address()))) {
                copy(memory, segment);
            }
        }
        memory.store32(PRO_CACHE_CTRL1, masks);
        memory.store32(APP_CACHE_CTRL1, masks);
        memory.store32(PRO_CACHE_CTRL, CACHE_ENABLED_AND_FLUSHED);
        memory.store32(APP_CACHE_CTRL, CACHE_FLUSHED);
    }

    /** Maps a segment for both CPUs; returns the bit of CACHE_CTRL1 that hides its window. */
    private static int map(Memory memory, EspSegment segment, int physical) {
        int window = segment.address() >>> 22;
        int base = switch (window) {
            case 0x3F400000 >>> 22 -> 0;
            case 0x40000000 >>> 22 -> 64;
            case 0x40400000 >>> 22 -> 128;
            default -> 192;
        };
        int first = base + ((segment.address() & 0x3FFFFF) >>> MMU_PAGE_SHIFT);
        int inPage = segment.address() & (1 << MMU_PAGE_SHIFT) - 1;
        int pages = Math.ceilDiv(segment.data().size() + inPage, 1 << MMU_PAGE_SHIFT);
        for (int i = 0; i < pages; i++) {
            int page = (physical >>> MMU_PAGE_SHIFT) + i;
            memory.store32(PRO_MMU_TABLE + 4 * (first + i), page);
            memory.store32(APP_MMU_TABLE + 4 * (first + i), page);
        }
        return switch (base) {
            case 0 -> 1 << 4;
            case 64 -> 1;
            case 128 -> 1 << 1;
            default -> 1 << 2;
        };
    }

    private static boolean isRtc(int address) {
        return address >>> 13 == 0x3FF80000 >>> 13 || address >>> 13 == 0x400C0000 >>> 13 || address >>> 13 == 0x50000000 >>> 13;
    }

    private static void copy(Memory memory, EspSegment segment) {
        ByteView data = segment.data();
        for (int at = 0; at + 4 <= data.size(); at += 4) {
            memory.store32(segment.address() + at, data.i32(at));
        }
    }

    /**
     * As CALLX8 from a frame on the mask ROM's stack would. Some applications go on with this stack until windows overflow, so the
     * frame names its caller's stack pointer in the base save area (Xtensa ISA, 4.7.1.4), where the overflow handler looks for it.
     */
    private static void enter(Core core, int entry) {
        core.memory().store32(STACK + SAVED_STACK_POINTER, STACK + CALLER_FRAME);
        core.special(SpecialRegister.WINDOWBASE, 0);
        core.special(SpecialRegister.WINDOWSTART, 1);
        core.special(SpecialRegister.INTENABLE, 0);
        core.special(SpecialRegister.VECBASE, 0x40000000);
        core.special(SpecialRegister.PS, 0x00040020 | 2 << 16);
        core.a(0, 0);
        core.a(1, STACK);
        core.a(8, 2 << 30);
        core.pc(entry);
    }
}
