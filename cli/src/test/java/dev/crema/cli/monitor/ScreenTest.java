package dev.crema.cli.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScreenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notices = new ByteArrayOutputStream();

    @Test
    void everyByteArrivesAsItIs() {
        Screen screen = new Screen(out, notices, false, line -> List.of());
        byte[] all = new byte[512];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
            screen.print(i & 0xff);
        }
        screen.flush();
        assertArrayEquals(all, out.toByteArray());
    }

    @Test
    void coloursLinesByLevel() {
        assertEquals("\033[0;32mI (25) boot: ok\033[0m\r\n\033[0;33mW (26) x\033[0m\r\n\033[1;31mE (27) y\033[0m\n",
                coloured("I (25) boot: ok\r\nW (26) x\r\nE (27) y\n"));
    }

    @Test
    void leavesOtherLinesAlone() {
        for (String text : List.of("I am\n", "\033[0;32mI (25) boot: ok\033[0m\n", "D (3) x\n", "Idle\n", "W\n", "\r\n", " I (2)\n", "I ")) {
            assertEquals(text, coloured(text));
        }
    }

    @Test
    void noColourOutlivesTheRun() {
        assertEquals("\033[1;31mE (1) x\033[0m", coloured("E (1) x"));
    }

    @Test
    void holdsBackOnlyWhileTheGuestIsPrinting() {
        Screen screen = new Screen(out, notices, true, line -> List.of());
        print(screen, "\nI");
        screen.flush();
        assertEquals("\n", out.toString(StandardCharsets.UTF_8));
        screen.flush();
        assertEquals("\nI", out.toString(StandardCharsets.UTF_8));
        print(screen, " (1) x");
        screen.flush();
        assertEquals("\nI (1) x", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void explanationsFollowTheirLine() {
        Screen screen = new Screen(out, notices, false, line -> line.startsWith("Backtrace") ? List.of("one", "two") : List.of());
        print(screen, "Backtrace: 1\r\nnext");
        screen.conclude("The end.");
        assertEquals("Backtrace: 1\r\n--- one\n--- two\nnext", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void noticesBeginALineOfTheirOwn() {
        Screen screen = new Screen(out, notices, false, line -> List.of());
        print(screen, "> ");
        screen.notice("reset");
        screen.notice("again");
        assertEquals("> ", out.toString(StandardCharsets.UTF_8));
        assertEquals("\n--- reset\n--- again\n", notices.toString(StandardCharsets.UTF_8));
    }

    @Test
    void remarksWaitForTheEndOfTheLine() {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        Screen screen = new Screen(both, both, false, line -> List.of());
        print(screen, "I (1) wi");
        screen.remark("ip: 10.0.2.15");
        screen.flush();
        print(screen, "fi\r\n> ");
        screen.remark("silent");
        screen.flush();
        screen.flush();
        screen.conclude("The end.");
        assertEquals("I (1) wifi\r\n--- ip: 10.0.2.15\n> \n--- silent\nThe end.\n", both.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theEndIsTold() {
        Screen screen = new Screen(out, notices, false, line -> List.of());
        print(screen, "> ");
        screen.conclude("The end.");
        assertEquals("\nThe end.\n", notices.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotShownIsLoggedAllTheSame() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Screen screen = new Screen(out, notices, true, line -> List.of());
        screen.logTo(Optional.of(log));
        print(screen, "a\n");
        screen.toggle();
        print(screen, "b\n");
        screen.toggle();
        print(screen, "I (1) c\n");
        screen.conclude("The end.");
        assertEquals("a\n\033[0;32mI (1) c\033[0m\n", out.toString(StandardCharsets.UTF_8));
        assertEquals("a\nb\nI (1) c\n", log.toString(StandardCharsets.UTF_8));
    }

    private String coloured(String text) {
        out.reset();
        Screen screen = new Screen(out, notices, true, line -> List.of());
        print(screen, text);
        screen.conclude("The end.");
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void print(Screen screen, String text) {
        for (byte character : text.getBytes(StandardCharsets.UTF_8)) {
            screen.print(character & 0xff);
        }
    }
}
