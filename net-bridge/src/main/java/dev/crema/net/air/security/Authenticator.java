package dev.crema.net.air.security;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.ethernet.MacAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The access point's part in the 4-way and group key handshakes with one station (sections 12.7.6 and 12.7.7). */
public final class Authenticator implements Stateful {
    /** What it asks of the access point. */
    public interface Port {
        /** Sends an 802.1X frame to the station, encrypted or not. */
        void send(byte[] eapol, boolean encrypted);

        /** The station answered, but knows another password; told once in a handshake. */
        void wrongPassword();

        /** The station knows the password that this key was made from. */
        void authorized(PairwiseMasterKey key);

        /** The station has had time to install its keys: frames to it may be encrypted from now on. */
        void settled();

        /** The station has the newest group key. */
        void groupKeyTaken();

        /** The station did not answer, or wrongly. */
        void failed(int reason);
    }

    private enum Phase { IDLE, MESSAGE_2, MESSAGE_4, SETTLING, OPEN, GROUP_MESSAGE_2 }

    /** The waits and tries of hostapd: the station may not be ready when the first message comes. */
    private static final long FIRST_TIMEOUT = 100 * Clock.TICKS_PER_MILLISECOND;
    private static final long TIMEOUT = Clock.TICKS_PER_SECOND;
    private static final int TRIES = 4;
    /** The driver installs its keys when it knows that its message 4 was sent. */
    private static final long SETTLING = 20 * Clock.TICKS_PER_MILLISECOND;
    private static final int EAPOL_VERSION = 2;
    private static final int CCMP_KEY_LENGTH = 16;
    private static final int MESSAGE_1 = EapolKey.VERSION_2 | EapolKey.PAIRWISE | EapolKey.ACK;
    private static final int MESSAGE_3 =
            MESSAGE_1 | EapolKey.INSTALL | EapolKey.MIC_PRESENT | EapolKey.SECURE | EapolKey.ENCRYPTED;
    /** Flags that no answer has. */
    private static final int NO_ANSWER = EapolKey.ACK | EapolKey.REQUEST | EapolKey.ERROR;
    private static final int GROUP_MESSAGE_1 =
            EapolKey.VERSION_2 | EapolKey.ACK | EapolKey.MIC_PRESENT | EapolKey.SECURE | EapolKey.ENCRYPTED;

    private final MacAddress accessPoint;
    private final MacAddress station;
    private final byte[] element;
    private final Supplier<List<PairwiseMasterKey>> keys;
    private final Supplier<TemporalKey> groupKey;
    private final byte[] anonce = new byte[EapolKey.NONCE];
    private final Port port;
    private final Event timeout;
    private Phase phase = Phase.IDLE;
    private int tries;
    private long replay;
    private long firstReplay;
    private boolean toldWrongPassword;
    private PairwiseMasterKey masterKey;
    private PairwiseTransientKey transientKey;
    private Optional<TemporalKey> pairwise = Optional.empty();
    private Optional<TemporalKey> given = Optional.empty();

    /**
     * The handshakes with a station that has just associated.
     *
     * @param element contents of the RSN element in its association request
     * @param keys of the passwords that it may know; asked when it has shown that it knows one
     * @param groupKey the newest
     */
    public Authenticator(MacAddress accessPoint, MacAddress station, byte[] element, Supplier<List<PairwiseMasterKey>> keys,
            Supplier<TemporalKey> groupKey, Chance random, Clock clock, Port port) {
        this.accessPoint = accessPoint;
        this.station = station;
        this.element = element.clone();
        this.keys = keys;
        this.groupKey = groupKey;
        this.port = port;
        this.timeout = clock.event("EAPOL-Key timeout", this::timeout);
        random.nextBytes(anonce);
    }

    /** Contents of the RSN element of the station's request. */
    public byte[] element() {
        return element.clone();
    }

    /** Sends message 1. */
    public void begin() {
        ask(Phase.MESSAGE_2);
        timeout.after(FIRST_TIMEOUT);
    }

    /** Stops: the station has gone. */
    public void end() {
        phase = Phase.IDLE;
        timeout.cancel();
    }

    /** The key for data to and from the station, from the moment on that it is agreed. */
    public Optional<TemporalKey> pairwise() {
        return pairwise;
    }

    /** Whether data of the station counts. */
    public boolean isAuthorized() {
        return phase == Phase.SETTLING || isSettled();
    }

    /** Whether data for the station can be sent. */
    public boolean isSettled() {
        return phase == Phase.OPEN || phase == Phase.GROUP_MESSAGE_2;
    }

    /** Whether the station has a group key. */
    public boolean hasTaken(TemporalKey group) {
        return phase != Phase.GROUP_MESSAGE_2 && given.filter(key -> key == group).isPresent();
    }

    /** There is a new group key. */
    public void groupKeyChanged() {
        if (isSettled()) {
            ask(Phase.GROUP_MESSAGE_2);
        }
    }

    private void ask(Phase answer) {
        phase = answer;
        tries = 0;
        firstReplay = replay + 1;
        send();
    }

