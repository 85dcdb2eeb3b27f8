package dev.crema.net.dial;

import dev.crema.net.iroh.ticket.MalformedTicketException;
import dev.crema.net.iroh.ticket.Ticket;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Looks for a ticket with an IPv4 address in what a console shows. */
final class TicketFinder implements IntConsumer {
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
        if (found.isEmpty() && text.startsWith(BEGINNING) && text.length() > BEGINNING.length()) {
            try {
                Ticket ticket = Ticket.parse(text);
                found = Optional.of(ticket).filter(each -> each.direct().stream()
                        .anyMatch(address -> address.getAddress() instanceof Inet4Address));
            } catch (MalformedTicketException none) {
                // Some other word.
            }
        }
    }

    /** The first ticket so far. */
    Optional<Ticket> found() {
        return found;
    }
}
