package dev.crema.net.air.frame;

import java.util.Arrays;
import java.util.Optional;

/** The elements at the end of a management frame's body (IEEE 802.11-2016, section 9.4.2). */
public final class Elements {
    public static final int SSID = 0;
    public static final int SUPPORTED_RATES = 1;
    public static final int DS_PARAMETER = 3;
    public static final int TIM = 5;
    public static final int ERP = 42;
    public static final int RSN = 48;
    public static final int EXTENDED_RATES = 50;

    private final byte[] frame;
    private final int start;

    /** The elements of a frame from an offset on; none if it lies behind the frame's end. */
    public Elements(byte[] frame, int start) {
        this.frame = frame;
        this.start = start;
    }

    /** The contents of the first element of a kind; an element that is cut off is none. */
    public Optional<byte[]> find(int id) {
        for (int at = start; at + 2 <= frame.length; at = end(at)) {
            if ((frame[at] & 0xFF) == id && end(at) <= frame.length) {
                return Optional.of(Arrays.copyOfRange(frame, at + 2, end(at)));
            }
        }
        return Optional.empty();
    }

    private int end(int at) {
        return at + 2 + (frame[at + 1] & 0xFF);
    }
}
