package dev.crema.net.air;

import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.MacAddress;
import java.util.Optional;

/**
 * A network that a station has heard of.
 *
 * @param privacy whether it takes encrypted data only
 * @param rsn contents of its RSN element
 */
record FoundNetwork(Ssid ssid, MacAddress bssid, int channel, boolean privacy, Optional<byte[]> rsn) {
    private static final int CAPABILITY = 10;
    private static final int FIXED = 12;
    private static final int PRIVACY = 0x10;

    /** Reads a beacon; empty if it is cut off, or hides the network's name. */
    static Optional<FoundNetwork> parse(Mpdu beacon, int channel) {
        byte[] bytes = beacon.bytes();
        int body = beacon.bodyOffset();
        if (bytes.length < body + FIXED) {
            return Optional.empty();
        }
        Elements elements = new Elements(bytes, body + FIXED);
        boolean privacy = (bytes[body + CAPABILITY] & PRIVACY) != 0;
        return elements.find(Elements.SSID).flatMap(Ssid::of).filter(ssid -> !ssid.isWildcard())
                .map(ssid -> new FoundNetwork(ssid, beacon.transmitter(), channel, privacy, elements.find(Elements.RSN)));
    }

    /** The same where it is now. */
    FoundNetwork on(int otherChannel) {
        return new FoundNetwork(ssid, bssid, otherChannel, privacy, rsn);
    }
}
