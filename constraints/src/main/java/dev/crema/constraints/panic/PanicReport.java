package dev.crema.constraints.panic;

import dev.crema.constraints.report.Json;
import dev.crema.emulator.debug.PanicDecoder;
import dev.crema.emulator.debug.StackFrame;
import dev.crema.emulator.debug.Symbolizer;
import dev.crema.emulator.debug.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A panic for people and for programs: with names, if there is an ELF file to take them from. */
public final class PanicReport {
    private static final int LINE = 16;
    private static final int LINES_OF_STACK = 8;

    private final Panic panic;
    private final Optional<Symbolizer> symbols;

    /**
     * A report.
     *
     * @param symbols of the program that panicked
     */
    public PanicReport(Panic panic, Optional<Symbolizer> symbols) {
        this.panic = panic;
        this.symbols = symbols;
    }

    // ---- for people ----------------------------------------------------------------------------------------------------

    /** Some dozens of lines. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(panic.headline());
        lines.add("%s after %s of guest time%s".formatted(panic.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '), seconds(),
                panic.scene().map(PanicReport::place).orElse("")));
        panic.scene().ifPresent(scene -> {
            lines.addAll(List.of("", "Registers"));
            lines.addAll(registers(scene.registers()));
            lines.addAll(List.of("", "Tasks"));
            scene.tasks().forEach(task -> lines.addAll(task(task)));
            if (scene.crashed().isEmpty()) {
                lines.add("* no task; what panicked stood at");
                lines.addAll(frames(scene.backtrace()));
            }
            lines.addAll(List.of("", "Memory"));
            lines.addAll(memory(scene));
        });
        if (!panic.allocations().isEmpty()) {
            lines.addAll(List.of("", "Last allocations"));
            panic.allocations().forEach(line -> lines.add("  " + line));
        }
        lines.addAll(List.of("", "Console"));
        Optional<PanicDecoder> decoder = symbols.map(PanicDecoder::new);
        panic.console().forEach(line -> {
            lines.add("  " + line);
            decoder.ifPresent(known -> known.explain(line).forEach(explanation -> lines.add("  --- " + explanation)));
        });
        return String.join("\n", lines) + "\n";
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.6f s", panic.time().toNanos() / 1e9);
    }

    private static String place(PanicScene scene) {
        return " on core " + scene.cpu() + scene.crashed().map(task -> ", in task " + task.name()).orElse("");
    }

    private List<String> registers(ExceptionFrame frame) {
        List<String> lines = new ArrayList<>();
        lines.add("  PC       0x%08x%s".formatted(frame.pc(), named(frame.pc())));
        lines.add("  PS       0x%08x  SAR 0x%08x  EXCCAUSE 0x%08x  EXCVADDR 0x%08x".formatted(frame.ps(), frame.sar(), frame.cause(),
                frame.address()));
        lines.add("  LBEG     0x%08x  LEND 0x%08x  LCOUNT 0x%08x".formatted(frame.lbeg(), frame.lend(), frame.lcount()));
        for (int n = 0; n < frame.a().size(); n++) {
            int value = frame.a().get(n);
            lines.add("  A%-7d 0x%08x%s".formatted(n, value, n == 0 ? "" : named(value)));
        }
        return lines;
    }

    private String named(int address) {
        return symbols.flatMap(known -> known.locate(address).stream().findFirst().or(() -> known.variableAt(address)))
                .map(name -> "  " + name).orElse("");
    }

    private List<String> task(PanicTask task) {
        List<String> lines = new ArrayList<>();
        Task known = task.task();
        lines.add("%s %-16s %-9s priority %2d  core %s".formatted(task.crashed() ? "*" : " ", known.name(),
                known.state().name().toLowerCase(Locale.ROOT), known.priority(),
                known.core().isPresent() ? String.valueOf(known.core().getAsInt()) : "any"));
        lines.addAll(frames(task.backtrace()));
        return lines;
    }

    private List<String> frames(List<StackFrame> backtrace) {
        return backtrace.stream().map(frame -> "    0x%08x:0x%08x%s".formatted(frame.pc(), frame.sp(), named(frame.pc()))).toList();
    }

    private static List<String> memory(PanicScene scene) {
        List<String> lines = new ArrayList<>();
        Map<Integer, String> places = new TreeMap<>(Integer::compareUnsigned);
        for (int n = 2; n < scene.registers().a().size(); n++) {
            places.merge(scene.registers().a().get(n) & -LINE, "A" + n, (all, another) -> all + " " + another);
        }
        places.merge(scene.registers().address() & -LINE, "EXCVADDR", (all, another) -> all + " " + another);
        for (int i = 0; i < LINES_OF_STACK; i++) {
            places.merge((scene.registers().sp() & -LINE) + i * LINE, i == 0 ? "A1" : "stack", (all, another) -> another + " " + all);
        }
        places.forEach((address, name) -> scene.memory().word(address).ifPresent(present ->
                lines.add("  0x%08x %s  %s".formatted(address, words(scene, address), name))));
        return lines;
    }

    private static String words(PanicScene scene, int address) {
        StringBuilder words = new StringBuilder();
        for (int at = 0; at < LINE; at += Integer.BYTES) {
            words.append(" %08x".formatted(scene.memory().word(address + at).orElse(0)));
        }
        return words.toString();
    }

    // ---- for programs --------------------------------------------------------------------------------------------------

    /** All of it as JSON. */
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", panic.kind().name());
        all.put("headline", panic.headline());
        all.put("guestNanos", panic.time().toNanos());
        panic.scene().ifPresent(scene -> {
            all.put("core", scene.cpu());
            scene.crashed().ifPresent(task -> all.put("task", task.name()));
            all.put("registers", json(scene.registers()));
            all.put("backtrace", scene.backtrace().stream().map(this::json).toList());
            all.put("tasks", scene.tasks().stream().map(this::json).toList());
        });
        all.put("lastAllocations", panic.allocations());
        all.put("console", panic.console());
        return Json.of(all) + "\n";
    }

    private static Map<String, Object> json(ExceptionFrame frame) {
        Map<String, Object> registers = new LinkedHashMap<>();
        registers.put("PC", hex(frame.pc()));
        registers.put("PS", hex(frame.ps()));
        for (int n = 0; n < frame.a().size(); n++) {
            registers.put("A" + n, hex(frame.a().get(n)));
        }
        registers.put("SAR", hex(frame.sar()));
        registers.put("EXCCAUSE", hex(frame.cause()));
        registers.put("EXCVADDR", hex(frame.address()));
        registers.put("LBEG", hex(frame.lbeg()));
        registers.put("LEND", hex(frame.lend()));
        registers.put("LCOUNT", hex(frame.lcount()));
        return registers;
    }

    private Map<String, Object> json(StackFrame frame) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("pc", hex(frame.pc()));
        place.put("sp", hex(frame.sp()));
        place.put("at", symbols.map(known -> known.locate(frame.pc())).orElse(List.of()));
        return place;
    }

    private Map<String, Object> json(PanicTask task) {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("name", task.task().name());
        known.put("handle", hex(task.task().handle()));
        known.put("state", task.task().state().name());
        known.put("priority", task.task().priority());
        known.put("crashed", task.crashed());
        known.put("backtrace", task.backtrace().stream().map(this::json).toList());
        return known;
    }

    private static String hex(int value) {
        return "0x%08x".formatted(value);
    }
}
