package dev.crema.emulator.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockTest {
    private final Clock clock = new Clock();
    private final List<String> ran = new ArrayList<>();

    private Event event(String name) {
        return clock.event(name, () -> ran.add(name + "@" + clock.now()));
    }

    @Test
    void eventsRunInOrderOfTimeThenOfArming() {
        Event a = event("a");
        Event b = event("b");
        Event c = event("c");
        a.at(20);
        b.at(10);
        c.at(20);
        assertEquals(10, clock.nextDue());
        clock.advanceTo(20);
        clock.runDue();
        assertEquals(List.of("b@20", "a@20", "c@20"), ran);
        assertEquals(Clock.NEVER, clock.nextDue());
    }

    @Test
    void armingAgainReplacesTheFirstArming() {
        Event a = event("a");
        a.at(10);
        a.at(30);
        clock.advanceTo(20);
        clock.runDue();
        assertTrue(ran.isEmpty());
        assertEquals(30, a.due());
    }

    @Test
    void aCancelledEventDoesNotRun() {
        Event a = event("a");
        Event b = event("b");
        a.at(10);
        b.at(10);
        a.cancel();
        assertFalse(a.armed());
        clock.advanceTo(10);
        clock.runDue();
        assertEquals(List.of("b@10"), ran);
    }

    @Test
    void anEventMayArmItself() {
        Event[] tick = new Event[1];
        tick[0] = clock.event("tick", () -> {
            ran.add("tick");
            if (ran.size() < 3) {
                tick[0].after(0);
            }
        });
        tick[0].at(5);
        clock.advanceTo(5);
        clock.runDue();
        assertEquals(3, ran.size());
    }

    @Test
    void tellsWhenTheEarliestEventMovesCloser() {
        List<Long> told = new ArrayList<>();
        clock.onEarlier(told::add);
        event("a").at(100);
        event("b").at(200);
        event("c").at(50);
        assertEquals(List.of(100L, 50L), told);
    }

    @Test
    void insideATurnTheCoreTellsTheTime() {
        clock.advanceTo(7);
        clock.turnOf(() -> 9);
        assertEquals(9, clock.now());
        clock.turnEnds();
        assertEquals(7, clock.now());
    }

    @Test
    void timeDoesNotRunBackwards() {
        clock.advanceTo(7);
        assertThrows(IllegalArgumentException.class, () -> clock.advanceTo(6));
    }
}