    private void send() {
        tries++;
        replay++;
        timeout.after(TIMEOUT);
        switch (phase) {
            case MESSAGE_2 -> port.send(message(MESSAGE_1, anonce, 0, EapolKey.NO_DATA).bytes(), false);
            case MESSAGE_4 -> port.send(withGroupKey(MESSAGE_3, anonce, Rsn.element(Rsn.wpa2Psk())), false);
            case GROUP_MESSAGE_2 -> port.send(withGroupKey(GROUP_MESSAGE_1, EapolKey.NO_NONCE, EapolKey.NO_DATA), true);
            default -> throw new IllegalStateException(phase + " is no answer");
        }
    }

    private byte[] withGroupKey(int info, byte[] nonce, byte[] before) {
        TemporalKey group = groupKey.get();
        given = Optional.of(group);
        byte[] data = KeyWrap.wrap(transientKey.encryption(), KeyData.of(before, group));
        return message(info, nonce, group.sent(), data).bytes(transientKey.confirmation());
    }

    private EapolKey message(int info, byte[] nonce, long rsc, byte[] data) {
        return new EapolKey(EAPOL_VERSION, info, (info & EapolKey.PAIRWISE) != 0 ? CCMP_KEY_LENGTH : 0, replay, nonce, rsc, data);
    }

    private void timeout() {
        if (phase == Phase.SETTLING) {
            phase = Phase.OPEN;
            port.settled();
            if (!hasTaken(groupKey.get())) {
                groupKeyChanged();
            }
        } else if (tries < TRIES) {
            send();
        } else {
            int reason = phase == Phase.GROUP_MESSAGE_2 ? ReasonCode.GROUP_KEY_HANDSHAKE_TIMEOUT
                    : ReasonCode.FOUR_WAY_HANDSHAKE_TIMEOUT;
            end();
            port.failed(reason);
        }
    }

    /** Takes an 802.1X frame from the station, whatever it is. */
    public void receive(byte[] eapol) {
        EapolKey.parse(eapol)
                .filter(key -> key.has(EapolKey.MIC_PRESENT) && (key.info() & NO_ANSWER) == 0 && key.descriptor() == EapolKey.VERSION_2)
                .filter(key -> key.replay() >= firstReplay && key.replay() <= replay)
                .ifPresent(key -> answer(eapol, key));
    }

    private void answer(byte[] eapol, EapolKey key) {
        boolean pairwiseAnswer = key.has(EapolKey.PAIRWISE);
        boolean secure = key.has(EapolKey.SECURE);
        if (phase == Phase.MESSAGE_2 && pairwiseAnswer && !secure) {
            message2(eapol, key);
        } else if (phase == Phase.MESSAGE_4 && pairwiseAnswer && secure && isSound(eapol)) {
            phase = Phase.SETTLING;
            timeout.after(SETTLING);
            port.authorized(masterKey);
        } else if (phase == Phase.GROUP_MESSAGE_2 && !pairwiseAnswer && secure && isSound(eapol)) {
            phase = Phase.OPEN;
            timeout.cancel();
            port.groupKeyTaken();
        }
    }

    private boolean isSound(byte[] eapol) {
        return EapolKey.isSound(eapol, transientKey.confirmation());
    }

    private void message2(byte[] eapol, EapolKey key) {
        for (PairwiseMasterKey candidate : keys.get()) {
            PairwiseTransientKey derived = PairwiseTransientKey.derive(Akm.PSK, candidate, accessPoint, station, anonce, key.nonce());
            if (EapolKey.isSound(eapol, derived.confirmation())) {
                agreed(candidate, derived, key);
                return;
            }
        }
        // As hostapd does: no answer, so that the handshake fails when its time is over.
        if (!toldWrongPassword) {
            toldWrongPassword = true;
            port.wrongPassword();
        }
    }

    private void agreed(PairwiseMasterKey candidate, PairwiseTransientKey derived, EapolKey key) {
        if (!Arrays.equals(key.data(), Rsn.element(element))) {
            end();
            port.failed(ReasonCode.HANDSHAKE_ELEMENT_MISMATCH);
            return;
        }
        masterKey = candidate;
        transientKey = derived;
        pairwise = Optional.of(new TemporalKey(derived.temporal(), 0, 0));
        ask(Phase.MESSAGE_4);
    }

    /** {@inheritDoc} Which group key the station was given is saved as whether it is the newest. */
    @Override
    public void state(State state) {
        state.all(timeout);
        phase = state.value(phase);
        tries = state.value(tries);
        replay = state.value(replay);
        firstReplay = state.value(firstReplay);
        toldWrongPassword = state.value(toldWrongPassword);
        state.bytes(anonce);
        masterKey = PairwiseMasterKey.state(state, Optional.ofNullable(masterKey)).orElse(null);
        transientKey = PairwiseTransientKey.state(state, Optional.ofNullable(transientKey)).orElse(null);
        pairwise = TemporalKey.state(state, pairwise);
        boolean newest = state.value(given.filter(key -> key == groupKey.get()).isPresent());
        given = state.restores() ? Optional.of(groupKey.get()).filter(key -> newest) : given;
    }
}
