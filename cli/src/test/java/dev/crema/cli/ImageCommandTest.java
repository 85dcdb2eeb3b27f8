package dev.crema.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.samples.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands under {@code crema image}, as the shell sees them: output, files and exit codes. */
class ImageCommandTest {
    private static final String TABLE = "nvs,data,nvs,0x9000,24K\nfactory,app,factory,0x10000,1M\n";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int crema(Object... arguments) {
        CommandLine command = Crema.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** The smallest image: one segment of four zeros in data RAM, no hash. */
    private static byte[] image() {
        byte[] bytes = new byte[48];
        bytes[0] = (byte) 0xE9;
        bytes[1] = 1;
        bytes[3] = 0x20;
        bytes[26] = (byte) 0xFB;
        bytes[27] = 0x3F;
        bytes[28] = 4;
        bytes[47] = (byte) 0xEF;
        return bytes;
    }

    @Test
    void sizeTellsOfTheSamplesThatTheMaskRomLoads() throws IOException {
        Path endpoint = file("endpoint.bin", Samples.endpoint().bootloader().orElseThrow().bytes().toArray());
        assertEquals(ExitCode.OK, crema("image", "size", endpoint), err::toString);
        assertTrue(out.toString().matches("App/part. size:    6\\d,\\d{3}/4,190,208 bytes, 1\\.\\d+%\\R"), out::toString);
    }

    @Test
    void infoDescribesAnImage() throws IOException {
        assertEquals(ExitCode.OK, crema("image", "info", file("app.bin", image())), err::toString);
        assertTrue(out.toString().startsWith("Image size: 48 bytes\nDetected image type: ESP32\n"), out::toString);
        assertTrue(out.toString().contains("Checksum: 0xef (valid)\n"), out::toString);
    }

    @Test
    void badInputIsOneSentenceAndExitCode2() throws IOException {
        byte[] s3 = image();
        s3[12] = 9;
        assertEquals(ExitCode.BAD_INPUT, crema("image", "info", file("s3.bin", s3)));
        assertEquals(ExitCode.BAD_INPUT, crema("image", "info", folder.resolve("missing.bin")));
        assertEquals(ExitCode.BAD_INPUT, crema("image", "info", file("cut.bin", Arrays.copyOf(image(), 33))));
        assertEquals(ExitCode.BAD_INPUT, crema("image", "merge", "-o", folder.resolve("x"), "nonsense"));
        assertEquals(ExitCode.BAD_INPUT, crema("image", "elf2image", file("no.elf", "hello")));
        List<String> sentences = err.toString().lines().toList();
        assertEquals(5, sentences.size(), err::toString);
        sentences.forEach(sentence -> assertTrue(sentence.startsWith("crema: ") && sentence.endsWith("."), sentence));
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void mergePutsFilesAtTheirOffsets() throws IOException {
        Path merged = folder.resolve("merged.bin");
        assertEquals(ExitCode.OK, crema("image", "merge", "-o", merged, "0x1000=" + file("a.bin", image()), "0x1100",
                file("b.bin", new byte[] {1, 2})), err::toString);
        byte[] bytes = Files.readAllBytes(merged);
        assertEquals(0x1102, bytes.length);
        assertEquals((byte) 0xE9, bytes[0x1000]);
        assertEquals((byte) 0xFF, bytes[0x10FF]);
        assertEquals(2, bytes[0x1101]);
        assertTrue(out.toString().startsWith("Wrote 0x1102 bytes to file "), out::toString);
    }

    @Test
    void inputIsNeverOverwritten() throws IOException {
        Path image = file("a.bin", image());
        assertEquals(ExitCode.BAD_INPUT, crema("image", "merge", "-o", image, "0x1000=" + image));
        assertArrayEquals(image(), Files.readAllBytes(image));
    }

    @Test
    void partitionTableIsPrintedAndConverted() throws IOException {
        Path csv = file("table.csv", TABLE);
        Path binary = folder.resolve("table.bin");
        assertEquals(ExitCode.OK, crema("image", "partition-table", "--to-binary", "-o", binary, csv), err::toString);
        assertEquals(0xC00, Files.size(binary));
        assertEquals(ExitCode.OK, crema("image", "partition-table", "--to-csv", binary), err::toString);
        assertTrue(out.toString().endsWith("nvs,data,nvs,0x9000,24K,\nfactory,app,factory,0x10000,1M,\n"), out::toString);
        assertEquals(ExitCode.OK, crema("image", "partition-table", binary), err::toString);
        assertTrue(out.toString().contains("│ factory ┆ app  ┆ factory ┆ 0x10000 ┆ 0x100000 (1024KiB) ┆           │"),
                out::toString);
        assertEquals(ExitCode.BAD_INPUT, crema("image", "partition-table", "--flash-size", "1MB", csv));
        assertTrue(err.toString().contains("ends 0x10000 bytes beyond the 1 MiB of flash"), err::toString);
    }

    @Test
    void nvsIsCreatedListedAndSet() throws IOException {
        Path csv = file("nvs.csv", "key,type,encoding,value\nwifi,namespace,,\nssid,data,string,home\n");
        Path nvs = folder.resolve("nvs.bin");
        Path changed = folder.resolve("changed.bin");
        assertEquals(ExitCode.OK, crema("image", "nvs", "create", csv, nvs, "0x6000"), err::toString);
        assertEquals(0x6000, Files.size(nvs));
        assertEquals(ExitCode.OK, crema("image", "nvs", "set", nvs, "nvs", "bleStatus", "u32", "0", "-o", changed),
                err::toString);
        assertEquals(ExitCode.OK, crema("image", "nvs", "list", changed), err::toString);
        assertEquals("""
                key,type,encoding,value
                wifi,namespace,,
                ssid,data,string,home
                nvs,namespace,,
                bleStatus,data,u32,0
                """, out.toString());
    }
}
