package dev.crema.net.air;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.LlcSnap;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.Rate;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.air.frame.StatusCode;
import dev.crema.net.air.security.Akm;
import dev.crema.net.air.security.Ccmp;
import dev.crema.net.air.security.Chance;
import dev.crema.net.air.security.PairwiseMasterKey;
import dev.crema.net.air.security.Rsn;
import dev.crema.net.air.security.Sae;
import dev.crema.net.air.security.Supplicant;
import dev.crema.net.air.security.TemporalKey;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A station that joins the machine's own network, and whatever network is plugged in behind it. It never dozes, joins again when
 * it is sent away, and ignores what makes no sense.
 */
public final class Station implements Transceiver {
    /** "Crem", and a number; bit 1 of the first byte says that it is nobody's by law. */
    private static final long FIRST_ADDRESS = 0x06_63_72_65_6D_00L;
    private static final long ANSWER_TIMEOUT = 500 * Clock.TICKS_PER_MILLISECOND;
    /** A chip computes for long before it answers. */
    private static final long SAE_TIMEOUT = 4 * Clock.TICKS_PER_SECOND;
    private static final int TRIES = 4;
    private static final long SA_QUERY_TIMEOUT = Clock.TICKS_PER_SECOND;
    /** Longer than any beacon interval, many times over. */
    private static final long BEACONS_LOST = 6 * Clock.TICKS_PER_SECOND;
    /** An access point gives a handshake this much time, and then some. */
    private static final long HANDSHAKE_TIMEOUT = 8 * Clock.TICKS_PER_SECOND;
    private static final long PAUSE = Clock.TICKS_PER_SECOND;

    private enum State { PAUSING, SEARCHING, AUTHENTICATING, ASSOCIATING, HANDSHAKE, JOINED }

    private final Air air;
    private final StationSettings settings;
    private final MacAddress address;
    private final int level;
    private final Chance random;
    private final Transmitter transmitter;
    private final Event timeout;
    private EthernetPort network = frame -> { };
    private State state = State.SEARCHING;
    private FoundNetwork found;
    private final Duplicates duplicates = new Duplicates();
    private Optional<Sae> sae = Optional.empty();
    private Optional<Supplicant> supplicant = Optional.empty();
    private Optional<ManagementProtection> protection = Optional.empty();
    private int tries;
    private int attempt;
    private int aid;
    private long beaconHeard;
    private String lastFailure = "";

    /**
     * A station that searches.
     *
     * @param number 1 to 255, its own in the air
     * @param level signal strength in dBm
     */
    Station(Air air, StationSettings settings, int number, int level, Chance random) {
        this.air = air;
        this.settings = settings;
        this.address = new MacAddress(FIRST_ADDRESS + number);
        this.level = level;
        this.random = random;
        this.transmitter = new Transmitter(air, this, kind -> Outgoing.of(new byte[0]));
        this.timeout = air.clock().event("station", this::timeout);
    }

    /** Its address, which is the source of all that it can send. */
    @Override
    public MacAddress address() {
        return address;
    }

    /** Whether data can flow. */
    public boolean isJoined() {
        return state == State.JOINED;
    }

    /** Plugs a network in behind the station; what it sends must come from the station's address. */
    public void plug(Network behind, Network.Host host) {
        network = behind.plug(this::fromNetwork, host);
    }

    private void fromNetwork(byte[] frame) {
        boolean whole = frame.length >= LlcSnap.ETHERNET_HEADER && frame.length <= EthernetPort.LONGEST_FRAME;
        if (state == State.JOINED && whole && MacAddress.of(frame, MacAddress.LENGTH).equals(address)) {
            send(MacAddress.of(frame, 0), LlcSnap.toAir(frame), true);
        }
    }

    @Override
    public int channel() {
        return isTuned() ? found.channel() : 0;
    }

    /** Beacons on all channels: so it need not be told where its network goes. */
    @Override
    public boolean listensTo(int channel) {
        return true;
    }

