package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.LlcSnap;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.Rate;
import dev.crema.net.air.security.Authenticator;
import dev.crema.net.air.security.TemporalKey;
import dev.crema.net.ethernet.MacAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Data between an access point's stations and the Ethernet behind it, encrypted where it must be, kept while a station dozes. */
final class DataPath {
    private final MacAddress bssid;
    private final int level;
    private final DistributionSystem distribution;
    private final Transmitter transmitter;
    private final Clients clients;
    private final Optional<BssKeys> keys;
    private final PowerSave powerSave = new PowerSave();

    /**
     * The data path of an access point.
     *
     * @param level signal strength in dBm, by which it chooses the rate
     * @param keys if the network is secured
     */
    DataPath(MacAddress bssid, int level, DistributionSystem distribution, Transmitter transmitter, Clients clients,
            Optional<BssKeys> keys) {
        this.bssid = bssid;
        this.level = level;
        this.distribution = distribution;
        this.transmitter = transmitter;
        this.clients = clients;
        this.keys = keys;
    }

    void clear() {
        powerSave.clear();
    }

    /** Contents of the TIM element. */
    byte[] tim() {
        return powerSave.tim(clients.all());
    }

    /** Takes a data frame of an associated station. */
    void fromStation(Client client, Mpdu mpdu) {
        boolean carriesData = mpdu.kind() == FrameKind.DATA || mpdu.kind() == FrameKind.QOS_DATA;
        // No driver of an ESP32 sends fragments, and none aggregates without HT.
        boolean whole = !mpdu.moreFragments() && (mpdu.sequenceControl() & 0xF) == 0 && (mpdu.qosControl() & 0x80) == 0;
        if (carriesData && whole) {
            client.plain(mpdu).ifPresent(plain -> take(client, plain));
        }
        powerManagement(client, mpdu.powerManagement());
    }

    private void take(Client client, Mpdu plain) {
        byte[] bytes = plain.bytes();
        int body = plain.bodyOffset();
        if (LlcSnap.isEapol(bytes, body)) {
            byte[] eapol = Arrays.copyOfRange(bytes, body + LlcSnap.HEADER, bytes.length);
            client.authenticator().ifPresent(authenticator -> authenticator.receive(eapol));
        } else if (client.maySend()) {
            LlcSnap.toEthernet(plain.address3(), client.address(), bytes, body).ifPresent(distribution::fromStation);
        }
    }

    // ---- To stations ----

    /** Sends an Ethernet frame to all stations, unless there are none but the one that it comes from. */
    void sendToGroup(byte[] frame) {
        MacAddress source = MacAddress.of(frame, MacAddress.LENGTH);
        if (clients.all().stream().noneMatch(client -> client.maySend() && !client.address().equals(source))) {
            return;
        }
        if (clients.all().stream().anyMatch(Client::isDozing)) {
            powerSave.keep(frame);
        } else {
            transmitter.send(new ToGroup(frame, false));
        }
    }

    /** What waited for a beacon follows it. */
    void afterBeacon() {
        List<byte[]> group = powerSave.takeGroup();
        for (byte[] frame : group.reversed()) {
            boolean more = frame != group.getLast();
            transmitter.sendFirst(new ToGroup(frame, more));
        }
        powerSave.takeFarewells().forEach(mpdu -> transmitter.sendFirst(Outgoing.of(mpdu)));
    }

    private byte[] toGroup(byte[] frame, boolean more) {
        return sealed(keys.map(BssKeys::inUse), data(MacAddress.of(frame, 0), frame, more));
    }

    /** Sends an Ethernet frame to a station, at once or when it is ready. */
    void send(Client client, byte[] frame) {
        client.keep(frame);
        transmitter.send(new Unicast(client, false));
    }

    /** Sends a last frame to a station that is no longer one, when it listens. */
    void sendFarewell(Client client, byte[] mpdu) {
        if (client.isDozing()) {
            powerSave.keepFarewell(client, mpdu);
        } else {
            transmitter.send(Outgoing.of(mpdu));
        }
    }

    /** A station has come back. */
    void dropFarewells(MacAddress station) {
        powerSave.dropFarewells(station);
    }

    /** Sends an 802.1X frame to a station. */
    void sendEapol(Client client, byte[] eapol, boolean encrypted) {
        transmitter.send(new Eapol(client, eapol, encrypted));
    }

