package dev.crema.net.ethernet;

import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A network whose frames towards one machine can be recorded, to be {@linkplain PlayedNetwork played} later. */
public final class RecordedNetwork implements Network {
    private final Network network;
    private final List<Recording.Frame> frames = new ArrayList<>();
    private boolean recording;
    private int taking;

    /** Records nothing yet. The network is closed with this one. */
    public RecordedNetwork(Network network) {
        this.network = network;
    }

    /** From now on records what comes; on the machine's thread. */
    public void start() {
        recording = true;
    }

    /** What has come since {@link #start}; on the machine's thread. */
    public Recording recording() {
        return new Recording(frames);
    }

    @Override
    public EthernetPort plug(EthernetPort guests, Host host) {
        EthernetPort out = network.plug(recorded(guests, host.clock()), host);
        return frame -> {
            taking++;
            out.send(frame);
            taking--;
        };
    }

    private EthernetPort recorded(EthernetPort guests, Clock clock) {
        return frame -> {
            if (recording) {
                frames.add(new Recording.Frame(clock.now(), taking > 0, frame.clone()));
            }
            guests.send(frame);
        };
    }

    @Override
    public void close() {
        network.close();
    }
}
