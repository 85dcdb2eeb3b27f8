package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ImageConversion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlashImageTest {
    private static final byte[] TABLE = PartitionTable.of(List.of(
            new Partition("nvs", 1, 2, 0x9000, 0x4000, 0),
            new Partition("otadata", 1, 0, 0xd000, 0x2000, 0),
            new Partition("ota_0", 0, 0x10, 0x10000, 0x10000, 0),
            new Partition("ota_1", 0, 0x11, 0x20000, 0x10000, 0))).toBytes();

    @TempDir
    private Path folder;

    private static ByteView view(String name, byte[] bytes) {
        return ByteView.of(name, bytes);
    }

    private static String refusal(FlashImageBuilder builder) {
        return assertThrows(FirmwareException.class, builder::build).getMessage();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    /** Bootloader, table and application as they lie in flash from offset 0. */
    private static byte[] merged() {
        byte[] flash = new byte[0x20000];
        Arrays.fill(flash, (byte) 0xff);
        put(flash, 0x1000, HandMade.ramProgram());
        put(flash, 0x8000, TABLE);
        put(flash, 0x10000, HandMade.app());
        return flash;
    }

    private static void put(byte[] flash, int offset, byte[] bytes) {
        System.arraycopy(bytes, 0, flash, offset, bytes.length);
    }

    @Test
    void applicationAloneIsStartedDirectly() throws IOException {
        FlashImage flash = FlashImage.read(file("app.bin", HandMade.app()));
        assertFalse(flash.hasBootloader());
        assertEquals(4 << 20, flash.size());
        assertEquals(0x10000, flash.app().orElseThrow().offset());
        assertEquals("factory", flash.app().orElseThrow().partition().label());
        assertEquals(List.of("nvs", "phy_init", "factory"),
                flash.partitions().partitions().stream().map(Partition::label).toList());
        assertEquals(0xE9, flash.view().u8(0x10000));
        assertEquals(0xAA, flash.view().u8(0x8000), "the application finds the table");
        assertEquals(0xFF, flash.view().u8(0x1000));
        assertEquals(List.of("There is no bootloader: the application is started directly."), flash.remarks());
    }

    @Test
    void elfFileIsConvertedAndKeepsItsSymbols() throws IOException {
        byte[] elf = HandMadeElf.program().bytes();
        FlashImage flash = FlashImage.read(file("app.elf", elf));
        assertFalse(flash.hasBootloader());
        assertTrue(flash.elf().orElseThrow().symbols().find("app_main").isPresent());
        ByteView image = flash.app().orElseThrow().image().bytes();
        assertTrue(image.sameBytes(view("image", ImageConversion.espflash().convert(ElfFile.parse(view("app.elf", elf))))));
    }

    @Test
    void mergedImageIsReadFromBothOffsets() throws IOException {
        FlashImage whole = FlashImage.read(file("whole.bin", merged()));
        FlashImage from1000 = FlashImage.read(file("from1000.bin", Arrays.copyOfRange(merged(), 0x1000, 0x20000)));
        assertTrue(whole.hasBootloader());
        assertEquals("ota_0", whole.app().orElseThrow().partition().label());
        assertTrue(whole.view().sameBytes(from1000.view()));
        assertEquals(0x20000, whole.used());
    }

    @Test
    void programInRamIsForTheMaskRom() throws IOException {
        FlashImage flash = FlashImage.read(file("hello.bin", HandMade.ramProgram()));
        assertTrue(flash.hasBootloader());
        assertEquals(Optional.empty(), flash.app());
        assertEquals(0xE9, flash.view().u8(0x1000));
        assertEquals(List.of(), flash.partitions().partitions());
    }

    @Test
    void elfFileOfAProgramInRamIsForTheMaskRom() throws IOException {
        FlashImage flash = FlashImage.read(file("hello.elf", new HandMadeElf().code(".text", 0x40080000, new byte[64])
                .function("start", 0x40080000, 64, 1).bytes()));
        assertTrue(flash.hasBootloader());
        assertEquals(0x40080000, flash.bootloader().orElseThrow().entry());
        assertTrue(flash.elf().orElseThrow().symbols().find("start").isPresent());
    }

    @Test
    void partsArePutTogether() throws IOException {
        FlashImage flash = FlashImage.builder().bootloader(file("boot.bin", HandMade.ramProgram()))
                .partitionTable(file("table.bin", TABLE)).argument("0x20000=" + file("app.bin", HandMade.app())).build();
        assertTrue(flash.hasBootloader());
        assertEquals("ota_1", flash.app().orElseThrow().partition().label());
    }

    @Test
    void otadataSelectsTheApplication() {
        byte[] otadata = new byte[0x2000];
        Arrays.fill(otadata, (byte) 0xff);
        LittleEndian.putI32(otadata, 0, 2);
        LittleEndian.putI32(otadata, 28, 0x55F63774);
        FlashImage flash = FlashImage.builder().part(0, view("merged.bin", Arrays.copyOf(merged(), 0xd000)))
                .part(0xd000, view("otadata.bin", otadata)).part(0x10000, view("a.bin", HandMade.app()))
                .part(0x20000, view("b.bin", HandMade.app())).build();
        assertEquals(List.of("ota_1", "ota_0"), flash.apps().stream().map(app -> app.partition().label()).toList());
    }

    @Test
    void damagedApplicationIsPassedOverIfThereIsAnother() {
        byte[] damaged = HandMade.app();
        damaged[100] ^= 1;
        FlashImage flash = FlashImage.builder().bytes(view("merged.bin", Arrays.copyOf(merged(), 0x10000)))
                .part(0x10000, view("a.bin", damaged)).part(0x20000, view("b.bin", HandMade.app())).build();
        assertEquals("ota_1", flash.app().orElseThrow().partition().label());
        assertTrue(flash.remarks().getFirst().startsWith("a.bin (partition \"ota_0\" at 0x10000) is damaged: "));
        assertTrue(refusal(FlashImage.builder().bytes(view("merged.bin", Arrays.copyOf(merged(), 0x10000)))
                .part(0x10000, view("a.bin", damaged))).startsWith("a.bin (partition \"ota_0\" at 0x10000) is damaged: "));
    }

    @Test
    void buildFolderIsRead() throws IOException {
        byte[] elf = HandMadeElf.program().bytes();
        file("boot.bin", HandMade.ramProgram());
        file("table.bin", PartitionTable.espflashDefault(8 << 20).toBytes());
        file("app.bin", ImageConversion.espflash().convert(ElfFile.parse(view("app.elf", elf))));
        file("app.elf", elf);
        file("other.elf", HandMadeElf.program().label("x", 0x40080000, 1).bytes());
        file("flasher_args.json", """
                { "flash_settings": { "flash_mode": "dio", "flash_size": "8MB" },
                  "flash_files": { "0x1000": "boot.bin", "0x8000": "table.bin", "0x10000": "app.bin" },
                  "extra_esptool_args": { "chip": "esp32", "stub": true, "list": [1, -2.5e3, null] } }
                """.getBytes());
        FlashImage flash = FlashImage.read(folder);
        assertEquals(8 << 20, flash.size());
        assertEquals(folder.resolve("app.elf").toString(), flash.elf().orElseThrow().name(), "found by its hash");
        assertEquals(0x10000, FlashImage.read(folder.resolve("flasher_args.json")).app().orElseThrow().offset());
        file("table2.csv", "app,app,factory,0x10000,1M".getBytes());
        assertEquals("app", FlashImage.builder().file(folder).partitionTable(folder.resolve("table2.csv")).build()
                .app().orElseThrow().partition().label(), "what is given takes the place of the folder's");
    }

    @Test
    void buildForAnotherChipIsNamed() throws IOException {
        Path args = file("flasher_args.json", "{\"flash_files\":{},\"extra_esptool_args\":{\"chip\":\"esp32s3\"}}".getBytes());
        assertEquals(args + " is a build for chip \"esp32s3\", not for the esp32; set the target esp32 and build again.",
                assertThrows(FirmwareException.class, () -> FlashImage.read(args)).getMessage());
        Path broken = file("flash.json", "{\"flash_files\": [}".getBytes());
        assertEquals(broken + " is not valid JSON: a value is expected at character 17; build it again.",
                assertThrows(FirmwareException.class, () -> FlashImage.read(broken)).getMessage());
    }

    @Test
    void listOfArduinoIsRead() throws IOException {
        file("boot.bin", HandMade.ramProgram());
        file("table.bin", TABLE);
        file("app.bin", HandMade.app());
        file("flash_args", "--flash-mode dio\n0x1000 boot.bin\n0x8000 table.bin\n0x10000 app.bin\n".getBytes());
        assertEquals("ota_0", FlashImage.read(folder).app().orElseThrow().partition().label());
    }

    @Test
    void flashIsAsLargeAsTheHeaderSays() {
        byte[] app = new HandMade().sizeAndSpeed(0x40).segment(0x400D0020, new byte[16]).image();
        assertEquals(16 << 20, FlashImage.builder().bytes(view("app.bin", app)).build().size());
        assertEquals(2 << 20, FlashImage.builder().bytes(view("app.bin", app)).flashSize(FlashSize.MB_2).build().size());
        byte[] small = new HandMade().sizeAndSpeed(0x10).segment(0x400D0020, new byte[16]).image();
        assertEquals(4 << 20, FlashImage.builder().bytes(view("app.bin", small)).build().size(), "no module has less");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertEquals("a.bin (offset 0x3ff000, 8192 bytes) ends 4096 bytes beyond the 4 MiB of flash; choose a larger flash size.",
                refusal(FlashImage.builder().bytes(view("merged.bin", merged())).part(0x3ff000, view("a.bin", new byte[8192]))));
        byte[] large = new HandMade().segment(0x3F400020, new byte[0x12000]).image();
        assertEquals("app.bin has 73,808 bytes, which is 8,272 bytes more than partition \"ota_0\" holds (65,536); "
                + "make the application smaller or the partition larger.",
                refusal(FlashImage.builder().bytes(view("table", TABLE)).bytes(view("app.bin", large))));
        assertTrue(assertThrows(FirmwareException.class, () -> FlashImage.builder().flashSize(FlashSize.MB_32)).getMessage()
                .startsWith("A flash size of 32MB is too large: "));
    }

    @Test
    void programThatDoesNotFitNamesItsLargestParts() {
        assertTrue(refusal(FlashImage.builder().bytes(view("table", TABLE))
                .bytes(view("app.elf", HandMadeElf.program().bytes())))
                .contains("(the most is taken by: (.flash.text, without symbols) 69,969, "));
    }

    @Test
    void overlapIsNamed() {
        assertEquals("merged.bin (0x0 to 0x20000) and app.bin (0x10000 to 0x10160) overlap in flash; correct their offsets.",
                refusal(FlashImage.builder().bytes(view("merged.bin", merged())).part(0x10000, view("app.bin", HandMade.app()))));
    }

    @Test
    void nothingToRunIsNamed() {
        assertEquals("There is no firmware to run; give an application, a flash image or an ELF file.",
                refusal(FlashImage.builder()));
        assertEquals("There is no application in flash at 0x10000, where the partition table expects it; "
                + "add one at the offset of an app partition.", refusal(FlashImage.builder().bytes(view("table.bin", TABLE))));
    }

    @Test
    void imagesForOtherChipsAreNamedWhereTheyLie() {
        byte[] s3 = new HandMade().chip(9).segment(0x3F400020, HandMade.appDescriptor()).image();
        assertEquals("s3.bin (partition \"factory\" at 0x10000) is for the ESP32-S3 (chip id 9 at offset 12), not for the ESP32; "
                + "build it for the ESP32.", refusal(FlashImage.builder().bytes(view("s3.bin", s3))));
    }

    @Test
    void wrongElfFileIsRemarked() throws IOException {
        Path elf = file("app.elf", HandMadeElf.program().bytes());
        byte[] app = ImageConversion.espflash().convert(ElfFile.parse(view("x", HandMadeElf.program().entry(1).bytes())));
        List<String> remarks = FlashImage.builder().bytes(view("app.bin", app)).elf(elf).build().remarks();
        assertTrue(remarks.getLast().contains("is not the ELF file that the application was made from"), remarks::toString);
    }

    @Test
    void partOfFlashCanBeReplaced() {
        FlashImage flash = FlashImage.builder().bytes(view("merged.bin", merged())).build();
        FlashImage changed = flash.with(0x9000, new byte[] {1, 2, 3});
        assertEquals(2, changed.view().u8(0x9001));
        assertEquals(0xFF, flash.view().u8(0x9001));
        assertThrows(FirmwareException.class, () -> flash.with(flash.size() - 1, new byte[2]));
    }
}
