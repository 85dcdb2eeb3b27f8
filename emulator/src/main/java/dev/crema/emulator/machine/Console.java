package dev.crema.emulator.machine;

import dev.crema.emulator.device.SerialPort;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;

/**
 * The cable to UART0. Output is told on the machine's thread, character by character; input may be typed from any thread and
 * enters between two rounds, from where the UART takes it in at its baud rate.
 */
public final class Console implements SerialPort {
    private final CopyOnWriteArrayList<IntConsumer> listeners = new CopyOnWriteArrayList<>();
    private final Queue<byte[]> typed = new ConcurrentLinkedQueue<>();
    private final IntConsumer receiver;

    Console(IntConsumer receiver) {
        this.receiver = receiver;
    }

    /** Adds a listener of everything the guest prints, as bytes 0 to 255. */
    public void onOutput(IntConsumer listener) {
        listeners.add(listener);
    }

    /** Removes a listener. */
    public void removeOutput(IntConsumer listener) {
        listeners.remove(listener);
    }

    /** Types text, as UTF-8. */
    public void type(String text) {
        type(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Types bytes. */
    public void type(byte[] bytes) {
        typed.add(bytes.clone());
    }

    @Override
    public void transmitted(int character) {
        for (IntConsumer listener : listeners) {
            listener.accept(character);
        }
    }

    /** Hands what was typed to the UART. */
    void deliver() {
        for (byte[] bytes = typed.poll(); bytes != null; bytes = typed.poll()) {
            for (byte each : bytes) {
                receiver.accept(each & 0xff);
            }
        }
    }
}
