package dev.crema.net.air.frame;

import dev.crema.net.ethernet.MacAddress;
import java.io.ByteArrayOutputStream;

/** Builds frames front to back; numbers are little-endian. The sequence number is left for whoever sends the frame. */
public final class MpduBuilder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    private int flags;

    private MpduBuilder(FrameKind kind, int flags, int duration, MacAddress receiver, MacAddress transmitter) {
        this.flags = flags;
        u8(kind.code()).u8(flags).u16(duration).bytes(receiver.bytes()).bytes(transmitter.bytes());
    }

    /** A management frame. */
    public static MpduBuilder management(FrameKind kind, MacAddress receiver, MacAddress transmitter, MacAddress bssid) {
        return new MpduBuilder(kind, 0, 0, receiver, transmitter).bytes(bssid.bytes()).u16(0);
    }

    /** A data frame from an access point: to a station from whoever wrote it. */
    public static MpduBuilder fromDs(FrameKind kind, MacAddress receiver, MacAddress bssid, MacAddress source) {
        return new MpduBuilder(kind, Mpdu.FROM_DS, 0, receiver, bssid).bytes(source.bytes()).u16(0);
    }

    /** A data frame to an access point: from a station to whoever shall read it. */
    public static MpduBuilder toDs(FrameKind kind, MacAddress bssid, MacAddress transmitter, MacAddress destination) {
        return new MpduBuilder(kind, Mpdu.TO_DS, 0, bssid, transmitter).bytes(destination.bytes()).u16(0);
    }

    /** Asks for a frame that the access point keeps for a station that dozes. */
    public static MpduBuilder psPoll(MacAddress bssid, MacAddress transmitter, int aid) {
        return new MpduBuilder(FrameKind.PS_POLL, 0, aid | 0xC000, bssid, transmitter);
    }

    /** Sets that there is more for a receiver who dozes. */
    public MpduBuilder moreData(boolean more) {
        flags |= more ? Mpdu.MORE_DATA : 0;
        return this;
    }

    /** Sets that the sender is going to doze. */
    public MpduBuilder powerManagement(boolean dozing) {
        flags |= dozing ? Mpdu.POWER_MANAGEMENT : 0;
        return this;
    }

    /** Appends a byte. */
    public MpduBuilder u8(int value) {
        bytes.write(value);
        return this;
    }

    /** Appends two bytes. */
    public MpduBuilder u16(int value) {
        return u8(value).u8(value >>> 8);
    }

    /** Appends eight bytes. */
    public MpduBuilder u64(long value) {
        for (int shift = 0; shift < 64; shift += 8) {
            u8((int) (value >>> shift));
        }
        return this;
    }

    /** Appends bytes. */
    public MpduBuilder bytes(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /** Appends an element (section 9.4.2.1) of at most 255 bytes. */
    public MpduBuilder element(int id, byte[] contents) {
        return u8(id).u8(contents.length).bytes(contents);
    }

    /** The frame. */
    public byte[] build() {
        byte[] mpdu = bytes.toByteArray();
        mpdu[1] = (byte) flags;
        return mpdu;
    }
}
