package dev.crema.cli.run;

import dev.crema.cli.monitor.HostInput;
import dev.crema.cli.monitor.LineEnd;
import dev.crema.emulator.machine.TextMatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Standard input that is not a terminal: it goes to the chip at the speed of its UART. The end of the input is not the end of the
 * run.
 *
 * <p>A chip that still boots empties its receiver, and what was sent too early is lost, as with a real board. So the input waits
 * until the console has shown a certain text, or has been silent for a while.
 */
final class PipedInput implements Operator {
    private static final Duration SILENCE = Duration.ofSeconds(1);
    /** Bytes in a slice: about what a UART of 115,200 baud passes in that time, so little waits on the wire. */
    private static final int MOST_BYTES = 128;

    private final HostInput input;
    private final LineEnd lineEnd;
    private final Optional<TextMatcher> awaited;
    private boolean released;
    private boolean listening;
    private long printed;
    private Duration silentSince = Duration.ZERO;

    /**
     * Input for the chip.
     *
     * @param after the text it waits for; if none, it waits for silence
     */
    PipedInput(HostInput input, LineEnd lineEnd, Optional<String> after) {
        this.input = input;
        this.lineEnd = lineEnd;
        this.awaited = after.map(text -> new TextMatcher(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void act(Session session) {
        if (!released) {
            await(session);
        }
        if (released) {
            try {
                byte[] bytes = input.poll(MOST_BYTES);
                if (bytes.length > 0) {
                    session.machine().console().type(lineEnd.translate(bytes));
                }
            } catch (IOException closed) {
                // As with the end of the input: the run goes on without.
                released = false;
            }
        }
    }

    private void await(Session session) {
        if (awaited.isPresent() && !listening) {
            listening = true;
            session.machine().console().onOutput(character -> released |= awaited.get().accept(character));
        }
        if (awaited.isEmpty()) {
            Duration now = session.machine().now();
            if (session.printed() == 0 || session.printed() != printed) {
                printed = session.printed();
                silentSince = now;
            }
            released = now.minus(silentSince).compareTo(SILENCE) >= 0;
        }
    }
}
