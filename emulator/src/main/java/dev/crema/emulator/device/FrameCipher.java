package dev.crema.emulator.device;

/** What the MAC does to the bodies of protected frames with one key. Frames are changed in place. */
interface FrameCipher {
    /** Whether a frame is long enough to be protected in this way. */
    boolean isComplete(MacHeader header, int length);

    /**
     * Encrypts a frame.
     *
     * @param bytes with the frame's header, the header of the cipher, the body in plain text and room for what follows it
     * @param start of the frame
     * @param end of the room
     */
    void encrypt(byte[] bytes, int start, int end);

    /** Decrypts a frame; false if it was not encrypted with this key. */
    boolean decrypt(byte[] bytes, int start, int end);

    /** The key id in the header of either cipher, 0 to 3. */
    static int keyId(MacHeader header, byte[] bytes, int start) {
        return bytes[start + header.length() + 3] >>> 6 & 3;
    }
}
