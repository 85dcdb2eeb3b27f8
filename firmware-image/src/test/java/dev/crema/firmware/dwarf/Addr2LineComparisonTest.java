package dev.crema.firmware.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.FieldTools;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every address is explained as binutils' addr2line explains it: functions, those put into them, files and lines. */
class Addr2LineComparisonTest {
    private static final String ADVICE = "Install binutils-xtensa-lx106 and gcc-xtensa-lx106.";
    private static final String SOURCE = """
            typedef unsigned int u32;
            volatile u32 sink;
            static inline __attribute__((always_inline)) u32 twice(u32 x) {
                sink = x;
                return x + x;
            }
            static inline __attribute__((always_inline)) u32 fourfold(u32 x) {
                u32 y = twice(x);
                sink = y;
                return twice(y);
            }
            __attribute__((noinline)) static u32 loop(u32 n) {
                u32 sum = 0;
                for (u32 i = 0; i < n; i++) {
                    sum += fourfold(i);
                    if (sum & 1)
                        sink = sum;
                }
                return sum;
            }
            void call_start_cpu0(void) {
                for (;;)
                    sink = loop(sink) + twice(3);
            }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(allowZeroInvocations = true)
    @ValueSource(ints = {2, 3, 4, 5})
    void explainsWhatGccCompiles(int version) throws IOException {
        Files.writeString(folder.resolve("a.c"), SOURCE);
        FieldTools.run(folder, FieldTools.onPath("xtensa-lx106-elf-gcc", ADVICE), "-Os", "-gdwarf-" + version, "-nostdlib",
                "-Wl,-Ttext=0x400D0020", "-Wl,-Tdata=0x3FFB0000", "-Wl,-Tbss=0x3FFB0000", "-Wl,-ecall_start_cpu0", "-o", "a.elf",
                "a.c");
        ElfFile elf = ElfFile.parse(FirmwareFiles.read(folder.resolve("a.elf")));
        List<Integer> addresses = functions(elf).flatMapToInt(function ->
                IntStream.range(function.address(), function.address() + (int) function.size())).boxed().toList();
        assertTrue(addresses.size() > 60, "the compiler has left something");
        assertEquals(List.of(), differences(elf, folder.resolve("a.elf"), addresses));
    }

    private static Stream<Symbol> functions(ElfFile elf) {
        return elf.symbols().symbols().stream().filter(symbol -> symbol.kind() == Symbol.Kind.FUNCTION && symbol.size() > 4
                && symbol.section() != Symbol.ABSOLUTE);
    }

    /** A few may differ: binutils before 2.41 mistake the file in units of version 5 that include code from another. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("realPrograms")
    void explainsRealPrograms(Path file) {
        ElfFile elf = ElfFile.parse(FirmwareFiles.read(file));
        List<Integer> addresses = functions(elf).map(symbol -> symbol.address() + (int) symbol.size() / 2).distinct().toList();
        List<String> differences = differences(elf, file, addresses);
        assertTrue(differences.size() < addresses.size() / 50, differences::toString);
    }

    static Stream<Path> realPrograms() {
        Path fixtures = FieldTools.corpus().resolve("pe/tests/fixtures");
        return Stream.of("hello_world_esp32", "hello_world_esp32_coredump_uart")
                .map(name -> fixtures.resolve(name).resolve("build/hello_world.elf")).filter(Files::exists);
    }

    private List<String> differences(ElfFile elf, Path file, List<Integer> addresses) {
        List<String> command = new ArrayList<>(List.of(FieldTools.onPath("xtensa-lx106-elf-addr2line", ADVICE).toString(),
                "-afiCe", file.toString()));
        addresses.forEach(address -> command.add("0x%08x".formatted(address)));
        String theirs = FieldTools.run(folder, command).replaceAll(" \\(discriminator \\d+\\)", "");
        SourceLocator locator = new SourceLocator(elf);
        String[] expected = theirs.split("(?m)^0x(?=[0-9a-f]{8}$)");
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            String ours = "%08x\n".formatted(addresses.get(i)) + text(locator.framesAt(addresses.get(i)));
            if (!ours.equals(expected[i + 1])) {
                differences.add(ours + "instead of\n" + expected[i + 1]);
            }
        }
        return differences;
    }

    private static String text(List<SourceFrame> frames) {
        StringBuilder text = new StringBuilder(frames.isEmpty() ? "??\n??:0\n" : "");
        for (SourceFrame frame : frames) {
            text.append(frame.function().isEmpty() ? "??" : frame.function()).append('\n').append(frame.line()
                    .map(line -> line.file() + ":" + (line.line() == 0 ? "?" : line.line())).orElse("??:0")).append('\n');
        }
        return text.toString();
    }
}
