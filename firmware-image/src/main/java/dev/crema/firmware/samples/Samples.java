package dev.crema.firmware.samples;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.elf.ElfFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Firmware that comes with Crema, built from {@code firmware-image/samples}. */
public final class Samples {
    private static final List<String> NAMES = List.of("hello", "endpoint", "endpoint-accelerated");

    private Samples() {
    }

    /**
     * A program without any framework, which the mask ROM loads in place of a bootloader: it says what chip it runs on, tests
     * memory inside and outside of it, blinks GPIO 2 five times with a timer interrupt and ends with {@code hello: done}.
     */
    public static FlashImage hello() {
        return sample("hello");
    }

    /**
     * An endpoint that published iroh can dial: it joins the WiFi network {@code crema} with the password {@code ristretto}, prints
     * its id and tickets, then {@code endpoint: ready}, and serves {@code echo/0} and the sensor protocol of iroh's ESP32 examples on
     * UDP port 11204. Its cryptography is software.
     */
    public static FlashImage endpoint() {
        return sample("endpoint");
    }

    /** The same endpoint on the chip's AES and SHA accelerators. */
    public static FlashImage acceleratedEndpoint() {
        return sample("endpoint-accelerated");
    }

    /**
     * One of them by its name.
     *
     * @throws FirmwareException if there is none of that name
     */
    public static FlashImage named(String name) {
        if (!NAMES.contains(name)) {
            throw new FirmwareException("There is no sample \"%s\"; take one of %s.", name, String.join(", ", NAMES));
        }
        return sample(name);
    }

    private static FlashImage sample(String name) {
        return FlashImage.builder()
                .part(FlashImage.BOOTLOADER_OFFSET, resource(name + ".bin"))
                .elf(ElfFile.parse(resource(name + ".elf")))
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
