package dev.crema.firmware;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Reads and writes whole files, with one sentence for whatever goes wrong. */
public final class FirmwareFiles {
    /** No firmware file is larger; an ELF file with debug information may have tens of megabytes. */
    private static final int LARGEST = 1 << 28;

    private FirmwareFiles() {
    }

    /** Reads a file. */
    public static ByteView read(Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw new FirmwareException("%s is a folder; give a file in it.", path);
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new FirmwareException("%s has more than %d MiB, which no firmware has; give another file.",
                            path, LARGEST >> 20);
                }
                return ByteView.of(path.toString(), bytes);
            }
        } catch (NoSuchFileException e) {
            throw new FirmwareException("There is no file %s; check the path.", path);
        } catch (IOException e) {
            throw new FirmwareException("%s cannot be read (%s); check its permissions.", path, e.getMessage());
        }
    }

    /**
     * Writes a file as a whole or not at all: into a temporary file beside it, which then takes its place. (What is no file,
     * such as a pipe, is written to.)
     *
     * @param inputs the files that the result comes from, which it must not replace
     */
    public static void write(Path path, byte[] bytes, Path... inputs) {
        for (Path input : inputs) {
            if (isSame(path, input)) {
                throw new FirmwareException("%s is an input and would be overwritten; choose another output file.", path);
            }
        }
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                Files.write(path, bytes);
                return;
            }
            Path target = path.toAbsolutePath();
            Path temporary = target.resolveSibling("." + target.getFileName() + ".part");
            try {
                Files.write(temporary, bytes);
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new FirmwareException("%s cannot be written (%s); check the folder.", path, e.getMessage());
        }
    }

    private static boolean isSame(Path a, Path b) {
        try {
            return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
        } catch (IOException e) {
            throw new FirmwareException("%s cannot be compared with %s (%s); check the paths.", a, b, e.getMessage());
        }
    }
}
