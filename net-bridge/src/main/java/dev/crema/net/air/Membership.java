package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.air.frame.StatusCode;
import dev.crema.net.air.security.Authenticator;
import dev.crema.net.air.security.PairwiseMasterKey;
import dev.crema.net.air.security.Rsn;
import dev.crema.net.ethernet.MacAddress;
import java.util.Optional;

/** How stations join an access point and leave it: authentication, association, handshakes, farewells. */
final class Membership {
    /** As hostapd: a station silent for so long is asked whether it is still there. */
    private static final long INACTIVITY = 300 * Clock.TICKS_PER_SECOND;
    private static final int OPEN_SYSTEM = 0;
    private static final int ACTION_BLOCK_ACK = 3;
    private static final int ADDBA_REQUEST = 0;
    private static final int ADDBA_REQUEST_LENGTH = 9;

    private final Air air;
    private final AccessPoint accessPoint;
    private final Ssid ssid;
    private final BssFrames frames;
    private final Transmitter transmitter;
    private final Clients clients;
    private final DataPath dataPath;
    private final Optional<BssKeys> keys;

    Membership(Air air, AccessPoint accessPoint, BssFrames frames, Transmitter transmitter, Clients clients, DataPath dataPath,
            Optional<BssKeys> keys) {
        this.air = air;
        this.accessPoint = accessPoint;
        this.ssid = accessPoint.network().ssid();
        this.frames = frames;
        this.transmitter = transmitter;
        this.clients = clients;
        this.dataPath = dataPath;
        this.keys = keys;
        keys.ifPresent(secured -> air.keys().addGroup(accessPoint.bssid(), secured.newest()));
    }

    /** Takes a management frame for the access point. */
    void receive(Mpdu mpdu) {
        MacAddress station = mpdu.transmitter();
        // No driver protects management frames (802.11w) where the access point does not offer it.
        if (station.isGroup() || mpdu.isProtected()) {
            return;
        }
        Optional<Client> known = clients.find(station);
        known.ifPresent(client -> client.heardAt(air.clock().now()));
        byte[] body = mpdu.body();
        switch (mpdu.kind()) {
            case AUTHENTICATION -> authentication(station, body);
            case ASSOCIATION_REQUEST -> association(station, mpdu, FrameKind.ASSOCIATION_RESPONSE, 4);
            case REASSOCIATION_REQUEST -> association(station, mpdu, FrameKind.REASSOCIATION_RESPONSE, 4 + MacAddress.LENGTH);
            case DEAUTHENTICATION, DISASSOCIATION -> known.ifPresent(client -> left(client, body));
            case ACTION -> known.filter(Client::isAssociated).ifPresent(client -> action(client, body));
            default -> { }
        }
    }

    private void authentication(MacAddress station, byte[] body) {
        if (body.length < 6) {
            return;
        }
        int algorithm = u16(body, 0);
        int sequence = u16(body, 2);
        int status = algorithm != OPEN_SYSTEM ? StatusCode.AUTHENTICATION_ALGORITHM_NOT_SUPPORTED
                : sequence != 1 ? StatusCode.AUTHENTICATION_OUT_OF_SEQUENCE : StatusCode.SUCCESS;
        if (status == StatusCode.SUCCESS) {
            dataPath.dropFarewells(station);
            clients.admit(station).heardAt(air.clock().now());
        }
        answer(frames.authentication(station, algorithm, sequence + 1, status));
    }

    private void association(MacAddress station, Mpdu mpdu, FrameKind response, int elementsOffset) {
        Elements elements = new Elements(mpdu.bytes(), mpdu.bodyOffset() + elementsOffset);
        clients.find(station).ifPresentOrElse(client -> association(client, elements, response),
                () -> answer(goodbye(station, ReasonCode.CLASS2_FRAME_FROM_NONAUTHENTICATED_STATION)));
    }

