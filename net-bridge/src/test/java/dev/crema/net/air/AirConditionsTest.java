package dev.crema.net.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.crema.emulator.time.Clock;
import dev.crema.net.air.ScriptedEvent.Action;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirConditionsTest {
    @Test
    void readsAll() {
        AirConditions conditions = AirConditions.parse(
                "loss=10%,delay=20ms,dup=1%,reorder=5.5%,rate=2.5M,signal=-70,at=10s:deauth,at=1.5min:roam,at=500ms:rekey");
        assertEquals(new Impairments(0.1, 20 * Clock.TICKS_PER_MILLISECOND, 0.01, 0.055, 2_500_000, -70),
                conditions.impairments());
        assertEquals(List.of(new ScriptedEvent(10 * Clock.TICKS_PER_SECOND, Action.DEAUTH),
                new ScriptedEvent(90 * Clock.TICKS_PER_SECOND, Action.ROAM),
                new ScriptedEvent(Clock.TICKS_PER_SECOND / 2, Action.REKEY)), conditions.script());
    }

    @Test
    void anEventMayHappenMoreThanOnce() {
        assertEquals(List.of(1_000L, 1_100L, 1_200L), AirConditions.parse("at=1s:deauth*3").script().stream()
                .map(event -> event.tick() / Clock.TICKS_PER_MILLISECOND).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "loss|give a percentage from 0% to 100%",
        "loss=101%|give a percentage from 0% to 100%",
        "loss=-1%|give a percentage from 0% to 100%",
        "loss=10|give a percentage from 0% to 100%",
        "dup=1e5%|give a percentage from 0% to 100%",
        "delay=20|give a time such as 20ms, 10s or 2min",
        "delay=-20ms|give a time such as 20ms, 10s or 2min",
        "delay=99999999999s|give a time such as 20ms, 10s or 2min",
        "rate=0M|give bits per second, such as 500k or 2M, at least 1k",
        "rate=2|give bits per second, such as 500k or 2M, at least 1k",
        "signal=5|give dBm, from -120 to 0",
        "signal=-50%|give dBm, from -120 to 0",
        "at=10s|give a time and what happens then, such as at=10s:deauth",
        "at=10:deauth|give a time such as 20ms, 10s or 2min",
        "at=10s:explode|what can happen is deauth, down, up, roam or rekey",
        "at=10s:deauth*0|an event can happen 1 to 1000 times",
        "jitter=5ms|the air knows loss, delay, dup, reorder, rate, signal and at",
        "''|the air knows loss, delay, dup, reorder, rate, signal and at"
    })
    void whatIsWrongIsNamed(String part, String advice) {
        assertEquals("'" + part + "' is not understood; " + advice,
                assertThrows(IllegalArgumentException.class, () -> AirConditions.parse("rate=1M," + part)).getMessage());
    }
}
