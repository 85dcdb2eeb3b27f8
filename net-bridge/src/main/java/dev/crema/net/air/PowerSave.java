package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.net.ethernet.MacAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What waits for the next beacon because some station dozes, and the element that tells who has mail. */
final class PowerSave {
    /** Frames kept until the next beacon; more are lost. */
    private static final int KEPT = 64;
    /** Every beacon is one after which frames to groups follow. */
    private static final int DTIM_PERIOD = 1;
    private static final int BITMAP = 3;

    /** A last word to a station that dozes. */
    private record Farewell(Client to, byte[] mpdu) { }

    private final ArrayDeque<byte[]> group = new ArrayDeque<>();
    private final ArrayDeque<Farewell> farewells = new ArrayDeque<>();

    /** Keeps an Ethernet frame for everyone. */
    void keep(byte[] frame) {
        if (group.size() < KEPT) {
            group.addLast(frame);
        }
    }

    /** Keeps a frame for a station that is no longer one. */
    void keepFarewell(Client client, byte[] mpdu) {
        if (farewells.size() < KEPT) {
            farewells.addLast(new Farewell(client, mpdu));
        }
    }

    /** A station has come back: what was to be said to it is no longer true. */
    void dropFarewells(MacAddress station) {
        farewells.removeIf(farewell -> farewell.to().address().equals(station));
    }

    /** Takes the Ethernet frames for everyone, in order. */
    List<byte[]> takeGroup() {
        List<byte[]> frames = new ArrayList<>(group);
        group.clear();
        return frames;
    }

    /** Takes the last words. */
    List<byte[]> takeFarewells() {
        List<byte[]> frames = farewells.stream().map(Farewell::mpdu).toList();
        farewells.clear();
        return frames;
    }

    void clear() {
        group.clear();
        farewells.clear();
    }

    /** Contents of the TIM element (IEEE 802.11-2016, section 9.4.2.6): count, period, control, and a bit for each identifier. */
    byte[] tim(Collection<Client> clients) {
        byte[] tim = {0, DTIM_PERIOD, (byte) (group.isEmpty() ? 0 : 1), 0};
        for (Client client : clients) {
            if (client.isDozing() && client.hasKept()) {
                tim = withBit(tim, client.aid());
            }
        }
        for (Farewell farewell : farewells) {
            tim = withBit(tim, farewell.to().aid());
        }
        return tim;
    }

    private static byte[] withBit(byte[] tim, int aid) {
        int at = BITMAP + aid / 8;
        byte[] longEnough = at < tim.length ? tim : Arrays.copyOf(tim, at + 1);
        longEnough[at] |= (byte) (1 << aid % 8);
        return longEnough;
    }

    void state(State state, Clients clients) {
        state.each(group, new byte[0], state::array);
        state.each(farewells, new Farewell(Clients.NOBODY, new byte[0]),
                farewell -> new Farewell(clients.reference(state, farewell.to()), state.array(farewell.mpdu())));
    }
}
