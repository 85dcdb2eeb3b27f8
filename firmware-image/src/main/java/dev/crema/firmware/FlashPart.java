package dev.crema.firmware;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A file and where it goes in flash.
 *
 * @param offset in bytes from the start of flash
 * @param bytes the file
 */
public record FlashPart(int offset, ByteView bytes) {
    /** Offset of the first byte behind it. */
    public long end() {
        return (long) offset + bytes.size();
    }

    /**
     * Reads files as the command line names them: {@code OFFSET=FILE}, or {@code OFFSET FILE} as esptool has it, or a build
     * folder.
     */
    public static List<FlashPart> parse(List<String> arguments) {
        List<FlashPart> parts = new ArrayList<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.indexOf('=');
            if (offset(argument).isPresent() && rest.hasNext()) {
                parts.add(read(offset(argument).get(), Path.of(rest.next())));
            } else if (equals > 0 && offset(argument.substring(0, equals)).isPresent()) {
                parts.add(read(offset(argument.substring(0, equals)).get(), Path.of(argument.substring(equals + 1))));
            } else {
                parts.addAll(folder(Path.of(argument)));
            }
        }
        return parts;
    }

    /** An offset in flash as the command line gives it. */
    static Optional<Integer> offset(String text) {
        return Numbers.parse(text).stream().filter(value -> value <= Integer.MAX_VALUE).boxed().map(Long::intValue).findFirst();
    }

    /** An offset in flash as the command line gives it; anything else is refused. */
    public static int parseOffset(String text) {
        return offset(text).orElseThrow(() ->
                new FirmwareException("\"%s\" is no offset in flash; give a number such as 0x8000.", text));
    }

    private static FlashPart read(int offset, Path file) {
        return new FlashPart(offset, FirmwareFiles.read(file));
    }

    private static List<FlashPart> folder(Path path) {
        if (Files.isDirectory(path)) {
            return BuildFolder.read(path).parts();
        }
        if (path.toString().endsWith(".json")) {
            return BuildFolder.readFlasherArgs(path).parts();
        }
        throw new FirmwareException("%s is neither a build folder nor an offset with a file; give OFFSET=FILE.", path);
    }
}
