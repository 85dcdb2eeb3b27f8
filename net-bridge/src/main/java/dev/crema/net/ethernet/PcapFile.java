package dev.crema.net.ethernet;

import dev.crema.emulator.time.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A capture file of frames with virtual time, for Wireshark and tshark: the pcap format of draft-ietf-opsawg-pcap with
 * nanoseconds. Each frame is in the file as soon as it is added, so a capture can be watched and survives whatever ends the run.
 */
public final class PcapFile implements AutoCloseable {
    /** Link type of Ethernet frames. */
    public static final int ETHERNET = 1;

    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final short VERSION_MAJOR = 2;
    private static final short VERSION_MINOR = 4;
    private static final int SNAPSHOT_LENGTH = 65_535;
    private static final int FILE_HEADER = 24;
    private static final int FRAME_HEADER = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Path path;
    private final OutputStream out;

    /**
     * Makes the file, or replaces it.
     *
     * @param linkType what the frames are, as tcpdump.org assigns it, such as {@link #ETHERNET}
     * @throws NetworkException if it cannot be written
     */
    public PcapFile(Path path, int linkType) {
        this.path = path;
        try {
            out = Files.newOutputStream(path);
            out.write(ByteBuffer.allocate(FILE_HEADER).putInt(MAGIC_NANOSECONDS)
                    .putShort(VERSION_MAJOR).putShort(VERSION_MINOR).putInt(0).putInt(0)
                    .putInt(SNAPSHOT_LENGTH).putInt(linkType).array());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Adds a frame.
     *
     * @param tick of virtual time
     * @throws NetworkException if it cannot be written
     */
    public void add(long tick, byte[] frame) {
        long seconds = tick / Clock.TICKS_PER_SECOND;
        long nanos = tick % Clock.TICKS_PER_SECOND * NANOS_PER_SECOND / Clock.TICKS_PER_SECOND;
        try {
            out.write(ByteBuffer.allocate(FRAME_HEADER + frame.length).putInt((int) seconds).putInt((int) nanos)
                    .putInt(frame.length).putInt(frame.length).put(frame).array());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private NetworkException unwritable(IOException e) {
        return new NetworkException("The capture file %s cannot be written: %s; name another with --pcap.", path, e.getMessage());
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
