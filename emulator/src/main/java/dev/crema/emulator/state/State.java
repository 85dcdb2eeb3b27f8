package dev.crema.emulator.state;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Visits all state of a machine, to save it or to restore it. Either way a class says {@code x = state.value(x)}: when saving,
 * the value is written and comes back as it is; when restoring, what was written comes back. So the two cannot drift.
 */
public abstract sealed class State permits StateWriter, StateReader {
    State() { }

    /** Whether state is restored, so that what depends on it has to be made anew. */
    public abstract boolean restores();

    /** A byte. */
    protected abstract byte value(byte present);

    /** Yes or no. */
    public final boolean value(boolean present) {
        return value((byte) (present ? 1 : 0)) != 0;
    }

    /** A number. */
    public abstract int value(int present);

    /** A number. */
    public abstract long value(long present);

    /** Some bytes of an array, in place. */
    public abstract void bytes(byte[] array, int from, int count);

    /** A name that must be the same on both sides: what follows is the state of the thing of that name. */
    public abstract void section(String name);

    /**
     * How many of something follow.
     *
     * @param bytesEach that each of them has at least, so that a damaged count is not believed
     */
    protected abstract int count(int present, int bytesEach);

    /** How many of something follow, at least a byte each. */
    public final int count(int present) {
        return count(present, 1);
    }

    /**
     * A number that something is indexed by.
     *
     * @param bound it is at least 0 and less than this
     */
    public final int index(int present, int bound) {
        int value = value(present);
        if (value < 0 || value >= bound) {
            throw new StateException("an index of " + value + " where only 0 to " + (bound - 1) + " can be");
        }
        return value;
    }

    /** A constant of an enumeration. */
    public final <E extends Enum<E>> E value(E present) {
        E[] all = present.getDeclaringClass().getEnumConstants();
        return all[index(present.ordinal(), all.length)];
    }

    /** All bytes of an array, in place. */
    public final void bytes(byte[] array) {
        bytes(array, 0, array.length);
    }

    /** All numbers of an array, in place. */
    public final void ints(int[] array) {
        for (int i = 0; i < array.length; i++) {
            array[i] = value(array[i]);
        }
    }

    /** All numbers of an array, in place. */
    public final void longs(long[] array) {
        for (int i = 0; i < array.length; i++) {
            array[i] = value(array[i]);
        }
    }

    /** All elements of an array, in place. */
    public final void booleans(boolean[] array) {
        for (int i = 0; i < array.length; i++) {
            array[i] = value(array[i]);
        }
    }

    /** An array whose length is part of the state. */
    public final byte[] array(byte[] present) {
        int length = count(present.length);
        byte[] array = restores() ? new byte[length] : present;
        bytes(array);
        return array;
    }

    /** An array whose length is part of the state. */
    public final int[] array(int[] present) {
        int length = count(present.length, Integer.BYTES);
        int[] array = restores() ? new int[length] : present;
        ints(array);
        return array;
    }

    /** The parts of something, one after the other. */
    public final void all(Stateful... parts) {
        for (Stateful part : parts) {
            part.state(this);
        }
    }

    /**
     * The elements of a collection, in order.
     *
     * @param blank what is given to the visit of an element that is restored
     * @param each visits an element and gives it back, or the one restored
     */
    public final <T> void each(Collection<T> collection, T blank, UnaryOperator<T> each) {
        int count = count(collection.size());
        if (!restores()) {
            collection.forEach(each::apply);
            return;
        }
        collection.clear();
        for (int i = 0; i < count; i++) {
            collection.add(each.apply(blank));
        }
    }

    /** The entries of a map, in the map's order; for the parameters see {@link #each(Collection, Object, UnaryOperator)}. */
    public final <K, V> void each(Map<K, V> map, Map.Entry<K, V> blank, UnaryOperator<Map.Entry<K, V>> each) {
        int count = count(map.size());
        if (!restores()) {
            map.entrySet().forEach(each::apply);
            return;
        }
        map.clear();
        for (int i = 0; i < count; i++) {
            Map.Entry<K, V> entry = each.apply(blank);
            map.put(entry.getKey(), entry.getValue());
        }
    }

    /** What may be there or not; for the parameters see {@link #each(Collection, Object, UnaryOperator)}. */
    public final <T> Optional<T> optional(Optional<T> present, T blank, UnaryOperator<T> each) {
        return value(present.isPresent()) ? Optional.of(each.apply(present.orElse(blank))) : Optional.empty();
    }
}
