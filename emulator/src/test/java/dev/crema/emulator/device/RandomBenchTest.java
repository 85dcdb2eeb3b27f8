package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the guest stores in the blocks around the pads, the buses and the radio: none throws, none stops virtual time. */
class RandomBenchTest {
    private static final int ACCESSES = 40_000;
    private static final int[] INTERESTING = {
        0, 1, -1, 1 << 31, 1 << 30, 1 << 29, 1 << 24, 1 << 8, 0xff, 7, 0x1f, DmaRam.BASE, DmaRam.BASE & 0xfffff | 1 << 29,
    };

    private final Random random = new Random(20_170_415);
    private final Bench bench = new Bench();
    private final DmaRam ram = new DmaRam();
    private final Signals signals = bench.gpio.signals();

    private List<RegisterBlock> blocks() {
        Wire wire = new Wire();
        BtLowPowerClock lowPower = new BtLowPowerClock(new Register("BT_LPCK_DIV_INT").reset(79),
                new Register("BT_LPCK_DIV_FRAC").reset(1 << 26), bench.clocks);
        return List.of(bench.gpio, bench.ioMux, new RtcIo(bench.pins), new GpioSd(),
                new Rmt(bench.clock, bench.clocks, wire, signals), new Ledc(bench.clock, bench.clocks, wire, signals),
                new Pcnt(wire, signals), new I2c("I2C0", bench.clock, bench.clocks, wire),
                new I2s("I2S0", bench.clock, wire, ram, I2sPort.UNPLUGGED), new SdHost(bench.clock, wire), new Emac(),
                new Twai(bench.clock, bench.clocks, wire), new Mcpwm("PWM0", bench.clock, wire), new Uhci("UHCI0", wire),
                new Slc(wire, wire), new SlcHost(), new Hinf(), new FlashEncryption(), new AnalogI2c(),
                new Sens(AnalogInputs.IDLE), new RtcI2c(), new Fe(), new RadioPage("FE2"), new RadioPage("BB"), new Nrx(),
                new WifiBench().mac, new BtBaseband(),
                new BtController(bench.clock, wire, wire, ram, lowPower));
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
        for (int i = 0; i < 0x1000; i += 4) {
            ram.store32(DmaRam.BASE + i, value());
        }
        List<RegisterBlock> blocks = blocks();
        for (RegisterBlock block : blocks) {
            long before = bench.clock.now();
            for (int i = 0; i < ACCESSES; i++) {
                int width = 1 << random.nextInt(3);
                int offset = random.nextInt(random.nextBoolean() ? 0x1000 : 0x100) & -width;
                if (random.nextInt(4) == 0) {
                    block.read(offset, width);
                } else {
                    block.write(offset, value(), width);
                }
                if (i % 64 == 0) {
                    bench.advanceTicks(random.nextInt(5_000));
                    bench.pins.drive(random.nextInt(Pins.COUNT), random.nextBoolean());
                }
            }
            assertTrue(bench.clock.now() > before, block.name());
        }
        blocks.forEach(RegisterBlock::reset);
        bench.advanceTicks(1_000_000);
    }
}
