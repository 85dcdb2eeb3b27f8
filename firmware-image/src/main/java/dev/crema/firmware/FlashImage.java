package dev.crema.firmware;

import dev.crema.firmware.elf.ElfFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The contents of a flash chip and what is known of them: what an emulated board is given to run. Immutable.
 *
 * <p>{@link #read} takes whatever a build leaves, and finds out what it is; {@link #builder} puts single files together.
 */
public final class FlashImage {
    /** The size of flash on an ESP32-WROVER and most other modules, in bytes. */
    public static final int DEFAULT_SIZE = FlashSize.MB_4.bytes();
    /** Where the mask ROM looks for what it boots. */
    public static final int BOOTLOADER_OFFSET = 0x1000;

    private final byte[] contents;
    private final int used;
    private final PartitionTable partitions;
    private final Optional<EspImage> bootloader;
    private final List<FlashApp> apps;
    private final Optional<ElfFile> elf;
    private final List<String> remarks;

    FlashImage(byte[] contents, int used, PartitionTable partitions, Optional<EspImage> bootloader, List<FlashApp> apps,
            Optional<ElfFile> elf, List<String> remarks) {
        this.contents = contents;
        this.used = used;
        this.partitions = partitions;
        this.bootloader = bootloader;
        this.apps = List.copyOf(apps);
        this.elf = elf;
        this.remarks = List.copyOf(remarks);
    }

    /**
     * Reads a file or a build folder of any kind: an application's {@code .bin}, a merged flash image from offset 0 or from
     * 0x1000, an ELF file, an ESP-IDF or Arduino build folder or its {@code flasher_args.json}.
     *
     * @throws FirmwareException if it is none of these, is damaged, is not for the ESP32, or does not fit
     */
    public static FlashImage read(Path path) {
        return builder().file(path).build();
    }

    /** Begins to put an image together. */
    public static FlashImageBuilder builder() {
        return new FlashImageBuilder();
    }

    /** The size of the flash chip in bytes. */
    public int size() {
        return contents.length;
    }

    /** A copy of all bytes of the chip; what no file covers is 0xFF. */
    public byte[] contents() {
        return contents.clone();
    }

    /** A view of all bytes of the chip. */
    public ByteView view() {
        return ByteView.of("flash", contents);
    }

    /** Offset of the first byte behind all that was written; the rest is erased. */
    public int used() {
        return used;
    }

    /** How the flash is divided; no partitions if it has no table. */
    public PartitionTable partitions() {
        return partitions;
    }

    /**
     * What the mask ROM loads from 0x1000: a second-stage bootloader, or a program that needs none. If there is nothing, the
     * application is started directly, in the state in which a bootloader would leave the chip.
     */
    public Optional<EspImage> bootloader() {
        return bootloader;
    }

    /** Whether there is something at 0x1000 for the mask ROM to load. */
    public boolean hasBootloader() {
        return bootloader.isPresent();
    }

    /** The application that boots: the first in the bootloader's order that is whole. Empty if there is none. */
    public Optional<FlashApp> app() {
        return apps.isEmpty() ? Optional.empty() : Optional.of(apps.getFirst());
    }

    /**
     * The application that boots, or, in a flash without partitions, the program that the mask ROM loads and that needs no bootloader.
     * Empty if there is neither.
     */
    public Optional<FlashProgram> program() {
        return app().map(app -> new FlashProgram(app.image(), app.partition().size()))
                .or(() -> bootloader.filter(image -> partitions.partitions().isEmpty())
                        .map(image -> new FlashProgram(image, contents.length - BOOTLOADER_OFFSET)));
    }

    /** All whole applications, in the order in which the bootloader tries them. */
    public List<FlashApp> apps() {
        return apps;
    }

    /** The program with symbols and line numbers, if an ELF file was given or found. */
    public Optional<ElfFile> elf() {
        return elf;
    }

    /** What the user should know though the image can be run, one sentence each. */
    public List<String> remarks() {
        return remarks;
    }

    /** The same image with other bytes from an offset on, for instance a prepared NVS partition. */
    public FlashImage with(int offset, byte[] bytes) {
        if (offset < 0 || bytes.length > contents.length - offset) {
            throw new FirmwareException("%d bytes at offset 0x%x do not fit into %d MiB of flash; choose a larger flash size.",
                    bytes.length, offset, contents.length >> 20);
        }
        byte[] changed = Arrays.copyOf(contents, contents.length);
        System.arraycopy(bytes, 0, changed, offset, bytes.length);
        return new FlashImage(changed, Math.max(used, offset + bytes.length), partitions, bootloader, apps, elf, remarks);
    }
}
