package dev.crema.firmware.elf;

import dev.crema.firmware.AppDescriptor;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.Digests;
import dev.crema.firmware.EspImageHeader;
import dev.crema.firmware.EspSegment;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.MemoryType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes the image that {@code espflash save-image} makes. */
final class EspflashConverter {
    private static final String APP_DESCRIPTOR = ".flash.appdesc";
    private static final int PAGE_LOG2 = 16;

    private final ElfFile elf;
    private final ImageConversion options;

    EspflashConverter(ElfFile elf, ImageConversion options) {
        this.elf = elf;
        this.options = options;
    }

    byte[] convert() {
        MemoryCheck.checkFile(elf);
        List<LoadSegment> sources = sources();
        MemoryCheck.check(elf, sources);
        List<LoadSegment> mapped = merge(sources.stream().filter(LoadSegment::isFlashMapped).toList());
        List<LoadSegment> ram = merge(sources.stream().filter(segment -> !segment.isFlashMapped()).toList());
        Optional<ElfSection> descriptor = elf.section(APP_DESCRIPTOR);
        if (descriptor.isPresent()) {
            mapped = withDescriptorFirst(mapped, descriptor.get());
        }
        EspImageHeader header = options.header(elf);
        int minRevision = Math.max(header.minRevision(), EspHalMetadata.of(elf).minRevision().orElse(0));
        ImageWriter writer = new ImageWriter(elf.name(), header.withMinRevision(minRevision), EspflashConverter::padding);
        writer.place(mapped, ram);
        writer.writeChecksum();
        return writer.finish(writer.segmentCount());
    }

    private List<LoadSegment> sources() {
        List<LoadSegment> result = new ArrayList<>();
        for (ElfSection section : elf.sections()) {
            boolean isLoaded = section.type() == ElfSection.PROGBITS || section.type() == ElfSection.INIT_ARRAY;
            if (isLoaded && section.size() > 0 && section.address() != 0 && section.flags() != 0) {
                result.add(new LoadSegment(section.name(), loadAddress(section.address()), section.alignment(),
                        section.data().toArray()));
            }
        }
        result.sort(Comparator.comparing(LoadSegment::address, Integer::compareUnsigned));
        return result;
    }

    /** The physical address of its program header, unless that is in flash, from where the program copies it itself. */
    private int loadAddress(int address) {
        return elf.segments().stream()
                .filter(segment -> Integer.toUnsignedLong(address - segment.virtualAddress()) < segment.memorySize())
                .findFirst()
                .map(segment -> segment.physicalAddress() + address - segment.virtualAddress())
                .filter(loaded -> !MemoryType.isFlashMapped(loaded))
                .orElse(address);
    }

    /** Joins sections that touch, or would if they were filled up to whole words. */
    private List<LoadSegment> merge(List<LoadSegment> sources) {
        List<List<LoadSegment>> groups = new ArrayList<>();
        long lastEnd = -1;
        for (LoadSegment next : sources) {
            long start = Integer.toUnsignedLong(next.address());
            if (start < lastEnd) {
                throw new FirmwareException("%s puts section %s at 0x%08x, within the section before it, which ends at 0x%08x; "
                        + "correct its linker script.", elf.name(), next.name(), next.address(), lastEnd);
            }
            if (lastEnd < 0 || (lastEnd + 3 & ~3L) < start) {
                groups.add(new ArrayList<>());
            } else {
                LoadSegment last = groups.getLast().removeLast();
                groups.getLast().add(last.paddedTo(last.data().length + start - lastEnd));
            }
            groups.getLast().add(next);
            lastEnd = next.end();
        }
        return groups.stream().map(LoadSegment::join).map(LoadSegment::paddedToWords).toList();
    }

    /** Moves the segment with the application descriptor to the front and writes the ELF file's hash into it. */
    private List<LoadSegment> withDescriptorFirst(List<LoadSegment> mapped, ElfSection section) {
        LoadSegment holder = mapped.stream()
                .filter(segment -> Integer.toUnsignedLong(section.address() - segment.address()) < segment.data().length)
                .findFirst().orElseThrow(() -> descriptorError("lies at 0x%08x, outside of flash".formatted(section.address())));
        int at = section.address() - holder.address();
        ByteView bytes = ByteView.of(elf.name(), holder.data());
        AppDescriptor descriptor = AppDescriptor.parse(bytes.from(at))
                .orElseThrow(() -> descriptorError("does not begin with 0xABCD5432, or is shorter than 256 bytes"));
        int pageSize = descriptor.mmuPageSizeLog2();
        if (pageSize != 0 && pageSize != PAGE_LOG2) {
            throw descriptorError("asks for MMU pages of 2^%d bytes, but the ESP32 has 64 KiB".formatted(pageSize));
        }
        if (pageSize == 0 && (section.address() - AppDescriptor.PLACE_IN_PAGE) % ImageWriter.PAGE != 0) {
            throw descriptorError("lies at 0x%08x, not 0x20 behind a multiple of 64 KiB".formatted(section.address()));
        }
        System.arraycopy(Digests.sha256(elf.bytes()), 0, holder.data(), at + AppDescriptor.ELF_SHA256_OFFSET, 32);
        List<LoadSegment> reordered = new ArrayList<>(mapped);
        reordered.remove(mapped.indexOf(holder));
        reordered.addFirst(holder);
        return reordered;
    }

    private FirmwareException descriptorError(String what) {
        return new FirmwareException("%s has an application descriptor (section %s) that %s; correct its linker script.",
                elf.name(), APP_DESCRIPTOR, what);
    }

    private static int padding(int fileOffset, int address) {
        int needed = Math.floorMod(address - EspSegment.HEADER_SIZE - fileOffset, ImageWriter.PAGE);
        if (needed == 0) {
            return 0;
        }
        // The padding has a header of its own.
        return needed - EspSegment.HEADER_SIZE + (needed > EspSegment.HEADER_SIZE ? 0 : ImageWriter.PAGE);
    }
}
