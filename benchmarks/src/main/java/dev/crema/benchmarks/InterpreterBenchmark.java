package dev.crema.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The interpreter of one core, in guest instructions per microsecond, that is guest MIPS. All programs have been executed before
 * the first is measured, so that no call site has seen fewer instructions than a firmware would show it.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(value = 3, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InterpreterBenchmark {
    private static final long TURN = 10_000;
    private static final int WARM_UP_TURNS = 2_000;

    /** What the guest does. */
    @Param
    public GuestProgram program;

    private BenchmarkGuest guest;

    /** Guest instructions, besides JMH's own count of calls. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Executed {
        /** So many. */
        public long guestInstructions;
    }

    /** Shows the interpreter all programs. */
    @Setup
    public void prepare() {
        for (GuestProgram each : GuestProgram.values()) {
            BenchmarkGuest other = new BenchmarkGuest(each);
            for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
                other.run(TURN);
            }
        }
        guest = new BenchmarkGuest(program);
    }

    /** One turn of the scheduler. */
    @Benchmark
    public void turn(Executed executed) {
        executed.guestInstructions += guest.run(TURN);
    }
}
