package dev.crema.emulator.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.corpus.Corpus.Rom;
import dev.crema.emulator.corpus.OpenNetwork.Heard;
import dev.crema.firmware.FlashImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Espressif's WiFi drivers, unmodified and without symbols, with an access point nearby: ESP-IDF 3.2, 4.2 and 5.5. */
final class WifiDriversTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofSeconds(60);
    private static final int BEACON = 0x80;
    private static final int PROBE_REQUEST = 0x40;

    private final OpenNetwork air = new OpenNetwork();

    @ParameterizedTest
    @EnumSource
    void micropythonScansAndJoins(Rom rom) {
        Bench bench = micropython(rom);
        bench.type("import network; w = network.WLAN(network.STA_IF); w.active(True); print(w.scan())")
                .expect("[(b'bench', b'\\x02\\x11\"3DU', 6, -50, 0, False)]", SOON);
        List<Integer> channels = air.heard().stream().filter(heard -> heard.kind() == PROBE_REQUEST)
                .map(heard -> heard.frame().channel()).distinct().toList();
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), channels);
        bench.type("w.connect('bench')").type("import time; time.sleep(4); print('now')").expect("\nnow", SOON);
        assertTrue(air.isAssociated());
    }

    @ParameterizedTest
    @EnumSource
    void loboScansAndJoins(Rom rom) {
        Path folder = Corpus.path("lobo/MicroPython_BUILD/firmware/esp32");
        Bench bench = new Bench(FlashImage.builder().bootloader(folder.resolve("bootloader/bootloader.bin"))
                .partitionTable(folder.resolve("partitions_mpy.bin")).file(0xf000, folder.resolve("phy_init_data.bin"))
                .file(0x10000, folder.resolve("MicroPython.bin")).build(), rom, 0, air);
        bench.expect(">>> ", LATER).type("import network; w=network.WLAN(network.STA_IF); w.active(True); print(w.scan())")
                .expect("[(b'bench', b'\\x02\\x11\"3DU', 6, -50, 0, 'OPEN', False)]", SOON);
        bench.type("w.connect('bench', '')").type("import time; time.sleep(4); print('now')").expect("\nnow", SOON);
        assertTrue(air.isAssociated());
    }

    /** Its soft-AP offers 40 MHz, so the synthesiser is not in the middle of the beacons' channel. */
    @ParameterizedTest
    @EnumSource
    void natRouterScansAndBeacons(Rom rom) {
        Path folder = Corpus.path("nat/firmware_esp32");
        new Bench(FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                .partitionTable(folder.resolve("partition-table.bin")).file(0xf000, folder.resolve("ota_data_initial.bin"))
                .file(0x20000, folder.resolve("esp32_nat_router.bin")).build(), rom, 0, air)
                .expect("Type 'help' to get the list of commands.", LATER).expect("esp32> ", SOON)
                .type("scan").expect("bench                               6   -50  Open", SOON);
        List<Heard> beacons = air.heard().stream().filter(heard -> heard.kind() == BEACON).toList();
        assertTrue(beacons.size() > 10, () -> beacons.size() + " beacons");
        for (Heard beacon : beacons) {
            assertEquals(channelIn(beacon.frame().mpdu()), beacon.frame().channel());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSoftApBeaconsEveryHundredTimeUnits(Rom rom) {
        Bench bench = micropython(rom);
        bench.type("import network, time; a = network.WLAN(network.AP_IF); a.active(True); time.sleep(1); print('up')")
                .expect("\nup", SOON);
        air.heard().clear();
        bench.type("time.sleep(5); print('over')").expect("\nover", SOON);
        List<Heard> beacons = air.heard().stream().filter(heard -> heard.kind() == BEACON).toList();
        double mean = (beacons.getLast().microseconds() - beacons.getFirst().microseconds()) / (double) (beacons.size() - 1);
        assertEquals(102_400, mean, 100);
        for (int i = 1; i < beacons.size(); i++) {
            assertEquals(102_400, beacons.get(i).microseconds() - beacons.get(i - 1).microseconds(), 1_100);
            assertEquals(channelIn(beacons.get(i).frame().mpdu()), beacons.get(i).frame().channel());
        }
    }

    private Bench micropython(Rom rom) {
        return new Bench(FlashImage.read(Corpus.path("velxio/frontend/public/firmware/micropython-esp32.bin")), rom, 0, air)
                .expect(">>> ", LATER);
    }

    /** The channel that a beacon names, in its DSSS parameter set (IEEE 802.11-2020, 9.4.2.3). */
    private static int channelIn(byte[] beacon) {
        int element = 24 + 12;
        while (beacon[element] != 3) {
            element += 2 + (beacon[element + 1] & 0xff);
        }
        return beacon[element + 2];
    }
}
