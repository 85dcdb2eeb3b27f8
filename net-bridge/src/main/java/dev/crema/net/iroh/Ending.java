package dev.crema.net.iroh;

import dev.crema.net.iroh.DialException.Reason;
import dev.crema.net.iroh.ticket.EndpointId;
import dev.crema.net.iroh.tls.Alert;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tech.kwik.core.ConnectionTerminatedEvent;

/** Says in a sentence why Kwik ended a connection. */
final class Ending {
    private static final int CRYPTO_ERRORS = 0x100;

    private final String endpoint;
    private final String alpn;
    private final EndpointId dialed;

    /** @param endpoint the address, for the sentence */
    Ending(String endpoint, String alpn, EndpointId dialed) {
        this.endpoint = endpoint;
        this.alpn = alpn;
        this.dialed = dialed;
    }

    DialException explain(ConnectionTerminatedEvent event, Optional<EndpointId> shown) {
        if (event.hasTransportError()) {
            return transport(event.transportErrorCode(), event.closedByPeer(), shown);
        }
        if (event.hasApplicationError()) {
            return new DialException(Reason.LOST, "The endpoint at " + endpoint + " closed the connection with code "
                    + event.applicationErrorCode() + ".");
        }
        return new DialException(Reason.LOST, switch (event.closeReason()) {
            case IdleTimeout, ConnectionLost -> "The connection to " + endpoint + " is lost: nothing came any more.";
            case StatelessReset -> "The endpoint at " + endpoint + " has forgotten the connection; was it restarted?";
            case ImmediateClose -> "The endpoint at " + endpoint + " closed the connection.";
        });
    }

    private DialException transport(long code, boolean byPeer, Optional<EndpointId> shown) {
        if (code == Alert.BAD_CERTIFICATE.quicError() && !byPeer && shown.isPresent() && !shown.get().equals(dialed)) {
            return new DialException(Reason.WRONG_ID, "The endpoint at " + endpoint + " is " + shown.get() + ", not " + dialed
                    + " of the ticket; take a ticket that it prints now.");
        }
        if (code == Alert.NO_APPLICATION_PROTOCOL.quicError()) {
            return new DialException(Reason.WRONG_ALPN, "The endpoint at " + endpoint + " does not speak \"" + alpn
                    + "\"; name a protocol (ALPN) that it serves.");
        }
        if (byPeer && (code == Alert.CERTIFICATE_REQUIRED.quicError() || code == Alert.BAD_CERTIFICATE.quicError())) {
            return new DialException(Reason.KEY_REFUSED, "The endpoint at " + endpoint
                    + (code == Alert.BAD_CERTIFICATE.quicError() ? " does not accept our key." : " wants to know by whom it is dialed."));
        }
        return new DialException(Reason.REFUSED, (byPeer ? "The endpoint at " + endpoint + " broke off: "
                : "What the endpoint at " + endpoint + " said was refused: ") + name(code) + ".");
    }

    private static String name(long code) {
        return Arrays.stream(Alert.values()).filter(alert -> alert.quicError() == code).findFirst()
                .map(alert -> "TLS alert " + alert.name().toLowerCase(Locale.ROOT) + " (" + alert.value() + ")")
                .orElse(code >= CRYPTO_ERRORS && code < 2 * CRYPTO_ERRORS ? "TLS alert " + (code - CRYPTO_ERRORS)
                        : "QUIC error 0x" + Long.toHexString(code));
    }
}
