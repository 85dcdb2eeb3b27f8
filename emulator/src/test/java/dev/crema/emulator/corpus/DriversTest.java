package dev.crema.emulator.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.crema.emulator.corpus.Corpus.Rom;
import dev.crema.firmware.FlashImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The drivers of ESP-IDF and MicroPython, as they come, on the emulated blocks. */
final class DriversTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void driversStartAndMeasure(Rom rom) {
        Bench bench = micropython(rom);
        bench.type("import machine, esp32; from machine import Pin");
        bench.type("print('adc', machine.ADC(Pin(34)).read())").expect("adc 2048", SOON);
        bench.type("print('touch', machine.TouchPad(Pin(13)).read())").expect("touch 1000", SOON);
        bench.type("print('i2c', machine.I2C(0, scl=Pin(22), sda=Pin(21)).scan())").expect("i2c []", SOON);
        bench.type("r = esp32.RMT(0, pin=Pin(18), clock_div=8); r.write_pulses((1, 20, 2, 40))");
        bench.type("print('rmt', r.wait_done(timeout=100))").expect("rmt True", SOON);
        bench.type("s = machine.I2S(0, sck=Pin(14), ws=Pin(13), sd=Pin(12), mode=machine.I2S.TX, bits=16, "
                + "format=machine.I2S.MONO, rate=16000, ibuf=4000)");
        bench.type("print('i2s', s.write(bytes(8000)))").expect("i2s 8000", SOON);
        bench.type("import network; w = network.WLAN(network.STA_IF); w.active(True); print('wifi', w.scan())")
                .expect("wifi []", LATER);
    }

    /** The driver sets the main timer's alarm without its enable bit. */
    @ParameterizedTest
    @EnumSource
    void theTimerEndsLightAndDeepSleep(Rom rom) {
        Bench bench = micropython(rom);
        bench.type("import machine, time; t = time.ticks_ms(); machine.lightsleep(2000); print('slept', time.ticks_ms() - t >= 2000)")
                .expect("slept True", SOON);
        bench.type("machine.deepsleep(2000)").expect("rst:0x5 (DEEPSLEEP_RESET)", SOON).expect(">>> ", SOON);
        bench.type("import machine; print('cause', machine.wake_reason())").expect("cause 4", SOON);
    }

    /** WS2812: 0.4 µs and 0.85 µs for a 0, 0.8 µs and 0.45 µs for a 1, most significant bit first, green before red. */
    @Test
    void pixelsAreSentWithTheirTiming() {
        Bench bench = micropython(Rom.REAL);
        bench.type("import neopixel; from machine import Pin; n = neopixel.NeoPixel(Pin(4), 1); n[0] = (0x81, 0x0f, 0)")
                .expect(">>> ", SOON);
        List<Duration> edges = new ArrayList<>();
        bench.machine().pins().listen((pin, high) -> {
            if (pin == 4) {
                edges.add(bench.machine().now());
            }
        });
        bench.type("n.write(); print('sent')").expect("sent", SOON);
        assertEquals(2 * 24, edges.size());
        int colour = 0;
        for (int bit = 0; bit < 24; bit++) {
            long high = edges.get(2 * bit + 1).minus(edges.get(2 * bit)).toNanos();
            colour = colour << 1 | (high > 600 ? 1 : 0);
        }
        assertEquals(0x0f8100, colour);
    }

    /** NimBLE on the controller with its modem sleep, in an air without anybody. */
    @Test
    void bluetoothAdvertisesAndScans() {
        Bench bench = micropython(Rom.REAL);
        bench.type("import bluetooth; b = bluetooth.BLE(); b.irq(lambda e, d: print('event', e)); print('on', b.active(True))")
                .expect("on True", SOON);
        bench.type("b.gap_advertise(100000, b'\\x02\\x01\\x06'); b.gap_scan(2000)").expect("event 6", SOON);
        bench.machine().run(SOON);
        bench.type("b.gap_advertise(None); print('off', b.active(False))").expect("off False", SOON);
        assertFalse(bench.console().contains("timeout"), bench.console());
    }

    /** Bluedroid with BR/EDR: inquiry and page scan go on while the interpreter works. */
    @Test
    void classicBluetoothListens() {
        Path folder = Corpus.path("lobo/MicroPython_BUILD/firmware/esp32_psram_all_bt");
        Bench bench = new Bench(FlashImage.builder().bootloader(folder.resolve("bootloader/bootloader.bin"))
                .partitionTable(folder.resolve("partitions_mpy.bin")).file(0xf000, folder.resolve("phy_init_data.bin"))
                .file(0x10000, folder.resolve("MicroPython.bin")).build(), Rom.REAL, 0);
        bench.expect(">>> ", LATER).type("import machine; r = machine.RFCOMM()").expect("phy_version", SOON);
        bench.machine().run(SOON);
        bench.type("sum(range(10**5))").expect("4999950000", LATER);
        assertEquals(1, bench.console().split("POWERON_RESET|SW_CPU_RESET|WDT_SYS_RESET", -1).length - 1, bench.console());
    }

    private static Bench micropython(Rom rom) {
        return new Bench(FlashImage.read(Corpus.path("velxio/frontend/public/firmware/micropython-esp32.bin")), rom, 0)
                .expect(">>> ", LATER);
    }
}
