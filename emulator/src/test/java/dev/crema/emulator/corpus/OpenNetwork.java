package dev.crema.emulator.corpus;

import dev.crema.emulator.device.Radio;
import dev.crema.emulator.device.RadioFrame;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;

/**
 * The least that a driver takes for an access point: beacons, and answers to probes, authentication and association. Its network is
 * open and is called "bench". It remembers what it hears.
 */
final class OpenNetwork implements RadioMedium {
    static final int CHANNEL = 6;

    private static final String BSSID = "021122334455";
    private static final String EVERYBODY = "ffffffffffff";
    private static final String RATES = "010882848b960c121824" + "32043048606c";
    private static final long BEACON_INTERVAL = 102_400;
    private static final long ANSWER_AFTER = Clock.TICKS_PER_MILLISECOND;
    private static final int ATTEMPTS = 500;

    /** A frame of the radio, and when it ended. */
    record Heard(RadioFrame frame, long microseconds) {
        /** Type and subtype: the first byte of the frame. */
        int kind() {
            return frame.mpdu()[0] & 0xfc;
        }
    }

    private final List<Heard> heard = new ArrayList<>();
    private final Queue<byte[]> answers = new ArrayDeque<>();
    private Radio radio;
    private Clock clock;
    private Event beacon;
    private Event answer;
    private int sequence;
    private int attempts;
    private boolean associated;

    /** What the radio has sent. */
    List<Heard> heard() {
        return heard;
    }

    /** Whether the radio has acknowledged that it may join. */
    boolean isAssociated() {
        return associated;
    }

    @Override
    public void attach(Radio machine, Clock virtual) {
        radio = machine;
        clock = virtual;
        beacon = clock.event("beacon", this::beacon);
        answer = clock.event("answer", this::answer);
        beacon.after(BEACON_INTERVAL * Clock.TICKS_PER_MICROSECOND);
    }

    private long microseconds() {
        return clock.now() / Clock.TICKS_PER_MICROSECOND;
    }

    private void beacon() {
        beacon.after(BEACON_INTERVAL * Clock.TICKS_PER_MICROSECOND);
        radio.receive(air(frame("80", EVERYBODY, description() + "050400010000")));
    }

    private String description() {
        byte[] timestamp = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(microseconds()).array();
        return HexFormat.of().formatHex(timestamp) + "6400" + "2104" + "000562656e6368" + RATES + "0301" + "06";
    }

    @Override
    public boolean transmit(RadioFrame frame) {
        Heard last = new Heard(frame, microseconds());
        heard.add(last);
        byte[] mpdu = frame.mpdu();
        if (frame.channel() != CHANNEL || mpdu.length < 24) {
            return false;
        }
        String station = HexFormat.of().formatHex(mpdu, 10, 16);
        switch (last.kind()) {
            case 0x40 -> say(frame("50", station, description()));
            case 0xb0 -> say(frame("b0", station, "000002000000"));
            case 0x00 -> say(frame("10", station, "2104" + "0000" + "01c0" + RATES));
            default -> { }
        }
        return HexFormat.of().formatHex(mpdu, 4, 10).equals(BSSID);
    }

    private byte[] frame(String control, String receiver, String body) {
        String number = String.format("%02x%02x", sequence << 4 & 0xff, sequence >>> 4 & 0xff);
        sequence++;
        return HexFormat.of().parseHex(control + "000000" + receiver + BSSID + BSSID + number + body);
    }

    private static RadioFrame air(byte[] mpdu) {
        return new RadioFrame(mpdu, CHANNEL, RadioFrame.RATE_1M, -50);
    }

    private void say(byte[] mpdu) {
        answers.add(mpdu);
        if (!answer.armed()) {
            answer.after(ANSWER_AFTER);
        }
    }

    private void answer() {
        boolean acknowledged = radio.receive(air(answers.element()));
        if (acknowledged || ++attempts == ATTEMPTS) {
            associated |= acknowledged && answers.element()[0] == 0x10;
            answers.remove();
            attempts = 0;
        }
        if (!answers.isEmpty()) {
            answer.after(ANSWER_AFTER);
        }
    }

    /** {@inheritDoc} What was heard is not told again. */
    @Override
    public void state(State state) {
        state.all(beacon, answer);
        state.each(answers, new byte[0], state::array);
        sequence = state.value(sequence);
        attempts = state.value(attempts);
        associated = state.value(associated);
    }
}
