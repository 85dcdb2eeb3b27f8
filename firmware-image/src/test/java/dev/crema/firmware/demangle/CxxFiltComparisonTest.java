package dev.crema.firmware.demangle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crema.firmware.FieldTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All symbols of the C++ library and of Rust's, as binutils print them. */
class CxxFiltComparisonTest {
    @Test
    void printsSymbolsOfTheCPlusPlusLibrary(@TempDir Path folder) throws IOException {
        Path gcc = FieldTools.onPath("gcc", "It says where the C++ library is.");
        compare(Path.of(FieldTools.run(folder, gcc, "-print-file-name=libstdc++.so.6").strip()), "_Z", folder);
    }

    @Test
    void printsSymbolsOfTheRustLibrary(@TempDir Path folder) throws IOException {
        Path rustc = FieldTools.onPath("rustc", "It says where Rust's library is.");
        Path library = Path.of(FieldTools.run(folder, rustc, "--print", "sysroot").strip(), "lib");
        try (var files = Files.list(library)) {
            compare(files.filter(file -> file.getFileName().toString().matches("librustc_driver-.*|libstd-.*[.]so"))
                    .sorted().reduce((first, second) -> second).orElse(library), "_R", folder);
        }
    }

    private static void compare(Path library, String prefix, Path folder) throws IOException {
        assumeTrue(Files.isRegularFile(library), "There is no library " + library);
        Path nm = FieldTools.onPath("nm", "Install binutils.");
        Path filter = FieldTools.onPath("c++filt", "Install binutils.");
        List<String> symbols = FieldTools.run(folder, nm, "-D", "--without-symbol-versions", library.toString()).lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1)).filter(name -> name.startsWith(prefix)).distinct()
                .limit(20_000).toList();
        assumeTrue(!symbols.isEmpty(), library + " has no symbols " + prefix);
        Path list = Files.write(folder.resolve("symbols"), symbols);
        List<String> expected = FieldTools.run(folder, Path.of("/bin/sh"), "-c", filter + " < " + list).lines().toList();
        int equal = 0;
        for (int i = 0; i < symbols.size(); i++) {
            String ours = Demangler.demangle(symbols.get(i));
            // binutils print crates' hashes, and the types of constants.
            String theirs = expected.get(i).replaceAll("(?<=[A-Za-z0-9_])\\[[0-9a-f]+\\]", "")
                    .replaceAll(": (bool|char|[iu](8|16|32|64|128|size))(?![A-Za-z0-9_])", "");
            if (!ours.equals(symbols.get(i))) {
                assertEquals(theirs, ours);
                equal++;
            }
        }
        assertTrue(equal > symbols.size() * 9 / 10, "of %d symbols only %d were understood".formatted(symbols.size(), equal));
    }
}
