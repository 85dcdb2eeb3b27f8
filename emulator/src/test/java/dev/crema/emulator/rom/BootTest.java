package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the ROM prints from reset on, with good and with damaged images, and the sample that it loads. */
class BootTest {
    private static final Duration BOOT = Duration.ofMillis(30);
    private static final int IMAGE = FlashImage.BOOTLOADER_OFFSET;

    /** Bytes of the image that are changed: offset and value. */
    private record Damage(String name, int... offsetsAndValues) {
        FlashImage of(FlashImage image) {
            FlashImage damaged = image;
            for (int i = 0; i < offsetsAndValues.length; i += 2) {
                damaged = damaged.with(IMAGE + offsetsAndValues[i], new byte[] {(byte) offsetsAndValues[i + 1]});
            }
            return damaged;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Damage> DAMAGES = List.of(
            new Damage("none"),
            new Damage("QIO at 80 MHz, pad drives", 0x02, 0x00, 0x03, 0x2F, 0x08, 0x07, 0x09, 0x88, 0x0A, 0x98, 0x0B, 0xAB),
            new Damage("unknown speed", 0x03, 0x22),
            new Damage("data", 0x100, 0x55),
            new Damage("one segment", 0x01, 1),
            new Damage("magic", 0x00, 0x00),
            new Damage("too many segments", 0x01, 0x21),
            new Damage("mode", 0x02, 6),
            new Damage("chip", 0x0C, 9));

    static final List<Integer> STRAPS = List.of(0x13, 0x33, 0x12, 0x11, 0x0B, 0x08, 0x0C);

    private static String console(FlashImage image, Board board, MachineOptions options, Duration time) {
        Machine machine = Machine.of(image, board, options);
        StringBuilder text = new StringBuilder();
        machine.console().onOutput(character -> text.append((char) character));
        machine.run(time);
        return text.toString();
    }

    private static String java(FlashImage image, Board board) {
        return console(image, board, MachineOptions.DEFAULT, BOOT);
    }

    private static String real(FlashImage image, Board board) {
        return console(image, board, MachineOptions.DEFAULT.withRom(RealRom.get()), BOOT);
    }

    /** The one may have come further when the time was over; the real ROM's command interpreter is not there. */
    private static void assertSame(String real, String java) {
        String expected = real.replaceFirst("(?s)(command interpreter\\.\r\n).*", "$1");
        int common = Math.min(expected.length(), java.length());
        assertTrue(common > 100, java);
        assertEquals(expected.substring(0, common), java.substring(0, common));
    }

    @Test
    void loadsTheSample() {
        String text = console(Samples.hello(), Board.WROVER, MachineOptions.DEFAULT, Duration.ofSeconds(1)).replace("\r", "");
        assertTrue(text.startsWith("""
                ets Jul 29 2019 12:21:46

                rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)
                configsip: 0, SPIWP:0xee
                clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00
                mode:DIO, clock div:2
                load:0x3ffb0000,len:"""), text);
        assertTrue(text.endsWith("""
                ESP32 revision v3.1, PRO CPU, reset reason 1
                MAC 24:0a:c4:00:00:01
                SPIRAM 4096 KiB
                malloc(16384): 0x3ffb0238, internal RAM
                pattern test passed
                malloc(1048576): 0x3f800008, external RAM
                pattern test passed
                tick 1: GPIO2 is 1
                tick 2: GPIO2 is 0
                tick 3: GPIO2 is 1
                tick 4: GPIO2 is 0
                tick 5: GPIO2 is 1
                CPU clock 40 MHz
                hello: done
                """), text);
    }

    @Test
    void theSampleDoesWithoutExternalRam() {
        String text = console(Samples.hello(), Board.WROVER.withPsramSize(0), MachineOptions.DEFAULT, Duration.ofSeconds(1));
        assertTrue(text.contains("SPIRAM 0 KiB\r\n"), text);
        assertTrue(text.contains("malloc(1048576): no memory\r\n"), text);
        assertTrue(text.endsWith("hello: done\r\n"), text);
    }

    @Test
    void revisionsBefore3HaveTheRomOf2016() {
        String text = java(Samples.hello(), Board.WROVER.withRevision(new Board.Revision(1, 0)));
        assertTrue(text.startsWith("ets Jun  8 2016 00:22:57\r\n"), text);
    }

    @Test
    void saysWhatIsWrongWithAnImage() {
        FlashImage damaged = new Damage("data", 0x100, 0x55).of(Samples.hello());
        assertTrue(java(damaged, Board.WROVER).contains("csum err:0x"));
        assertTrue(java(new Damage("chip", 0x0C, 9).of(Samples.hello()), Board.WROVER).contains("wrong chip id 0x0009\r\n"));
    }

    @Test
    void waitsForDownload() {
        String text = java(Samples.hello(), Board.WROVER.withStraps(0x03));
        assertTrue(text.endsWith("boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n"), text);
    }

    @ParameterizedTest
    @FieldSource("DAMAGES")
    void printsWhatTheRealRomPrints(Damage damage) {
        FlashImage image = damage.of(Samples.hello());
        assertSame(real(image, Board.WROVER), java(image, Board.WROVER));
    }

    @ParameterizedTest
    @FieldSource("STRAPS")
    void bootsAsTheRealRomFor(int straps) {
        Board board = Board.WROVER.withStraps(straps);
        assertSame(real(Samples.hello(), board), java(Samples.hello(), board));
    }
}
