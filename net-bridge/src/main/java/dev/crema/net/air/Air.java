package dev.crema.net.air;

import dev.crema.emulator.device.Radio;
import dev.crema.emulator.device.RadioFrame;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.StateException;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.air.frame.Rate;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.security.Chance;
import dev.crema.net.ethernet.Ether;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The air around one machine, in its virtual time. Frames take the time that their rate and length need, one after another on
 * each channel, and are heard by those who listen on it. Those of the machine are heard by {@linkplain #share other machines} too.
 *
 * <p>The random numbers of the air, its access points and its stations come from one seed, so equal runs sound alike.
 */
public final class Air implements RadioMedium {
    /** The channels of the 2.4 GHz band are 1 to 14. */
    private static final int CHANNELS = 14;

    /** Where a frame has the address of its receiver. */
    static final int RECEIVER = 4;

    private static final int FCS = 4;
    private static final long SIFS = 10 * Clock.TICKS_PER_MICROSECOND;
    /** SIFS and two slots of 20 us, for stations of 802.11b may listen. */
    private static final long DIFS = 50 * Clock.TICKS_PER_MICROSECOND;
    private static final int ACK_LENGTH = 14;
    private static final int RATE_24M = 9;

    private final AirSettings settings;
    private final Chance random;
    private final DistributionSystem distribution;
    private final KeyRing keys = new KeyRing();
    private final List<Sniffer> sniffers = new ArrayList<>();
    private final List<Consumer<AirEvent>> listeners = new ArrayList<>();
    private final List<Transceiver> ours = new ArrayList<>();
    private final long[] freeAt = new long[CHANNELS + 1];
    private List<ScriptedEvent> script = List.of();
    private int nextScripted;
    private int atFirst;
    private Event scripted;
    private Radio machine;
    private Clock clock;
    private Optional<AnyNetworks> any = Optional.empty();
    private Optional<RemoteRadios> elsewhere = Optional.empty();

    /** An air that waits for its machine. */
    public Air(AirSettings settings) {
        this.settings = settings;
        this.random = new Chance(settings.seed());
        this.distribution = new DistributionSystem(settings.conditions().impairments(), random.split());
    }

    /** Adds a listener of every frame; called on the machine's thread. */
    public void onFrame(Sniffer sniffer) {
        sniffers.add(sniffer);
    }

    /** Adds a listener of events; called on the machine's thread. */
    public void onEvent(Consumer<AirEvent> listener) {
        listeners.add(listener);
    }

    /** The keys of secured networks, for captures. */
    public KeyRing keys() {
        return keys;
    }

    /** The Ethernet behind the access points. */
    public DistributionSystem distribution() {
        return distribution;
    }

    /** The access points, those added during the run among them; none before the machine is built. */
    public List<AccessPoint> accessPoints() {
        return ours.stream().filter(AccessPoint.class::isInstance).map(AccessPoint.class::cast).toList();
    }

    /** The stations; none before the machine is built. */
    public List<Station> stations() {
        return ours.stream().filter(Station.class::isInstance).map(Station.class::cast).toList();
    }

    @Override
    public String configuration() {
        return "%d %s %s%s".formatted(settings.seed(), settings.networks(), settings.conditions(),
                settings.any().isPresent() ? " and whatever is asked for" : "");
    }

    @Override
    public void attach(Radio radio, Clock machineClock) {
        machine = radio;
        clock = machineClock;
        settings.networks().forEach(this::add);
        settings.stations().forEach(station -> ours.add(new Station(this, station, ours.size() + 1, signal(), random.split())));
        any = settings.any().map(source -> new AnyNetworks(this, source));
        atFirst = ours.size();
        script = settings.conditions().script().stream().sorted(Comparator.comparingLong(ScriptedEvent::tick)).toList();
        scripted = clock.event("air script", this::follow);
        awaitScripted();
    }

    /** Lets the machine be heard by the others in an ether, and hear them; called once, after the machine was built. */
    public void share(Ether ether, Network.Host host) {
        elsewhere = Optional.of(new RemoteRadios(this, machine, ether, host));
    }

    private void follow() {
        script.get(nextScripted++).action().happenIn(this);
        awaitScripted();
    }

    private void awaitScripted() {
        if (nextScripted < script.size()) {
            scripted.at(script.get(nextScripted).tick());
        }
    }

    private int signal() {
        return settings.conditions().impairments().signal();
    }

    private void add(WifiNetwork network) {
        add(network, network.password().map(password -> new Passwords(network.ssid(), () -> List.of(password))));
    }

    /** Adds an access point of a network that is secured if there are passwords, and which may know several. */
    AccessPoint add(WifiNetwork network, Optional<Passwords> passwords) {
        AccessPoint accessPoint = new AccessPoint(this, network, passwords, ours.size() + 1, signal(), random.split());
        ours.add(accessPoint);
        distribution.add(accessPoint);
        accessPoint.up();
        return accessPoint;
    }

    /** Every access point sends its stations away. */
    public void deauthenticateAll() {
        accessPoints().forEach(accessPoint -> accessPoint.deauthenticateAll(ReasonCode.LEAVING));
    }

    /** All access points fall silent without a word. */
    public void down() {
        accessPoints().forEach(AccessPoint::down);
    }

    /** All access points come back. */
    public void up() {
        accessPoints().forEach(AccessPoint::up);
    }

    /** All access points make new group keys. */
    public void renewGroupKeys() {
        accessPoints().forEach(AccessPoint::renewGroupKey);
    }

    /**
     * The access point with the stations, or the first one, sends them away and retires. Another of the same network takes over;
     * if there is none, on another channel.
     */
    public void roam() {
        List<AccessPoint> present = accessPoints().stream().filter(AccessPoint::isUp).toList();
        Optional<AccessPoint> serving = present.stream().filter(AccessPoint::hasStations).findFirst()
                .or(() -> present.stream().findFirst());
        serving.ifPresent(from -> {
            accessPoints().stream().filter(other -> other != from && other.network().ssid().equals(from.network().ssid()))
                    .findFirst().ifPresentOrElse(AccessPoint::up, () -> add(from.network().onAnotherChannel(), from.passwords()));
            from.retire();
        });
    }

    @Override
    public boolean transmit(RadioFrame frame) {
        if (frame.channel() < 1 || frame.channel() > CHANNELS) {
            return false;
        }
        any.ifPresent(networks -> networks.heard(frame));
        boolean acknowledged = deliver(machine, frame);
        if (elsewhere.isPresent() && !isForOurs(frame) && !lost()) {
            acknowledged |= elsewhere.get().send(frame, signal()) && !lost();
        }
        return acknowledged;
    }

    /** Whether a frame is for one of our access points or stations alone. */
    private boolean isForOurs(RadioFrame frame) {
        MacAddress receiver = MacAddress.of(frame.mpdu(), RECEIVER);
        return ours.stream().anyMatch(transceiver -> transceiver.address().equals(receiver));
    }

    /** The end of a frame of another machine. */
    void deliverFromElsewhere(RadioFrame frame) {
        sniffers.forEach(sniffer -> sniffer.heard(clock.now(), frame));
        int level = Math.min(signal(), frame.dbm());
        if (machine.channel() == frame.channel() && level >= Rate.of(frame.rate()).sensitivity()) {
            machine.receive(new RadioFrame(frame.mpdu(), frame.channel(), frame.rate(), level));
        }
    }

    Clock clock() {
        return clock;
    }

    /** Whether an access point is one of ours, not the machine's. */
    boolean isOurs(MacAddress bssid) {
        return accessPoints().stream().anyMatch(accessPoint -> accessPoint.bssid().equals(bssid));
    }

    void tell(AirEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    /** The tick from which on a frame can be sent on a channel. */
    long freeAt(int channel) {
        return Math.max(clock.now(), freeAt[channel]) + DIFS;
    }

    /** Takes the channel of a frame for as long as it lasts; returns the tick at which it ends. */
    long occupy(RadioFrame frame) {
        long end = freeAt(frame.channel()) + duration(frame);
        freeAt[frame.channel()] = end + acknowledgement(frame);
        return end;
    }

    /** Ticks that a frame lasts. */
    static long duration(RadioFrame frame) {
        return micros(frame.rate(), frame.mpdu().length + FCS);
    }

    private static long micros(int rate, int length) {
        return Rate.of(rate).micros(length) * Clock.TICKS_PER_MICROSECOND;
    }

    private static long acknowledgement(RadioFrame frame) {
        boolean dsss = Rate.of(frame.rate()).modulation() == Rate.Modulation.DSSS;
        return isGroup(frame) ? 0 : SIFS + micros(dsss ? RadioFrame.RATE_1M : RATE_24M, ACK_LENGTH);
    }

    private static boolean isGroup(RadioFrame frame) {
        return frame.mpdu().length <= RECEIVER || (frame.mpdu()[RECEIVER] & 1) != 0;
    }

    /** Strength of a radio's frames where the machine is. */
    int levelOf(Radio radio) {
        return radio instanceof Transceiver transceiver ? transceiver.level() : 0;
    }

    /** The end of a frame: hands it to everyone who hears it, and returns whether the sender hears an acknowledgement. */
    boolean deliver(Radio from, RadioFrame frame) {
        sniffers.forEach(sniffer -> sniffer.heard(clock.now(), frame));
        boolean acknowledged = false;
        // An access point may come up because of what it hears.
        for (int i = 0; i < ours.size(); i++) {
            acknowledged |= deliver(from, ours.get(i), frame);
        }
        return acknowledged | deliver(from, machine, frame);
    }

    private boolean deliver(Radio from, Radio to, RadioFrame frame) {
        if (to == from || !listens(to, frame.channel())) {
            return false;
        }
        int level = Math.min(levelOf(from), levelOf(to));
        if (level < Rate.of(frame.rate()).sensitivity() || lost()) {
            return false;
        }
        return to.receive(new RadioFrame(frame.mpdu(), frame.channel(), frame.rate(), level)) && !lost();
    }

    private static boolean listens(Radio radio, int channel) {
        return radio instanceof Transceiver transceiver ? transceiver.listensTo(channel) : radio.channel() == channel;
    }

    private boolean lost() {
        double loss = settings.conditions().impairments().loss();
        return loss > 0 && random.nextDouble() < loss;
    }

    /**
     * {@inheritDoc} Stations of ours cannot be saved, nor other machines, nor access points that were added during the run. The networks behind have no
     * state here: after a restore they know no more of the guest's connections than a router that was switched off and on.
     */
    @Override
    public void state(State state) {
        if (!stations().isEmpty() || ours.size() != atFirst || elsewhere.isPresent()) {
            throw new StateException("there are stations in the air, other machines, or access points that have come during the run");
        }
        state.all(random, distribution, scripted);
        nextScripted = state.index(nextScripted, script.size() + 1);
        state.longs(freeAt);
        accessPoints().forEach(accessPoint -> accessPoint.state(state));
    }
}