    private boolean isTuned() {
        return state != State.SEARCHING && state != State.PAUSING;
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public boolean receive(RadioFrame frame) {
        return Mpdu.parse(frame.mpdu()).map(mpdu -> receive(mpdu, frame.channel())).orElse(false);
    }

    private boolean receive(Mpdu mpdu, int channel) {
        if (mpdu.kind().isControl()) {
            return false;
        }
        if (mpdu.kind() == FrameKind.BEACON) {
            beacon(mpdu, channel);
            return false;
        }
        if (channel != channel()) {
            return false;
        }
        boolean mine = mpdu.receiver().equals(address);
        boolean fromAccessPoint = isTuned() && mpdu.transmitter().equals(found.bssid());
        if (fromAccessPoint && (mine || mpdu.receiver().isGroup()) && !duplicates.isDuplicate(mpdu)) {
            if (mpdu.kind().isData()) {
                data(mpdu);
            } else {
                management(mpdu, mine);
            }
        }
        return mine;
    }

    // ---- Joining ----

    private void beacon(Mpdu mpdu, int channel) {
        if (isTuned() && mpdu.transmitter().equals(found.bssid())) {
            beaconHeard = air.clock().now();
            found = found.on(channel);
        } else if (state == State.SEARCHING) {
            FoundNetwork.parse(mpdu, channel).filter(this::isWanted).ifPresent(this::join);
        }
    }

    private boolean isWanted(FoundNetwork candidate) {
        return settings.ssid().map(candidate.ssid()::equals).orElse(!air.isOurs(candidate.bssid()));
    }

    private void join(FoundNetwork candidate) {
        found = candidate;
        beaconHeard = air.clock().now();
        supplicant = Optional.empty();
        sae = Optional.empty();
        Optional<Akm> akm = found.rsn().flatMap(Rsn::joinable);
        List<String> passwords = found.privacy() ? settings.passwords().candidates(found.ssid()) : List.of();
        if (found.privacy() && akm.isEmpty()) {
            leave("it is secured by other means than WPA2 or WPA3 with a password and CCMP");
        } else if (found.privacy() && passwords.isEmpty()) {
            leave("it asks for a password");
        } else {
            akm.filter(suite -> found.privacy()).ifPresent(suite -> secure(suite, passwords.get(attempt++ % passwords.size())));
            begin(State.AUTHENTICATING);
        }
    }

    private void secure(Akm akm, String password) {
        if (akm == Akm.SAE) {
            sae = Optional.of(new Sae(password, address, found.bssid(), random));
        } else {
            supplicant = Optional.of(supplicant(akm, new PairwiseMasterKey(password, found.ssid())));
        }
    }

    private Supplicant supplicant(Akm akm, PairwiseMasterKey key) {
        return new Supplicant(akm, key, found.bssid(), address, found.rsn().orElseThrow(), random, new Handshakes());
    }

    private void begin(State next) {
        state = next;
        tries = 0;
        request();
    }

    /** Asks, or asks again. */
    private void request() {
        tries++;
        timeout.after(sae.isPresent() ? SAE_TIMEOUT : ANSWER_TIMEOUT);
        MacAddress bssid = found.bssid();
        if (state == State.AUTHENTICATING) {
            MpduBuilder frame = MpduBuilder.management(FrameKind.AUTHENTICATION, bssid, address, bssid)
                    .u16(sae.isPresent() ? Sae.ALGORITHM : 0).u16(sae.map(Sae::due).orElse(1)).u16(StatusCode.SUCCESS);
            sae.ifPresent(exchange -> frame.bytes(exchange.message()));
            transmitter.send(Outgoing.of(frame.build()));
        } else {
            transmitter.send(Outgoing.of(BssFrames.associationRequest(bssid, address, found.ssid(), supplicant.map(Supplicant::element))));
        }
    }

    private void timeout() {
        switch (state) {
            case PAUSING -> state = State.SEARCHING;
            case AUTHENTICATING, ASSOCIATING -> {
                if (tries < TRIES) {
                    request();
                } else {
                    leave("it does not answer");
                }
            }
            case HANDSHAKE -> leave("the 4-way handshake did not end");
            case JOINED -> {
                if (protection.filter(ManagementProtection::isAsking).isPresent()) {
                    leave("it does not know us any more");
                } else {
                    watchBeacons();
                }
            }
            case SEARCHING -> { }
        }
    }

    private void watchBeacons() {
        long silent = air.clock().now() - beaconHeard;
        if (silent >= BEACONS_LOST) {
            leave("it has fallen silent");
        } else {
            timeout.after(BEACONS_LOST - silent);
        }
    }

    private void management(Mpdu mpdu, boolean mine) {
        byte[] body = mpdu.body();
        if (protection.isPresent() && ManagementProtection.concerns(mpdu.kind())) {
            supplicant.flatMap(Supplicant::pairwise).filter(key -> mine).ifPresent(key -> protection.get().receive(mpdu, key));
        } else if (ManagementProtection.isFarewell(mpdu.kind())) {
            sentAway(body);
        } else if (mine && mpdu.kind() == FrameKind.AUTHENTICATION && state == State.AUTHENTICATING && body.length >= 6) {
            authentication(body);
        } else if (mine && mpdu.kind() == FrameKind.ASSOCIATION_RESPONSE && state == State.ASSOCIATING && body.length >= 6) {
            answered(u16(body, 2), () -> associated(u16(body, 4) & 0x3FFF));
        }
    }

    private void sentAway(byte[] body) {
        if (body.length >= 2) {
            int reason = u16(body, 0);
            leave("it said reason " + reason + " (" + ReasonCode.text(reason) + ")");
        }
    }

    private void authentication(byte[] body) {
        if (sae.isEmpty()) {
            answered(u16(body, 4), () -> begin(State.ASSOCIATING));
        } else if (u16(body, 0) == Sae.ALGORITHM && u16(body, 2) == sae.get().due()) {
            answered(u16(body, 4), () -> exchanged(sae.get(), Arrays.copyOfRange(body, 6, body.length)));
        }
    }

    private void exchanged(Sae exchange, byte[] message) {
        if (exchange.due() == Sae.COMMIT) {
            if (exchange.takeCommit(message)) {
                begin(State.AUTHENTICATING);
            } else {
                leave("its commitment is none");
            }
            return;
        }
        supplicant = exchange.takeConfirm(message).map(key -> supplicant(Akm.SAE, key));
        if (supplicant.isPresent()) {
            begin(State.ASSOCIATING);
        } else {
            leave("it has another password");
        }
    }

    private void answered(int status, Runnable next) {
        if (status == StatusCode.SUCCESS) {
            next.run();
        } else {
            leave("it refused with status " + status);
        }
    }

    private void associated(int identifier) {
        aid = identifier;
        if (supplicant.isPresent()) {
            state = State.HANDSHAKE;
            timeout.after(HANDSHAKE_TIMEOUT);
        } else {
            joined();
        }
    }

    private void joined() {
        state = State.JOINED;
        timeout.after(BEACONS_LOST);
        protection = found.rsn().filter(Rsn::requiresProtection).filter(element -> supplicant.isPresent())
                .map(element -> new ManagementProtection(found.bssid(), address, new Protected()));
        air.tell(new AirEvent.StationJoined(found.ssid(), found.bssid(), aid));
    }

    private void leave(String why) {
        boolean told = state == State.JOINED || !why.equals(lastFailure);
        lastFailure = why;
        transmitter.clear();
        supplicant = Optional.empty();
        sae = Optional.empty();
        protection = Optional.empty();
        state = State.PAUSING;
        timeout.after(PAUSE);
        if (told) {
            air.tell(new AirEvent.StationLeft(found.ssid(), found.bssid(), why));
        }
    }

    /** What the handshakes with the access point lead to. */
    private final class Handshakes implements Supplicant.Port {
        @Override
        public void send(byte[] eapol, boolean encrypted) {
            Station.this.send(found.bssid(), LlcSnap.of(LlcSnap.ETHERTYPE_EAPOL, eapol), encrypted);
        }

        @Override
        public void authorized() {
            joined();
        }
    }

    /** What is asked of the station where management frames are protected. */
    private final class Protected implements ManagementProtection.Port {
        @Override
        public void send(byte[] mpdu) {
            transmitter.send(Outgoing.of(mpdu));
        }

        @Override
        public void sentAway(byte[] body) {
            Station.this.sentAway(body);
        }

        @Override
        public void asking() {
            timeout.after(protection.filter(ManagementProtection::isAsking).isPresent() ? SA_QUERY_TIMEOUT : BEACONS_LOST);
        }
    }

    // ---- Data ----

    private void data(Mpdu mpdu) {
        boolean carriesData = mpdu.kind() == FrameKind.DATA || mpdu.kind() == FrameKind.QOS_DATA;
        boolean forStation = mpdu.fromDs() && !mpdu.toDs() && !mpdu.address3().equals(address);
        if (carriesData && forStation && !mpdu.moreFragments()) {
            plain(mpdu).ifPresent(this::take);
        }
    }

    private Optional<Mpdu> plain(Mpdu mpdu) {
        if (!mpdu.isProtected()) {
            return Optional.of(mpdu).filter(frame -> supplicant.isEmpty() || LlcSnap.isEapol(frame.bytes(), frame.bodyOffset()));
        }
        Optional<TemporalKey> key = mpdu.receiver().isGroup()
                ? supplicant.filter(secured -> Ccmp.fits(mpdu)).flatMap(secured -> secured.group(Ccmp.keyId(mpdu)))
                : supplicant.flatMap(Supplicant::pairwise);
        return key.flatMap(temporal -> temporal.open(mpdu)).flatMap(Mpdu::parse);
    }

    private void take(Mpdu plain) {
        byte[] bytes = plain.bytes();
        int body = plain.bodyOffset();
        if (LlcSnap.isEapol(bytes, body)) {
            byte[] eapol = Arrays.copyOfRange(bytes, body + LlcSnap.HEADER, bytes.length);
            supplicant.ifPresent(secured -> handshake(secured, eapol));
        } else if (state == State.JOINED) {
            LlcSnap.toEthernet(plain.receiver(), plain.address3(), bytes, body).ifPresent(network::send);
        }
    }

    private void handshake(Supplicant secured, byte[] eapol) {
        secured.receive(eapol);
        secured.pairwise().ifPresent(key -> air.keys().addPairwise(found.bssid(), address, key));
        secured.groups().forEach(key -> air.keys().addGroup(found.bssid(), key));
    }

    private void send(MacAddress destination, byte[] data, boolean encrypted) {
        transmitter.send(new Outgoing() {
            @Override
            public Optional<byte[]> mpdu(long start) {
                byte[] mpdu = MpduBuilder.toDs(FrameKind.DATA, found.bssid(), address, destination).bytes(data).build();
                Optional<TemporalKey> key = supplicant.filter(secured -> encrypted).flatMap(Supplicant::pairwise);
                return Optional.of(key.flatMap(temporal -> Mpdu.parse(mpdu).map(temporal::seal)).orElse(mpdu));
            }

            @Override
            public Rate rate() {
                return Rate.fastest(level);
            }
        });
    }

    private static int u16(byte[] bytes, int offset) {
        return bytes[offset] & 0xFF | (bytes[offset + 1] & 0xFF) << 8;
    }
}
