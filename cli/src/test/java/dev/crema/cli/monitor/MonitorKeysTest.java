package dev.crema.cli.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.cli.monitor.KeyAction.Command;
import dev.crema.cli.monitor.KeyAction.Send;
import org.junit.jupiter.api.Test;

final class MonitorKeysTest {
    private static final int CTRL_C = 'C' - '@';
    private static final int CTRL_H = 'H' - '@';
    private static final int CTRL_L = 'L' - '@';
    private static final int CTRL_R = 'R' - '@';
    private static final int CTRL_T = 'T' - '@';
    private static final int CTRL_X = 'X' - '@';
    private static final int CTRL_Y = 'Y' - '@';
    private static final int CTRL_RIGHT_BRACKET = ']' - '@';

    private final MonitorKeys keys = new MonitorKeys();

    @Test
    void ordinaryKeysGoToTheChip() {
        for (int key : new int[] {'a', '\r', 0x1b, 0x7f, 0xc3, 0xff, 0}) {
            assertEquals(new Send(key), keys.pressed(key));
        }
    }

    @Test
    void keysOfEspflash() {
        assertEquals(Command.RESET, keys.pressed(CTRL_R));
        assertEquals(Command.EXIT, keys.pressed(CTRL_C));
    }

    @Test
    void keysOfIdfMonitor() {
        assertEquals(Command.EXIT, keys.pressed(CTRL_RIGHT_BRACKET));
        assertEquals(Command.RESET, afterMenu(CTRL_R));
        assertEquals(Command.TOGGLE_OUTPUT, afterMenu(CTRL_Y));
        assertEquals(Command.TOGGLE_LOG, afterMenu(CTRL_L));
        assertEquals(Command.EXIT, afterMenu(CTRL_X));
        assertEquals(Command.EXIT, afterMenu('x'));
        assertEquals(Command.HELP, afterMenu(CTRL_H));
        assertEquals(Command.HELP, afterMenu('h'));
    }

    @Test
    void theMenuSendsItsOwnKeysWhenAskedTwice() {
        for (int key : new int[] {CTRL_T, CTRL_RIGHT_BRACKET, CTRL_C}) {
            assertEquals(new Send(key), afterMenu(key));
        }
    }

    @Test
    void theMenuIsForOneKey() {
        assertEquals(new KeyAction.Unknown('q'), afterMenu('q'));
        assertEquals(new Send('q'), keys.pressed('q'));
    }

    private KeyAction afterMenu(int key) {
        assertEquals(Command.WAIT, keys.pressed(CTRL_T));
        return keys.pressed(key);
    }
}
