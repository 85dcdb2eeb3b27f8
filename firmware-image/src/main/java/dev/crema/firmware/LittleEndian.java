package dev.crema.firmware;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes numbers into byte arrays, least significant byte first: the byte order of everything in an ESP32's flash. */
public final class LittleEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {
    }

    /** Writes the low 16 bits of a value. */
    public static void putU16(byte[] target, int at, int value) {
        SHORT.set(target, at, (short) value);
    }

    /** Writes a 32-bit word. */
    public static void putI32(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }

    /** Writes a 64-bit word. */
    public static void putI64(byte[] target, int at, long value) {
        LONG.set(target, at, value);
    }
}
