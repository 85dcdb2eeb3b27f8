package dev.crema.net.air;

import dev.crema.emulator.device.Radio;
import dev.crema.emulator.device.RadioFrame;
import dev.crema.emulator.time.Clock;
import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An air with a clock and, in the machine's place, a radio that hears and acknowledges, sends what a test wants, and no more. */
public final class Bench implements Radio {
    public static final MacAddress STATION = new MacAddress(0x24_0A_C4_00_00_01L);

    public final Clock clock = new Clock();
    public final Air air;
    public final List<Mpdu> heard = new ArrayList<>();
    public final List<AirEvent> events = new ArrayList<>();
    public final List<byte[]> ethernet = new ArrayList<>();
    public EthernetPort guests = frame -> { };
    public int channel = WifiNetwork.DEFAULT_CHANNEL;
    public boolean awake = true;
    public MacAddress address = STATION;

    public Bench(AirSettings settings) {
        air = new Air(settings);
        air.onEvent(events::add);
        air.distribution().plug(network(), new Host(clock));
        air.attach(this, clock);
    }

    private Network network() {
        return new Network() {
            @Override
            public EthernetPort plug(EthernetPort port, Host host) {
                guests = port;
                return ethernet::add;
            }

            @Override
            public void close() { }
        };
    }

    /** A machine that is nothing but its clock. */
    public record Host(Clock clock) implements Network.Host {
        @Override
        public void post(Runnable action) {
            action.run();
        }

        @Override
        public void followHostTime(boolean follow) { }
    }

    @Override
    public int channel() {
        return channel;
    }

    @Override
    public long[] addresses() {
        return awake ? new long[] {Long.reverseBytes(address.bits()) >>> 16} : new long[0];
    }

    @Override
    public boolean receive(RadioFrame frame) {
        if (!awake) {
            return false;
        }
        Optional<Mpdu> mpdu = Mpdu.parse(frame.mpdu());
        mpdu.ifPresent(heard::add);
        return mpdu.filter(known -> known.receiver().equals(address)).isPresent();
    }

    /** Runs the clock for a time, event by event. */
    public void run(int milliseconds) {
        long end = clock.now() + milliseconds * Clock.TICKS_PER_MILLISECOND;
        while (clock.nextDue() <= end) {
            clock.advanceTo(clock.nextDue());
            clock.runDue();
        }
        clock.advanceTo(end);
    }

    public boolean send(MpduBuilder frame) {
        return send(frame.build());
    }

    public boolean send(byte[] mpdu) {
        return air.transmit(new RadioFrame(mpdu, channel, RadioFrame.RATE_1M, 0));
    }

    /** What has been heard of a kind since the last call of this. */
    public List<Mpdu> take(FrameKind kind) {
        List<Mpdu> found = heard.stream().filter(mpdu -> mpdu.kind() == kind).toList();
        heard.clear();
        return found;
    }

    public MpduBuilder management(FrameKind kind, MacAddress bssid) {
        return MpduBuilder.management(kind, bssid, STATION, bssid);
    }

    /** Authenticates and associates with a network. */
    public void associate(MacAddress bssid, String ssid) {
        send(management(FrameKind.AUTHENTICATION, bssid).u16(0).u16(1).u16(0));
        run(10);
        send(management(FrameKind.ASSOCIATION_REQUEST, bssid).u16(0x0421).u16(10)
                .element(Elements.SSID, ssid.getBytes(StandardCharsets.UTF_8)));
        run(10);
    }
}
