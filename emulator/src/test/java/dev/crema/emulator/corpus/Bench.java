package dev.crema.emulator.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.machine.Engine;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.Speed;
import dev.crema.emulator.machine.StopCondition.ConsoleText;
import dev.crema.emulator.machine.StopReason;
import dev.crema.emulator.machine.Template;
import dev.crema.firmware.FlashImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** A board on the bench: someone reads its console and types. */
final class Bench {
    private static final int SHOWN = 2000;

    private final Machine machine;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    Bench(FlashImage image, Corpus.Rom rom, long seed) {
        this(image, rom, seed, RadioMedium.EMPTY);
    }

    Bench(FlashImage image, Corpus.Rom rom, long seed, RadioMedium air) {
        this(image, rom, seed, air, Engine.AUTO);
    }

    Bench(FlashImage image, Corpus.Rom rom, long seed, RadioMedium air, Engine engine) {
        this(template(image, rom, seed, air, engine));
    }

    Bench(Template template) {
        machine = Machine.of(template);
        machine.console().onOutput(console::write);
    }

    /** What benches are made of whose machines have in common what is translated. */
    static Template template(FlashImage image, Corpus.Rom rom, long seed, RadioMedium air, Engine engine) {
        return Template.of(image, Board.WROVER.withFlashSize(image.size()),
                new MachineOptions(seed, Speed.MAX, rom.dump(), air, engine, MachineOptions.JIT_CACHE));
    }

    /** The machine itself. */
    Machine machine() {
        return machine;
    }

    /** Runs until the console shows a text; the test fails if it does not within a time of the guest. */
    Bench expect(String text, Duration limit) {
        ConsoleText condition = new ConsoleText(text);
        StopReason reason = machine.run(limit, List.of(condition));
        assertEquals(new StopReason.Met(condition), reason, () -> "the console ends with:\n" + tail());
        return this;
    }

    /** Types a line. */
    Bench type(String line) {
        machine.console().type(line + "\r");
        return this;
    }

    /** Everything the console has shown. */
    String console() {
        return console.toString(StandardCharsets.UTF_8);
    }

    /** A digest of internal RAM, instruction RAM, both RTC memories and flash. */
    String memoryHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(machine.memory().read(0x3ffae000, 0x52000));
            digest.update(machine.memory().read(0x40080000, 0x20000));
            digest.update(machine.memory().read(0x3ff80000, 0x2000));
            digest.update(machine.memory().read(0x50000000, 0x2000));
            digest.update(machine.flash());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String tail() {
        String all = console();
        return all.substring(Math.max(0, all.length() - SHOWN));
    }
}
