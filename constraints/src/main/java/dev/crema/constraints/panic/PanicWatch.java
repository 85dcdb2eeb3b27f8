package dev.crema.constraints.panic;

import dev.crema.constraints.probe.FunctionCall;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Waits for panics of a machine's firmware, on its console and, where the ELF file names ESP-IDF's panic handler, there too. The
 * guest cannot tell.
 */
public final class PanicWatch {
    /** All that leads to the end; the argument is the frame ({@code panic_handler.c} of ESP-IDF, {@code panic.c} of 3.x). */
    private static final List<String> HANDLERS = List.of("panicHandler", "xt_unhandled_exception");
    private static final Pattern END = Pattern.compile(
            "^(?:Rebooting\\.\\.\\.|CPU halted\\.|=+ CORE DUMP START|ets [A-Z][a-z]{2} +\\d+ \\d{4}).*");
    private static final Pattern COLOR = Pattern.compile("\033\\[[0-9;]*m");
    private static final int LINES_BEFORE = 6;
    private static final int MOST_LINES = 100;
    private static final int LONGEST_LINE = 1_000;

    private final Machine machine;
    private final List<Consumer<Panic>> listeners = new ArrayList<>();
    private final List<Panic> panics = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final Deque<String> before = new ArrayDeque<>();
    private final List<String> lines = new ArrayList<>();
    private Optional<Duration> since = Optional.empty();
    private Optional<PanicScene> scene = Optional.empty();
    private Supplier<List<String>> heap = List::of;
    private List<String> allocations = List.of();

    /** Watches from now on. */
    public PanicWatch(FunctionProbes probes) {
        machine = probes.machine();
        machine.console().onOutput(this::print);
        machine.onEvent(event -> {
            if (event instanceof MachineEvent.Reset) {
                finish();
            }
        });
        machine.elf().ifPresent(elf -> HANDLERS.forEach(name -> elf.symbols().address(name)
                .ifPresent(handler -> probes.watch(handler, this::called))));
    }

    /**
     * Has panics tell what was asked of the heap last.
     *
     * @param log a line for each request
     */
    public PanicWatch withHeap(Supplier<List<String>> log) {
        heap = log;
        return this;
    }

    /** Tells somebody of each panic when all is known of it. */
    public void onPanic(Consumer<Panic> listener) {
        listeners.add(listener);
    }

    /** Whether the firmware has begun to panic. */
    public boolean panicking() {
        return since.isPresent();
    }

    /** The panics so far; of one that goes on, what is known by now. */
    public List<Panic> panics() {
        finish();
        return List.copyOf(panics);
    }

    private void called(FunctionCall handler) {
        // A panic in the panic handler is not what the user looks for.
        if (scene.isEmpty()) {
            begin();
            scene = Optional.of(PanicScene.of(handler, machine));
        }
    }

    private void begin() {
        if (since.isEmpty()) {
            since = Optional.of(machine.now());
            lines.addAll(before);
            allocations = heap.get();
        }
    }

    private void print(int character) {
        if (character != '\n' && line.length() < LONGEST_LINE) {
            line.append((char) character);
        } else {
            String text = COLOR.matcher(line).replaceAll("").stripTrailing();
            line.setLength(0);
            look(text);
        }
    }

    private void look(String text) {
        if (since.isPresent()) {
            lines.add(text);
            if (END.matcher(text).matches() || lines.size() > MOST_LINES) {
                finish();
            }
            return;
        }
        if (PanicKind.of(text).isPresent()) {
            begin();
            lines.add(text);
        }
        before.addLast(text);
        if (before.size() > LINES_BEFORE) {
            before.removeFirst();
        }
    }

    private void finish() {
        if (since.isEmpty()) {
            return;
        }
        String headline = PanicKind.headline(lines).orElse("The firmware called its panic handler.");
        Panic panic = new Panic(PanicKind.of(headline).orElse(PanicKind.EXCEPTION), headline, since.get(), lines, allocations,
                scene);
        since = Optional.empty();
        scene = Optional.empty();
        lines.clear();
        before.clear();
        panics.add(panic);
        listeners.forEach(listener -> listener.accept(panic));
    }
}
