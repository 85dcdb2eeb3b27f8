package dev.crema.net.ethernet;

import java.util.function.Consumer;

/** What carries radio waves between the airs of several machines: whatever one says, all others hear, in order. */
@FunctionalInterface
public interface Ether {
    /** The longest message, in bytes: more than any 802.11 frame of the 2.4 GHz band. */
    int LONGEST_MESSAGE = 8_192;

    /**
     * Joins in; called once for each machine, before it runs.
     *
     * @param ear takes what the others say, on the machine's thread; may be anything, for others may be strangers
     * @param host how to reach that thread
     * @return takes what the machine says, at most {@link #LONGEST_MESSAGE} bytes that are not changed afterwards
     */
    Consumer<byte[]> join(Consumer<byte[]> ear, Network.Host host);
}
