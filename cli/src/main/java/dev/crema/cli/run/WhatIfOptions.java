package dev.crema.cli.run;

import dev.crema.cli.GuestTime;
import dev.crema.cli.monitor.Screen;
import dev.crema.constraints.limit.HeapLimit;
import dev.crema.constraints.limit.HeapLimits;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.machine.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What if the chip had less memory, or its supply failed. */
final class WhatIfOptions {
    @Option(names = "--heap-limit", paramLabel = "REGION=SIZE", converter = Limit.class, description = {
        "Leave the firmware's heap at most so much of DRAM, IRAM or PSRAM: DRAM=100K. May be given several times.",
        "Needs the ELF file of the firmware."})
    private List<HeapLimit> limits = List.of();

    @Option(names = "--dram-reserve", paramLabel = "SIZE", converter = Reserve.class,
            description = "Take so much internal RAM away from the firmware's heap: 32K.")
    private Optional<HeapLimit> reserve = Optional.empty();

    @Option(names = "--brown-out", paramLabel = "at=TIME", converter = BrownOut.class,
            description = "Let the supply voltage fall at this guest time after power-on: at=10s.")
    private Optional<Duration> brownOut = Optional.empty();

    @Option(names = "--power-cut", paramLabel = "flash-write=N", converter = PowerCut.class, description = {
        "Cut the power in the middle of the N-th write of flash, a page or an erase, which is then done only halfway;",
        "then switch on again."})
    private OptionalLong powerCut = OptionalLong.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Imposes all of it on a machine that has not run yet. */
    void impose(Machine machine, FunctionProbes probes, Screen screen) {
        List<HeapLimit> all = new ArrayList<>(limits);
        reserve.ifPresent(all::add);
        try {
            HeapLimits.impose(all, probes, screen::remark);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "%s: %s".formatted(
                    limits.isEmpty() ? "--dram-reserve" : "--heap-limit", e.getMessage()));
        }
        powerCut.ifPresent(machine::cutPowerAtFlashWrite);
        brownOut.ifPresent(time -> machine.at(time, () -> screen.notice(machine.brownOut() ? "The supply voltage falls."
                : "The supply voltage falls, but the firmware has not enabled the brown-out detector.")));
    }

    /** Reads a limit. */
    static final class Limit implements ITypeConverter<HeapLimit> {
        @Override
        public HeapLimit convert(String text) {
            return parsed(text, HeapLimit::parse);
        }
    }

    /** Reads what is to be taken away. */
    static final class Reserve implements ITypeConverter<HeapLimit> {
        @Override
        public HeapLimit convert(String text) {
            return parsed(text, HeapLimit::reserve);
        }
    }

    /** Reads a time. */
    static final class BrownOut implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.startsWith("at=")) {
                throw new TypeConversionException("'" + text + "' is not of the form at=TIME, such as at=10s");
            }
            return new GuestTime().convert(text.substring("at=".length()));
        }
    }

    /** Reads the number of a write. */
    static final class PowerCut implements ITypeConverter<OptionalLong> {
        @Override
        public OptionalLong convert(String text) {
            if (!text.matches("flash-write=[0-9]{1,9}") || text.matches(".*=0+")) {
                throw new TypeConversionException("'" + text + "' is not of the form flash-write=N with N from 1 on");
            }
            return OptionalLong.of(Long.parseLong(text.substring("flash-write=".length())));
        }
    }

    private static <T> T parsed(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
