package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the guest stores, and wherever: no block throws, none keeps virtual time from passing. */
class RandomAccessTest {
    private static final int ACCESSES = 60_000;
    /** Values that mean something to most registers: keys, enables, commands. */
    private static final int[] INTERESTING = {
        0, 1, -1, 1 << 31, 1 << 30, 1 << 29, 1 << 18, 0x3ff, 0x7fffffff, 0x50d83aa1, 0x5aa5, 0x5a5a, 0x3ffb0000 & 0xfffff | 1 << 29,
    };

    private final Random random = new Random(20_161_101);
    private final Clock clock = new Clock();
    private final ClockTree clocks = new ClockTree(true);
    private final byte[] ram = new byte[1 << 16];

    private final class Ram implements DmaMemory {
        @Override
        public int load8(int address) {
            return ram[address & ram.length - 1] & 0xff;
        }

        @Override
        public int load32(int address) {
            int word = 0;
            for (int i = 3; i >= 0; i--) {
                word = word << 8 | load8((address & ~3) + i);
            }
            return word;
        }

        @Override
        public void store8(int address, int value) {
            ram[address & ram.length - 1] = (byte) value;
        }

        @Override
        public void store32(int address, int value) {
            for (int i = 0; i < 4; i++) {
                store8((address & ~3) + i, value >>> 8 * i);
            }
        }
    }

    /** A chip that resets nothing, so that a block lives on with what the guest made of it. */
    private static final class Indifferent implements PowerControl, WatchdogAction, AppCpuControl, CacheControl {
        @Override
        public void systemReset(ResetReason reason) {
        }

        @Override
        public void cpuReset(int cpu, ResetReason reason) {
        }

        @Override
        public void stall(int cpu, boolean stalled) {
        }

        @Override
        public void sleep(boolean deep) {
        }

        @Override
        public void wake() {
        }

        @Override
        public void cpuReset() {
        }

        @Override
        public void systemReset() {
        }

        @Override
        public void reset() {
        }

        @Override
        public void run(boolean running) {
        }

        @Override
        public void configured(int cpu, boolean enabled, int closed, int flashPageSize, int psramPageSize) {
            assertTrue(flashPageSize >= 16 << 10 && psramPageSize >= 2 << 10);
        }

        @Override
        public void flushed(int cpu) {
        }
    }

    private List<Device> devices() {
        Indifferent chip = new Indifferent();
        InterruptLine none = InterruptLine.UNCONNECTED;
        List<InterruptLine> four = List.of(none, none, none, none);
        InterruptMatrix matrix = new InterruptMatrix((cpu, asserted) -> { });
        List<Device> devices = new ArrayList<>();
        devices.add(new Uart("UART0", clock, clocks, none, SerialPort.UNPLUGGED));
        devices.add(new TimerGroup("TIMG0", clock, clocks, four, four, true, chip));
        devices.add(new FrcTimers(clock, clocks, none, none));
        devices.add(new RtcCntl(clock, clocks, none, chip, new RtcIo(new Pins()), MemoryRegion.ofSize(0x2000)));
        SpiFlashController flash = new SpiFlashController("SPI1");
        flash.attach(0, new FlashChip(MemoryRegion.ofSize(1 << 16), 1, FlashListener.NONE));
        flash.attach(1, new Psram(MemoryRegion.ofSize(2 << 20)));
        devices.add(flash);
        devices.add(new SpiController("SPI2", clock, clocks, new Ram(), none, none));
        devices.add(new Dport(clocks, matrix, chip, chip));
        devices.add(new MmuTable(0, (cpu, index, value) -> { }));
        devices.add(new Efuse(clock, new FuseSettings(0, 301, 1, FuseSettings.FlashVoltage.BY_STRAP), none));
        devices.add(new Syscon(clocks, 3));
        devices.add(new AesAccelerator());
        devices.add(new ShaAccelerator());
        return devices;
    }

    private int value() {
        return switch (random.nextInt(3)) {
            case 0 -> INTERESTING[random.nextInt(INTERESTING.length)];
            case 1 -> random.nextInt(256);
            default -> random.nextInt();
        };
    }

    @Test
    void everyBlockSurvivesEveryAccess() {
        random.nextBytes(ram);
        for (Device device : devices()) {
            int size = device instanceof MmuTable ? 0x2000 : 0x400;
            for (int i = 0; i < ACCESSES; i++) {
                int width = 1 << random.nextInt(3);
                int offset = random.nextInt(size) & -width;
                if (random.nextInt(4) == 0) {
                    device.read(offset, width);
                } else {
                    device.write(offset, value(), width);
                }
                if (i % 64 == 0) {
                    Passing.ticks(clock, random.nextInt(5_000));
                }
                if (device instanceof Uart uart && i % 16 == 0) {
                    uart.receive(i);
                }
            }
            device.reset();
        }
    }

    @Test
    void numbersOfAnyKindAreMultipliedAndRaised() {
        RsaAccelerator rsa = new RsaAccelerator(InterruptLine.UNCONNECTED);
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 600; j++) {
                rsa.write(4 * random.nextInt(0x201), value(), 4);
            }
            rsa.write(0x804, i & 1, 4);
            rsa.write(0x808, 1, 4);
            rsa.write(0x80c, random.nextInt(), 4);
            rsa.write(0x810, 1, 4);
        }
    }
}
