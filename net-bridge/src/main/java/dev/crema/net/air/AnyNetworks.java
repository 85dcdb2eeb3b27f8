package dev.crema.net.air;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.MacAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hears which networks the machine asks for, and sees to it that there are such. */
final class AnyNetworks {
    /** A firmware knows a handful. */
    private static final int MOST = 8;

    private final Air air;
    private final PasswordSource source;
    private final Set<MacAddress> made = new HashSet<>();

    AnyNetworks(Air air, PasswordSource source) {
        this.air = air;
        this.source = source;
        air.onEvent(this::told);
    }

    /** The machine has sent a frame. */
    void heard(RadioFrame frame) {
        Mpdu.parse(frame.mpdu()).filter(mpdu -> mpdu.kind() == FrameKind.PROBE_REQUEST)
                .flatMap(mpdu -> new Elements(mpdu.bytes(), mpdu.bodyOffset()).find(Elements.SSID)).flatMap(Ssid::of)
                .filter(ssid -> !ssid.isWildcard()).ifPresent(ssid -> asked(ssid, frame.channel()));
    }

    private void asked(Ssid ssid, int channel) {
        boolean known = air.accessPoints().stream().anyMatch(accessPoint -> accessPoint.network().ssid().equals(ssid));
        if (!known && made.size() < MOST && WifiNetwork.isChannel(channel)) {
            List<String> candidates = source.candidates(ssid).stream().filter(WifiNetwork::isPassword).toList();
            Optional<Passwords> passwords = candidates.isEmpty() ? Optional.empty()
                    : Optional.of(new Passwords(ssid, () -> source.candidates(ssid)));
            made.add(air.add(new WifiNetwork(ssid, candidates.stream().findFirst(), channel), passwords).bssid());
        }
    }

    private void told(AirEvent event) {
        switch (event) {
            case AirEvent.Associated joined when made.contains(joined.bssid()) && !joined.secured() ->
                air.tell(new AirEvent.CredentialsUsed(joined.ssid(), Optional.empty()));
            case AirEvent.HandshakeComplete joined when made.contains(joined.bssid()) ->
                air.tell(new AirEvent.CredentialsUsed(joined.ssid(), Optional.of(joined.password())));
            default -> { }
        }
    }
}
