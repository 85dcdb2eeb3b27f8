package dev.crema.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Whatever is wrong with what a user gives: one sentence on standard error, exit code 2. */
final class BadInputTest {
    /** Of an endpoint that was at 192.168.0.186:62781 once. */
    private static final String TICKET = "endpointaceas375nuyerll4cbigiwxfxd57ommwhwesvprie43kp65l3dzbeaibadakqaf2xxvag";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run                               | 'IMAGE'
            run --frobnicate x                | '--frobnicate'
            run missing.bin                   | There is no file missing.bin
            run --bootloader nowhere x        | There is no file nowhere
            run 0x10000=nowhere               | There is no file nowhere
            run --psram 3M x                  | '3M' is none of 0, 2M, 4M, 8M
            run --flash-size 3MB x            | "3MB" is no flash size
            run --partition-table-offset z x  | "z" is no offset in flash
            run --chip-rev 9.9 x              | chip revision 9.9 does not exist
            run --mac 1:2:3 x                 | MAC address '1:2:3' is not of the form
            run --timeout soon x              | 'soon' is not a duration
            run --timeout-exit-code many x    | 'many' is not an int
            run --speed fast x                | 'fast'
            run --seed x x                    | 'x' is not a long
            run --trace everything x          | 'everything'
            run --flash-file no/such/folder x | The flash cannot be kept in no/such/folder
            run --heap-limit ROM=1K x         | 'ROM' is no kind of memory
            run --heap-limit DRAM x           | 'DRAM' is not of the form REGION=SIZE
            run --dram-reserve much x         | 'much' is not an amount of memory
            run --brown-out 3s x              | '3s' is not of the form at=TIME
            run --eventfd-limit 64 x          | '64' is not a number from 0 to 63
            run --power-cut flash-write=0 x   | 'flash-write=0' is not of the form flash-write=N
            run --fail-alloc nht=3 x          | 'nht=3' is no condition
            run --fail-alloc heap=dram x      | 'heap=dram' names no capability of memory
            oom x --from a                    | '--until=TEXT'
            oom x --from a --until=           | The text for --from or --until is empty
            oom nowhere --from a --until b    | There is no file nowhere
            dial                              | 'TICKET'
            dial nodeabc                      | A ticket begins with "endpoint"
            dial endpointacea                 | The ticket is damaged
            dial endpointaceas375nuyerll4cbigiwxfxd57ommwhwesvprie43kp65l3dzbeaa | take the long ticket
            dial --wifi x TICKET              | --wifi is for an image
            dial nowhere.bin 0x1000=nowhere   | There is no file nowhere.bin
            bench handshake nowhere.bin       | There is no file nowhere.bin
            bench handshake --dials 0 x.bin   | Take at least one dial
            dial --timeout 0 TICKET           | A timeout of nothing
            dial --alpn= TICKET               | The name of a protocol has 1 to 255 bytes
            dial --file nowhere TICKET        | There is no file nowhere
            walk                              | 'walk'
            """)
    void isRefusedInOneSentence(String arguments, String expected) {
        assertRefused(expected, arguments.strip().replace("TICKET", TICKET).split(" "));
    }

    @Test
    void aCommandIsNeeded() {
        assertRefused("subcommand");
    }

    @Test
    void filesThatAreNoFirmware() throws IOException {
        assertRefused("x.bin", "run", write("x.bin", new byte[0]));
        assertRefused("x.bin", "run", write("x.bin", new byte[] {1, 2, 3}));
        assertRefused("x.bin", "run", write("x.bin", new byte[] {(byte) 0xe9, 2, 3}));
        assertRefused("x.elf", "run", write("x.elf", new byte[] {0x7f, 'E', 'L', 'F'}));
        assertRefused("x.json", "run", write("x.json", new byte[] {'{', '"'}));
        assertRefused("is not a build folder", "run", folder.toString());
    }

    private String write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static void assertRefused(String expected, String... arguments) {
        StringWriter errors = new StringWriter();
        CommandLine command = Crema.commandLine().setErr(new PrintWriter(errors));
        int code = command.execute(arguments);
        String said = errors.toString();
        assertEquals(ExitCode.BAD_INPUT, code, said);
        assertTrue(said.contains(expected), said);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.startsWith("crema: ") && said.stripTrailing().endsWith("."), said);
    }
}
