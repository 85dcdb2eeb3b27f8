package dev.crema.emulator.device;

/** Told of every change of a flash chip's content: what was decoded from it is stale, and what is kept on disk too. */
@FunctionalInterface
public interface FlashListener {
    /** Nobody. */
    FlashListener NONE = (offset, length) -> { };

    /** Bytes from {@code offset} of the chip on, {@code length} of them, have been programmed or erased. */
    void changed(int offset, int length);
}
