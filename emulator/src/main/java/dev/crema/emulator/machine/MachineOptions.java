package dev.crema.emulator.machine;

import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.rom.RomDump;
import java.util.Objects;
import java.util.Optional;

/**
 * How a machine is run.
 *
 * @param seed of everything random on the chip
 * @param speed of virtual time against the host's
 * @param rom the mask ROM of a real chip; without one, the emulator's own takes its place
 * @param air around the WiFi radio; it belongs to one machine only
 * @param engine that executes instructions
 * @param jitCache bytes of class files with translated code that are kept; for more the oldest are forgotten
 */
public record MachineOptions(long seed, Speed speed, Optional<RomDump> rom, RadioMedium air, Engine engine,
        long jitCache) {
    /** Bytes of translated code that are kept unless somebody says otherwise: some twenty thousand regions. */
    public static final long JIT_CACHE = 64 << 20;

    /** Seed 0, as fast as possible, with the emulator's own ROM, nobody on the air. */
    public static final MachineOptions DEFAULT =
            new MachineOptions(0, Speed.MAX, Optional.empty(), RadioMedium.EMPTY, Engine.AUTO, JIT_CACHE);

    /** Checks that nothing is missing. */
    public MachineOptions {
        Objects.requireNonNull(speed);
        Objects.requireNonNull(rom);
        Objects.requireNonNull(air);
        Objects.requireNonNull(engine);
        if (jitCache < 0) {
            throw new IllegalArgumentException("translated code cannot be kept in " + jitCache + " bytes");
        }
    }

    /** The same with another seed. */
    public MachineOptions withSeed(long number) {
        return new MachineOptions(number, speed, rom, air, engine, jitCache);
    }

    /** The same at another speed. */
    public MachineOptions withSpeed(Speed pace) {
        return new MachineOptions(seed, pace, rom, air, engine, jitCache);
    }

    /** The same with the mask ROM of a real chip. */
    public MachineOptions withRom(RomDump dump) {
        return new MachineOptions(seed, speed, Optional.of(dump), air, engine, jitCache);
    }

    /** The same with an air of its own. */
    public MachineOptions withAir(RadioMedium medium) {
        return new MachineOptions(seed, speed, rom, medium, engine, jitCache);
    }

    /** The same with another engine. */
    public MachineOptions withEngine(Engine executing) {
        return new MachineOptions(seed, speed, rom, air, executing, jitCache);
    }
}
