package dev.crema.firmware.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.EspImage;
import dev.crema.firmware.EspSegment;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.HandMadeElf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageConversionTest {
    private static ElfFile elf(HandMadeElf elf) {
        return ElfFile.parse(ByteView.of("app.elf", elf.bytes()));
    }

    private static ImageConversion conversion(ImageConversion.Style style) {
        return style == ImageConversion.Style.ESPTOOL ? ImageConversion.esptool() : ImageConversion.espflash();
    }

    private static EspImage convert(ImageConversion.Style style, HandMadeElf elf) {
        return EspImage.parse(ByteView.of("app.bin", conversion(style).convert(elf(elf)))).verify();
    }

    @ParameterizedTest
    @EnumSource
    void everyLoadedByteArrivesAtItsAddress(ImageConversion.Style style) {
        EspImage image = convert(style, HandMadeElf.program());
        ElfFile elf = elf(HandMadeElf.program());
        for (ElfSection section : elf.sections()) {
            if (section.address() != 0 && section.type() == ElfSection.PROGBITS && !section.name().equals(".flash.appdesc")) {
                assertEquals(section.data().u8(0), byteAt(image, section.address()), section.name());
                int last = section.data().size() - 1;
                assertEquals(section.data().u8(last), byteAt(image, section.address() + last), section.name());
            }
        }
        assertEquals(elf.entry(), image.entry());
    }

    private static int byteAt(EspImage image, int address) {
        for (EspSegment segment : image.segments()) {
            if (segment.address() != 0 && Integer.toUnsignedLong(address - segment.address()) < segment.data().size()) {
                return segment.data().u8(address - segment.address());
            }
        }
        return -1;
    }

    @ParameterizedTest
    @EnumSource
    void descriptorComesFirstAndHoldsTheHashOfTheElfFile(ImageConversion.Style style) {
        EspImage image = convert(style, HandMadeElf.program());
        assertEquals(0x3F400020, image.segments().getFirst().address());
        assertEquals(elf(HandMadeElf.program()).sha256(), image.appDescriptor().orElseThrow().elfSha256());
    }

    @Test
    void programNamesTheRevisionItNeeds() {
        assertEquals(301, convert(ImageConversion.Style.ESPFLASH, HandMadeElf.espHal("esp32")).header().minRevision());
    }

    @Test
    void touchingSectionsAreJoined() {
        List<EspSegment> segments = convert(ImageConversion.Style.ESPTOOL, HandMadeElf.program()).segments();
        assertEquals(256 + 2000, segments.getFirst().data().size());
    }

    @ParameterizedTest
    @EnumSource
    void programsForOtherChipsAreNamed(ImageConversion.Style style) {
        assertEquals("app.elf puts section .flash.text at 0x42000020, where an ESP32 has no memory to load; "
                + "build it for the ESP32 (this looks like an ESP32-S3 program).",
                refusal(style, new HandMadeElf().code(".flash.text", 0x42000020, new byte[16])));
        assertEquals("app.elf puts section .text at 0x40000400, where an ESP32 has its mask ROM; build it for the ESP32.",
                refusal(style, new HandMadeElf().code(".text", 0x40000400, new byte[16])));
        assertEquals("app.elf is built for the chip \"esp32s3\", not for the esp32; build it for the esp32.",
                refusal(style, HandMadeElf.espHal("esp32s3")));
        assertTrue(refusal(style, new HandMadeElf()).startsWith("app.elf contains nothing to load into an ESP32; "));
    }

    @Test
    void sectionsThatCannotBeMappedTogetherAreNamed() {
        assertEquals("app.elf has sections at 0x3f400020 (.a) and 0x3f400200 (.b) in one 64 KiB page of flash, which can be "
                + "mapped only once; let its linker script merge or separate them.",
                refusal(ImageConversion.Style.ESPTOOL, new HandMadeElf().data(".a", 0x3F400020, new byte[16])
                        .data(".b", 0x3F400200, new byte[16])));
        assertEquals("app.elf puts section .b at 0x3ffb0004, within the section before it, which ends at 0x3ffb0010; "
                + "correct its linker script.",
                refusal(ImageConversion.Style.ESPFLASH, new HandMadeElf().data(".a", 0x3FFB0000, new byte[16])
                        .data(".b", 0x3FFB0004, new byte[16])));
    }

    private static String refusal(ImageConversion.Style style, HandMadeElf elf) {
        return assertThrows(FirmwareException.class, () -> convert(style, elf)).getMessage();
    }
}
