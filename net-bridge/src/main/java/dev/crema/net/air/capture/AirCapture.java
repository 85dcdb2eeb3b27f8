package dev.crema.net.air.capture;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.net.air.KeyRing;
import dev.crema.net.air.Sniffer;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.ethernet.PcapFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A capture file of everything that is sent in an air, for Wireshark and tshark: with what {@link PcapFile} demands of them, a
 * frame is in the file when it has been sent.
 */
public final class AirCapture implements Sniffer, AutoCloseable {
    /** LINKTYPE_IEEE802_11_RADIOTAP. */
    private static final int LINK_TYPE = 127;

    private final PcapFile file;
    private final Optional<KeyRing> keys;

    private AirCapture(Path path, Optional<KeyRing> keys) {
        this.file = new PcapFile(path, LINK_TYPE);
        this.keys = keys;
    }

    /** A capture of what is on the air; Wireshark decrypts it if it knows the password. */
    public static AirCapture encrypted(Path path) {
        return new AirCapture(path, Optional.empty());
    }

    /** A capture in which protected frames are shown as they were before encryption, where the keys are known. */
    public static AirCapture decrypted(Path path, KeyRing keys) {
        return new AirCapture(path, Optional.of(keys));
    }

    @Override
    public void heard(long tick, RadioFrame frame) {
        byte[] plain = keys.flatMap(ring -> Mpdu.parse(frame.mpdu()).flatMap(ring::open)).orElse(frame.mpdu());
        file.add(tick, Radiotap.record(frame, plain));
    }

    @Override
    public void close() {
        file.close();
    }
}
