package dev.crema.firmware.elf;

import dev.crema.firmware.AppDescriptor;
import dev.crema.firmware.Digests;
import dev.crema.firmware.EspSegment;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Makes the image that esptool's {@code elf2image} makes. */
final class EsptoolConverter {
    private static final Comparator<LoadSegment> BY_ADDRESS =
            Comparator.comparing(LoadSegment::address, Integer::compareUnsigned);
    private static final String APP_DESCRIPTOR = ".flash.appdesc";
    private static final String BOOTLOADER_DESCRIPTOR = ".dram0.bootdesc";
    /** Where the application descriptor's ELF hash ends up: its segment is the first in the image. */
    private static final int DESCRIPTOR_HASH_OFFSET = AppDescriptor.PLACE_IN_PAGE + AppDescriptor.ELF_SHA256_OFFSET;
    /** The mask ROM's bootloader offset, where an image with hidden segments is flashed. */
    private static final int BOOTLOADER_OFFSET = 0x1000;
    /** Behind the checksum: hash, and for version 1 also signature version, signature and filling. */
    private static final int SECURE_V1_SPACE = 32 + 4 + 64 + 12;
    private static final int SECURE_V2_SPACE = 32;

    private final ElfFile elf;
    private final ImageConversion options;

    EsptoolConverter(ElfFile elf, ImageConversion options) {
        this.elf = elf;
        this.options = options;
    }

    byte[] convert() {
        MemoryCheck.checkFile(elf);
        List<LoadSegment> sources = options.useSegments() ? fromProgramHeaders() : fromSections();
        MemoryCheck.check(elf, sources);
        int hashOffset = options.elfHashOffset().orElse(hasMappedDescriptor(sources) ? DESCRIPTOR_HASH_OFFSET : 0);
        if (options.ramOnlyHeader()) {
            sources.sort(BY_ADDRESS);
        }
        List<LoadSegment> merged = merge(sources);
        List<LoadSegment> mapped = first(APP_DESCRIPTOR,
                merged.stream().filter(LoadSegment::isFlashMapped).sorted(BY_ADDRESS).toList());
        List<LoadSegment> ram = first(BOOTLOADER_DESCRIPTOR,
                merged.stream().filter(segment -> !segment.isFlashMapped()).sorted(BY_ADDRESS).toList());
        checkPages(mapped);

        ImageWriter writer = new ImageWriter(elf.name(), options.header(elf), EsptoolConverter::padding);
        if (hashOffset != 0) {
            writer.insertElfHash(Digests.sha256(elf.bytes()), hashOffset);
        }
        return options.ramOnlyHeader() ? hideMapped(writer, mapped, ram) : plain(writer, mapped, ram);
    }

    private byte[] plain(ImageWriter writer, List<LoadSegment> mapped, List<LoadSegment> ram) {
        writer.place(mapped, ram);
        padForSignature(writer);
        writer.writeChecksum();
        return padToSize(writer.finish(writer.segmentCount()));
    }

    /** The loader sees the segments in RAM, which the checksum covers; the mapped ones follow for the program to map itself. */
    private byte[] hideMapped(ImageWriter writer, List<LoadSegment> mapped, List<LoadSegment> ram) {
        ram.forEach(writer::write);
        writer.writeChecksum();
        for (LoadSegment segment : mapped.reversed()) {
            int padding = Math.floorMod(segment.address() - writer.size() - 2 * EspSegment.HEADER_SIZE, ImageWriter.PAGE);
            writer.writePadding(padding - BOOTLOADER_OFFSET + (padding < BOOTLOADER_OFFSET ? ImageWriter.PAGE : 0));
            writer.writeMapped(segment);
        }
        return padToSize(writer.finish(ram.size()));
    }

    private List<LoadSegment> fromSections() {
        List<LoadSegment> result = new ArrayList<>();
        for (ElfSection section : elf.sections()) {
            boolean isLoaded = switch (section.type()) {
                case ElfSection.PROGBITS, ElfSection.INIT_ARRAY, ElfSection.FINI_ARRAY, ElfSection.PREINIT_ARRAY -> true;
                default -> false;
            };
            if (isLoaded && section.address() != 0 && section.size() != 0) {
                result.add(new LoadSegment(section.name(), section.address(), section.alignment(), section.data().toArray())
                        .paddedToWords());
            }
        }
        return result;
    }

