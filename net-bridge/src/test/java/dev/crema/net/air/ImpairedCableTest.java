package dev.crema.net.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import dev.crema.net.ethernet.EthernetPort;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import dev.crema.net.air.security.Chance;
import org.junit.jupiter.api.Test;

class ImpairedCableTest {
    private final Clock clock = new Clock();
    private final List<String> arrived = new ArrayList<>();

    private EthernetPort cable(Impairments impairments) {
        return new ImpairedCable(frame -> arrived.add(
                ByteBuffer.wrap(frame).getInt() + "@" + clock.now() / Clock.TICKS_PER_MICROSECOND),
                impairments, new Chance(1), clock);
    }

    private static byte[] frame(int number) {
        return ByteBuffer.allocate(1_000).putInt(number).array();
    }

    private void finish() {
        while (clock.nextDue() != Clock.NEVER) {
            clock.advanceTo(clock.nextDue());
            clock.runDue();
        }
    }

    private List<Integer> numbers() {
        return arrived.stream().map(text -> Integer.valueOf(text.substring(0, text.indexOf('@')))).toList();
    }

    @Test
    void isLate() {
        EthernetPort cable = cable(Impairments.NONE.withDelay(20 * Clock.TICKS_PER_MILLISECOND));
        cable.send(frame(1));
        clock.advanceTo(Clock.TICKS_PER_MILLISECOND);
        cable.send(frame(2));
        finish();
        assertEquals(List.of("1@20000", "2@21000"), arrived);
    }

    @Test
    void takesTheTimeThatItsBandwidthGives() {
        EthernetPort cable = cable(Impairments.NONE.withRate(2_000_000));
        for (int i = 0; i < 200; i++) {
            cable.send(frame(i));
        }
        finish();
        assertEquals("0@4000", arrived.get(0));
        assertEquals("9@40000", arrived.get(9));
        // 64 frames of the longest kind wait at most.
        assertEquals(1 + 64 * 1_514 / 1_000, arrived.size());
    }

    @Test
    void doublesAShare() {
        EthernetPort cable = cable(Impairments.NONE.withDuplication(0.1));
        for (int i = 0; i < 1_000; i++) {
            cable.send(frame(i));
        }
        finish();
        assertEquals(1_000, new HashSet<>(numbers()).size());
        assertTrue(Math.abs(arrived.size() - 1_100) < 40, () -> arrived.size() + " frames");
    }

    @Test
    void someAreOvertaken() {
        EthernetPort cable = cable(Impairments.NONE.withReordering(0.1));
        for (int i = 0; i < 1_000; i++) {
            cable.send(frame(i));
            clock.advanceTo(clock.now() + Clock.TICKS_PER_MILLISECOND);
            clock.runDue();
        }
        finish();
        assertEquals(1_000, new HashSet<>(numbers()).size());
        int overtaken = 0;
        int highest = -1;
        for (int number : numbers()) {
            overtaken += number < highest ? 1 : 0;
            highest = Math.max(highest, number);
        }
        int late = overtaken;
        assertTrue(Math.abs(late - 100) < 40, () -> late + " frames");
    }
}
