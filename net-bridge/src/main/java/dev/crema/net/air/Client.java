package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.net.air.frame.LlcSnap;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.security.Authenticator;
import dev.crema.net.ethernet.MacAddress;
import java.util.ArrayDeque;
import java.util.Optional;

/** What an access point knows of a station. */
final class Client implements Stateful {
    /** Frames kept for a station that dozes or is slow; more are lost. */
    private static final int KEPT = 128;

    private final MacAddress address;
    private final int aid;
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
    private Optional<Authenticator> authenticator = Optional.empty();
    private boolean associated;
    private boolean dozing;
    private long heard;

    /**
     * A station that has authenticated.
     *
     * @param aid its association identifier from now on, 1 to 2007
     */
    Client(MacAddress address, int aid) {
        this.address = address;
        this.aid = aid;
    }

    MacAddress address() {
        return address;
    }

    int aid() {
        return aid;
    }

    boolean isAssociated() {
        return associated;
    }

    void associate() {
        associated = true;
    }

    /** The station has associated with a secured network: its data counts when this says so. */
    void secure(Authenticator handshakes) {
        authenticator = Optional.of(handshakes);
    }

    Optional<Authenticator> authenticator() {
        return authenticator;
    }

    void end() {
        authenticator.ifPresent(Authenticator::end);
    }

    /** Whether its data is for others. */
    boolean maySend() {
        return associated && authenticator.map(Authenticator::isAuthorized).orElse(true);
    }

    /** Whether the data of others can be sent to it now. */
    boolean isReady() {
        return associated && !dozing && authenticator.map(Authenticator::isSettled).orElse(true);
    }

    /** The frame as it was before encryption; empty if it is not encrypted as it should be. */
    Optional<Mpdu> plain(Mpdu mpdu) {
        if (!mpdu.isProtected()) {
            boolean handshake = LlcSnap.isEapol(mpdu.bytes(), mpdu.bodyOffset());
            return Optional.of(mpdu).filter(frame -> authenticator.isEmpty() || handshake);
        }
        return authenticator.flatMap(Authenticator::pairwise).flatMap(key -> key.open(mpdu)).flatMap(Mpdu::parse);
    }

    /** The tick at which it was heard last. */
    long heard() {
        return heard;
    }

    void heardAt(long tick) {
        heard = tick;
    }

    boolean isDozing() {
        return dozing;
    }

    void doze(boolean from) {
        dozing = from;
    }

    /** Keeps an Ethernet frame until its turn comes and the station is ready, or asks for it. */
    void keep(byte[] frame) {
        if (kept.size() < KEPT) {
            kept.addLast(frame);
        }
    }

    /** How many frames are kept. */
    int kept() {
        return kept.size();
    }

    boolean hasKept() {
        return !kept.isEmpty();
    }

    Optional<byte[]> takeKept() {
        return Optional.ofNullable(kept.pollFirst());
    }

    /** {@inheritDoc} But for its handshakes, which need the access point. */
    @Override
    public void state(State state) {
        state.each(kept, new byte[0], state::array);
        associated = state.value(associated);
        dozing = state.value(dozing);
        heard = state.value(heard);
    }
}
