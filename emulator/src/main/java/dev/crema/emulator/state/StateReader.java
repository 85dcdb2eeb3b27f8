package dev.crema.emulator.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Restores. */
public final class StateReader extends State {
    private final ByteBuffer buffer;

    private StateReader(byte[] saved) {
        buffer = ByteBuffer.wrap(saved).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Gives something the state that was {@linkplain StateWriter#save saved}.
     *
     * @throws StateException if it is not a state of it
     */
    public static void restore(byte[] saved, Stateful root) {
        StateReader reader = new StateReader(saved);
        root.state(reader);
        if (reader.buffer.hasRemaining()) {
            throw new StateException(reader.buffer.remaining() + " bytes too many at offset " + reader.buffer.position());
        }
    }

    private ByteBuffer expect(int bytes) {
        if (buffer.remaining() < bytes) {
            throw new StateException("it ends at offset " + buffer.limit() + " where " + (bytes - buffer.remaining())
                    + " bytes more are needed");
        }
        return buffer;
    }

    @Override
    public boolean restores() {
        return true;
    }

    @Override
    protected byte value(byte present) {
        return expect(Byte.BYTES).get();
    }

    @Override
    public int value(int present) {
        return expect(Integer.BYTES).getInt();
    }

    @Override
    public long value(long present) {
        return expect(Long.BYTES).getLong();
    }

    @Override
    public void bytes(byte[] array, int from, int count) {
        expect(count).get(array, from, count);
    }

    @Override
    public void section(String name) {
        int at = buffer.position();
        if (value(0) != name.hashCode()) {
            throw new StateException("at offset " + at + " there is not the state of " + name);
        }
    }

    @Override
    protected int count(int present, int bytesEach) {
        int at = buffer.position();
        int count = value(present);
        if (count < 0 || count > buffer.remaining() / bytesEach) {
            throw new StateException("a count of " + count + " at offset " + at + " is more than can follow");
        }
        return count;
    }
}
