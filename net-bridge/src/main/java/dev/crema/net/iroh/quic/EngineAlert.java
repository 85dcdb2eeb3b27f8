package dev.crema.net.iroh.quic;

import dev.crema.net.iroh.tls.TlsException;
import java.util.Arrays;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.alert.IllegalParameterAlert;
import tech.kwik.agent15.alert.UnexpectedMessageAlert;

/**
 * A failure of the handshake as agent15 throws it; Kwik closes the connection with its alert. It is an illegal parameter only by
 * type, because that is what an engine may throw for every message.
 */
final class EngineAlert extends IllegalParameterAlert {
    private final AlertDescription alert;

    EngineAlert(TlsException failure) {
        super(failure.getMessage());
        alert = Arrays.stream(AlertDescription.values()).filter(description -> description.value == failure.alert().value())
                .findFirst().orElseThrow();
    }

    @Override
    public AlertDescription alertDescription() {
        return alert;
    }

    /** A message must have come in packets of its encryption level. */
    static void requireLevel(ProtectionKeysType found, ProtectionKeysType expected) throws UnexpectedMessageAlert {
        if (found != expected) {
            throw new UnexpectedMessageAlert("a message came in packets of the level " + found + " instead of " + expected);
        }
    }
}
