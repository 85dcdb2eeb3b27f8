package dev.crema.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Translated code against QEMU's on the same ELF files, in one run: guest MIPS of both in steady state, and their ratio.
 *
 * <p>QEMU's is the time of many passes less that of few, so that start-up and translation are left out; the emulator's is that
 * of turns as the scheduler gives them, after all kernels have been warmed up in the same JVM, so that none finds profiles of
 * its own only. Both take their turns in each round, and of the rounds the median counts. Instructions are those of the LX6;
 * QEMU's processor has 32 registers instead of 64 and saves windows more often, which counts as the same work.
 */
public final class QemuComparison {
    private static final long TURN = 2_000;
    private static final int ROUNDS = 3;
    private static final double WARM_UP_SECONDS = 1.0;
    private static final double MEASURED_SECONDS = 0.4;
    private static final double CHIP_MIPS = 240;

    /** One program on both. */
    private static final class Contest {
        private final PeerKernel kernel;
        private final PeerProgram.Abi abi;
        private final BenchmarkGuest guest;
        private final double instructionsPerPass;
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> theirs = new ArrayList<>();
        private int passes;

        Contest(PeerKernel kernel, PeerProgram.Abi abi) {
            this.kernel = kernel;
            this.abi = abi;
            guest = new BenchmarkGuest(program(0).elf());
            guest.translate();
            instructionsPerPass = (instructions(60) - instructions(10)) / 50.0;
        }

        private PeerProgram program(int count) {
            return new PeerProgram(kernel, abi, count);
        }

        private double instructions(int count) {
            return new BenchmarkGuest(program(count).elf()).runTo(program(count).finish());
        }

        private double warmUp(double seconds) {
            long start = System.nanoTime();
            long executed = 0;
            double spent = 0;
            while (spent < seconds) {
                for (int turn = 0; turn < 100; turn++) {
                    executed += guest.run(TURN);
                }
                spent = (System.nanoTime() - start) / 1e9;
            }
            return executed / spent / 1e6;
        }

        private void round(PeerQemu qemu) throws IOException, InterruptedException {
            if (passes == 0) {
                int few = (int) (4e6 / instructionsPerPass);
                double rate = 4 * few / Math.max(1e-3, qemu.seconds(program(5 * few).elf()) - qemu.seconds(program(few).elf()));
                passes = (int) Math.max(4 * few, rate * MEASURED_SECONDS);
            }
            double start = qemu.seconds(program(passes / 20).elf());
            double whole = qemu.seconds(program(passes).elf());
            theirs.add((passes - passes / 20) * instructionsPerPass / (whole - start) / 1e6);
            ours.add(warmUp(MEASURED_SECONDS));
        }

        private static double median(List<Double> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }

        double ratio() {
            return median(ours) / median(theirs);
        }

        String line() {
            return String.format(Locale.ROOT, "%-10s %-9s %8.0f %8.0f %8.2f", kernel.name().toLowerCase(Locale.ROOT),
                    abi.name().toLowerCase(Locale.ROOT), median(ours), median(theirs), ratio());
        }
    }

    private QemuComparison() { }

    /**
     * Runs all contests.
     *
     * @param arguments names of kernels; none for all
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = System.out;
        String version;
        try {
            version = PeerQemu.version();
        } catch (IOException missing) {
            out.println("Nothing is compared: there is no qemu-system-xtensa (Debian: qemu-system-misc); "
                    + "-Dcrema.qemu=FILE names one.");
            return;
        }
        List<String> chosen = Arrays.stream(arguments).map(name -> name.toUpperCase(Locale.ROOT)).toList();
        List<Contest> contests = new ArrayList<>();
        for (PeerKernel kernel : PeerKernel.values()) {
            for (PeerProgram.Abi abi : PeerProgram.Abi.values()) {
                if (chosen.isEmpty() || chosen.contains(kernel.name())) {
                    contests.add(new Contest(kernel, abi));
                }
            }
        }
        contests.forEach(contest -> contest.warmUp(WARM_UP_SECONDS));
        Path folder = Files.createTempDirectory("crema-comparison");
        try {
            PeerQemu qemu = new PeerQemu(folder);
            for (int round = 0; round < ROUNDS; round++) {
                for (Contest contest : contests) {
                    contest.round(qemu);
                }
            }
        } finally {
            Files.deleteIfExists(folder.resolve("program.elf"));
            Files.delete(folder);
        }
        out.println("Guest MIPS in steady state, and the ratio to " + version);
        out.printf("%-10s %-9s %8s %8s %8s%n", "kernel", "ABI", "Crema", "QEMU", "ratio");
        contests.forEach(contest -> out.println(contest.line()));
        double mean = Math.exp(contests.stream().mapToDouble(contest -> Math.log(contest.ratio())).average().orElse(0));
        double least = contests.stream().mapToDouble(Contest::ratio).min().orElse(0);
        out.printf(Locale.ROOT, "geometric mean %.2f, least %.2f%n", mean, least);
        contests.stream().filter(contest -> contest.kernel == PeerKernel.INTEGER).forEach(contest -> out.printf(Locale.ROOT,
                "integer mix, %s: %.1f times the 240 MHz of the chip%n", contest.abi.name().toLowerCase(Locale.ROOT),
                Contest.median(contest.ours) / CHIP_MIPS));
    }
}
