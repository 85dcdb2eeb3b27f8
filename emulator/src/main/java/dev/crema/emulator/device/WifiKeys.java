package dev.crema.emulator.device;

import java.util.Optional;

/**
 * The MAC's table of 25 keys. An entry is ten words: the address of the peer, what the key is for, and up to 32 bytes of it. Software
 * enables an entry before it writes the key, so a key is made ready when the first frame needs it. CCMP is done; frames of keys for
 * WEP, TKIP and SMS4 are treated as if there was no key.
 */
final class WifiKeys {
    private static final int SLOTS = 25;
    private static final int ENTRY = 40;
    private static final int CCMP = 3;

    /** One entry of the table. */
    private static final class Key {
        private final Register[] words;
        private Optional<Ccmp> cipher = Optional.empty();

        Key(RegisterBlock block, int slot) {
            words = block.registers(0x1400 + ENTRY * slot, 4, ENTRY / 4, "KEY" + slot + "_");
            for (int i = 2; i < words.length; i++) {
                words[i].onWrite(word -> forget());
            }
        }

        void forget() {
            cipher = Optional.empty();
        }

        boolean isCcmp() {
            return words[1].field(20, 18) == CCMP;
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

        Ccmp cipher() {
            if (cipher.isEmpty()) {
                byte[] key = new byte[Ccmp.KEY];
                for (int i = 0; i < key.length; i++) {
                    key[i] = (byte) (words[2 + i / 4].get() >>> 8 * (i & 3));
                }
                cipher = Optional.of(new Ccmp(key));
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
        return slot < SLOTS && enable.bit(slot) && keys[slot].isCcmp();
    }

    /**
     * Encrypts a frame that is to be sent, in place.
     *
     * @param mpdu with room for the MIC at the end
     * @return false if the slot holds no key
     */
    boolean encrypt(int slot, byte[] mpdu) {
        if (!isUsable(slot) || !Ccmp.isComplete(new MacHeader(mpdu, 0, mpdu.length), mpdu.length)) {
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
        if (!Ccmp.isComplete(header, end - start)) {
            return false;
        }
        int id = Ccmp.keyId(header, bytes, start);
        for (int slot = 0; slot < SLOTS; slot++) {
            if (isUsable(slot) && isFor(keys[slot], header, interfaces, id)) {
                return keys[slot].cipher().decrypt(bytes, start, end);
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
