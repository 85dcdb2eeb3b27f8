package dev.crema.emulator.device;

import static dev.crema.emulator.device.WifiBench.ACCESS_POINT;
import static dev.crema.emulator.device.WifiBench.EVERYBODY;
import static dev.crema.emulator.device.WifiBench.FILTER_CONTROL;
import static dev.crema.emulator.device.WifiBench.STATION;
import static dev.crema.emulator.device.WifiBench.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which frames are received, for which interface, and which are acknowledged. */
class WifiFiltersTest {
    private static final String SOFT_AP = "240ac4000002";
    private static final String STRANGER = "020000000099";
    private static final int PASS_ALL = 0x110;

    private final WifiBench bench = new WifiBench();

    WifiFiltersTest() {
        bench.joined();
        bench.receiveInto(1, 1600);
    }

    /** The interfaces in the header of the received frame, 0 if it was not received. */
    private int interfaces(byte[] mpdu) {
        bench.receiveInto(1, 1600);
        bench.write(WifiBench.RX_CTRL, 0);
        bench.write(WifiBench.RX_BASE, DmaRam.BASE);
        bench.write(WifiBench.RX_CTRL, 1 << 31);
        bench.ram.store32(WifiBench.buffer(0, 1600), 0);
        bench.hear(mpdu);
        return bench.ram.load32(WifiBench.buffer(0, 1600)) >>> 28;
    }

    private static byte[] beaconOf(String network) {
        return frame("8000", EVERYBODY, network, network, "");
    }

    @Test
    void aStationHearsItsNetwork() {
        assertEquals(1, interfaces(frame("0802", STATION, ACCESS_POINT, STRANGER, "")));
        assertEquals(1, interfaces(frame("0802", EVERYBODY, ACCESS_POINT, STRANGER, "")));
        assertEquals(1, interfaces(beaconOf(ACCESS_POINT)));
        assertEquals(0, interfaces(beaconOf(STRANGER)));
        assertEquals(0, interfaces(frame("0802", STRANGER, ACCESS_POINT, ACCESS_POINT, "")), "to another station");
        assertEquals(0, interfaces(frame("0802", EVERYBODY, STRANGER, STRANGER, "")), "of another network");
    }

    @Test
    void aScanHearsEveryNetwork() {
        bench.write(FILTER_CONTROL, PASS_ALL);
        assertEquals(1, interfaces(beaconOf(STRANGER)));
        assertEquals(0, interfaces(frame("5000", STRANGER, ACCESS_POINT, ACCESS_POINT, "")), "an answer to another station");
    }

    @Test
    void anAccessPointHearsItsStationsAndProbes() {
        bench.filter(0x48, SOFT_AP);
        bench.filter(0x08, SOFT_AP);
        assertEquals(2, interfaces(frame("0801", SOFT_AP, STRANGER, EVERYBODY, "")));
        assertEquals(3, interfaces(frame("4000", EVERYBODY, STRANGER, EVERYBODY, "")), "a probe for any network");
        assertEquals(2, interfaces(frame("4000", SOFT_AP, STRANGER, SOFT_AP, "")));
        assertEquals(1, interfaces(frame("0802", EVERYBODY, ACCESS_POINT, STRANGER, "")), "the station's network is not the soft AP's");
    }

    @Test
    void actionFramesToEverybodyAreHeardWithoutANetwork() {
        assertEquals(1, interfaces(frame("d000", EVERYBODY, STRANGER, EVERYBODY, "7f18fe34")));
        assertEquals(1, interfaces(frame("d000", STATION, STRANGER, EVERYBODY, "7f18fe34")));
    }

    @Test
    void nothingIsHeardWithoutFilters() {
        bench.write(0x64, 0xffff);
        bench.write(0x24, 0xffff);
        bench.write(FILTER_CONTROL, PASS_ALL);
        assertEquals(0, interfaces(beaconOf(ACCESS_POINT)));
        assertFalse(bench.hear(frame("0802", STATION, ACCESS_POINT, ACCESS_POINT, "")));
    }

    @Test
    void masksWidenAnAddress() {
        byte[] toNeighbour = frame("0802", "240ac40000f1", ACCESS_POINT, ACCESS_POINT, "");
        assertEquals(0, interfaces(toNeighbour));
        bench.write(0x64, 0x10fff);
        assertEquals(1, interfaces(toNeighbour));
    }

    @Test
    void aSnifferHearsAll() {
        bench.write(FILTER_CONTROL + 12, 1 << 15);
        assertEquals(8, interfaces(frame("0801", ACCESS_POINT, STRANGER, STRANGER, "")));
        assertEquals(8, interfaces(beaconOf(STRANGER)));
        assertEquals(9, interfaces(frame("0802", STATION, ACCESS_POINT, ACCESS_POINT, "")));
        byte[] ack = WifiBench.bytes("d4000000" + STRANGER);
        assertEquals(0, interfaces(ack));
        bench.write(0x104, 1 << 29);
        assertEquals(8, interfaces(ack));
        assertFalse(bench.hear(frame("0801", ACCESS_POINT, STRANGER, STRANGER, "")), "what is overheard is not acknowledged");
    }

    @Test
    void controlFramesAreSelected() {
        bench.filter(0x48, SOFT_AP);
        byte[] poll = WifiBench.bytes("a41001c0" + SOFT_AP + STRANGER);
        assertEquals(0, interfaces(poll));
        bench.write(0xfc, 1 << 26);
        assertEquals(2, interfaces(poll));
    }

    @Test
    void whatIsAddressedToTheRadioAloneIsAcknowledged() {
        assertTrue(bench.hear(frame("0802", STATION, ACCESS_POINT, ACCESS_POINT, "")));
        assertTrue(bench.hear(frame("b000", STATION, ACCESS_POINT, ACCESS_POINT, "")));
        assertTrue(bench.hear(frame("8802", STATION, ACCESS_POINT, ACCESS_POINT, "0000")));
        assertFalse(bench.hear(frame("8802", STATION, ACCESS_POINT, ACCESS_POINT, "2000")), "QoS control says No Ack");
        assertFalse(bench.hear(frame("e000", STATION, ACCESS_POINT, ACCESS_POINT, "")), "Action No Ack");
        assertFalse(bench.hear(beaconOf(ACCESS_POINT)));
        assertFalse(bench.hear(frame("0802", STRANGER, ACCESS_POINT, ACCESS_POINT, "")));
    }
}
