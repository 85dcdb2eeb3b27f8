package dev.crema.net.air.security;

import dev.crema.net.ethernet.MacAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A station's part in the 4-way and group key handshakes (sections 12.7.6 and 12.7.7). */
public final class Supplicant {
    /** What it asks of the station. */
    public interface Port {
        /** Sends an 802.1X frame to the access point, encrypted or not. */
        void send(byte[] eapol, boolean encrypted);

        /** The handshake is complete: data may flow. */
        void authorized();
    }

    private static final int EAPOL_VERSION = 1;
    private static final int MESSAGE_2 = EapolKey.PAIRWISE | EapolKey.MIC_PRESENT;
    private static final int MESSAGE_4 = MESSAGE_2 | EapolKey.SECURE;
    private static final int GROUP_MESSAGE_2 = EapolKey.MIC_PRESENT | EapolKey.SECURE;
    private static final int GROUP_KEYS = 4;

    private final Akm akm;
    private final PairwiseMasterKey masterKey;
    private final MacAddress accessPoint;
    private final MacAddress station;
    private final byte[] offered;
    private final byte[] snonce = new byte[EapolKey.NONCE];
    private final Port port;
    private long replay = -1;
    private byte[] anonce = EapolKey.NO_NONCE;
    private Optional<PairwiseTransientKey> transientKey = Optional.empty();
    private Optional<TemporalKey> pairwise = Optional.empty();
    private final TemporalKey[] group = new TemporalKey[GROUP_KEYS];

    /**
     * The handshakes with an access point.
     *
     * @param akm one that it {@linkplain Rsn#joinable offers}
     * @param offered contents of the RSN element in its beacons
     */
    public Supplicant(Akm akm, PairwiseMasterKey masterKey, MacAddress accessPoint, MacAddress station, byte[] offered,
            Chance random, Port port) {
        this.akm = akm;
        this.masterKey = masterKey;
        this.accessPoint = accessPoint;
        this.station = station;
        this.offered = offered.clone();
        this.port = port;
        random.nextBytes(snonce);
    }

    /** Contents of the RSN element with which the station asks to be associated. */
    public byte[] element() {
        return Rsn.accepting(offered, akm);
    }

    /** The key for data to and from the access point, once there is one. */
    public Optional<TemporalKey> pairwise() {
        return pairwise;
    }

    /** A group key by its number, 0 to 3. */
    public Optional<TemporalKey> group(int id) {
        return Optional.ofNullable(group[id]);
    }

    /** All group keys. */
    public List<TemporalKey> groups() {
        return Arrays.stream(group).filter(Objects::nonNull).toList();
    }

    /** Takes an 802.1X frame from the access point, whatever it is. */
    public void receive(byte[] eapol) {
        EapolKey.parse(eapol).filter(this::isNew).ifPresent(key -> {
            if (!key.has(EapolKey.MIC_PRESENT)) {
                message1(key);
            } else if (transientKey.filter(keys -> EapolKey.isSound(eapol, keys.confirmation())).isPresent()) {
                secured(key, transientKey.get());
            }
        });
    }

    private boolean isNew(EapolKey key) {
        return key.has(EapolKey.ACK) && key.replay() > replay && key.descriptor() == akm.descriptor();
    }

    private void message1(EapolKey key) {
        if (key.has(EapolKey.PAIRWISE)) {
            anonce = key.nonce();
            PairwiseTransientKey derived = PairwiseTransientKey.derive(akm, masterKey, accessPoint, station, anonce, snonce);
            transientKey = Optional.of(derived);
            answer(MESSAGE_2, key.replay(), snonce, Rsn.element(element()), derived, false);
        }
    }

    private void secured(EapolKey key, PairwiseTransientKey keys) {
        replay = key.replay();
        Optional<byte[]> data = key.has(EapolKey.ENCRYPTED) ? KeyWrap.unwrap(keys.encryption(), key.data()) : Optional.empty();
        data.ifPresent(plain -> {
            if (!key.has(EapolKey.PAIRWISE)) {
                install(plain, key.rsc());
                answer(GROUP_MESSAGE_2, key.replay(), EapolKey.NO_NONCE, EapolKey.NO_DATA, keys, true);
            } else if (Arrays.equals(key.nonce(), anonce)
                    && KeyData.rsn(plain).filter(rsn -> Arrays.equals(rsn, offered)).isPresent()) {
                message3(key, plain, keys);
            }
        });
    }

    private void message3(EapolKey key, byte[] plain, PairwiseTransientKey keys) {
        answer(MESSAGE_4, key.replay(), EapolKey.NO_NONCE, EapolKey.NO_DATA, keys, pairwise.isPresent());
        // A key that was installed again would start again with packet number 1, and betray what it hides.
        if (pairwise.isEmpty()) {
            pairwise = Optional.of(new TemporalKey(keys.temporal(), 0, 0));
            install(plain, key.rsc());
            port.authorized();
        }
    }

    private void install(byte[] plain, long received) {
        KeyData.group(plain, received).filter(key -> group(key.id()).filter(key::isSameAs).isEmpty())
                .ifPresent(key -> group[key.id()] = key);
    }

    private void answer(int info, long counter, byte[] nonce, byte[] data, PairwiseTransientKey keys, boolean encrypted) {
        port.send(new EapolKey(EAPOL_VERSION, info | akm.descriptor(), 0, counter, nonce, 0, data).bytes(keys.confirmation()), encrypted);
    }
}
