package dev.crema.net.air;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.net.ethernet.Ether;
import dev.crema.net.ethernet.MacAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an air tells those of other machines. */
sealed interface RadioMessage {
    /** The shortest frame is an ACK. */
    int SHORTEST_FRAME = 10;
    /** What the length field of a receive descriptor can say, less the frame check sequence. */
    int LONGEST_FRAME = 0xFFF - 4;
    /** More addresses than a radio has. */
    int MOST_ADDRESSES = 16;

    /** The machine's radio has sent a frame; {@link RadioFrame#dbm()} is how strong it is elsewhere. */
    record Sent(RadioFrame frame) implements RadioMessage {
        @Override
        public byte[] toBytes() {
            byte[] mpdu = frame.mpdu();
            return ByteBuffer.allocate(4 + mpdu.length).put(SENT).put((byte) frame.channel()).put((byte) frame.rate())
                    .put((byte) frame.dbm()).put(mpdu).array();
        }
    }

    /**
     * The machine's radio is tuned to a channel, and acknowledges frames to these addresses there.
     *
     * @param channel 1 to 14; 0 if it acknowledges nothing to these addresses any more
     */
    record Listening(int channel, List<MacAddress> addresses) implements RadioMessage {
        /** Copies the list. */
        public Listening {
            addresses = List.copyOf(addresses);
        }

        @Override
        public byte[] toBytes() {
            ByteBuffer bytes = ByteBuffer.allocate(2 + MacAddress.LENGTH * addresses.size()).put(LISTENING).put((byte) channel);
            addresses.forEach(address -> address.put(bytes));
            return bytes.array();
        }
    }

    /** The first byte of {@link Sent}. */
    byte SENT = 1;
    /** The first byte of {@link Listening}. */
    byte LISTENING = 2;

    /** The message for the {@link Ether}. */
    byte[] toBytes();

    /** Reads a message; empty if it makes no sense. */
    static Optional<RadioMessage> parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.remaining() < 2) {
            return Optional.empty();
        }
        byte kind = in.get();
        int channel = in.get();
        return switch (kind) {
            case SENT -> sent(in, channel);
            case LISTENING -> listening(in, channel);
            default -> Optional.empty();
        };
    }

    private static Optional<RadioMessage> sent(ByteBuffer in, int channel) {
        int length = in.remaining() - 2;
        if (!isChannel(channel) || length < SHORTEST_FRAME || length > LONGEST_FRAME) {
            return Optional.empty();
        }
        int rate = in.get();
        int dbm = in.get();
        byte[] mpdu = new byte[length];
        in.get(mpdu);
        return Optional.of(new Sent(new RadioFrame(mpdu, channel, rate & 31, dbm)));
    }

    private static Optional<RadioMessage> listening(ByteBuffer in, int channel) {
        int count = in.remaining() / MacAddress.LENGTH;
        if (channel != 0 && !isChannel(channel) || count > MOST_ADDRESSES || in.remaining() % MacAddress.LENGTH != 0) {
            return Optional.empty();
        }
        List<MacAddress> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add(MacAddress.get(in));
        }
        return Optional.of(new Listening(channel, addresses));
    }

    /** Whether there is such a channel in the 2.4 GHz band. */
    static boolean isChannel(int channel) {
        return channel >= 1 && channel <= 14;
    }
}
