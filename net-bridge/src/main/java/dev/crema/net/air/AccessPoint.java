package dev.crema.net.air;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.air.security.Chance;
import dev.crema.net.air.security.Rsn;
import dev.crema.net.ethernet.MacAddress;
import java.util.Optional;

/**
 * An access point: beacons, probe responses, stations that join and leave, data both ways (IEEE 802.11-2016, section 11). What it
 * hears may be anything; what makes no sense it ignores.
 */
public final class AccessPoint implements Transceiver, Stateful {
    private static final long TIME_UNIT = 1_024 * Clock.TICKS_PER_MICROSECOND;
    private static final long BEACON_INTERVAL = BssFrames.BEACON_INTERVAL * TIME_UNIT;
    /** Several access points do not beacon at the same moment. */
    private static final long BEACON_OFFSET = 7 * TIME_UNIT;
    /** A beacon's timestamp is that of its own first bit (section 11.1.3.1): behind preamble and header at 1 Mbit/s. */
    private static final long BEFORE_TIMESTAMP = (192 + 8 * Mpdu.HEADER) * Clock.TICKS_PER_MICROSECOND;
    /** "Crem", and a number; bit 1 of the first byte says that it is nobody's by law. */
    private static final long FIRST_BSSID = 0x02_63_72_65_6D_00L;

    /** Stations that doze wake up for some beacon, and hear then what they have missed. */
    private static final int LAST_BEACONS = 3;
    private static final int NO_END = -1;

    private final Air air;
    private final WifiNetwork network;
    private final Optional<Passwords> passwords;
    private final MacAddress bssid;
    private final int level;
    private final BssFrames frames;
    private final Transmitter transmitter;
    private final Clients clients = new Clients();
    private final Duplicates duplicates = new Duplicates();
    private final DataPath dataPath;
    private final Membership membership;
    private final Event beaconTime;
    private final long epoch;
    private boolean up;
    private int lastBeacons = NO_END;

    /**
     * An access point, silent at first.
     *
     * @param passwords if the network is secured
     * @param number 1 to 255, its own in the air
     * @param level signal strength in dBm
     */
    AccessPoint(Air air, WifiNetwork network, Optional<Passwords> passwords, int number, int level, Chance random) {
        this.air = air;
        this.network = network;
        this.bssid = new MacAddress(FIRST_BSSID + number);
        this.level = level;
        this.passwords = passwords;
        Optional<BssKeys> keys = passwords.map(known -> new BssKeys(known, random));
        this.frames = new BssFrames(network.ssid(), bssid, network.channel(), keys.map(secured -> Rsn.wpa2Psk()));
        this.transmitter = new Transmitter(air, this, this::blank);
        this.dataPath = new DataPath(bssid, level, air.distribution(), transmitter, clients, keys);
        this.membership = new Membership(air, this, frames, transmitter, clients, dataPath, keys);
        this.beaconTime = air.clock().event("beacon", this::beacon);
        this.epoch = air.clock().now() + (number - 1) * BEACON_OFFSET;
    }

    /** The network it offers. */
    public WifiNetwork network() {
        return network;
    }

    /** The keys to it, if it is secured. */
    Optional<Passwords> passwords() {
        return passwords;
    }

    /** Its address. */
    public MacAddress bssid() {
        return bssid;
    }

    @Override
    public MacAddress address() {
        return bssid;
    }

    /** Comes on the air; has no effect if it is. */
    public void up() {
        if (!up) {
            up = true;
            lastBeacons = NO_END;
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
            dataPath.clear();
            clients.clear();
            air.tell(new AirEvent.AccessPointDown(network.ssid(), bssid));
        }
    }

    /** Whether it is on the air. */
    public boolean isUp() {
        return up;
    }

    /** Whether a station is associated. */
    boolean hasStations() {
        return clients.all().stream().anyMatch(Client::isAssociated);
    }

    /** Sends every station away, takes none any more, and falls silent when they must have heard it. */
    void retire() {
        deauthenticateAll(ReasonCode.LEAVING);
        lastBeacons = LAST_BEACONS;
    }

