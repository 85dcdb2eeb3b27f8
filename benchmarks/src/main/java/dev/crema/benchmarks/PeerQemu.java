package dev.crema.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's qemu-system-xtensa: a bare processor with RAM. {@code -Dcrema.qemu=FILE} names one elsewhere. */
final class PeerQemu {
    private static final String EXECUTABLE = System.getProperty("crema.qemu", "qemu-system-xtensa");
    /** Of QEMU's processors the one with the most in common with an LX6. */
    private static final String PROCESSOR = "de233_fpu";
    private static final long PATIENCE_SECONDS = 60;

    private final Path folder;

    /** @param folder for its program */
    PeerQemu(Path folder) {
        this.folder = folder;
    }

    /** What it calls itself; the reason why there is none as an exception. */
    static String version() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(EXECUTABLE, "--version").redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
        return said.lines().findFirst().orElse(EXECUTABLE);
    }

    /** The seconds that a program takes, start-up included. */
    double seconds(byte[] elf) throws IOException, InterruptedException {
        Path file = folder.resolve("program.elf");
        Files.write(file, elf);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(List.of(EXECUTABLE, "-machine", "none", "-cpu", PROCESSOR, "-m", "2G", "-nographic",
                "-monitor", "none", "-serial", "none", "-semihosting", "-device", "loader,file=" + file + ",cpu-num=0"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("QEMU does not come to the program's end");
        }
        if (process.exitValue() != PeerProgram.EXIT_CODE) {
            throw new IOException("QEMU ends with " + process.exitValue() + " instead of " + PeerProgram.EXIT_CODE);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
