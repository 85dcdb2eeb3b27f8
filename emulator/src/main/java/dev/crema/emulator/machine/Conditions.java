package dev.crema.emulator.machine;

import dev.crema.emulator.chip.Esp32;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.Probe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The conditions of one {@link Machine#run}, armed until disarmed. */
final class Conditions {
    private final List<Runnable> disarm = new ArrayList<>();

    Conditions(List<StopCondition> conditions, Machine machine, Consumer<StopCondition> met) {
        for (StopCondition condition : conditions) {
            switch (condition) {
                case StopCondition.ConsoleText text -> watch(machine.console(), text, met);
                case StopCondition.Address address -> watch(machine, address.address(), address, met);
                case StopCondition.Symbol symbol -> watch(machine, machine.address(symbol.name()), symbol, met);
            }
        }
    }

    private void watch(Console console, StopCondition.ConsoleText text, Consumer<StopCondition> met) {
        TextMatcher matcher = new TextMatcher(text.text().getBytes(StandardCharsets.UTF_8));
        IntConsumer listener = character -> {
            if (matcher.accept(character)) {
                met.accept(text);
            }
        };
        console.onOutput(listener);
        disarm.add(() -> console.removeOutput(listener));
    }

    private void watch(Machine machine, int address, StopCondition condition, Consumer<StopCondition> met) {
        Probe probe = core -> {
            met.accept(condition);
            return true;
        };
        for (int cpu = 0; cpu < Esp32.CORES; cpu++) {
            Core core = machine.core(cpu);
            core.probe(address, probe);
            disarm.add(() -> core.removeProbe(address, probe));
        }
    }

    /** Takes the conditions back. */
    void disarm() {
        disarm.forEach(Runnable::run);
    }
}
