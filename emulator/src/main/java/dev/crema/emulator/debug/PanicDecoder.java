package dev.crema.emulator.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains a console line by line: addresses of code become function, file and line as idf_monitor shows them, and of a panic's
 * register dump the registers that tell what went wrong are explained.
 */
public final class PanicDecoder {
    private static final Pattern ADDRESS = Pattern.compile("\\b0x([0-9a-fA-F]{8})\\b");
    private static final Pattern REGISTER = Pattern.compile("\\b(PC|A0|EXCCAUSE|EXCVADDR)\\s*: 0x([0-9a-fA-F]{8})\\b");
    private static final Pattern REGISTER_DUMP = Pattern.compile("^(PC|A2|A6|A10|A14|EXCVADDR)\\s*: 0x[0-9a-fA-F]{8}\\b.*");
    private static final Pattern PANIC = Pattern.compile("panic'ed \\(([^)]*)\\)");
    /** What the loaders say of their own addresses, where the application's ELF file knows nothing. */
    private static final Pattern LOADING = Pattern.compile("^(load:|entry |ho |I \\(\\d+\\) esp_image:).*");
    private static final Pattern COLOR = Pattern.compile("\033\\[[0-9;]*m");

    /** The ESP-IDF programming guide, "Fatal Errors". */
    private static final Map<String, String> CAUSES = Map.of(
            "LoadProhibited", "the program read from an address that cannot be read; EXCVADDR is that address",
            "StoreProhibited", "the program wrote to an address that cannot be written; EXCVADDR is that address",
            "InstrFetchProhibited", "the program jumped to PC, where there is no code; A0 tells from where",
            "IllegalInstruction", "what lies at PC is no instruction: a damaged stack or function pointer, or a function without return",
            "IntegerDivideByZero", "the program divided by zero",
            "LoadStoreAlignment", "the program accessed EXCVADDR, which is not aligned for the access",
            "LoadStoreError", "the program accessed instruction memory in another way than by aligned words",
            "Interrupt wdt timeout on CPU0", "interrupts were disabled for too long on the PRO CPU",
            "Interrupt wdt timeout on CPU1", "interrupts were disabled for too long on the APP CPU",
            "Cache error", "code in flash or data in PSRAM was used while the cache was disabled");

    private static final int LOAD_STORE_ERROR = 3;
    private static final int LOAD_STORE_ALIGNMENT = 9;
    private static final int LOAD_PROHIBITED = 28;
    private static final int STORE_PROHIBITED = 29;

    private final Symbolizer symbols;
    private int exceptionCause;

    /** Explains the console of a program. */
    public PanicDecoder(Symbolizer symbols) {
        this.symbols = symbols;
    }

    /**
     * What there is to say about the next line of the console; mostly nothing.
     *
     * @param line without its end; colours do not matter
     */
    public List<String> explain(String line) {
        String plain = COLOR.matcher(line).replaceAll("");
        Matcher panic = PANIC.matcher(plain);
        if (panic.find()) {
            return Optional.ofNullable(CAUSES.get(panic.group(1))).map(text -> List.of(panic.group(1) + ": " + text))
                    .orElse(List.of());
        }
        if (REGISTER_DUMP.matcher(plain).matches()) {
            return registers(plain);
        }
        return LOADING.matcher(plain).matches() ? List.of() : addresses(plain);
    }

    private List<String> addresses(String line) {
        List<String> explanations = new ArrayList<>();
        ADDRESS.matcher(line).results().map(match -> value(match, 1))
                .forEach(address -> explanations.addAll(located("0x%08x: ".formatted(address), address)));
        return explanations;
    }

    private List<String> registers(String line) {
        List<String> explanations = new ArrayList<>();
        REGISTER.matcher(line).results().forEach(match -> {
            int value = value(match, 2);
            switch (match.group(1)) {
                case "PC" -> explanations.addAll(located("PC 0x%08x: ".formatted(value), value));
                case "A0" -> explanations.addAll(located("A0 0x%08x: called from ".formatted(value), caller(value)));
                case "EXCCAUSE" -> exceptionCause = value;
                default -> explanations.addAll(accessed(value));
            }
        });
        return explanations;
    }

    /** The call that a return address of windowed code belongs to; its two upper bits are the window increment. */
    private static int caller(int returnAddress) {
        return (returnAddress & 0x3fffffff | 0x40000000) - 3;
    }

    private List<String> accessed(int address) {
        return switch (exceptionCause) {
            case LOAD_STORE_ERROR, LOAD_STORE_ALIGNMENT, LOAD_PROHIBITED, STORE_PROHIBITED ->
                    List.of("EXCVADDR 0x%08x: %s".formatted(address, symbols.variableAt(address).orElse(AddressKind.describe(address))));
            default -> List.of();
        };
    }

    private List<String> located(String prefix, int address) {
        List<String> lines = new ArrayList<>();
        for (String location : symbols.locate(address)) {
            lines.add((lines.isEmpty() ? prefix : "(inlined by) ") + location);
        }
        return lines;
    }

    private static int value(MatchResult match, int group) {
        return Integer.parseUnsignedInt(match.group(group), 16);
    }
}
