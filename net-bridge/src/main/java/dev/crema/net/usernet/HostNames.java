package dev.crema.net.usernet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Names and addresses as the host's resolver knows them. Every question may take the host some seconds. */
final class HostNames {
    private HostNames() {
    }

    /** What came of a question. */
    sealed interface Outcome {
        /** The addresses of a name. */
        record Addresses(List<InetAddress> addresses) implements Outcome { }

        /** The name of an address. */
        record Name(String name) implements Outcome { }

        /** There is no such name. */
        record NoSuchName() implements Outcome { }

        /** The host's own name server does not answer. */
        record NoAnswer() implements Outcome { }
    }

    /** The addresses of a name. */
    static Outcome resolve(String name) {
        try {
            return new Outcome.Addresses(List.of(InetAddress.getAllByName(name)));
        } catch (UnknownHostException e) {
            // EAI_AGAIN, which Java hands on as text only.
            boolean temporary = String.valueOf(e.getMessage()).contains("Temporary failure");
            return temporary ? new Outcome.NoAnswer() : new Outcome.NoSuchName();
        }
    }

    /** The name of an address. */
    static Outcome nameOf(InetAddress address) {
        String name = address.getCanonicalHostName();
        return name.equals(address.getHostAddress()) ? new Outcome.NoSuchName() : new Outcome.Name(name);
    }
}
