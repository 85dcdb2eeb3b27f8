package dev.crema.emulator.machine;

import dev.crema.emulator.chip.Backing;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.chip.Esp32;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.rom.JavaRom;
import dev.crema.emulator.rom.MaskRom;
import dev.crema.emulator.rom.UnboundRomFunction;
import dev.crema.emulator.xtensa.Translation;
import dev.crema.firmware.FlashImage;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What machines are made of: an image in flash, a board, a mask ROM. All machines of one template, and their forks, have in
 * common what has been translated of their code, so each later one is soon as fast as the one before it came to be. From any
 * thread.
 */
public final class Template {
    /** Where the stand-in for a bootloader ends at the latest. */
    private static final int BOOTLOADER_END = FlashImage.BOOTLOADER_OFFSET + 0x1000;
    /** Executions after which a block is hot with {@link Engine#JIT}. */
    private static final int EAGER_THRESHOLD = 50;

    private final FlashImage image;
    private final byte[] contents;
    private final byte[] rom0;
    private final byte[] rom1;
    private final Board board;
    private final MachineOptions options;
    private final Digests digests;
    private final Optional<Translation> translation;

    /** What takes a while to compute, and only snapshots need. */
    private static final class Digests {
        private byte[] flash;
        private byte[] rom;

        synchronized void compute(Template template) {
            if (flash == null) {
                flash = SnapshotKey.digest(ByteBuffer.wrap(template.contents, 0, Math.max(template.image.used(), BOOTLOADER_END)));
                rom = SnapshotKey.digest(ByteBuffer.wrap(template.rom0), ByteBuffer.wrap(template.rom1));
            }
        }
    }

    private Template(FlashImage image, byte[] contents, byte[] rom0, byte[] rom1, Board board, MachineOptions options,
            Digests digests, Optional<Translation> translation) {
        this.image = image;
        this.contents = contents;
        this.rom0 = rom0;
        this.rom1 = rom1;
        this.board = board;
        this.options = options;
        this.digests = digests;
        this.translation = translation;
    }

    /**
     * A template of which nothing has been translated yet.
     *
     * @param image what is in flash
     * @param options the air in them is that of each machine, unless it is made {@linkplain #with with another}
     * @throws IllegalArgumentException if the image is larger than the board's flash chip
     */
    public static Template of(FlashImage image, Board board, MachineOptions options) {
        if (image.size() > board.flashSize()) {
            throw new IllegalArgumentException("the image is for " + image.size() + " bytes of flash, the board has only "
                    + board.flashSize() + ": choose a board with more flash");
        }
        MaskRom rom = rom(options, (core, function) -> { });
        return new Template(image, bootable(image), rom.rom0(), rom.rom1(), board, options, new Digests(),
                translation(options));
    }

    private static Optional<Translation> translation(MachineOptions options) {
        long cacheSize = options.jitCache() / Esp32.CORES;
        return switch (options.engine()) {
            case INTERP -> Optional.empty();
            case JIT -> Optional.of(Translation.atOnce(EAGER_THRESHOLD).withPatience(EAGER_THRESHOLD).withCacheSize(cacheSize));
            case AUTO -> Optional.of(Translation.inBackground().withCacheSize(cacheSize));
        };
    }

    private static byte[] bootable(FlashImage image) {
        if (image.hasBootloader() || image.app().isEmpty()) {
            return image.contents();
        }
        return image.with(FlashImage.BOOTLOADER_OFFSET, DirectBoot.standIn(image.app().get().image())).contents();
    }

    /** The same with another air, for one machine. */
    public Template with(RadioMedium air) {
        return new Template(image, contents, rom0, rom1, board, options.withAir(air), digests, translation);
    }

    FlashImage image() {
        return image;
    }

    Board board() {
        return board;
    }

    MachineOptions options() {
        return options;
    }

    /**
     * The mask ROM for one machine.
     *
     * @param listener told of functions that the emulator's own does not have
     */
    MaskRom rom(UnboundRomFunction.Listener listener) {
        return rom(options, listener);
    }

    private static MaskRom rom(MachineOptions options, UnboundRomFunction.Listener listener) {
        return options.rom().isPresent() ? options.rom().get() : new JavaRom(listener);
    }

    /** How hot code is translated, and what has been; empty if all is interpreted. */
    Optional<Translation> translation() {
        return translation;
    }

    /** Memory as it is at power-on. */
    Backing backing() {
        return new Backing(board.flashSize(), board.psramSize(), rom0, rom1, contents);
    }

    /** What snapshots of these machines have in common. */
    SnapshotKey key() {
        digests.compute(this);
        return SnapshotKey.of(digests.flash, digests.rom, board, options);
    }
}