    /** Sends every station away. */
    public void deauthenticateAll(int reason) {
        clients.snapshot().forEach(client -> membership.deauthenticate(client, reason));
    }

    /** Makes a new group key and hands it to all stations; has no effect in an open network. */
    public void renewGroupKey() {
        membership.renewGroupKey();
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
        if (lastBeacons != NO_END) {
            return mine;
        }
        if (mpdu.kind() == FrameKind.PROBE_REQUEST) {
            probeRequest(mpdu, mine);
        } else if (mine && mpdu.kind() == FrameKind.PS_POLL) {
            psPoll(mpdu);
        } else if (mine && !mpdu.kind().isControl() && !duplicates.isDuplicate(mpdu)) {
            if (mpdu.kind().isData()) {
                data(mpdu);
            } else if (mpdu.address3().equals(bssid)) {
                membership.receive(mpdu);
            }
        }
        return mine;
    }

    private void data(Mpdu mpdu) {
        if (!mpdu.toDs() || mpdu.fromDs()) {
            return;
        }
        clients.findAssociated(mpdu.transmitter()).ifPresentOrElse(client -> {
            client.heardAt(air.clock().now());
            dataPath.fromStation(client, mpdu);
        }, () -> membership.stranger(mpdu.transmitter()));
    }

    private void psPoll(Mpdu mpdu) {
        int aid = mpdu.duration() & 0x3FFF;
        clients.findAssociated(mpdu.transmitter()).filter(client -> client.aid() == aid).ifPresent(client -> {
            client.heardAt(air.clock().now());
            dataPath.psPoll(client);
        });
    }

    private void beacon() {
        if (lastBeacons == 0) {
            down();
            return;
        }
        lastBeacons = Math.max(NO_END, lastBeacons - 1);
        beaconTime.at(beaconTime(1 + (air.clock().now() - epoch) / BEACON_INTERVAL));
        membership.dropTheSilent();
        transmitter.sendFirst(new Beacon());
    }

    /** The next beacon. */
    private final class Beacon implements Outgoing {
        @Override
        public Optional<byte[]> mpdu(long start) {
            return Optional.of(frames.beacon(timestamp(start), dataPath.tim()));
        }

        @Override
        public void sent(boolean acknowledged) {
            dataPath.afterBeacon();
        }

        @Override
        public Kind kind() {
            return Kind.BEACON;
        }

        @Override
        public void state(State state) {
            // All of it is the access point's.
        }
    }

    /** The answer to a station that asked for the network. */
    private final class ProbeResponse implements Outgoing {
        private MacAddress station;

        ProbeResponse(MacAddress station) {
            this.station = station;
        }

        @Override
        public Optional<byte[]> mpdu(long start) {
            return Optional.of(frames.probeResponse(station, timestamp(start)));
        }

        @Override
        public Kind kind() {
            return Kind.PROBE_RESPONSE;
        }

        @Override
        public void state(State state) {
            station = new MacAddress(state.value(station.bits()) & MacAddress.BROADCAST.bits());
        }
    }

    private Outgoing blank(Outgoing.Kind kind) {
        return switch (kind) {
            case BEACON -> new Beacon();
            case PROBE_RESPONSE -> new ProbeResponse(MacAddress.BROADCAST);
            default -> membership.blank(kind);
        };
    }

    @Override
    public void state(State state) {
        state.all(beaconTime, duplicates);
        up = state.value(up);
        lastBeacons = state.value(lastBeacons);
        membership.state(state);
        dataPath.state(state);
        state.all(transmitter);
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
            transmitter.send(new ProbeResponse(station));
        }
    }

    /** Sends an Ethernet frame to those stations that it is for; returns whether it is for one of them alone. */
    boolean send(byte[] frame, MacAddress destination) {
        if (destination.isGroup()) {
            dataPath.sendToGroup(frame);
            return false;
        }
        Optional<Client> receiver = clients.findAssociated(destination);
        receiver.ifPresent(client -> dataPath.send(client, frame));
        return receiver.isPresent();
    }

    /** The station is with another access point now. */
    void forget(MacAddress station) {
        clients.find(station).ifPresent(clients::remove);
    }
}
