package dev.crema.emulator.device;

/**
 * The flash encryption block, 0x3FF5B000 (reference manual, chapter "External Memory Encryption and Decryption"). Storage, and
 * always done: what software has encrypted here reaches the flash as it was, so a guest that enables flash encryption writes
 * plain text.
 */
public final class FlashEncryption extends RegisterBlock {
    /** Makes the block. */
    public FlashEncryption() {
        super("FLASH_ENCRYPTION", 0x2c);
        registers(0x000, 4, 8, "BUFFER_");
        register(0x020, "START");
        register(0x024, "ADDRESS");
        register(0x028, "DONE").readOnly().reset(1);
    }
}
