package dev.crema.constraints.probe;

import dev.crema.emulator.chip.Esp32;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineEvent;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Watches calls of functions of one machine's guest. The guest cannot tell: it does the same in the same cycles, unless a watcher
 * has a call {@linkplain FunctionCall#returnAtOnce return at once}.
 *
 * <p>Calls are seen at the function's first instruction, returns at the instruction behind the call. A return belongs to the call
 * from there with the same stack pointer, whichever core it comes back on: no two calls that are under way share both, whether
 * they are of several tasks, of both cores, or of one function by itself. Behind each place of a call the probe is left for
 * good, so that it costs translated code only once.
 *
 * <p>On the machine's thread, or between two runs. All that watch a machine share one of these, so that each sees every call
 * before anybody changes its course.
 */
public final class FunctionProbes {
    /** Tasks that a core is at work for: an array by core, named differently since ESP-IDF 5.2. */
    private static final List<String> CURRENT_TASK = List.of("pxCurrentTCB", "pxCurrentTCBs");

    /**
     * A guest that calls and never returns, or returns to ever new places, does not fill the host's memory: the oldest are
     * forgotten.
     */
    private static final int MOST_UNDER_WAY = 4096;
    private static final int MOST_RETURN_ADDRESSES = 1 << 16;

    private final Machine machine;
    private final OptionalInt currentTasks;
    private final Map<Integer, Function> functions = new HashMap<>();
    private final Set<Integer> returnAddresses = new HashSet<>();
    private final Map<Place, FunctionCall> underWay = new LinkedHashMap<>();

    /** Where a call comes back to. */
    private record Place(int address, int stackPointer) { }

    /** A function that somebody watches. */
    private final class Function implements Probe {
        private final int address;
        private final List<Consumer<FunctionCall>> watchers = new ArrayList<>();

        Function(int address) {
            this.address = address;
        }

        @Override
        public boolean reached(Core core) {
            Optional<FunctionCall> arrived = standing(core);
            arrived.ifPresent(call -> List.copyOf(watchers).forEach(watcher -> watcher.accept(call)));
            return arrived.isPresent() && goOn(core, arrived.get());
        }
    }

    /** A watch on a function, until it is closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Watches nothing yet. */
    public FunctionProbes(Machine machine) {
        this.machine = machine;
        currentTasks = machine.elf().flatMap(elf -> CURRENT_TASK.stream()
                .flatMapToInt(name -> elf.symbols().address(name).stream()).boxed().findFirst())
                .map(OptionalInt::of).orElse(OptionalInt.empty());
        machine.onEvent(event -> {
            if (event instanceof MachineEvent.Reset) {
                underWay.clear();
            }
        });
    }

    /** The machine. */
    public Machine machine() {
        return machine;
    }

    /**
     * Tells a watcher of every call of a function, after those that watch it already.
     *
     * @param function address of its first instruction
     */
    public Watch watch(int function, Consumer<FunctionCall> watcher) {
        Function watched = functions.computeIfAbsent(function, address -> {
            Function fresh = new Function(address);
            cores().forEach(core -> core.probe(address, fresh));
            return fresh;
        });
        watched.watchers.add(watcher);
        return () -> unwatch(watched, watcher);
    }

    /**
     * Tells a watcher of every call of a function of the image's ELF file.
     *
     * @param symbol as in the symbol table, mangled
     * @throws IllegalArgumentException if there is no ELF file, or no such symbol in it
     */
    public Watch watch(String symbol, Consumer<FunctionCall> watcher) {
        return watch(machine.address(symbol), watcher);
    }

    private void unwatch(Function watched, Consumer<FunctionCall> watcher) {
        watched.watchers.remove(watcher);
        if (watched.watchers.isEmpty() && functions.remove(watched.address, watched)) {
            cores().forEach(core -> core.removeProbe(watched.address, watched));
        }
    }

    private List<Core> cores() {
        List<Core> cores = new ArrayList<>();
        for (int cpu = 0; cpu < Esp32.CORES; cpu++) {
            cores.add(machine.core(cpu));
        }
        return cores;
    }

    private int cpu(Core core) {
        return core == machine.core(0) ? 0 : 1;
    }

    /** The call that a core is about to make; empty if an exception comes before it. */
    private Optional<FunctionCall> standing(Core core) {
        int address = core.pc();
        CallConvention convention = CallConvention.of(machine.memory().contains(address) ? machine.memory().read8(address) : 0);
        return convention.begins(core) ? Optional.of(new FunctionCall(machine, cpu(core), convention, task(cpu(core))))
                : Optional.empty();
    }

    private int task(int cpu) {
        return currentTasks.isPresent() ? machine.memory().word(currentTasks.getAsInt() + Integer.BYTES * cpu).orElse(0) : 0;
    }

    /** Does with a call what its watchers want; returns whether the core stops. */
    private boolean goOn(Core core, FunctionCall call) {
        if (!call.listeners().isEmpty()) {
            expect(call);
        }
        call.resultAtOnce().ifPresent(result -> call.leave(core, result));
        if (call.halts()) {
            machine.halt();
        }
        return call.halts();
    }

    private void expect(FunctionCall call) {
        Place place = new Place(call.returnAddress(), call.stackPointer());
        // What was under way there has ended without a return.
        underWay.remove(place);
        underWay.put(place, call);
        if (underWay.size() > MOST_UNDER_WAY) {
            underWay.remove(underWay.keySet().iterator().next());
        }
        if (returnAddresses.size() < MOST_RETURN_ADDRESSES && returnAddresses.add(call.returnAddress())) {
            cores().forEach(core -> core.probe(call.returnAddress(), this::returned));
        }
    }

    private boolean returned(Core core) {
        FunctionCall call = underWay.remove(new Place(core.pc(), core.a(1)));
        if (call != null) {
            call.returned(core);
        }
        return false;
    }

    /**
     * A core that was {@linkplain FunctionCall#halt halted} before a function goes on behind the call, as by
     * {@link FunctionCall#returnAtOnce}; so does its like in a fork of the machine.
     *
     * @throws IllegalStateException if it does not stand before a function
     */
    public void returnAtOnce(int cpu, int result) {
        Core core = machine.core(cpu);
        FunctionCall call = standing(core).filter(there -> functions.containsKey(there.function()))
                .orElseThrow(() -> new IllegalStateException("CPU %d stands at 0x%08x, which is no function that is watched"
                        .formatted(cpu, core.pc())));
        underWay.getOrDefault(new Place(call.returnAddress(), call.stackPointer()), call).returnAtOnce(result);
        call.leave(core, result);
    }

    /** The calls that somebody waits for the return of, the oldest first. */
    public List<FunctionCall> underWay() {
        return List.copyOf(underWay.values());
    }

    /**
     * Tells of the return of a call that is under way in this machine, because it was in the one that this was forked of.
     *
     * @param call seen in the other machine
     * @return the same call in this one
     */
    public FunctionCall resume(FunctionCall call, IntConsumer listener) {
        FunctionCall own = underWay.getOrDefault(new Place(call.returnAddress(), call.stackPointer()), call.in(machine));
        own.onReturn(listener);
        expect(own);
        return own;
    }
}
