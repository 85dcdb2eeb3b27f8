package dev.crema.net.air;

import dev.crema.emulator.device.Radio;
import dev.crema.emulator.device.RadioFrame;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.ethernet.Ether;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The radios of the other machines in an {@link Ether}. Each machine has access points and stations of its own around it; what the
 * machines themselves send is heard by all: so they find and join one another's networks, and exchange ESP-NOW and other frames
 * without any.
 *
 * <p>A frame that comes from elsewhere enters as an event: it ends when it has come and has lasted as long as its rate and length
 * need, after those that came before.
 *
 * <p>An ACK is due within microseconds, which no other process can answer in. Therefore each air tells the others on which channel
 * its machine acknowledges which addresses, whenever that changes, and acknowledges in their stead: an ACK says here, as on the
 * chip, that somebody's radio was there and listened, and nothing more.
 */
final class RemoteRadios {
    /** How often the machine's radio is looked at: it does not tell by itself that it was tuned or switched off. */
    private static final long LOOK_INTERVAL = Clock.TICKS_PER_MILLISECOND;
    private static final long REPEAT_INTERVAL = 500 * Clock.TICKS_PER_MILLISECOND;
    /** Who has not repeated itself for so long is gone without a word. */
    private static final long GONE = 10 * REPEAT_INTERVAL;
    /** Frames that have come and wait for the end of those before; more are lost. */
    private static final int MOST_ARRIVING = 256;
    private static final int MOST_REMOTES = 1_024;

    private final Air air;
    private final Radio machine;
    private final Clock clock;
    private final Consumer<byte[]> others;
    private final Map<MacAddress, Remote> remotes = new HashMap<>();
    private final Set<MacAddress> clashes = new HashSet<>();
    private final ArrayDeque<Arrival> arriving = new ArrayDeque<>();
    private final Event look;
    private final Event arrival;
    private RadioMessage.Listening told = new RadioMessage.Listening(0, List.of());
    private long[] toldAddresses = {};
    private long toldAt;

    /** The radio that acknowledges an address, as far as is known. */
    private record Remote(int channel, long heardAt) { }

    /** A frame, and the tick at which it ends. */
    private record Arrival(RadioFrame frame, long end) { }

    RemoteRadios(Air air, Radio machine, Ether ether, Network.Host host) {
        this.air = air;
        this.machine = machine;
        this.clock = air.clock();
        look = clock.event("look at the radio", this::look);
        arrival = clock.event("end of a frame from elsewhere", this::arrive);
        others = ether.join(this::hear, host);
        look.after(LOOK_INTERVAL);
    }

    // ---- Outwards ----

    /**
     * Lets the others hear a frame of the machine's radio.
     *
     * @param dbm how strong it is where they are
     * @return whether one of them acknowledges it
     */
    boolean send(RadioFrame frame, int dbm) {
        tellChanges();
        others.accept(new RadioMessage.Sent(new RadioFrame(frame.mpdu(), frame.channel(), frame.rate(), dbm)).toBytes());
        Remote remote = remotes.get(MacAddress.of(frame.mpdu(), Air.RECEIVER));
        return remote != null && remote.channel == frame.channel() && clock.now() - remote.heardAt < GONE;
    }

    private void look() {
        look.after(LOOK_INTERVAL);
        tellChanges();
        if (clock.now() - toldAt >= REPEAT_INTERVAL) {
            tell(told);
        }
    }

    private void tellChanges() {
        int channel = machine.channel();
        long[] addresses = machine.addresses();
        if (channel != told.channel() || !Arrays.equals(addresses, toldAddresses)) {
            toldAddresses = addresses;
            RadioMessage.Listening now = new RadioMessage.Listening(channel,
                    Arrays.stream(addresses).mapToObj(address -> new MacAddress(Long.reverseBytes(address) >>> 16)).toList());
            List<MacAddress> gone = new ArrayList<>(told.addresses());
            gone.removeAll(now.addresses());
            if (!gone.isEmpty()) {
                tell(new RadioMessage.Listening(0, gone));
            }
            told = now;
            tell(now);
        }
    }

    private void tell(RadioMessage.Listening message) {
        toldAt = clock.now();
        if (!message.addresses().isEmpty()) {
            others.accept(message.toBytes());
        }
    }

    // ---- Inwards ----

    private void hear(byte[] message) {
        RadioMessage.parse(message).ifPresent(parsed -> {
            switch (parsed) {
                case RadioMessage.Sent(RadioFrame frame) -> enqueue(frame);
                case RadioMessage.Listening listening -> remember(listening);
            }
        });
    }

    private void remember(RadioMessage.Listening listening) {
        boolean unknown = false;
        for (MacAddress address : listening.addresses()) {
            if (told.addresses().contains(address) && clashes.add(address)) {
                air.tell(new AirEvent.AddressClash(address));
            }
            if (listening.channel() == 0) {
                remotes.remove(address);
            } else if (remotes.size() < MOST_REMOTES || remotes.containsKey(address)) {
                unknown |= remotes.put(address, new Remote(listening.channel(), clock.now())) == null;
            }
        }
        if (unknown) {
            // It may be new here, and know nobody yet.
            tell(told);
        }
    }

    private void enqueue(RadioFrame frame) {
        if (arriving.size() < MOST_ARRIVING) {
            long end = arriving.isEmpty() ? clock.now() : Math.max(clock.now(), arriving.getLast().end() + Air.duration(frame));
            arriving.addLast(new Arrival(frame, end));
            arrival.at(arriving.getFirst().end());
        }
    }

    private void arrive() {
        air.deliverFromElsewhere(arriving.removeFirst().frame());
        if (!arriving.isEmpty()) {
            arrival.at(arriving.getFirst().end());
        }
    }
}
