package dev.crema.emulator.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Saves. */
public final class StateWriter extends State {
    private static final int FIRST_CAPACITY = 1 << 17;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_CAPACITY).order(ByteOrder.LITTLE_ENDIAN);

    /** The state of something. */
    public static byte[] save(Stateful root) {
        StateWriter writer = new StateWriter();
        root.state(writer);
        return Arrays.copyOf(writer.buffer.array(), writer.buffer.position());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int needed = Math.addExact(buffer.position(), bytes);
            byte[] larger = Arrays.copyOf(buffer.array(), Math.max(2 * buffer.capacity(), needed));
            buffer = ByteBuffer.wrap(larger).order(ByteOrder.LITTLE_ENDIAN).position(buffer.position());
        }
        return buffer;
    }

    @Override
    public boolean restores() {
        return false;
    }

    @Override
    protected byte value(byte present) {
        room(Byte.BYTES).put(present);
        return present;
    }

    @Override
    public int value(int present) {
        room(Integer.BYTES).putInt(present);
        return present;
    }

    @Override
    public long value(long present) {
        room(Long.BYTES).putLong(present);
        return present;
    }

    @Override
    public void bytes(byte[] array, int from, int count) {
        room(count).put(array, from, count);
    }

    @Override
    public void section(String name) {
        value(name.hashCode());
    }

    @Override
    protected int count(int present, int bytesEach) {
        return value(present);
    }
}
