package dev.crema.net.tap;

import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.LearningBridge;
import dev.crema.net.ethernet.Network;
import dev.crema.net.ethernet.NetworkException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TAP device of a Linux host: the guest is on a network of the host, with its own address, to be bridged and routed there. As
 * long as it is, guest time keeps to host time.
 */
public final class TapDevice implements Network {
    /** Frames that may wait for the machine's thread; more are lost, as in a full queue of a network card. */
    private static final int MOST_WAITING = 512;
    private static final long CLOSING_MILLIS = 2_000;

    private final String name;
    private final TapFile file;
    private final LearningBridge bridge = new LearningBridge();
    private final AtomicInteger waiting = new AtomicInteger();
    private Optional<Thread> reader = Optional.empty();

    private TapDevice(String name, TapFile file) {
        this.name = name;
        this.file = file;
    }

    /**
     * Opens a device, and makes it if there is none of that name. Setting it up (its address, and that it is up) is the user's.
     *
     * @throws NetworkException if it cannot be had
     */
    public static TapDevice open(String name) {
        return new TapDevice(name, new TapFile(name));
    }

    @Override
    public EthernetPort plug(EthernetPort guests, Host host) {
        if (reader.isEmpty()) {
            LearningBridge.Port device = bridge.add(file::write);
            reader = Optional.of(Thread.ofPlatform().daemon().name("crema-tap-" + name).start(() -> carry(device, host)));
            host.post(() -> host.followHostTime(true));
        }
        return bridge.add(guests);
    }

    private void carry(EthernetPort device, Host host) {
        for (Optional<byte[]> frame = file.read(); frame.isPresent(); frame = file.read()) {
            byte[] bytes = frame.get();
            if (waiting.get() < MOST_WAITING) {
                waiting.incrementAndGet();
                host.post(() -> {
                    waiting.decrementAndGet();
                    device.send(bytes);
                });
            }
        }
    }

    @Override
    public void close() {
        file.wake();
        try {
            if (reader.isPresent()) {
                reader.get().join(CLOSING_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
