package dev.crema.net.ethernet;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a message of the {@link Ether} travels between processes: in a frame to everybody, of an EtherType that the standard leaves to
 * experiments (IEEE 802, section 9.2.4), longer than Ethernet allows if need be. To whoever knows Ethernet only, such as QEMU, it is
 * a frame of an unknown protocol.
 */
final class RadioEnvelope {
    /** Local experimental EtherType 2. */
    private static final int TYPE = 0x88b6;
    /** Nobody's address: of nobody by law, bit 1 of the first byte, and of no machine. */
    private static final MacAddress SOURCE = new MacAddress(0x02_63_72_65_6d_00L);

    private RadioEnvelope() { }

    /** Whether a frame is an envelope. */
    static boolean is(byte[] frame) {
        return frame.length >= EthernetFrame.HEADER && ((frame[12] & 0xff) << 8 | frame[13] & 0xff) == TYPE;
    }

    static byte[] wrap(byte[] message) {
        return new EthernetFrame(MacAddress.BROADCAST, SOURCE, TYPE, message).toBytes();
    }

    /** The message in a frame; empty if the frame is no envelope. */
    static Optional<byte[]> open(byte[] frame) {
        return is(frame) ? Optional.of(Arrays.copyOfRange(frame, EthernetFrame.HEADER, frame.length)) : Optional.empty();
    }
}
