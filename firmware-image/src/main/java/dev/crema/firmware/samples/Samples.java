package dev.crema.firmware.samples;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.elf.ElfFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Firmware that comes with Crema, built from {@code firmware-image/samples}. */
public final class Samples {
    private Samples() {
    }

    /**
     * A program without any framework, which the mask ROM loads in place of a bootloader: it says what chip it runs on, tests
     * memory inside and outside of it, blinks GPIO 2 five times with a timer interrupt and ends with {@code hello: done}.
     */
    public static FlashImage hello() {
        return FlashImage.builder()
                .part(FlashImage.BOOTLOADER_OFFSET, resource("hello.bin"))
                .elf(ElfFile.parse(resource("hello.elf")))
                .build();
    }

    static ByteView resource(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            return ByteView.of(name, in.readAllBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
