package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A WiFi MAC with memory, clocks and an air that records; tuned to a channel. */
final class WifiBench {
    static final int INT_ENABLE = 0xc40;
    static final int INT_STATUS = 0xc48;
    static final int INT_CLEAR = 0xc4c;
    static final int RX_CTRL = 0x084;
    static final int RX_BASE = 0x088;
    static final int RX_NEXT = 0x08c;
    static final int RX_LAST = 0x090;
    static final int FILTER_CONTROL = 0x0d8;
    static final int RX_INTS = 1 << 5 | 1 << 24;
    static final int TX_INT = 1 << 7;
    static final int EXHAUSTED = 0x3ff00000;
    static final int OWNER = 1 << 31;
    static final int END_OF_FRAME = 1 << 30;
    static final String STATION = "240ac4000001";
    static final String ACCESS_POINT = "021122334455";
    static final String EVERYBODY = "ffffffffffff";

    /** Records what is sent, with the time; acknowledges unless told otherwise. */
    final class Air implements RadioMedium {
        final List<RadioFrame> frames = new ArrayList<>();
        final List<Long> ends = new ArrayList<>();
        boolean acknowledges = true;

        @Override
        public void attach(Radio radio, Clock virtual) { }

        @Override
        public boolean transmit(RadioFrame frame) {
            frames.add(frame);
            ends.add(clock.now() / Clock.TICKS_PER_MICROSECOND);
            return acknowledges;
        }

        @Override
        public void state(State state) { }
    }

    final Clock clock = new Clock();
    final Wire line = new Wire();
    final DmaRam ram = new DmaRam();
    final Air air = new Air();
    final Register gates = new Register("WIFI_CLK_EN").reset(-1);
    int channel = 6;
    private int random = 41;
    final WifiMac mac = new WifiMac(clock,
            new WifiMac.Surroundings(ram, line, new WifiClocks(gates), () -> channel, () -> ++random), air);

    int read(int offset) {
        return mac.read(offset, 4);
    }

    void write(int offset, int value) {
        mac.write(offset, value, 4);
    }

    void or(int offset, int bits) {
        write(offset, read(offset) | bits);
    }

    void advance(long microseconds) {
        long end = clock.now() + microseconds * Clock.TICKS_PER_MICROSECOND;
        while (clock.nextDue() <= end) {
            clock.advanceTo(clock.nextDue());
            clock.runDue();
        }
        clock.advanceTo(end);
    }

    /** An address in the registers of an address or BSSID filter, with its mask. */
    void filter(int offset, String address) {
        byte[] octets = bytes(address);
        write(offset, word(octets, 0));
        write(offset + 4, word(octets, 4));
        write(offset + 0x20, -1);
        write(offset + 0x24, 0x1ffff);
    }

    /** The filters of a station that has joined a network. */
    void joined() {
        write(INT_ENABLE, 0x01e839e0);
        filter(0x40, STATION);
        filter(0x00, ACCESS_POINT);
    }

    /** A list of empty buffers from offset 0 on, and the receiver on. */
    void receiveInto(int count, int size) {
        for (int i = 0; i < count; i++) {
            empty(i, size, i + 1 < count ? DmaRam.BASE + 12 * (i + 1) : 0);
        }
        write(RX_BASE, DmaRam.BASE);
        write(RX_CTRL, 1 << 31);
    }

    void empty(int number, int size, int next) {
        ram.descriptor(12 * number, OWNER | size << 12 | size, buffer(number, size), next);
    }

    static int buffer(int number, int size) {
        return DmaRam.BASE + 0x400 + number * (size + 8);
    }

    byte[] memory(int address, int length) {
        byte[] copy = new byte[length];
        for (int i = 0; i < length; i++) {
            copy[i] = (byte) ram.load8(address + i);
        }
        return copy;
    }

    void store(int address, byte[] content) {
        for (int i = 0; i < content.length; i++) {
            ram.store8(address + i, content[i]);
        }
    }

    boolean hear(byte[] mpdu) {
        return mac.receive(new RadioFrame(mpdu, channel, RadioFrame.RATE_1M, -50));
    }

    /** A frame of frame control, the three addresses, sequence number 1 and a body. */
    static byte[] frame(String control, String receiver, String transmitter, String third, String body) {
        return bytes(control + "0000" + receiver + transmitter + third + "1000" + body);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static int word(byte[] octets, int at) {
        int word = 0;
        for (int i = Math.min(3, octets.length - 1 - at); i >= 0; i--) {
            word = word << 8 | octets[at + i] & 0xff;
        }
        return word;
    }
}
