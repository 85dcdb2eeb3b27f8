package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random registers, descriptors and frames: nothing throws, nothing lasts for ever. */
class WifiFuzzTest {
    private static final int ROUNDS = 50_000;
    private static final int NIGHTLY_ROUNDS = 1_000_000;
    private static final int[] REGISTERS = {
        0x00, 0x04, 0x20, 0x24, 0x40, 0x44, 0x60, 0x64, 0x80, 0x84, 0x88, 0xd8, 0xdc, 0xe4, 0xf8, 0xfc, 0x104, 0x814, 0xc40, 0xc4c,
        0xcb8, 0xcc4, 0xd18, 0xd1c, 0xd20, 0xd24, 0x1258, 0x121c, 0x1404, 0x14a4, 0x2010, 0x2024,
    };
    private static final String[] ADDRESSES = {WifiBench.STATION, WifiBench.ACCESS_POINT, WifiBench.EVERYBODY, "020000000000"};

    private final Random random = new Random(802_11);
    private final WifiBench bench = new WifiBench();

    @Test
    void randomFramesAndRegisters() {
        survives(ROUNDS);
    }

    @Test
    @Tag("nightly")
    void manyRandomFramesAndRegisters() {
        survives(NIGHTLY_ROUNDS);
    }

    private void survives(int rounds) {
        bench.joined();
        bench.write(0x814, 0x1ffffff);
        int acknowledged = 0;
        for (int round = 0; round < rounds; round++) {
            switch (random.nextInt(16)) {
                case 0 -> bench.write(REGISTERS[random.nextInt(REGISTERS.length)], word());
                case 1 -> bench.ram.store32(DmaRam.BASE + random.nextInt(0x800), word());
                case 2, 3 -> bench.receiveInto(1 + random.nextInt(6), random.nextInt(0x600));
                case 4 -> kick();
                case 5, 6 -> run();
                default -> acknowledged += hear() ? 1 : 0;
            }
            bench.air.frames.clear();
            bench.advance(random.nextInt(300));
        }
        bench.advance(1_000_000);
        int heard = acknowledged;
        assertTrue(heard > rounds / 100, () -> "only " + heard + " frames got through");
        bench.mac.reset();
        bench.joined();
        bench.receiveInto(2, 1600);
        assertTrue(bench.hear(WifiBench.frame("0802", WifiBench.STATION, WifiBench.ACCESS_POINT, WifiBench.ACCESS_POINT, "00")));
        assertTrue(bench.line.asserted());
    }

    /** A frame to send, from descriptors that may be anything. */
    private void kick() {
        int descriptor = DmaRam.BASE + random.nextInt(0x800);
        bench.write(0xd20 - 8 * random.nextInt(5), 3 << 30 | random.nextInt(1 << 8) << 20 | descriptor & 0xfffff);
    }

    /** The filters of a station, and a MAC that runs. */
    private void run() {
        bench.joined();
        bench.write(0xcb8, 0);
        bench.write(WifiBench.RX_CTRL, 0);
    }

    private int word() {
        return switch (random.nextInt(5)) {
            case 0 -> DmaRam.BASE + random.nextInt(0x8000);
            case 1 -> DmaRam.BASE + 12 * random.nextInt(8);
            case 2 -> 0;
            case 3 -> -1;
            default -> random.nextInt();
        };
    }

    private boolean hear() {
        byte[] mpdu = new byte[random.nextInt(random.nextInt(10) == 0 ? 5000 : 100)];
        random.nextBytes(mpdu);
        if (mpdu.length >= 24 && random.nextInt(4) != 0) {
            for (int address = 0; address < 3; address++) {
                System.arraycopy(WifiBench.bytes(ADDRESSES[random.nextInt(ADDRESSES.length)]), 0, mpdu, 4 + 6 * address, 6);
            }
        }
        return bench.mac.receive(new RadioFrame(mpdu, random.nextInt(8) == 0 ? random.nextInt() : bench.channel, random.nextInt(),
                random.nextInt()));
    }
}
