package dev.crema.net.air;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.LlcSnap;
import dev.crema.net.air.frame.MacAddress;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.Rate;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.air.frame.StatusCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An access point: beacons, probe responses, authentication, association, data both ways, power save (IEEE 802.11-2016, section 11).
 * What it hears may be anything; what makes no sense it ignores.
 */
public final class AccessPoint implements Transceiver {
    /** Stations it remembers; the one heard longest ago makes room for another. */
    private static final int MOST_CLIENTS = 32;
    private static final long TIME_UNIT = 1_024 * Clock.TICKS_PER_MICROSECOND;
    private static final long BEACON_INTERVAL = BssFrames.BEACON_INTERVAL * TIME_UNIT;
    /** Several access points do not beacon at the same moment. */
    private static final long BEACON_OFFSET = 7 * TIME_UNIT;
    /** A beacon's timestamp is that of its own first bit on the air (section 11.1.3.1): behind preamble and header at 1 Mbit/s. */
    private static final long BEFORE_TIMESTAMP = (192 + 8 * Mpdu.HEADER) * Clock.TICKS_PER_MICROSECOND;
    /** "Crem", and a number; bit 1 of the first byte says that it is nobody's by law. */
    private static final long FIRST_BSSID = 0x02_63_72_65_6D_00L;

    private final Air air;
    private final WifiNetwork network;
    private final MacAddress bssid;
    private final int level;
    private final BssFrames frames;
    private final Transmitter transmitter;
    private final PowerSave powerSave;
    private final Event beaconTime;
    private final long epoch;
    private final Map<MacAddress, Client> clients = new LinkedHashMap<>();
    private boolean up;

    /**
     * An access point, silent at first.
     *
     * @param number 1 to 255, its own in the air
     * @param level signal strength in dBm
     */
    AccessPoint(Air air, WifiNetwork network, int number, int level) {
        this.air = air;
        this.network = network;
        this.bssid = new MacAddress(FIRST_BSSID + number);
        this.level = level;
        this.frames = new BssFrames(network.ssid(), bssid, network.channel(), Optional.empty());
        this.transmitter = new Transmitter(air, this);
        this.powerSave = new PowerSave();
        this.beaconTime = air.clock().event("beacon", this::beacon);
        this.epoch = air.clock().now() + (number - 1) * BEACON_OFFSET;
    }

    /** The network it offers. */
    public WifiNetwork network() {
        return network;
    }

    /** Its address. */
    public MacAddress bssid() {
        return bssid;
    }

    /** Comes on the air; has no effect if it is. */
    public void up() {
        if (!up) {
            up = true;
            beaconTime.at(beaconTime(Math.ceilDiv(air.clock().now() - epoch, BEACON_INTERVAL)));
            air.tell(new AirEvent.AccessPointUp(network.ssid(), bssid, network.channel()));
        }
    }

    /** Falls silent without a word, as when the power goes. */
    public void down() {
        if (up) {
            up = false;
            beaconTime.cancel();
            transmitter.clear();
            powerSave.clear();
            clients.clear();
            air.tell(new AirEvent.AccessPointDown(network.ssid(), bssid));
        }
    }

    /** Sends every station away. */
    public void deauthenticateAll(int reason) {
        for (Client client : clients.values().toArray(Client[]::new)) {
            deauthenticate(client, reason);
        }
    }