    private List<LoadSegment> fromProgramHeaders() {
        List<LoadSegment> result = new ArrayList<>();
        for (ElfSegment segment : elf.segments()) {
            if (segment.physicalAddress() != 0 && segment.data().size() != 0) {
                result.add(new LoadSegment("PHDR", segment.physicalAddress(), 4, segment.data().toArray()).paddedToWords());
            }
        }
        return result;
    }

    private static boolean hasMappedDescriptor(List<LoadSegment> sources) {
        return sources.stream().filter(segment -> segment.name().contains(APP_DESCRIPTOR)).findFirst()
                .filter(LoadSegment::isFlashMapped).isPresent();
    }

    /** Joins neighbours in the file that are neighbours in memory of the same kind. */
    private List<LoadSegment> merge(List<LoadSegment> sources) {
        List<List<LoadSegment>> groups = new ArrayList<>();
        LoadSegment previous = null;
        for (int i = 0; i < sources.size(); i++) {
            LoadSegment source = i + 1 < sources.size() ? padToNext(sources.get(i), sources.get(i + 1)) : sources.get(i);
            if (previous == null || previous.end() != Integer.toUnsignedLong(source.address())
                    || !MemoryType.of(previous.address()).equals(MemoryType.of(source.address()))) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(source);
            previous = source;
        }
        return groups.stream().map(LoadSegment::join).toList();
    }

    /** With hidden segments, a gap that only the next section's alignment makes is filled, so that the two can be joined. */
    private LoadSegment padToNext(LoadSegment segment, LoadSegment next) {
        long alignment = Math.max(1, Integer.toUnsignedLong(next.alignment()));
        long aligned = (segment.end() + alignment - 1) / alignment * alignment;
        return options.ramOnlyHeader() && aligned == Integer.toUnsignedLong(next.address())
                ? segment.paddedTo(segment.data().length + aligned - segment.end()) : segment;
    }

    private static List<LoadSegment> first(String name, List<LoadSegment> segments) {
        List<LoadSegment> result = new ArrayList<>(segments);
        segments.stream().filter(segment -> segment.name().equals(name)).findFirst().ifPresent(segment -> {
            result.remove(segments.indexOf(segment));
            result.addFirst(segment);
        });
        return result;
    }

    private void checkPages(List<LoadSegment> mapped) {
        for (int i = 1; i < mapped.size(); i++) {
            LoadSegment one = mapped.get(i - 1);
            LoadSegment other = mapped.get(i);
            if (one.address() >>> 16 == other.address() >>> 16) {
                throw new FirmwareException("%s has sections at 0x%08x (%s) and 0x%08x (%s) in one 64 KiB page of flash, which "
                        + "can be mapped only once; let its linker script merge or separate them.",
                        elf.name(), one.address(), one.name(), other.address(), other.name());
            }
        }
    }

    private static int padding(int fileOffset, int address) {
        int pastPage = Math.floorMod(address, ImageWriter.PAGE) - EspSegment.HEADER_SIZE;
        int needed = ImageWriter.PAGE - fileOffset % ImageWriter.PAGE + pastPage;
        if (needed == 0 || needed == ImageWriter.PAGE) {
            return 0;
        }
        // The padding has a header of its own.
        int data = needed - EspSegment.HEADER_SIZE;
        return data < 0 ? data + ImageWriter.PAGE : data;
    }

    private void padForSignature(ImageWriter writer) {
        if (options.securePad() == ImageConversion.SecurePad.NONE) {
            return;
        }
        if (!options.appendHash()) {
            throw new FirmwareException("Room for a signature needs a SHA-256 in the image; do not leave out the digest.");
        }
        int behind = options.securePad() == ImageConversion.SecurePad.V1 ? SECURE_V1_SPACE : SECURE_V2_SPACE;
        int pastPage = (writer.size() + EspSegment.HEADER_SIZE) % ImageWriter.PAGE;
        writer.writePadding(Math.floorMod(ImageWriter.PAGE - pastPage - 16 - behind, ImageWriter.PAGE));
    }

    private byte[] padToSize(byte[] image) {
        int unit = options.padToSize();
        if (unit == 0 || image.length % unit == 0) {
            return image;
        }
        byte[] padded = Arrays.copyOf(image, (image.length / unit + 1) * unit);
        Arrays.fill(padded, image.length, padded.length, (byte) 0xff);
        return padded;
    }
}
