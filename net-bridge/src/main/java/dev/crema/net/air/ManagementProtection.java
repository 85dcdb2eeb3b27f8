package dev.crema.net.air;

import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.security.TemporalKey;
import dev.crema.net.ethernet.MacAddress;
import java.util.Optional;

/**
 * A station whose access point wants management frames protected: believes what is encrypted with their key, and where somebody else
 * says that it is sent away, asks (SA query, sections 9.6.9 and 11.13).
 */
final class ManagementProtection {
    /** What it asks of the station. */
    interface Port {
        void send(byte[] mpdu);

        /** Takes the body of a deauthentication or disassociation that the access point means. */
        void sentAway(byte[] body);

        /** The access point has been asked, or has answered: {@link #isAsking}. */
        void asking();
    }

    private static final int CATEGORY = 8;
    private static final int REQUEST = 0;
    private static final int RESPONSE = 1;
    /** Category, kind, and two bytes of the asker's. */
    private static final int LENGTH = 4;

    private final MacAddress accessPoint;
    private final MacAddress station;
    private final Port port;
    private boolean asking;

    ManagementProtection(MacAddress accessPoint, MacAddress station, Port port) {
        this.accessPoint = accessPoint;
        this.station = station;
        this.port = port;
    }

    /** Whether the access point has been asked whether it still knows the station, and has not answered. */
    boolean isAsking() {
        return asking;
    }

    static boolean concerns(FrameKind kind) {
        return isFarewell(kind) || kind == FrameKind.ACTION;
    }

    static boolean isFarewell(FrameKind kind) {
        return kind == FrameKind.DEAUTHENTICATION || kind == FrameKind.DISASSOCIATION;
    }

    /** Takes a frame that this {@linkplain #concerns}, of the access point or of who says it is. */
    void receive(Mpdu mpdu, TemporalKey key) {
        Optional<byte[]> body = mpdu.isProtected() ? key.open(mpdu).flatMap(Mpdu::parse).map(Mpdu::body) : Optional.empty();
        if (isFarewell(mpdu.kind())) {
            body.ifPresentOrElse(port::sentAway, () -> ask(key));
        } else {
            body.filter(action -> action.length >= LENGTH && action[0] == CATEGORY).ifPresent(action -> query(action, key));
        }
    }

    private void ask(TemporalKey key) {
        if (!asking) {
            send(REQUEST, 0, 0, key);
            asking(true);
        }
    }

    private void query(byte[] action, TemporalKey key) {
        if (action[1] == REQUEST) {
            send(RESPONSE, action[2], action[3], key);
        } else if (asking) {
            asking(false);
        }
    }

    private void asking(boolean now) {
        asking = now;
        port.asking();
    }

    private void send(int kind, int first, int second, TemporalKey key) {
        byte[] plain = MpduBuilder.management(FrameKind.ACTION, accessPoint, station, accessPoint)
                .u8(CATEGORY).u8(kind).u8(first).u8(second).build();
        Mpdu.parse(plain).map(key::seal).ifPresent(port::send);
    }
}
