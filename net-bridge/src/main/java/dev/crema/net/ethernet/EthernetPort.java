package dev.crema.net.ethernet;

/**
 * One end of a cable: what is put in comes out at the other end. Frames are Ethernet II, from the destination address to the end of
 * the payload, without padding and frame check sequence, at most 1,514 bytes; whoever gets one keeps it and may change it.
 *
 * <p>A port is used on one thread only, its machine's.
 */
@FunctionalInterface
public interface EthernetPort {
    /** The longest frame, in bytes: header and 1,500 bytes of payload. */
    int LONGEST_FRAME = 1_514;

    /** Takes a frame. Malformed ones are dropped. */
    void send(byte[] frame);
}
