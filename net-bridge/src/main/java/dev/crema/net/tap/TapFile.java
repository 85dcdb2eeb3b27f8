package dev.crema.net.tap;

import dev.crema.net.ethernet.NetworkException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file of a TAP device: frames are read from it and written to it. See the kernel's documentation, networking/tuntap.rst.
 */
final class TapFile implements AutoCloseable {
    private static final Path CLONE_DEVICE = Path.of("/dev/net/tun");
    private static final int LONGEST_NAME = 15;

    // Of the C headers fcntl.h, linux/if_tun.h, linux/if.h, poll.h and errno.h, the same on all architectures that Java runs on.
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final int IFREQ_SIZE = 40;
    private static final int IFREQ_FLAGS_AT = 16;
    private static final short IFF_TAP = 0x0002;
    private static final short IFF_NO_PI = 0x1000;
    private static final int POLLFD_SIZE = 8;
    private static final int POLLFD_EVENTS_AT = 4;
    private static final int POLLFD_REVENTS_AT = 6;
    private static final short POLLIN = 1;
    private static final int FOREVER = -1;
    private static final int EPERM = 1;
    private static final int EINTR = 4;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int EINVAL = 22;

    /** More than any frame of a device whose MTU is the usual one. */
    private static final int BUFFER = 65_536;

    private static final LinuxCall OPEN = LinuxCall.variadic("open", 2, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final LinuxCall IOCTL = LinuxCall.variadic("ioctl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS);
    private static final LinuxCall READ = LinuxCall.returningSize("read", ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG);
    private static final LinuxCall WRITE = LinuxCall.returningSize("write", ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG);
    private static final LinuxCall POLL = LinuxCall.returningInt("poll", ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT);
    private static final LinuxCall EVENTFD = LinuxCall.returningInt("eventfd", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final LinuxCall CLOSE = LinuxCall.returningInt("close", ValueLayout.JAVA_INT);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment input = arena.allocate(BUFFER);
    private final MemorySegment output = arena.allocate(BUFFER);
    private final MemorySegment wake = arena.allocate(Long.BYTES, Long.BYTES);
    private final MemorySegment polled = arena.allocate(2L * POLLFD_SIZE, Integer.BYTES);
    private final int device;
    private final int closing;

    /**
     * Opens a device, and makes it if there is none of that name.
     *
     * @throws NetworkException if it cannot be had
     */
    TapFile(String name) {
        if (!name.matches("[A-Za-z0-9_.-]{1," + LONGEST_NAME + "}")) {
            throw new NetworkException("--tap \"%s\" is no name of a network device: it needs 1 to %d letters, digits, dots, "
                    + "hyphens or underscores.", name, LONGEST_NAME);
        }
        if (!Files.exists(CLONE_DEVICE)) {
            throw new NetworkException("--tap %s: this host has no TAP devices, for there is no %s; on Linux, load the module "
                    + "tun.", name, CLONE_DEVICE);
        }
        try {
            device = (int) OPEN.call(arena.allocateFrom(CLONE_DEVICE.toString()), O_RDWR | O_CLOEXEC);
        } catch (LinuxCall.Failure failure) {
            throw refused(name, failure.errno());
        }
        try {
            attach(name);
            closing = (int) EVENTFD.call(0, O_CLOEXEC);
        } catch (LinuxCall.Failure failure) {
            closeQuietly(device);
            throw refused(name, failure.errno());
        }
    }

    private void attach(String name) throws LinuxCall.Failure {
        MemorySegment request = arena.allocate(IFREQ_SIZE, Long.BYTES);
        request.copyFrom(MemorySegment.ofArray(name.getBytes(StandardCharsets.US_ASCII)));
        request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS_AT, (short) (IFF_TAP | IFF_NO_PI));
        IOCTL.call(device, TUNSETIFF, request);
    }

    private static NetworkException refused(String name, int errno) {
        return switch (errno) {
            case EPERM, EACCES -> new NetworkException("--tap %s: you may not use this device; as root, make it yours with: "
                    + "ip tuntap add dev %s mode tap user %s.", name, name, System.getProperty("user.name"));
            case EBUSY -> new NetworkException("--tap %s: another program uses this device; choose another.", name);
            case EINVAL -> new NetworkException("--tap %s: there is a device of this name that is no TAP device; choose "
                    + "another.", name);
            default -> new NetworkException("--tap %s cannot be opened: error %d of the system.", name, errno);
        };
    }

    /** Waits for a frame; empty when the file was closed, or the device is gone. */
    Optional<byte[]> read() {
        try {
            return await() ? Optional.of(readNow()) : Optional.empty();
        } catch (LinuxCall.Failure gone) {
            return Optional.empty();
        }
    }

    private boolean await() throws LinuxCall.Failure {
        setPolled(0, device);
        setPolled(POLLFD_SIZE, closing);
        while (true) {
            try {
                POLL.call(polled, 2L, FOREVER);
                return polled.get(ValueLayout.JAVA_SHORT, POLLFD_SIZE + POLLFD_REVENTS_AT) == 0;
            } catch (LinuxCall.Failure failure) {
                if (failure.errno() != EINTR) {
                    throw failure;
                }
            }
        }
    }

    private void setPolled(int at, int file) {
        polled.set(ValueLayout.JAVA_INT, at, file);
        polled.set(ValueLayout.JAVA_SHORT, at + POLLFD_EVENTS_AT, POLLIN);
        polled.set(ValueLayout.JAVA_SHORT, at + POLLFD_REVENTS_AT, (short) 0);
    }

    private byte[] readNow() throws LinuxCall.Failure {
        long count = READ.call(device, input, input.byteSize());
        return input.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Writes a frame; lost if the device is down, as on an unplugged cable. Used on one thread. */
    void write(byte[] frame) {
        output.copyFrom(MemorySegment.ofArray(frame));
        try {
            WRITE.call(device, output, (long) frame.length);
        } catch (LinuxCall.Failure lost) {
            // EIO while the device is down.
        }
    }

    /** Ends {@link #read}, also one that waits. */
    void wake() {
        wake.set(ValueLayout.JAVA_LONG, 0, 1);
        try {
            WRITE.call(closing, wake, (long) Long.BYTES);
        } catch (LinuxCall.Failure impossible) {
            throw new IllegalStateException("an event counter takes a 1", impossible);
        }
    }

    /** Closes the file; a device that was not made to stay goes with it. Nobody may use it any more. */
    @Override
    public void close() {
        closeQuietly(device);
        closeQuietly(closing);
        arena.close();
    }

    private static void closeQuietly(int file) {
        try {
            CLOSE.call(file);
        } catch (LinuxCall.Failure ignored) {
            // Whatever was wrong, it is closed.
        }
    }
}
