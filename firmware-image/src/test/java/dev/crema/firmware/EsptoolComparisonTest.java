package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ImageConversion;
import dev.crema.firmware.elf.ImageConversion.SecurePad;
import dev.crema.firmware.elf.ImageConversion.Style;
import dev.crema.firmware.report.ImageInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same options give the same bytes and the same text as esptool gives. */
class EsptoolComparisonTest {
    @TempDir
    private Path folder;

    private String esptool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(FieldTools.esptool().toString(), "--chip", "esp32"));
        command.addAll(List.of(arguments));
        return FieldTools.run(folder, command);
    }

    private static ImageConversion options(SpiMode mode, SpiFrequency frequency, FlashSize size, boolean appendHash,
            boolean useSegments, int elfHashOffset, boolean ramOnlyHeader, SecurePad securePad, int padToSize) {
        return new ImageConversion(Style.ESPTOOL, mode, frequency, size, 3, 300, 399, appendHash, useSegments,
                elfHashOffset == 0 ? OptionalInt.empty() : OptionalInt.of(elfHashOffset), ramOnlyHeader, securePad, padToSize);
    }

    static Stream<Arguments> conversions() {
        SpiMode dio = SpiMode.DIO;
        SpiFrequency mhz40 = SpiFrequency.MHZ_40;
        FlashSize mb4 = FlashSize.MB_4;
        String revisions = "--min-rev-full 300 --max-rev-full 399";
        return Stream.of(
                Arguments.of("", ImageConversion.esptool()),
                Arguments.of("--flash-mode dio --flash-freq 40m --flash-size 4MB " + revisions,
                        options(dio, mhz40, mb4, true, false, 0, false, SecurePad.NONE, 0)),
                Arguments.of("--flash-mode dout --flash-freq 80m --flash-size 16MB " + revisions,
                        options(SpiMode.DOUT, SpiFrequency.MHZ_80, FlashSize.MB_16, true, false, 0, false, SecurePad.NONE, 0)),
                Arguments.of("--flash-mode qout --flash-freq 26m --flash-size 2MB --dont-append-digest " + revisions,
                        options(SpiMode.QOUT, SpiFrequency.MHZ_26, FlashSize.MB_2, false, false, 0, false, SecurePad.NONE, 0)),
                Arguments.of("--flash-mode dio --flash-size 4MB --use-segments --elf-sha256-offset 0xb0 " + revisions,
                        options(dio, mhz40, mb4, true, true, 0xb0, false, SecurePad.NONE, 0)),
                Arguments.of("--flash-mode dio --flash-size 4MB --secure-pad " + revisions,
                        options(dio, mhz40, mb4, true, false, 0, false, SecurePad.V1, 0)),
                Arguments.of("--flash-mode dio --flash-size 4MB --secure-pad-v2 " + revisions,
                        options(dio, mhz40, mb4, true, false, 0, false, SecurePad.V2, 0)),
                Arguments.of("--flash-mode dio --flash-size 4MB --pad-to-size 1MB " + revisions,
                        options(dio, mhz40, mb4, true, false, 0, false, SecurePad.NONE, 1 << 20)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("conversions")
    void convertsElfFilesAlike(String options, ImageConversion conversion) throws IOException {
        compareConversion(HandMadeElf.program().withProgramHeaders().bytes(), options, conversion);
    }

    /** Without a descriptor, which has to come first; with a gap that the alignment explains. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("plainPrograms")
    void convertsPlainProgramsAlike(HandMadeElf elf) throws IOException {
        compareConversion(elf.bytes(), "", ImageConversion.esptool());
        String options = "--flash-mode dio --flash-size 4MB --ram-only-header --min-rev-full 300 --max-rev-full 399";
        compareConversion(elf.bytes(), options,
                options(SpiMode.DIO, SpiFrequency.MHZ_40, FlashSize.MB_4, true, false, 0, true, SecurePad.NONE, 0));
    }

    static Stream<HandMadeElf> plainPrograms() {
        return Stream.of(
                new HandMadeElf().code(".text", 0x40080000, HandMadeElf.pattern(1000, 1))
                        .data(".data", 0x3FFB0000, HandMadeElf.pattern(10, 2)),
                new HandMadeElf().code(".text", 0x400D0018, HandMadeElf.pattern(0x1FFE0, 1))
                        .data(".rodata", 0x3F408000, HandMadeElf.pattern(0x7FF0, 2))
                        .code(".iram", 0x40080400, HandMadeElf.pattern(200_000, 3)),
                new HandMadeElf().data(".a", 0x3FFB0000, HandMadeElf.pattern(13, 1))
                        .data(".b", 0x3FFB0010, HandMadeElf.pattern(7, 2)).data(".c", 0x3FFB0018, HandMadeElf.pattern(8, 3))
                        .data(".rodata", 0x3F400100, HandMadeElf.pattern(333, 4))
                        .code(".text", 0x400E1234, HandMadeElf.pattern(99, 5)));
    }

    private void compareConversion(byte[] elf, String options, ImageConversion conversion) throws IOException {
        Files.write(folder.resolve("in.elf"), elf);
        List<String> arguments = new ArrayList<>(List.of("elf2image", "-o", "theirs.bin"));
        arguments.addAll(Arrays.stream(options.split(" ")).filter(option -> !option.isEmpty()).toList());
        if (options.contains("300")) {
            arguments.addAll(List.of("--min-rev", "3"));
        }
        arguments.add("in.elf");
        esptool(arguments.toArray(String[]::new));
        byte[] ours = conversion.convert(ElfFile.parse(ByteView.of("in.elf", elf)));
        assertSame(Files.readAllBytes(folder.resolve("theirs.bin")), ours);
        Files.write(folder.resolve("ours.bin"), ours);
        assertEquals(theirInfo("ours.bin"), ImageInfo.ofFile(FirmwareFiles.read(folder.resolve("ours.bin"))));
    }

    private static void assertSame(byte[] expected, byte[] actual) {
        assertEquals(-1, Arrays.mismatch(expected, actual), "first difference");
    }

    /** What esptool prints of an image, without its own version. */
    private String theirInfo(String file) {
        List<String> lines = FieldTools.run(folder, FieldTools.esptool(), "image-info", file).lines().toList();
        return String.join("\n", lines.subList(1, lines.size())) + "\n";
    }

    @Test
    void describesDamagedImagesAlike() throws IOException {
        byte[] image = HandMade.app();
        image[0x13f] ^= 0x55;
        Files.write(folder.resolve("in.bin"), image);
        assertEquals(theirInfo("in.bin"), ImageInfo.ofFile(FirmwareFiles.read(folder.resolve("in.bin"))));
    }

    @Test
    void mergesAlike() throws IOException {
        byte[] bootloader = new HandMade().sizeAndSpeed(0x10).segment(0x3FFF0018, HandMadeElf.pattern(500, 1))
                .segment(0x40080400, HandMadeElf.pattern(3000, 2)).image();
        byte[] table = PartitionTable.espflashDefault(FlashSize.MB_4.bytes()).toBytes();
        Files.write(folder.resolve("boot.bin"), bootloader);
        Files.write(folder.resolve("table.bin"), table);
        Files.write(folder.resolve("app.bin"), HandMade.app());
        List<FlashPart> parts = List.of(part(0x10000, "app.bin"), part(0x1000, "boot.bin"), part(0x8000, "table.bin"));
        String[] files = {"0x1000", "boot.bin", "0x10000", "app.bin", "0x8000", "table.bin"};

        compareMerge(FlashMerge.plain(), parts, files);
        compareMerge(new FlashMerge(Optional.of(SpiMode.DOUT), Optional.of(SpiFrequency.MHZ_80), Optional.of(FlashSize.MB_8), 0,
                Optional.of(FlashSize.MB_1)), parts, files, "--flash-mode", "dout", "--flash-freq", "80m", "--flash-size", "8MB",
                "--pad-to-size", "1MB");
        compareMerge(new FlashMerge(Optional.empty(), Optional.empty(), Optional.of(FlashSize.MB_4), 0x1000, Optional.empty()),
                parts, files, "--flash-size", "4MB", "--target-offset", "0x1000");
    }

    private FlashPart part(int offset, String file) {
        return new FlashPart(offset, FirmwareFiles.read(folder.resolve(file)));
    }

    private void compareMerge(FlashMerge merge, List<FlashPart> parts, String[] files, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("merge-bin", "-o", "theirs.bin"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(files));
        esptool(arguments.toArray(String[]::new));
        assertSame(Files.readAllBytes(folder.resolve("theirs.bin")), merge.merge(parts));
    }

    /** Real programs, with the options of their builds and without. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("realPrograms")
    void convertsRealProgramsAlike(Path file) throws IOException {
        byte[] elf = Files.readAllBytes(file);
        compareConversion(elf, "", ImageConversion.esptool());
        compareConversion(elf, "--flash-mode dio --flash-freq 40m --flash-size 4MB --min-rev-full 300 --max-rev-full 399",
                options(SpiMode.DIO, SpiFrequency.MHZ_40, FlashSize.MB_4, true, false, 0, false, SecurePad.NONE, 0));
    }

    static Stream<Path> realPrograms() {
        Path fixtures = FieldTools.corpus().resolve("pe/tests/fixtures");
        return Stream.of("hello_world_esp32", "hello_world_esp32_coredump_uart", "hello_world_esp32_coredump_flash")
                .map(name -> fixtures.resolve(name).resolve("build/hello_world.elf")).filter(Files::exists);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("realImages")
    void describesRealImagesAlike(Path image) {
        assertEquals(theirInfo(image.toString()), ImageInfo.ofFile(FirmwareFiles.read(image)));
    }

    static Stream<Path> realImages() throws IOException {
        try (Stream<Path> files = Files.walk(FieldTools.corpus())) {
            return files.filter(file -> file.toString().endsWith(".bin") && !file.toString().contains("esp8266"))
                    .filter(EsptoolComparisonTest::isEsp32Image).sorted().toList().stream();
        }
    }

    private static boolean isEsp32Image(Path file) {
        ByteView bytes = FirmwareFiles.read(file);
        return bytes.size() > EspImageHeader.SIZE && bytes.u8(0) == EspImageHeader.MAGIC && bytes.u16(12) == 0;
    }
}