    private void association(Client client, Elements elements, FrameKind response) {
        boolean ours = elements.find(Elements.SSID).flatMap(Ssid::of).filter(ssid::equals).isPresent();
        Optional<byte[]> rsn = elements.find(Elements.RSN);
        int status = !ours ? StatusCode.REFUSED : keys.isPresent() ? Rsn.judge(rsn) : StatusCode.SUCCESS;
        transmitter.send(new AssociationResponse(client, response == FrameKind.REASSOCIATION_RESPONSE, status, rsn));
    }

    /** The answer to a request to associate; when it has arrived the station is associated. */
    private final class AssociationResponse implements Outgoing {
        private Client client;
        private boolean again;
        private int status;
        private Optional<byte[]> rsn;

        AssociationResponse(Client client, boolean again, int status, Optional<byte[]> rsn) {
            this.client = client;
            this.again = again;
            this.status = status;
            this.rsn = rsn;
        }

        @Override
        public Optional<byte[]> mpdu(long start) {
            FrameKind response = again ? FrameKind.REASSOCIATION_RESPONSE : FrameKind.ASSOCIATION_RESPONSE;
            return Optional.of(frames.associationResponse(client.address(), response, status, client.aid()));
        }

        @Override
        public void sent(boolean acknowledged) {
            if (status != StatusCode.SUCCESS) {
                air.tell(new AirEvent.Refused(ssid, client.address(), status));
            } else if (acknowledged && clients.holds(client)) {
                associated(client, rsn);
            }
        }

        @Override
        public Kind kind() {
            return Kind.ASSOCIATION_RESPONSE;
        }

        @Override
        public void state(State state) {
            client = clients.reference(state, client);
            again = state.value(again);
            status = state.value(status);
            rsn = state.optional(rsn, new byte[0], state::array);
        }
    }

    private void associated(Client client, Optional<byte[]> rsn) {
        client.end();
        client.associate();
        air.distribution().moved(client.address(), accessPoint);
        air.tell(new AirEvent.Associated(ssid, accessPoint.bssid(), client.address(), client.aid(), keys.isPresent()));
        keys.ifPresent(secured -> {
            secure(client, secured, rsn.orElseThrow()).begin();
        });
    }

    private Authenticator secure(Client client, BssKeys secured, byte[] rsn) {
        Authenticator authenticator = new Authenticator(accessPoint.bssid(), client.address(), rsn, secured::passwords,
                secured::newest, secured.random(), air.clock(), new Handshakes(client, secured));
        client.secure(authenticator);
        return authenticator;
    }

    /** The stations and their handshakes, the keys, and what keys are made from. */
    void state(State state) {
        clients.state(state);
        keys.ifPresent(secured -> {
            secured.state(state);
            for (Client client : clients.snapshot()) {
                Optional<byte[]> element = client.authenticator().map(Authenticator::element);
                state.optional(element, new byte[0], state::array).ifPresent(rsn ->
                        client.authenticator().orElseGet(() -> secure(client, secured, rsn)).state(state));
            }
            state.all(secured.random());
            if (state.restores()) {
                air.keys().addGroup(accessPoint.bssid(), secured.inUse());
                air.keys().addGroup(accessPoint.bssid(), secured.newest());
                clients.all().forEach(client -> client.authenticator().flatMap(Authenticator::pairwise)
                        .ifPresent(pairwise -> air.keys().addPairwise(accessPoint.bssid(), client.address(), pairwise)));
            }
        });
    }

    /** A frame that is to be restored. */
    Outgoing blank(Outgoing.Kind kind) {
        return switch (kind) {
            case ASSOCIATION_RESPONSE -> new AssociationResponse(Clients.NOBODY, false, StatusCode.REFUSED, Optional.empty());
            case QUESTION -> new Question(Clients.NOBODY);
            default -> dataPath.blank(kind);
        };
    }

    /** What the handshakes with a station lead to. */
    private final class Handshakes implements Authenticator.Port {
        private final Client client;
        private final BssKeys secured;

        Handshakes(Client client, BssKeys secured) {
            this.client = client;
            this.secured = secured;
        }

        @Override
        public void send(byte[] eapol, boolean encrypted) {
            dataPath.sendEapol(client, eapol, encrypted);
        }

