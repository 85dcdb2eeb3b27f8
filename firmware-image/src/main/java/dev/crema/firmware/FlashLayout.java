package dev.crema.firmware;

import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.report.SizeReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The files of a flash image at their offsets, on the way to becoming one. */
final class FlashLayout {
    private static final int SECTOR = 0x1000;
    /** Bootloaders are configured with a table offset no larger than this. */
    private static final int LAST_TABLE_OFFSET = 0x20000;

    private final List<FlashPart> parts;
    private final List<String> remarks = new ArrayList<>();
    private final Optional<FlashSize> wantedSize;
    private final int wantedTableOffset;
    private Optional<ByteView> previous = Optional.empty();

    FlashLayout(List<FlashPart> parts, int tableOffset, Optional<FlashSize> size) {
        this.parts = new ArrayList<>(parts);
        this.wantedTableOffset = tableOffset;
        this.wantedSize = size;
    }

    /** Sets what the chip holds before anything is flashed. */
    void onto(ByteView contents) {
        previous = Optional.of(contents);
    }

    /** Adds a partition table, binary or CSV. */
    void addTable(ByteView table) {
        PartitionTable parsed = PartitionTable.startsAt(table) ? PartitionTable.parse(table)
                : PartitionCsv.parse(table, wantedTableOffset);
        addTable(parsed, table.name());
    }

    private void addTable(PartitionTable table, String name) {
        parts.add(new FlashPart(wantedTableOffset, ByteView.of(name, table.toBytes())));
    }

    /**
     * Adds an application where the partition table has room for one; without a table, with espflash's. One that lies in RAM
     * only goes where the mask ROM loads it.
     */
    void addApp(ByteView app) {
        if (EspImage.parse(app).isRamOnly()) {
            parts.add(new FlashPart(FlashImage.BOOTLOADER_OFFSET, app));
            return;
        }
        if (tableOffset().isEmpty()) {
            addTable(PartitionTable.espflashDefault(flashSize(Optional.of(app))), "espflash's default partition table");
        }
        PartitionTable table = table();
        Partition partition = table.defaultApp().orElseThrow(() -> new FirmwareException(
                "The partition table has no partition for an application, where %s could go; add one of type app.", app.name()));
        parts.add(new FlashPart(partition.offset(), app));
    }

    FlashImage compose(Optional<ElfFile> given, List<Path> elfCandidates) {
        if (parts.isEmpty()) {
            throw new FirmwareException("There is no firmware to run; give an application, a flash image or an ELF file.");
        }
        if (tableOffset().isEmpty() && parts.stream().anyMatch(part -> isApp(part))) {
            addTable(PartitionTable.espflashDefault(flashSize(Optional.empty())), "espflash's default partition table");
        }
        int size = flashSize(Optional.empty());
        PartitionTable table = table().requireFits(size);
        checkApps(table, given);
        checkPlaces(size);
        Optional<EspImage> bootloader = bootloader();
        byte[] contents = contents(size);
        List<FlashApp> apps = apps(table, bootloader, contents);
        Optional<ElfFile> elf = given.or(() -> matchingElf(apps, elfCandidates));
        elf.ifPresent(file -> checkElf(file, apps));
        int used = (int) parts.stream().mapToLong(FlashPart::end).max().orElse(0);
        return new FlashImage(contents, used, table, bootloader, apps, elf, remarks);
    }

    private static boolean isApp(FlashPart part) {
        return part.offset() > FlashImage.BOOTLOADER_OFFSET && part.bytes().size() > 0
                && part.bytes().u8(0) == EspImageHeader.MAGIC;
    }

    private int flashSize(Optional<ByteView> app) {
        if (wantedSize.isPresent()) {
            return wantedSize.get().bytes();
        }
        Optional<EspImageHeader> header = at(FlashImage.BOOTLOADER_OFFSET, EspImageHeader.SIZE)
                .filter(bytes -> bytes.u8(0) == EspImageHeader.MAGIC)
                .or(() -> app)
                .or(() -> parts.stream().filter(FlashLayout::isApp).map(FlashPart::bytes).findFirst())
                .map(EspImageHeader::parse);
        return header.flatMap(EspImageHeader::flashSize).filter(size -> size.compareTo(FlashSize.MB_16) <= 0)
                .map(size -> Math.max(size.bytes(), FlashImage.DEFAULT_SIZE)).orElse(FlashImage.DEFAULT_SIZE);
    }

    private void checkPlaces(int size) {
        parts.sort(Comparator.comparingInt(FlashPart::offset));
        FlashMerge.checkNoOverlap(parts);
        for (FlashPart part : parts) {
            if (part.end() > size) {
                throw new FirmwareException("%s (offset 0x%x, %d bytes) ends %d bytes beyond the %d MiB of flash; "
                        + "choose a larger flash size.", part.bytes().name(), part.offset(), part.bytes().size(),
                        part.end() - size, size >> 20);
            }
        }
    }

    /** What was given for an application partition must not be larger than it. */
    private void checkApps(PartitionTable table, Optional<ElfFile> elf) {
        for (FlashPart part : parts) {
            table.apps().filter(app -> app.offset() == part.offset()).findFirst().ifPresent(partition ->
                    SizeReport.requireFits(part.bytes().name(), part.bytes().size(), partition, elf));
        }
    }

