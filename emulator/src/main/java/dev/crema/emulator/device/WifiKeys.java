package dev.crema.emulator.device;

import java.util.Optional;

/**
 * The MAC's table of 25 keys. An entry is ten words: the address of the peer, what the key is for, and up to 32 bytes of it.
 * Software enables an entry before it writes the key, so a key is made ready when the first frame needs it. CCMP and TKIP are
 * done; frames of keys for WEP and SMS4 are treated as if there was no key.
 */
final class WifiKeys {
    private static final int SLOTS = 25;
    private static final int ENTRY = 40;
    private static final int TKIP = 2;
    private static final int CCMP = 3;
    private static final int LONGEST_KEY = 32;
    /** Of either cipher. */
    private static final int CIPHER_HEADER = 8;

    /** One entry of the table. */
    private static final class Key {
        private final Register[] words;
        private Optional<FrameCipher> cipher = Optional.empty();

        Key(RegisterBlock block, int slot) {
            words = block.registers(0x1400 + ENTRY * slot, 4, ENTRY / 4, "KEY" + slot + "_");
            for (int i = 1; i < words.length; i++) {
                words[i].onWrite(word -> forget());
            }
        }

        void forget() {
            cipher = Optional.empty();
        }

        int algorithm() {
            return words[1].field(20, 18);
        }

        boolean isForGroup() {
            return words[1].bit(23);
        }

        int ofInterface() {
            return words[1].field(25, 24);
        }

        int id() {
            return words[1].field(31, 30);
        }

        long peer() {
            return Integer.toUnsignedLong(words[0].get()) | (long) words[1].field(15, 0) << 32;
        }

        FrameCipher cipher() {
            if (cipher.isEmpty()) {
                byte[] key = new byte[algorithm() == CCMP ? Ccmp.KEY : LONGEST_KEY];
                for (int i = 0; i < key.length; i++) {
                    key[i] = (byte) (words[2 + i / 4].get() >>> 8 * (i & 3));
                }
                cipher = Optional.of(algorithm() == CCMP ? new Ccmp(key) : new Tkip(key));
            }
            return cipher.get();
        }
    }

    private final Register enable;
    private final Key[] keys = new Key[SLOTS];

    WifiKeys(RegisterBlock block) {
        enable = block.register(0x814, "KEY_ENABLE");
        for (int i = 0; i < SLOTS; i++) {
            keys[i] = new Key(block, i);
        }
    }

    void reset() {
        for (Key key : keys) {
            key.forget();
        }
    }

    /** The MAC is reset: no key is in use. */
    void disableAll() {
        enable.set(0);
    }

    private boolean isUsable(int slot) {
        return slot < SLOTS && enable.bit(slot) && (keys[slot].algorithm() == CCMP || keys[slot].algorithm() == TKIP);
    }

    /**
     * Encrypts a frame that is to be sent, in place.
     *
     * @param mpdu with room at the end for what the cipher adds there
     * @return false if the slot holds no key
     */
    boolean encrypt(int slot, byte[] mpdu) {
        if (!isUsable(slot) || !keys[slot].cipher().isComplete(new MacHeader(mpdu, 0, mpdu.length), mpdu.length)) {
            return false;
        }
        keys[slot].cipher().encrypt(mpdu, 0, mpdu.length);
        return true;
    }

    /**
     * Decrypts a frame that was received, in place.
     *
     * @param interfaces that accept it
     * @return false, with the frame as it was, if there is no key for it; or, with no frame left, if its MIC is wrong
     */
    boolean decrypt(int interfaces, byte[] bytes, int start, int end) {
        MacHeader header = new MacHeader(bytes, start, end);
        if (end - start < header.length() + CIPHER_HEADER) {
            return false;
        }
        int id = FrameCipher.keyId(header, bytes, start);
        for (int slot = 0; slot < SLOTS; slot++) {
            if (isUsable(slot) && isFor(keys[slot], header, interfaces, id)) {
                FrameCipher cipher = keys[slot].cipher();
                return cipher.isComplete(header, end - start) && cipher.decrypt(bytes, start, end);
            }
        }
        return false;
    }

    private static boolean isFor(Key key, MacHeader header, int interfaces, int id) {
        if ((interfaces >>> key.ofInterface() & 1) == 0 || key.id() != id) {
            return false;
        }
        return header.isToGroup() ? key.isForGroup() : !key.isForGroup() && key.peer() == header.address(2);
    }
}
