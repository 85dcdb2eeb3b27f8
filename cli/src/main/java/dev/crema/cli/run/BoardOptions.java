package dev.crema.cli.run;

import dev.crema.emulator.chip.Board;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which board the firmware runs on. */
final class BoardOptions {
    @Option(names = "--psram", paramLabel = "SIZE", defaultValue = "4M", converter = PsramSize.class,
            description = "0, 2M, 4M or 8M of SPI RAM (default: ${DEFAULT-VALUE}).")
    private int psram;

    @Option(names = "--chip-rev", paramLabel = "REV", defaultValue = "3.1", converter = RevisionName.class,
            description = "Revision of the chip: 0.0, 1.0, 3.0, 3.1 (default: ${DEFAULT-VALUE}).")
    private Board.Revision revision;

    @Option(names = "--mac", paramLabel = "MAC", defaultValue = "24:0A:C4:00:00:01", converter = MacAddress.class,
            description = "Factory MAC address (default: ${DEFAULT-VALUE}).")
    private Board.Mac mac;

    /** The board, with a flash chip of some size. */
    Board board(int flashSize) {
        return Board.WROVER.withFlashSize(flashSize).withPsramSize(psram).withRevision(revision).withMac(mac);
    }

    /** Reads a size in megabytes. */
    static final class PsramSize implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return parsed(text, Board::psramSize);
        }
    }

    /** Reads a chip revision. */
    static final class RevisionName implements ITypeConverter<Board.Revision> {
        @Override
        public Board.Revision convert(String text) {
            return parsed(text, Board.Revision::parse);
        }
    }

    /** Reads a MAC address. */
    static final class MacAddress implements ITypeConverter<Board.Mac> {
        @Override
        public Board.Mac convert(String text) {
            return parsed(text, Board.Mac::parse);
        }
    }

    private static <T> T parsed(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