    @Override
    public int channel() {
        return network.channel();
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public boolean receive(RadioFrame frame) {
        if (!up) {
            return false;
        }
        return Mpdu.parse(frame.mpdu()).map(this::receive).orElse(false);
    }

    private boolean receive(Mpdu mpdu) {
        boolean mine = mpdu.receiver().equals(bssid);
        if (mpdu.kind() == FrameKind.PROBE_REQUEST) {
            probeRequest(mpdu, mine);
        } else if (mine && mpdu.kind() == FrameKind.PS_POLL) {
            psPoll(mpdu);
        } else if (mine && mpdu.kind().isManagement() && mpdu.address3().equals(bssid)) {
            management(mpdu);
        } else if (mine && mpdu.kind().isData() && mpdu.toDs() && !mpdu.fromDs()) {
            data(mpdu);
        }
        return mine;
    }

    // ---- Being found ----

    private void beacon() {
        beaconTime.at(beaconTime(1 + (air.clock().now() - epoch) / BEACON_INTERVAL));
        transmitter.sendFirst(new Outgoing() {
            @Override
            public Optional<byte[]> mpdu(long start) {
                return Optional.of(frames.beacon(timestamp(start), powerSave.tim(clients.values())));
            }

            @Override
            public void sent(boolean acknowledged) {
                releaseGroup();
            }
        });
    }

    /** What was kept for groups follows the beacon that announced it. */
    private void releaseGroup() {
        byte[][] kept = powerSave.release();
        for (int i = kept.length - 1; i >= 0; i--) {
            boolean more = i < kept.length - 1;
            byte[] frame = kept[i];
            transmitter.sendFirst(start -> Optional.of(toAir(MacAddress.of(frame, 0), frame, more)));
        }
    }

    private long beaconTime(long number) {
        return epoch + number * BEACON_INTERVAL;
    }

    private long timestamp(long start) {
        return (start + BEFORE_TIMESTAMP - epoch) / Clock.TICKS_PER_MICROSECOND;
    }

    private void probeRequest(Mpdu mpdu, boolean mine) {
        boolean everyone = mpdu.receiver().equals(MacAddress.BROADCAST);
        Optional<Ssid> asked = new Elements(mpdu.bytes(), mpdu.bodyOffset()).find(Elements.SSID).flatMap(Ssid::of);
        boolean forUs = asked.filter(ssid -> ssid.isWildcard() || ssid.equals(network.ssid())).isPresent();
        if ((mine || everyone) && forUs && !mpdu.transmitter().isGroup() && !transmitter.congested()) {
            MacAddress station = mpdu.transmitter();
            transmitter.send(start -> Optional.of(frames.probeResponse(station, timestamp(start))));
        }
    }

    // ---- Joining and leaving ----

    private void management(Mpdu mpdu) {
        MacAddress station = mpdu.transmitter();
        if (station.isGroup()) {
            return;
        }
        Optional<Client> known = Optional.ofNullable(clients.get(station));
        known.ifPresent(client -> client.heardAt(air.clock().now()));
        byte[] body = mpdu.body();
        switch (mpdu.kind()) {
            case AUTHENTICATION -> authentication(station, body);
            case ASSOCIATION_REQUEST -> association(station, known, mpdu, FrameKind.ASSOCIATION_RESPONSE, 4);
            case REASSOCIATION_REQUEST -> association(station, known, mpdu, FrameKind.REASSOCIATION_RESPONSE, 10);
            case DEAUTHENTICATION, DISASSOCIATION -> known.ifPresent(client -> left(client, body));
            case ACTION -> known.filter(Client::associated).ifPresent(client -> action(client, body));
            default -> { }
        }
    }

    private void authentication(MacAddress station, byte[] body) {
        if (body.length < 6) {
            return;
        }
        int algorithm = u16(body, 0);
        int sequence = u16(body, 2);
        int status = algorithm != 0 ? StatusCode.AUTHENTICATION_ALGORITHM_NOT_SUPPORTED
                : sequence != 1 ? StatusCode.AUTHENTICATION_OUT_OF_SEQUENCE : StatusCode.SUCCESS;
        if (status == StatusCode.SUCCESS) {
            Client client = new Client(station, admit(station));
            client.heardAt(air.clock().now());
            clients.put(station, client);
        }
        transmitter.send(Outgoing.of(frames.authentication(station, algorithm, sequence + 1, status)));
    }

    /** The association identifier for a station: its old one, or the lowest that is free. */
    private int admit(MacAddress station) {
        Client before = clients.remove(station);
        if (before != null) {
            return before.aid();
        }
        if (clients.size() == MOST_CLIENTS) {
            Client silent = clients.values().stream().min((a, b) -> Long.compare(a.heard(), b.heard())).orElseThrow();
            clients.remove(silent.address());
            return silent.aid();
        }
        int aid = 1;
        while (isTaken(aid)) {
            aid++;
        }
        return aid;
    }

    private boolean isTaken(int aid) {
        return clients.values().stream().anyMatch(client -> client.aid() == aid);
    }

    private void association(MacAddress station, Optional<Client> known, Mpdu mpdu, FrameKind response, int elementsOffset) {
        if (known.isEmpty()) {
            goodbye(FrameKind.DEAUTHENTICATION, station, ReasonCode.CLASS2_FRAME_FROM_NONAUTHENTICATED_STATION);
            return;
        }
        Client client = known.get();
        Elements elements = new Elements(mpdu.bytes(), mpdu.bodyOffset() + elementsOffset);
        boolean ours = elements.find(Elements.SSID).flatMap(Ssid::of).filter(network.ssid()::equals).isPresent();
        int status = ours ? StatusCode.SUCCESS : StatusCode.REFUSED;
        transmitter.send(new Outgoing() {
            @Override
            public Optional<byte[]> mpdu(long start) {
                return Optional.of(frames.associationResponse(station, response, status, client.aid()));
            }

            @Override
            public void sent(boolean acknowledged) {
                if (status != StatusCode.SUCCESS) {
                    air.tell(new AirEvent.Refused(network.ssid(), station, status));
                } else if (acknowledged && clients.get(station) == client) {
                    associated(client);
                }
            }
        });
    }

    private void associated(Client client) {
        client.associate();
        air.distribution().moved(client.address(), this);
        air.tell(new AirEvent.Associated(network.ssid(), bssid, client.address(), client.aid()));
    }

    private void left(Client client, byte[] body) {
        remove(client, body.length < 2 ? ReasonCode.UNSPECIFIED : u16(body, 0), true);
    }

    private void deauthenticate(Client client, int reason) {
        remove(client, reason, false);
        goodbye(FrameKind.DEAUTHENTICATION, client.address(), reason);
    }

    private void remove(Client client, int reason, boolean byStation) {
        clients.remove(client.address());
        if (client.associated()) {
            air.tell(new AirEvent.Disassociated(network.ssid(), client.address(), reason, byStation));
        }
    }

    /** The station is with another access point now. */
    void forget(MacAddress station) {
        clients.remove(station);
    }

    private void goodbye(FrameKind kind, MacAddress station, int reason) {
        if (!transmitter.congested()) {
            transmitter.send(Outgoing.of(frames.goodbye(kind, station, reason)));
        }
    }

    private void action(Client client, byte[] body) {
        boolean addbaRequest = body.length >= 9 && body[0] == 3 && body[1] == 0;
        if (addbaRequest) {
            transmitter.send(Outgoing.of(frames.addbaResponse(client.address(), body[2], u16(body, 3), u16(body, 5),
                    StatusCode.REQUEST_DECLINED)));
        }
    }

    // ---- Data ----

    private void data(Mpdu mpdu) {
        Client client = clients.get(mpdu.transmitter());
        if (client == null || !client.associated()) {
            if (!mpdu.transmitter().isGroup()) {
                goodbye(FrameKind.DEAUTHENTICATION, mpdu.transmitter(), ReasonCode.CLASS3_FRAME_FROM_NONASSOCIATED_STATION);
            }
            return;
        }
        client.heardAt(air.clock().now());
        powerManagement(client, mpdu.powerManagement());
        boolean carriesData = mpdu.kind() == FrameKind.DATA || mpdu.kind() == FrameKind.QOS_DATA;
        // No driver of an ESP32 sends fragments, and none aggregates without HT.
        if (carriesData && !client.isDuplicate(mpdu) && !mpdu.moreFragments() && (mpdu.sequenceControl() & 0xF) == 0) {
            LlcSnap.toEthernet(mpdu.address3(), client.address(), mpdu.bytes(), mpdu.bodyOffset())
                    .ifPresent(air.distribution()::fromStation);
        }
    }

    /** Sends an Ethernet frame to those stations that it is for; returns whether it is for one of them alone. */
    boolean send(byte[] frame, MacAddress destination) {
        if (destination.isGroup()) {
            sendToGroup(frame, destination);
            return false;
        }
        Optional<Client> receiver = Optional.ofNullable(clients.get(destination)).filter(Client::associated);
        receiver.ifPresent(client -> send(client, frame));
        return receiver.isPresent();
    }

    private void sendToGroup(byte[] frame, MacAddress destination) {
        if (clients.values().stream().noneMatch(Client::associated)) {
            return;
        }
        if (clients.values().stream().anyMatch(Client::dozing)) {
            powerSave.keep(frame);
        } else {
            transmitter.send(start -> Optional.of(toAir(destination, frame, false)));
        }
    }

    private void send(Client client, byte[] frame) {
        if (client.dozing()) {
            client.keep(frame);
        } else {
            transmitter.send(new Unicast(client, frame, false));
        }
    }

    private byte[] toAir(MacAddress receiver, byte[] frame, boolean more) {
        return MpduBuilder.fromDs(FrameKind.DATA, receiver, bssid, MacAddress.of(frame, MacAddress.LENGTH)).moreData(more)
                .bytes(LlcSnap.toAir(frame)).build();
    }

    /** An Ethernet frame on its way to a station. */
    private final class Unicast implements Outgoing {
        private final Client client;
        private final byte[] frame;
        private final boolean polled;

        Unicast(Client client, byte[] frame, boolean polled) {
            this.client = client;
            this.frame = frame;
            this.polled = polled;
        }

        @Override
        public Optional<byte[]> mpdu(long start) {
            if (clients.get(client.address()) != client) {
                return Optional.empty();
            }
            if (client.dozing() && !polled) {
                client.keep(frame);
                return Optional.empty();
            }
            return Optional.of(toAir(client.address(), frame, polled && client.hasKept()));
        }

        @Override
        public Rate rate() {
            return Rate.fastest(level);
        }
    }

    // ---- Power save ----

    private void powerManagement(Client client, boolean dozing) {
        boolean wakes = client.dozing() && !dozing;
        client.doze(dozing);
        if (wakes) {
            for (Optional<byte[]> kept = client.takeKept(); kept.isPresent(); kept = client.takeKept()) {
                transmitter.send(new Unicast(client, kept.get(), false));
            }
        }
    }

    private void psPoll(Mpdu mpdu) {
        Client client = clients.get(mpdu.transmitter());
        if (client != null && client.associated() && (mpdu.duration() & 0x3FFF) == client.aid()) {
            client.heardAt(air.clock().now());
            client.takeKept().ifPresentOrElse(frame -> transmitter.send(new Unicast(client, frame, true)),
                    () -> transmitter.send(Outgoing.of(
                            MpduBuilder.fromDs(FrameKind.NULL, client.address(), bssid, bssid).build())));
        }
    }

    private static int u16(byte[] bytes, int offset) {
        return bytes[offset] & 0xFF | (bytes[offset + 1] & 0xFF) << 8;
    }
}
