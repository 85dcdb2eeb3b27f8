package dev.crema.firmware.nvs;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.EspImageHeader;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.Partition;
import dev.crema.firmware.elf.ElfFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** An NVS partition, in a file of its own or within a flash image. */
public final class NvsSource {
    private final Optional<FlashImage> flash;
    private final int offset;
    private final NvsPartition contents;

    private NvsSource(Optional<FlashImage> flash, int offset, NvsPartition contents) {
        this.flash = flash;
        this.offset = offset;
        this.contents = contents;
    }

    /**
     * Reads a partition's own bytes, or a flash image of any kind.
     *
     * @param label of the partition in an image; if empty, its first NVS partition
     */
    public static NvsSource read(Path path, Optional<String> label) {
        if (!Files.isDirectory(path)) {
            ByteView bytes = FirmwareFiles.read(path);
            if (!isImage(bytes)) {
                return new NvsSource(Optional.empty(), 0, NvsPartition.parse(bytes));
            }
        }
        FlashImage flash = FlashImage.read(path);
        Partition partition = label.map(flash.partitions()::find)
                .orElseGet(() -> flash.partitions().findData(Partition.SUBTYPE_DATA_NVS))
                .orElseThrow(() -> new FirmwareException("%s has no NVS partition%s; name another.", path,
                        label.map(" \"%s\""::formatted).orElse("")));
        return new NvsSource(Optional.of(flash), partition.offset(), NvsPartition.parse(
                flash.view().slice(partition.offset(), partition.size(), "partition \"" + partition.label() + "\"")));
    }

    private static boolean isImage(ByteView bytes) {
        return bytes.size() > 0 && bytes.u8(0) == EspImageHeader.MAGIC || bytes.size() > 0 && bytes.u8(0) == '{'
                || ElfFile.startsAt(bytes) || bytes.size() > FlashImage.BOOTLOADER_OFFSET
                && bytes.u8(0) == 0xff && bytes.u8(FlashImage.BOOTLOADER_OFFSET) == EspImageHeader.MAGIC;
    }

    /** What the partition holds. */
    public NvsPartition contents() {
        return contents;
    }

    /** The file with other contents: the partition, or the whole image from offset 0. */
    public byte[] with(NvsPartition changed) {
        byte[] partition = changed.toBytes();
        return flash.map(image -> image.with(offset, partition)).map(image -> Arrays.copyOf(image.contents(), image.used()))
                .orElse(partition);
    }
}
