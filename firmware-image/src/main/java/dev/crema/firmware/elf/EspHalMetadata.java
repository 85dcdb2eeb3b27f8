package dev.crema.firmware.elf;

import dev.crema.firmware.ByteView;
import java.util.Optional;

/**
 * What programs built with esp-hal say of themselves to espflash, in the section {@code .espressif.metadata}: texts, each under
 * a symbol of its own.
 *
 * @param chipName such as {@code esp32}
 * @param minRevision smallest chip revision, major * 100 + minor
 */
record EspHalMetadata(Optional<String> chipName, Optional<Integer> minRevision) {
    private static final String SECTION = ".espressif.metadata";
    private static final int LARGEST_REVISION = 0xffff;

    static EspHalMetadata of(ElfFile elf) {
        return new EspHalMetadata(text(elf, "build_info.CHIP_NAME"),
                text(elf, "build_info.MIN_CHIP_REVISION").filter(text -> text.matches("[0-9]{1,5}")).map(Integer::valueOf)
                        .filter(revision -> revision <= LARGEST_REVISION));
    }

    private static Optional<String> text(ElfFile elf, String symbolName) {
        Optional<ElfSection> section = elf.section(SECTION);
        Optional<Symbol> symbol = elf.symbols().find(symbolName);
        if (section.isEmpty() || symbol.isEmpty() || symbol.get().section() != section.get().index()) {
            return Optional.empty();
        }
        long at = Integer.toUnsignedLong(symbol.get().address() - section.get().address());
        return Optional.of(section.get().data().slice(at, symbol.get().size())).map(ByteView::text);
    }
}
