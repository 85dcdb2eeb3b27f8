package dev.crema.net.dial;

import dev.crema.net.iroh.ticket.MalformedTicketException;
import dev.crema.net.iroh.ticket.Ticket;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Looks for a ticket with an IPv4 address in what a console shows. */
public final class TicketFinder implements IntConsumer {
    private static final String BEGINNING = "endpoint";
    /** Of a ticket with many addresses. */
    private static final int LONGEST = 2_000;

    private final StringBuilder word = new StringBuilder();
    private Optional<Ticket> found = Optional.empty();

    @Override
    public void accept(int character) {
        boolean inWord = character >= 'a' && character <= 'z' || character >= '0' && character <= '9';
        if (inWord && word.length() < LONGEST) {
            word.append((char) character);
        } else if (!word.isEmpty()) {
            look(word.toString());
            word.setLength(0);
        }
    }

    private void look(String text) {
        if (found.isEmpty()) {
            found = parse(text);
        }
    }

    /** The ticket that a word is, if it is one and has an IPv4 address. */
    public static Optional<Ticket> parse(String word) {
        if (!word.startsWith(BEGINNING) || word.length() == BEGINNING.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Ticket.parse(word)).filter(ticket -> ticket.direct().stream()
                    .anyMatch(address -> address.getAddress() instanceof Inet4Address));
        } catch (MalformedTicketException some) {
            return Optional.empty();
        }
    }

    /** The first ticket so far. */
    Optional<Ticket> found() {
        return found;
    }
}