        @Override
        public void wrongPassword() {
            air.tell(new AirEvent.WrongPassword(ssid, client.address()));
        }

        @Override
        public void authorized(PairwiseMasterKey key) {
            client.authenticator().flatMap(Authenticator::pairwise)
                    .ifPresent(pairwise -> air.keys().addPairwise(accessPoint.bssid(), client.address(), pairwise));
            air.tell(new AirEvent.HandshakeComplete(ssid, accessPoint.bssid(), client.address(), key.password()));
        }

        @Override
        public void settled() {
            dataPath.sendKept(client);
        }

        @Override
        public void groupKeyTaken() {
            switchOver(secured);
        }

        @Override
        public void failed(int reason) {
            deauthenticate(client, reason);
        }
    }

    void renewGroupKey() {
        keys.ifPresent(secured -> {
            secured.renew();
            air.keys().addGroup(accessPoint.bssid(), secured.newest());
            clients.snapshot().forEach(client -> client.authenticator().ifPresent(Authenticator::groupKeyChanged));
            switchOver(secured);
        });
    }

    private void switchOver(BssKeys secured) {
        if (secured.switchOver(clients)) {
            air.tell(new AirEvent.GroupKeyRenewed(ssid));
        }
    }

    // ---- Leaving ----

    private void left(Client client, byte[] body) {
        remove(client, body.length < 2 ? ReasonCode.UNSPECIFIED : u16(body, 0), true);
    }

    void deauthenticate(Client client, int reason) {
        dataPath.sendFarewell(client, goodbye(client.address(), reason));
        remove(client, reason, false);
    }

    private void remove(Client client, int reason, boolean byStation) {
        clients.remove(client);
        if (client.isAssociated()) {
            air.tell(new AirEvent.Disassociated(ssid, client.address(), reason, byStation));
        }
        keys.ifPresent(this::switchOver);
    }

    /** A data frame came from somebody who is not associated. */
    void stranger(MacAddress station) {
        if (!station.isGroup()) {
            answer(goodbye(station, ReasonCode.CLASS3_FRAME_FROM_NONASSOCIATED_STATION));
        }
    }

    private byte[] goodbye(MacAddress station, int reason) {
        return frames.goodbye(FrameKind.DEAUTHENTICATION, station, reason);
    }

    /** Asks those who have been silent for long whether they are still there, and drops those who are not. */
    void dropTheSilent() {
        long now = air.clock().now();
        for (Client client : clients.snapshot()) {
            if (!client.isDozing() && now - client.heard() >= INACTIVITY) {
                client.heardAt(now);
                transmitter.send(new Question(client));
            }
        }
    }

    /** Whether a station is still there. */
    private final class Question implements Outgoing {
        private Client client;

        Question(Client client) {
            this.client = client;
        }

        @Override
        public Optional<byte[]> mpdu(long start) {
            MacAddress bssid = accessPoint.bssid();
            return Optional.of(MpduBuilder.fromDs(FrameKind.NULL, client.address(), bssid, bssid).build());
        }

        @Override
        public void sent(boolean acknowledged) {
            if (!acknowledged && clients.holds(client)) {
                deauthenticate(client, ReasonCode.INACTIVITY);
            }
        }

        @Override
        public Kind kind() {
            return Kind.QUESTION;
        }

        @Override
        public void state(State state) {
            client = clients.reference(state, client);
        }
    }

    private void action(Client client, byte[] body) {
        if (body.length >= ADDBA_REQUEST_LENGTH && body[0] == ACTION_BLOCK_ACK && body[1] == ADDBA_REQUEST) {
            answer(frames.addbaResponse(client.address(), body[2], u16(body, 3), u16(body, 5), StatusCode.REQUEST_DECLINED));
        }
    }

    private void answer(byte[] mpdu) {
        if (!transmitter.congested()) {
            transmitter.send(Outgoing.of(mpdu));
        }
    }

    private static int u16(byte[] bytes, int offset) {
        return bytes[offset] & 0xFF | (bytes[offset + 1] & 0xFF) << 8;
    }
}
