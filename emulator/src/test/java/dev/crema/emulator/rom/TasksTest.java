package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tasks and timers of the ROM. */
class TasksTest {
    private static final int TASK = 0x40006688;
    private static final int POST = 0x4000673C;
    private static final int TIMER_SETFN = 0x40008350;
    private static final int TIMER_ARM = 0x40008368;
    private static final int TIMER_ARM_US = 0x400083AC;
    private static final int TIMER_DISARM = 0x400083EC;
    private static final int TIMER_HANDLER_ISR = 0x40008454;
    private static final int FRC2_COUNT = 0x3FF47024;
    private static final int FRC2_ALARM = 0x3FF47030;

    /** Tasks of priorities 3 and 5 with queues of two events. */
    private static List<String> tasks(RomBench bench) {
        List<String> log = new ArrayList<>();
        for (int priority : new int[] {3, 5}) {
            int function = bench.callback(call -> log.add("task %d signal %d parameter %d".formatted(priority,
                    call.memory().load32(call.word(0)), call.memory().load32(call.word(0) + 4))));
            bench.call(TASK, function, priority, bench.allocate(16), 2);
        }
        for (int i = 0; i < 3; i++) {
            log.add("post " + bench.call(POST, 3, i, 10 * i));
        }
        log.add("post " + bench.call(POST, 5, 7, 70));
        return log;
    }

    @Test
    void aFullQueueRefuses() {
        assertEquals(List.of("post 0", "post 0", "post 1", "post 0"), tasks(RomBench.java()));
        assertEquals(tasks(RomBench.real()), tasks(RomBench.java()));
    }

    /** Three timers, one of them periodic, while the counter advances by hand. */
    private static List<String> timers(RomBench bench) {
        List<String> log = new ArrayList<>();
        int[] timers = new int[3];
        for (int i = 0; i < timers.length; i++) {
            int number = i;
            timers[i] = bench.allocate(20);
            bench.call(TIMER_SETFN, timers[i], bench.callback(call -> log.add("timer %d argument %d".formatted(number, call.word(0)))),
                    100 + i);
        }
        bench.memory().store32(FRC2_COUNT, 1000);
        bench.call(TIMER_ARM, timers[0], 10, 0);
        bench.call(TIMER_ARM_US, timers[1], 3000, 1);
        bench.call(TIMER_ARM, timers[2], 2, 0);
        for (int time = 1000; time < 60_000; time += 1700) {
            bench.memory().store32(FRC2_COUNT, time);
            bench.call(TIMER_HANDLER_ISR);
            log.add("alarm " + bench.memory().load32(FRC2_ALARM));
            if (time > 40_000) {
                bench.call(TIMER_DISARM, timers[1]);
            }
        }
        return log;
    }

    @Test
    void timersExpireInOrder() {
        List<String> fired = timers(RomBench.java()).stream().filter(line -> line.startsWith("timer")).toList();
        assertEquals("timer 2 argument 102", fired.get(0));
        assertEquals("timer 1 argument 101", fired.get(1));
        assertEquals(1, fired.stream().filter("timer 0 argument 100"::equals).count());
        assertEquals(timers(RomBench.real()), timers(RomBench.java()));
    }
}
