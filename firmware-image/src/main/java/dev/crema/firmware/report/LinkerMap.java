package dev.crema.firmware.report;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.elf.ElfFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A map file of GNU ld: which library every stretch of a program comes from.
 *
 * @param stretches in the order of the file
 */
public record LinkerMap(List<Stretch> stretches) {
    private static final String START = "Linker script and memory map";
    /** An input section's address, size and file; its name is before them or, if it is long, on the line before. */
    private static final Pattern INPUT = Pattern.compile("^ (?:[.*]\\S*)? +0x([0-9a-f]{8,16}) +0x([0-9a-f]{1,8})(?: +(\\S.*))?$");
    private static final int LONGEST_LINE = 1000;

    /**
     * A stretch of memory.
     *
     * @param owner the library's file name, or the object file's if it is in none
     */
    public record Stretch(int address, int size, String owner) {
    }

    /** Reads the map file that lies beside an ELF file and has its name, if there is one. */
    public static Optional<LinkerMap> beside(ElfFile elf) {
        Path map = Path.of(elf.name().replaceAll("[.]elf$", "") + ".map");
        return Files.isRegularFile(map) ? Optional.of(parse(FirmwareFiles.read(map))) : Optional.empty();
    }

    /** Reads a map file. */
    public static LinkerMap parse(ByteView file) {
        List<Stretch> stretches = new ArrayList<>();
        boolean isBelowStart = false;
        for (String line : file.text().lines().toList()) {
            isBelowStart = isBelowStart || line.startsWith(START);
            if (isBelowStart && line.length() < LONGEST_LINE) {
                Matcher input = INPUT.matcher(line);
                if (input.matches() && !input.group(2).equals("0")) {
                    String owner = input.group(3) == null ? "(alignment)" : owner(input.group(3));
                    stretches.add(new Stretch((int) Long.parseUnsignedLong(input.group(1), 16),
                            Integer.parseUnsignedInt(input.group(2), 16), owner));
                }
            }
        }
        if (!isBelowStart) {
            throw new FirmwareException("%s is not a map file of GNU ld: it has no line \"%s\"; give the .map file of the build.",
                    file.name(), START);
        }
        return new LinkerMap(List.copyOf(stretches));
    }

    private static String owner(String path) {
        String file = path.endsWith(")") && path.contains("(") ? path.substring(0, path.lastIndexOf('(')) : path;
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