    /** An 802.1X frame. */
    private final class Eapol implements Outgoing {
        private Client client;
        private byte[] eapol;
        private boolean encrypted;

        Eapol(Client client, byte[] eapol, boolean encrypted) {
            this.client = client;
            this.eapol = eapol;
            this.encrypted = encrypted;
        }

        @Override
        public Optional<byte[]> mpdu(long start) {
            byte[] mpdu = MpduBuilder.fromDs(FrameKind.DATA, client.address(), bssid, bssid)
                    .bytes(LlcSnap.of(LlcSnap.ETHERTYPE_EAPOL, eapol)).build();
            return Optional.of(mpdu).filter(frame -> clients.holds(client))
                    .map(frame -> encrypted ? sealed(pairwise(client), frame) : frame);
        }

        @Override
        public Kind kind() {
            return Kind.EAPOL;
        }

        @Override
        public void state(State state) {
            client = clients.reference(state, client);
            eapol = state.array(eapol);
            encrypted = state.value(encrypted);
        }
    }

    /** An Ethernet frame for all stations. */
    private final class ToGroup implements Outgoing {
        private byte[] frame;
        private boolean more;

        ToGroup(byte[] frame, boolean more) {
            this.frame = frame;
            this.more = more;
        }

        @Override
        public Optional<byte[]> mpdu(long start) {
            return Optional.of(toGroup(frame, more));
        }

        @Override
        public Kind kind() {
            return Kind.TO_GROUP;
        }

        @Override
        public void state(State state) {
            frame = state.array(frame);
            more = state.value(more);
        }
    }

    /** A frame that is to be restored. */
    Outgoing blank(Outgoing.Kind kind) {
        byte[] nothing = new byte[LlcSnap.ETHERNET_HEADER];
        return switch (kind) {
            case TO_GROUP -> new ToGroup(nothing, false);
            case TO_STATION -> new Unicast(Clients.NOBODY, false);
            case EAPOL -> new Eapol(Clients.NOBODY, nothing, false);
            default -> Outgoing.of(nothing);
        };
    }

    void state(State state) {
        powerSave.state(state, clients);
    }

    private static Optional<TemporalKey> pairwise(Client client) {
        return client.authenticator().flatMap(Authenticator::pairwise);
    }

    private byte[] data(MacAddress receiver, byte[] frame, boolean more) {
        return MpduBuilder.fromDs(FrameKind.DATA, receiver, bssid, MacAddress.of(frame, MacAddress.LENGTH)).moreData(more)
                .bytes(LlcSnap.toAir(frame)).build();
    }

    private static byte[] sealed(Optional<TemporalKey> key, byte[] mpdu) {
        return key.flatMap(temporal -> Mpdu.parse(mpdu).map(temporal::seal)).orElse(mpdu);
    }

    /** The next of the frames kept for a station, which is ready for it or has asked. */
    private final class Unicast implements Outgoing {
        private Client client;
        private boolean polled;

        Unicast(Client client, boolean polled) {
            this.client = client;
            this.polled = polled;
        }

        @Override
        public Optional<byte[]> mpdu(long start) {
            if (!clients.holds(client) || !client.isReady() && !polled) {
                return Optional.empty();
            }
            return client.takeKept()
                    .map(frame -> sealed(pairwise(client), data(client.address(), frame, polled && client.hasKept())));
        }

        @Override
        public Rate rate() {
            return Rate.fastest(level);
        }

        @Override
        public Kind kind() {
            return Kind.TO_STATION;
        }

        @Override
        public void state(State state) {
            client = clients.reference(state, client);
            polled = state.value(polled);
        }
    }

    // ---- Power save ----

    private void powerManagement(Client client, boolean dozing) {
        boolean wakes = client.isDozing() && !dozing;
        client.doze(dozing);
        if (wakes) {
            sendKept(client);
        }
    }

    /** The station is ready for what was kept for it. */
    void sendKept(Client client) {
        for (int i = client.kept(); i > 0; i--) {
            transmitter.send(new Unicast(client, false));
        }
    }

    /** A station that dozes asks for one frame. */
    void psPoll(Client client) {
        transmitter.send(client.hasKept() ? new Unicast(client, true)
                : Outgoing.of(MpduBuilder.fromDs(FrameKind.NULL, client.address(), bssid, bssid).build()));
    }
}