    private byte[] contents(int size) {
        byte[] contents = new byte[size];
        Arrays.fill(contents, (byte) 0xff);
        if (previous.isPresent()) {
            requireSize(previous.get(), size).copyTo(contents, 0);
            parts.forEach(part -> Arrays.fill(contents, part.offset() / SECTOR * SECTOR,
                    (int) Math.min(size, (part.end() + SECTOR - 1) / SECTOR * SECTOR), (byte) 0xff));
        }
        parts.forEach(part -> part.bytes().copyTo(contents, part.offset()));
        return contents;
    }

    private static ByteView requireSize(ByteView chip, int size) {
        if (chip.size() != size) {
            throw new FirmwareException("%s holds %d bytes, but the flash chip has %d; choose another file or flash size.",
                    chip.name(), chip.size(), size);
        }
        return chip;
    }

    /** The given bytes from an offset on: a minimum of them, or all that one file has there. */
    private Optional<ByteView> at(int offset, int atLeast) {
        return parts.stream().filter(part -> part.offset() <= offset && offset + (long) atLeast <= part.end()).findFirst()
                .map(part -> part.bytes().from(offset - part.offset()));
    }

    private Optional<Integer> tableOffset() {
        if (startsTable(wantedTableOffset)) {
            return Optional.of(wantedTableOffset);
        }
        for (int offset = 2 * SECTOR; offset <= LAST_TABLE_OFFSET; offset += SECTOR) {
            if (startsTable(offset)) {
                return Optional.of(offset);
            }
        }
        return Optional.empty();
    }

    private boolean startsTable(int offset) {
        return at(offset, SECTOR / 128).filter(PartitionTable::startsAt).isPresent();
    }

    private PartitionTable table() {
        return tableOffset().flatMap(offset -> at(offset, 1)).map(PartitionTable::parse)
                .orElseGet(() -> PartitionTable.of(List.of()));
    }

    private Optional<EspImage> bootloader() {
        Optional<ByteView> bytes = at(FlashImage.BOOTLOADER_OFFSET, 1);
        if (bytes.isEmpty()) {
            remarks.add("There is no bootloader: the application is started directly.");
            return Optional.empty();
        }
        return bytes.map(b -> EspImage.parse(b.named(b.name() + " (at 0x1000)")).verify());
    }

    /** All applications that are whole, in boot order. */
    private List<FlashApp> apps(PartitionTable table, Optional<EspImage> bootloader, byte[] contents) {
        ByteView flash = ByteView.of("flash", contents);
        Optional<OtaData> otadata = table.findData(Partition.SUBTYPE_DATA_OTA)
                .flatMap(partition -> OtaData.parse(flash.slice(partition.offset(), partition.size())));
        List<FlashApp> apps = new ArrayList<>();
        List<FirmwareException> failures = new ArrayList<>();
        for (Partition partition : OtaData.bootOrder(table, otadata)) {
            if (partition.size() > 0 && flash.u8(partition.offset()) == EspImageHeader.MAGIC) {
                try {
                    String name = at(partition.offset(), 1).map(ByteView::name).orElse("flash");
                    ByteView bytes = flash.slice(partition.offset(), partition.size(),
                            "%s (partition \"%s\" at 0x%x)".formatted(name, partition.label(), partition.offset()));
                    apps.add(new FlashApp(partition.offset(), EspImage.parse(bytes).verify(), partition));
                } catch (FirmwareException e) {
                    failures.add(e);
                }
            }
        }
        if (apps.isEmpty() && !failures.isEmpty()) {
            throw failures.getFirst();
        }
        if (apps.isEmpty() && bootloader.isEmpty()) {
            String where = table.defaultApp().map(Partition::offset)
                    .map(" at 0x%x, where the partition table expects it"::formatted).orElse("");
            throw new FirmwareException("There is no application in flash%s; add one at the offset of an app partition.", where);
        }
        failures.forEach(failure -> remarks.add(failure.getMessage()));
        return apps;
    }

    /** An ELF file beside the application that is known to be its own, because the application holds its hash. */
    private static Optional<ElfFile> matchingElf(List<FlashApp> apps, List<Path> candidates) {
        Optional<AppDescriptor> descriptor = apps.stream().findFirst().flatMap(app -> app.image().appDescriptor());
        if (descriptor.isEmpty()) {
            return Optional.empty();
        }
        for (Path candidate : candidates) {
            if (Files.isRegularFile(candidate)) {
                ByteView bytes = FirmwareFiles.read(candidate);
                if (ElfFile.sha256(bytes).equals(descriptor.get().elfSha256())) {
                    return Optional.of(ElfFile.parse(bytes));
                }
            }
        }
        return Optional.empty();
    }

    private void checkElf(ElfFile elf, List<FlashApp> apps) {
        apps.stream().findFirst().flatMap(app -> app.image().appDescriptor()).map(AppDescriptor::elfSha256)
                .filter(hash -> !hash.matches("0+") && !hash.equals(elf.sha256()))
                .ifPresent(hash -> remarks.add(("%s is not the ELF file that the application was made from (SHA-256 %s..., the "
                        + "application says %s...): function names and lines may be wrong.").formatted(elf.name(),
                        elf.sha256().substring(0, 16), hash.substring(0, 16))));
    }
}
