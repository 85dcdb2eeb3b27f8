package dev.crema.net.iroh.ticket;

/** A text that is no ticket, id or key; the message is a sentence for its author, without a full stop. */
public final class MalformedTicketException extends IllegalArgumentException {
    MalformedTicketException(String message) {
        super(message);
    }
}
