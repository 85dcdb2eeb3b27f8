package dev.crema.constraints.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.machine.Engine;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.StopReason;
import dev.crema.emulator.xtensa.Assembler;
import dev.crema.firmware.samples.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FunctionProbesTest {
    private static final int PROGRAM = 0x40080000;
    private static final int STACK = 0x3FFC0000;
    private static final Duration LONG_ENOUGH = Duration.ofMillis(1);
    /** The sum of the numbers up to its argument, by recursion: with 20 frames the windows overflow and underflow. */
    private static final String SUM = """
            .align 4
            sum:
                entry a1, 32
                movi a3, 0
                beqz a2, sum_end
                addi a10, a2, -1
                call8 sum
                add a3, a10, a2
            sum_end:
                mov.n a2, a3
                retw
            """;
    /** The same with CALL0. */
    private static final String SUM_CALL0 = """
            .align 4
            sum:
                addi a1, a1, -16
                s32i a0, a1, 0
                s32i a2, a1, 4
                beqz a2, sum_end
                addi a2, a2, -1
                call0 sum
                l32i a3, a1, 4
                add a2, a2, a3
            sum_end:
                l32i a0, a1, 0
                addi a1, a1, 16
                ret
            """;

    private final List<String> seen = new ArrayList<>();
    private Assembler assembler;

    /** A board whose PRO CPU is about to execute a program that begins with {@code start} and ends in {@code loop}. */
    private Machine machine(Engine engine, String program) {
        Machine machine = Machine.of(Samples.hello(), Board.WROVER, MachineOptions.DEFAULT.withEngine(engine));
        assembler = new Assembler(PROGRAM).source("""
                ps: .word 0x60020
                """ + program + """

                loop: j loop
                start:
                l32r a2, ps
                wsr.ps a2
                rsync
                j main
                """);
        machine.memory().write(PROGRAM, assembler.assemble());
        // A base save area, so that a frame that overflows finds its caller's stack pointer.
        machine.memory().write32(STACK - 12, STACK + 64);
        machine.core(0).a(0, 0);
        machine.core(0).a(1, STACK);
        machine.core(0).pc(assembler.address("start"));
        return machine;
    }

    private void note(FunctionCall call) {
        seen.add("sum(" + call.argument(0) + ")");
        call.onReturn(result -> seen.add("sum(" + call.argument(0) + ") = " + result));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyCallOfARecursionIsSeenOnceAndItsReturn(Engine engine) {
        Machine machine = machine(engine, SUM + "main: movi a10, 20\n call8 sum");
        new FunctionProbes(machine).watch(assembler.address("sum"), this::note);
        machine.run(LONG_ENOUGH);
        assertEquals(210, machine.core(0).a(10));
        assertRecursion(20);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void callsOfTheCall0AbiAreSeenLikewise(Engine engine) {
        Machine machine = machine(engine, SUM_CALL0 + "main: movi a2, 20\n call0 sum");
        new FunctionProbes(machine).watch(assembler.address("sum"), this::note);
        machine.run(LONG_ENOUGH);
        assertEquals(210, machine.core(0).a(2));
        assertRecursion(20);
    }

    private void assertRecursion(int depth) {
        List<String> expected = new ArrayList<>();
        for (int n = depth; n >= 0; n--) {
            expected.add("sum(" + n + ")");
        }
        for (int n = 0; n <= depth; n++) {
            expected.add("sum(" + n + ") = " + n * (n + 1) / 2);
        }
        assertEquals(expected, seen);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFunctionThatReturnsAtOnceIsNotExecuted(Engine engine) {
        Machine machine = machine(engine, SUM + "main: movi a10, 20\n call8 sum");
        FunctionProbes probes = new FunctionProbes(machine);
        probes.watch(assembler.address("sum"), this::note);
        probes.watch(assembler.address("sum"), call -> {
            if (call.argument(0) == 18) {
                call.returnAtOnce(1000);
            }
        });
        probes.watch(assembler.address("sum"), call -> call.resultAtOnce().ifPresent(result -> seen.add("gives " + result)));
        machine.run(LONG_ENOUGH);
        assertEquals(1000 + 19 + 20, machine.core(0).a(10));
        assertEquals(List.of("sum(20)", "sum(19)", "sum(18)", "gives 1000", "sum(18) = 1000", "sum(19) = 1019",
                "sum(20) = 1039"), seen);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCall0FunctionThatReturnsAtOnceIsNotExecuted(Engine engine) {
        Machine machine = machine(engine, SUM_CALL0 + "main: movi a2, 3\n call0 sum");
        new FunctionProbes(machine).watch(assembler.address("sum"), call -> call.returnAtOnce(7));
        machine.run(LONG_ENOUGH);
        assertEquals(7, machine.core(0).a(2));
        assertEquals(STACK, machine.core(0).a(1));
    }

    @Test
    void argumentsComeInTheRegistersOfTheCallAndFromTheStack() {
        Machine machine = machine(Engine.INTERP, """
                take4: entry a1, 32
                    movi a2, 1
                    retw
                .align 4
                take8: entry a1, 32
                    retw
                .align 4
                take12: entry a1, 32
                    retw
                main:
                    movi a3, 77
                    s32i a3, a1, 0
                    movi a6, 4
                    movi a11, 9
                    call4 take4
                    movi a10, 8
                    movi a11, 5
                    movi a15, 6
                    call8 take8
                    movi a14, 12
                    movi a15, 13
                    call12 take12
                """);
        FunctionProbes probes = new FunctionProbes(machine);
        List<Integer> arguments = new ArrayList<>();
        probes.watch(assembler.address("take4"), call -> arguments.addAll(List.of(call.argument(0), call.argument(5))));
        probes.watch(assembler.address("take8"), call -> arguments.addAll(List.of(call.argument(0), call.argument(1),
                call.argument(5),
                call.argument(6), call.stackPointer())));
        probes.watch(assembler.address("take12"), call -> arguments.addAll(List.of(call.argument(0), call.argument(1),
                call.argument(2))));
        machine.run(LONG_ENOUGH);
        assertEquals(List.of(4, 9, 8, 5, 6, 77, STACK, 12, 13, 0), arguments);
    }

    @Test
    void theCallerIsInFrontOfItsCallersInABacktrace() {
        Machine machine = machine(Engine.INTERP, SUM + "main: movi a10, 1\n call8 sum");
        new FunctionProbes(machine).watch(assembler.address("sum"), call -> call.backtrace().forEach(frame ->
                seen.add(Integer.toHexString(frame.pc() - assembler.address("sum")))));
        machine.run(LONG_ENOUGH);
        int main = assembler.address("main") + 3 - assembler.address("sum");
        assertEquals(List.of(Integer.toHexString(main), "c", Integer.toHexString(main)), seen);
    }

    @Test
    void aWatchThatIsClosedSeesNothing() {
        Machine machine = machine(Engine.INTERP, SUM + "main: movi a10, 2\n call8 sum");
        FunctionProbes probes = new FunctionProbes(machine);
        FunctionProbes.Watch[] watch = new FunctionProbes.Watch[1];
        watch[0] = probes.watch(assembler.address("sum"), call -> {
            note(call);
            watch[0].close();
        });
        machine.run(LONG_ENOUGH);
        assertEquals(List.of("sum(2)", "sum(2) = 3"), seen);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMachineHaltsBeforeACallAndItsForkGoesOnBehindIt(Engine engine) {
        Machine machine = machine(engine, SUM + "main: movi a10, 9\n call8 sum");
        FunctionProbes probes = new FunctionProbes(machine);
        probes.watch(assembler.address("sum"), call -> {
            note(call);
            if (call.argument(0) == 7) {
                call.halt();
            }
        });
        assertInstanceOf(StopReason.Requested.class, machine.run(LONG_ENOUGH));
        assertEquals(assembler.address("sum"), machine.core(0).pc());
        assertEquals(List.of("sum(9)", "sum(8)", "sum(7)"), seen);
        Machine fork = machine.fork(RadioMedium.EMPTY);
        FunctionProbes forked = new FunctionProbes(fork);
        forked.watch(assembler.address("sum"), call -> seen.add("not executed"));
        List<Integer> results = new ArrayList<>();
        probes.underWay().forEach(call -> forked.resume(call, results::add));
        forked.returnAtOnce(0, 500);
        fork.run(LONG_ENOUGH);
        assertEquals(517, fork.core(0).a(10));
        assertEquals(List.of(500, 508, 517), results);
        machine.run(LONG_ENOUGH);
        assertEquals(45, machine.core(0).a(10));
        assertRecursion(9);
    }

    @Test
    void onlyACoreThatStandsBeforeAWatchedFunctionCanGoOnBehindIt() {
        Machine machine = machine(Engine.INTERP, "main: nop");
        FunctionProbes probes = new FunctionProbes(machine);
        assertThrows(IllegalStateException.class, () -> probes.returnAtOnce(0, 1));
    }

    @Test
    void aGuestThatReturnsToTheFunctionItselfForEverMakesProgressInTime() {
        Machine machine = machine(Engine.INTERP, "main: call0 next\n .align 4\n next: nop\n j next");
        new FunctionProbes(machine).watch(assembler.address("next"), call -> call.returnAtOnce(0));
        assertEquals(new StopReason.TimeReached(), machine.run(LONG_ENOUGH));
    }
}
