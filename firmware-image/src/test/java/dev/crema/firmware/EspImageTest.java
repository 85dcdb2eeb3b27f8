package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EspImageTest {
    private static EspImage parse(byte[] bytes) {
        return EspImage.parse(ByteView.of("app.bin", bytes));
    }

    private static String refusal(byte[] bytes) {
        return assertThrows(FirmwareException.class, () -> parse(bytes).verify()).getMessage();
    }

    @Test
    void readsHeaderAndSegments() {
        EspImage image = parse(HandMade.app()).verify();
        assertEquals(0x40080000, image.entry());
        assertEquals(Optional.of(SpiMode.DIO), image.header().mode());
        assertEquals(Optional.of(SpiFrequency.MHZ_40), image.header().frequency());
        assertEquals(Optional.of(FlashSize.MB_4), image.header().flashSize());
        assertEquals(399, image.header().maxRevision());
        assertEquals(3, image.segments().size());
        assertEquals(0x3FFB0000, image.segments().get(1).address());
        assertEquals(0x04030201, image.segments().get(1).data().i32(0));
        assertEquals(24 + 8 + 256, image.segments().get(1).fileOffset());
        assertFalse(image.isRamOnly());
        assertEquals(HandMade.app().length, image.bytes().size());
    }

    @Test
    void readsWhatTheApplicationSaysOfItself() {
        AppDescriptor descriptor = parse(HandMade.app()).appDescriptor().orElseThrow();
        assertEquals("demo", descriptor.projectName());
        assertEquals("1.2", descriptor.version());
        assertEquals("Jan  2 2024", descriptor.date());
        assertEquals("v5.2", descriptor.idfVersion());
        assertEquals("0".repeat(64), descriptor.elfSha256());
    }

    @Test
    void headerSurvivesWritingAndReading() {
        byte[] bytes = HandMade.app();
        assertEquals(-1, Arrays.mismatch(Arrays.copyOf(bytes, 24), parse(bytes).header().toBytes()));
    }

    @Test
    void programInRamIsForTheMaskRom() {
        assertTrue(parse(HandMade.ramProgram()).isRamOnly());
    }

    @Test
    void bytesBehindTheImageDoNotMatter() {
        byte[] bytes = HandMade.app();
        assertEquals(bytes.length, parse(Arrays.copyOf(bytes, bytes.length + 100)).verify().bytes().size());
    }

    @Test
    void everyTruncationIsNamed() {
        byte[] bytes = HandMade.app();
        for (int length = 1; length < bytes.length; length++) {
            String message = refusal(Arrays.copyOf(bytes, length));
            assertTrue(message.startsWith("app.bin is cut off: "), message);
        }
        assertEquals("app.bin is empty; build the image again.", refusal(new byte[0]));
    }

    @Test
    void wrongChecksumIsNamed() {
        byte[] bytes = HandMade.app();
        bytes[24 + 8 + 256 + 8] ^= 0x10;
        assertEquals("app.bin is damaged: its checksum at offset 0x13f is 0x%02x, but its segments give 0x%02x; "
                .concat("get the file again.").formatted(bytes[0x13f] & 0xff, (bytes[0x13f] & 0xff) ^ 0x10), refusal(bytes));
    }

    @Test
    void wrongHashIsNamed() {
        byte[] bytes = HandMade.app();
        bytes[4] ^= 4;
        assertTrue(refusal(bytes).startsWith("app.bin is damaged: its SHA-256 at offset 0x140 is "), refusal(bytes));
    }

    @Test
    void imagesForOtherChipsAreNamed() {
        assertEquals("app.bin is for the ESP32-S3 (chip id 9 at offset 12), not for the ESP32; build it for the ESP32.",
                refusal(new HandMade().chip(9).image()));
        assertEquals("app.bin is for the ESP32-C3 (chip id 5 at offset 12), not for the ESP32; build it for the ESP32.",
                refusal(new HandMade().chip(5).image()));
        assertEquals("app.bin is for the ESP32-C6 (chip id 13 at offset 12), not for the ESP32; build it for the ESP32.",
                refusal(new HandMade().chip(13).image()));
        assertEquals("app.bin is for an unknown chip (chip id 77 at offset 12), not for the ESP32; build it for the ESP32.",
                refusal(new HandMade().chip(77).image()));
    }

    @Test
    void otherFilesAreNamed() {
        byte[] bytes = HandMade.app();
        bytes[0] = 'P';
        assertTrue(refusal(bytes).startsWith("app.bin is not an ESP image: it begins with 0x50, not with 0xe9; "),
                refusal(bytes));
        bytes = HandMade.app();
        bytes[1] = 17;
        assertTrue(refusal(bytes).startsWith("app.bin claims 17 segments at offset 1, but a loader takes at most 16; "));
    }
}
