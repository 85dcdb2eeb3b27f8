package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirmwareFilesTest {
    @TempDir
    private Path folder;

    private static String refusal(Runnable action) {
        return assertThrows(FirmwareException.class, action::run).getMessage();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fileIsReplacedAsAWhole() throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[] {1});
        FirmwareFiles.write(file, new byte[] {2, 3});
        assertArrayEquals(new byte[] {2, 3}, Files.readAllBytes(file));
        assertEquals(List.of("a"), names(), "nothing else is left");
    }

    @Test
    void inputIsNotOverwrittenByAnyOfItsNames() throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[] {1});
        Path link = Files.createSymbolicLink(folder.resolve("b"), file);
        assertEquals(link + " is an input and would be overwritten; choose another output file.",
                refusal(() -> FirmwareFiles.write(link, new byte[0], file)));
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    }

    @Test
    void whatCannotBeWrittenIsNamed() throws IOException {
        Path missing = folder.resolve("none/a");
        assertTrue(refusal(() -> FirmwareFiles.write(missing, new byte[0])).startsWith(missing + " cannot be written ("));
        assertEquals(List.of(), names());
    }

    @Test
    void whatCannotBeReadIsNamed() {
        Path missing = folder.resolve("none");
        assertEquals("There is no file " + missing + "; check the path.", refusal(() -> FirmwareFiles.read(missing)));
        assertEquals(folder + " is a folder; give a file in it.", refusal(() -> FirmwareFiles.read(folder)));
    }
}
