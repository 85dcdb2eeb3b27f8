package dev.crema.firmware;

import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ImageConversion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a {@link FlashImage} together from files. Nothing is read in two ways: what a file is follows from its first bytes, and
 * where it goes from the caller, from the file's kind, or from the partition table.
 */
public final class FlashImageBuilder {
    private final List<FlashPart> parts = new ArrayList<>();
    private final List<FlashPart> folderParts = new ArrayList<>();
    private final List<Path> elfCandidates = new ArrayList<>();
    private Optional<ByteView> app = Optional.empty();
    private Optional<ElfFile> appElf = Optional.empty();
    private Optional<ElfFile> symbols = Optional.empty();
    private Optional<ByteView> previous = Optional.empty();
    private Optional<ByteView> table = Optional.empty();
    private Optional<FlashSize> flashSize = Optional.empty();
    private Optional<FlashSize> builtFor = Optional.empty();
    private int tableOffset = PartitionTable.DEFAULT_OFFSET;

    FlashImageBuilder() {
    }

    /** The size of the flash chip. If not given: what the image's header says, but at least {@link FlashImage#DEFAULT_SIZE}. */
    public FlashImageBuilder flashSize(FlashSize size) {
        if (size.compareTo(FlashSize.MB_16) > 0) {
            throw new FirmwareException("A flash size of %s is too large: an ESP32 addresses at most 16MB; choose a smaller one.",
                    size.text());
        }
        flashSize = Optional.of(size);
        return this;
    }

    /** What the chip holds already. It stays where nothing is flashed; where something is, whole sectors are erased before. */
    public FlashImageBuilder onto(ByteView contents) {
        previous = Optional.of(contents);
        return this;
    }

    /** A second-stage bootloader, for 0x1000. */
    public FlashImageBuilder bootloader(Path file) {
        return part(FlashImage.BOOTLOADER_OFFSET, FirmwareFiles.read(file));
    }

    /** A partition table, binary or CSV. */
    public FlashImageBuilder partitionTable(Path file) {
        table = Optional.of(FirmwareFiles.read(file));
        return this;
    }

    /** Where the partition table lies, if not at 0x8000 ({@code CONFIG_PARTITION_TABLE_OFFSET}). */
    public FlashImageBuilder partitionTableOffset(int offset) {
        tableOffset = offset;
        return this;
    }

    /** The program with symbols for an application that is given in another form. */
    public FlashImageBuilder elf(Path file) {
        return elf(ElfFile.parse(FirmwareFiles.read(file)));
    }

    /** The program with symbols for an application that is given in another form. */
    public FlashImageBuilder elf(ElfFile file) {
        symbols = Optional.of(file);
        return this;
    }

    /** A file at an offset of its own. */
    public FlashImageBuilder file(int offset, Path file) {
        elfCandidates.add(withElfExtension(file));
        return part(offset, FirmwareFiles.read(file));
    }

    /** Bytes at an offset. */
    public FlashImageBuilder part(int offset, ByteView bytes) {
        parts.add(new FlashPart(offset, bytes));
        return this;
    }

    /** A file or build folder of any kind; see {@link FlashImage#read}. */
    public FlashImageBuilder file(Path path) {
        if (Files.isDirectory(path)) {
            return folder(BuildFolder.read(path));
        }
        ByteView bytes = FirmwareFiles.read(path);
        if (bytes.size() > 0 && bytes.u8(0) == '{') {
            return folder(BuildFolder.readFlasherArgs(path));
        }
        elfCandidates.add(withElfExtension(path));
        return bytes(bytes);
    }

    /** What {@link #file(Path)} does, for bytes: an application, a merged image, a partition table, or an ELF file. */
    public FlashImageBuilder bytes(ByteView bytes) {
        if (ElfFile.startsAt(bytes)) {
            appElf = Optional.of(ElfFile.parse(bytes));
            return this;
        }
        if (PartitionTable.startsAt(bytes)) {
            table = Optional.of(bytes);
            return this;
        }
        if (bytes.size() > FlashImage.BOOTLOADER_OFFSET && bytes.u8(0) == 0xff
                && bytes.u8(FlashImage.BOOTLOADER_OFFSET) == EspImageHeader.MAGIC) {
            return part(0, bytes);
        }
        // What lies in RAM only is for the mask ROM; with a partition table behind it, it is a merged image from 0x1000.
        if (EspImage.parse(bytes).isRamOnly()) {
            return part(FlashImage.BOOTLOADER_OFFSET, bytes);
        }
        app = Optional.of(bytes);
        return this;
    }

    /** An argument of the command line: a file or folder, or {@code OFFSET=FILE}. */
    public FlashImageBuilder argument(String argument) {
        int equals = argument.indexOf('=');
        Optional<Integer> offset = equals < 0 ? Optional.empty() : FlashPart.offset(argument.substring(0, equals));
        return offset.isPresent() ? file(offset.get(), Path.of(argument.substring(equals + 1))) : file(Path.of(argument));
    }

    private FlashImageBuilder folder(BuildFolder folder) {
        folderParts.addAll(folder.parts());
        folder.app().map(FirmwareFiles::read).ifPresent(bytes -> app = Optional.of(bytes));
        folder.flashSize().ifPresent(size -> builtFor = Optional.of(size));
        elfCandidates.addAll(folder.elfFiles());
        return this;
    }

    private static Path withElfExtension(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".elf");
    }

    /**
     * Puts everything in its place.
     *
     * @throws FirmwareException if there is nothing to run, files overlap or do not fit, or something is damaged
     */
    public FlashImage build() {
        FlashLayout layout = new FlashLayout(allParts(), tableOffset, flashSize.or(() -> larger(builtFor)));
        table.ifPresent(layout::addTable);
        appElf.map(elf -> ByteView.of(elf.name(), conversion().convert(elf))).or(() -> app).ifPresent(layout::addApp);
        previous.ifPresent(layout::onto);
        return layout.compose(symbols.or(() -> appElf), elfCandidates);
    }

    private ImageConversion conversion() {
        ImageConversion espflash = ImageConversion.espflash();
        return espflash.withFlash(espflash.mode(), espflash.frequency(), flashSize.orElse(espflash.flashSize()));
    }

    /** What is given by itself takes the place of what a build folder has for the same offset. */
    private List<FlashPart> allParts() {
        List<FlashPart> all = new ArrayList<>(parts);
        folderParts.stream().filter(part -> parts.stream().noneMatch(given -> given.offset() == part.offset()))
                .filter(part -> table.isEmpty() || part.offset() != tableOffset).forEach(all::add);
        return all;
    }

    private static Optional<FlashSize> larger(Optional<FlashSize> size) {
        return size.filter(candidate -> candidate.bytes() > FlashImage.DEFAULT_SIZE && candidate.compareTo(FlashSize.MB_16) <= 0);
    }
}
