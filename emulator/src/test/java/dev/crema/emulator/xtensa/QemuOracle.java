package dev.crema.emulator.xtensa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs on QEMU's Xtensa cores, bare: RAM everywhere, and semihosting to tell the results. */
final class QemuOracle {
    /** With what a program has to exit. */
    static final int EXIT_CODE = 42;
    private static final long PATIENCE_SECONDS = 120;

    private final String executable;
    private final Path folder;

    private QemuOracle(String executable, Path folder) {
        this.executable = executable;
        this.folder = folder;
    }

    /** The QEMU of this machine, if it has one; {@code -Dcrema.qemu=FILE} names one elsewhere. */
    static Optional<QemuOracle> find(Path folder) {
        String executable = System.getProperty("crema.qemu", "qemu-system-xtensa");
        try {
            Process version = new ProcessBuilder(executable, "--version").redirectErrorStream(true).start();
            version.getInputStream().readAllBytes();
            return version.waitFor() == 0 ? Optional.of(new QemuOracle(executable, folder)) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs a program and gives what it wrote.
     *
     * @param core a name of QEMU's
     * @param origin where the program belongs
     * @param entry where it begins
     */
    byte[] run(String core, int origin, byte[] program, int entry) throws IOException, InterruptedException {
        Path file = folder.resolve("program.bin");
        Path output = folder.resolve("output.bin");
        Files.write(file, program);
        Process process = new ProcessBuilder(List.of(executable, "-machine", "none", "-cpu", core, "-m", "2G", "-nographic",
                "-monitor", "none", "-serial", "none", "-semihosting",
                "-device", "loader,file=" + file + ",addr=0x" + Integer.toHexString(origin) + ",force-raw=on",
                "-device", "loader,addr=0x" + Integer.toHexString(entry) + ",cpu-num=0"))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("QEMU's " + core + " does not come to the program's end");
        }
        if (process.exitValue() != EXIT_CODE) {
            throw new IllegalStateException("QEMU's " + core + " ends with " + process.exitValue() + " instead of " + EXIT_CODE);
        }
        return Files.readAllBytes(output);
    }
}
