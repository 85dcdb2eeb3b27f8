package dev.crema.net.air;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;

/** Frames to groups that wait for the next beacon because some station dozes, and the element that tells who has mail. */
final class PowerSave {
    /** Frames kept until the next beacon; more are lost. */
    private static final int KEPT = 64;
    /** Every beacon is one after which frames to groups follow. */
    private static final int DTIM_PERIOD = 1;
    private static final int BITMAP = 3;

    private final ArrayDeque<byte[]> group = new ArrayDeque<>();

    /** Keeps an Ethernet frame for everyone until the next beacon. */
    void keep(byte[] frame) {
        if (group.size() < KEPT) {
            group.addLast(frame);
        }
    }

    /** The frames whose time has come, in order. */
    byte[][] release() {
        byte[][] frames = group.toArray(byte[][]::new);
        group.clear();
        return frames;
    }

    void clear() {
        group.clear();
    }

    /** Contents of the TIM element (IEEE 802.11-2016, section 9.4.2.6): count, period, control, and a bit for each identifier. */
    byte[] tim(Collection<Client> clients) {
        byte[] tim = {0, DTIM_PERIOD, (byte) (group.isEmpty() ? 0 : 1), 0};
        for (Client client : clients) {
            if (client.hasKept()) {
                int at = BITMAP + client.aid() / 8;
                tim = at < tim.length ? tim : Arrays.copyOf(tim, at + 1);
                tim[at] |= (byte) (1 << client.aid() % 8);
            }
        }
        return tim;
    }
}
