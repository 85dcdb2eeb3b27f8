package dev.crema.net.air.capture;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.net.air.frame.Rate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Frames as captures hold them: a radiotap header (radiotap.org), the frame, its check sequence. */
final class Radiotap {
    private static final int PRESENT_FLAGS = 1 << 1;
    private static final int PRESENT_RATE = 1 << 2;
    private static final int PRESENT_CHANNEL = 1 << 3;
    private static final int PRESENT_SIGNAL = 1 << 5;
    private static final int PRESENT_MCS = 1 << 19;

    private static final int FLAG_SHORT_PREAMBLE = 0x02;
    private static final int FLAG_FCS = 0x10;
    private static final int CHANNEL_CCK = 0x0020;
    private static final int CHANNEL_OFDM = 0x0040;
    private static final int CHANNEL_2_GHZ = 0x0080;
    private static final int MCS_KNOWN_INDEX_AND_GUARD = 0x06;
    private static final int MCS_SHORT_GUARD = 0x04;
    private static final int FIRST_SHORT_PREAMBLE = 5;
    private static final int FIRST_HT = 16;
    private static final int FIRST_SHORT_GUARD = 24;

    private static final int HEADER = 8;
    private static final int FCS = 4;

    private Radiotap() { }

    /** The record of a frame that was sent in this form. */
    static byte[] record(RadioFrame frame, byte[] mpdu) {
        Rate rate = Rate.of(frame.rate());
        boolean ht = rate.modulation() == Rate.Modulation.HT;
        boolean shortPreamble = rate.modulation() == Rate.Modulation.DSSS && rate.code() >= FIRST_SHORT_PREAMBLE;
        // Fields are in the order of their bits, each aligned to its own size; so without a rate there is a byte of padding.
        ByteBuffer fields = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        fields.put((byte) (FLAG_FCS | (shortPreamble ? FLAG_SHORT_PREAMBLE : 0)));
        fields.put((byte) (ht ? 0 : rate.kilobits() / 500));
        fields.putShort((short) megahertz(frame.channel()));
        fields.putShort((short) (CHANNEL_2_GHZ | (rate.modulation() == Rate.Modulation.DSSS ? CHANNEL_CCK : CHANNEL_OFDM)));
        fields.put((byte) frame.dbm());
        if (ht) {
            boolean shortGuard = rate.code() >= FIRST_SHORT_GUARD;
            fields.put((byte) MCS_KNOWN_INDEX_AND_GUARD).put((byte) (shortGuard ? MCS_SHORT_GUARD : 0));
            fields.put((byte) (rate.code() - (shortGuard ? FIRST_SHORT_GUARD : FIRST_HT)));
        }
        fields.flip();
        int present = PRESENT_FLAGS | PRESENT_CHANNEL | PRESENT_SIGNAL | (ht ? PRESENT_MCS : PRESENT_RATE);
        int length = HEADER + fields.remaining();
        return ByteBuffer.allocate(length + mpdu.length + FCS).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0).put((byte) 0).putShort((short) length).putInt(present).put(fields)
                .put(mpdu).putInt(checkSequence(mpdu)).array();
    }

    /** The middle of a channel: 2,412 MHz and 5 MHz for each further one, but for channel 14. */
    private static int megahertz(int channel) {
        return channel == 14 ? 2_484 : 2_407 + 5 * channel;
    }

    private static int checkSequence(byte[] mpdu) {
        CRC32 crc = new CRC32();
        crc.update(mpdu);
        return (int) crc.getValue();
    }
}
