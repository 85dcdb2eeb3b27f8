package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A UART controller (TRM, "UART Controllers"): two FIFOs of 128 bytes, and characters that take the time on the wire that CLKDIV,
 * the frame format and the clock source make of them.
 *
 * <p>Modelled: both FIFOs, the receiver's memory addresses, loopback, breaks sent, baud-rate measurement, and the interrupts
 * RXFIFO_FULL, TXFIFO_EMPTY, RXFIFO_OVF, RXFIFO_TOUT, TX_DONE, TX_BRK_DONE and TX_BRK_IDLE_DONE. The far end always speaks at the
 * rate this side is set to. Storage: flow control, RS-485, IrDA, the AT-command detector, sleep, and larger shares of the FIFO
 * memory.
 */
public final class Uart extends RegisterBlock {
    private static final int FIFO_SIZE = 128;

    private static final int RXFIFO_FULL = 1;
    private static final int TXFIFO_EMPTY = 1 << 1;
    private static final int RXFIFO_OVF = 1 << 4;
    private static final int RXFIFO_TOUT = 1 << 8;
    private static final int TX_BRK_DONE = 1 << 12;
    private static final int TX_BRK_IDLE_DONE = 1 << 13;
    private static final int TX_DONE = 1 << 14;

    /** STATUS: RXD and TXD are high, as an idle wire is. */
    private static final int STATUS_WIRES_IDLE = 1 << 31 | 1 << 15;
    private static final int STATUS_TRANSMITTING = 1 << 24;

    private static final int CONF0_TXD_BRK = 8;
    private static final int CONF0_LOOPBACK = 14;
    private static final int CONF0_RXFIFO_RST = 17;
    private static final int CONF0_TXFIFO_RST = 18;
    private static final int CONF0_TICK_REF_ALWAYS_ON = 27;
    private static final int CONF1_RX_TOUT_EN = 31;
    /**
     * RX_TOUT_THRHD counts in so many bit times with APB as source; with REF_TICK in single ones (ESP-IDF,
     * uart_ll_set_rx_tout).
     */
    private static final int BITS_PER_TOUT_UNIT = 8;

    private final ClockTree clocks;
    private final SerialPort port;
    private final InterruptRegisters interrupts;
    private final Register clkdiv;
    private final Register conf0;
    private final Register conf1;
    private final Register idleConf;
    private final BaudMeter baudMeter;

    private final ByteFifo transmitFifo = new ByteFifo(FIFO_SIZE);
    private final ByteFifo receiveFifo = new ByteFifo(FIFO_SIZE);
    /** What the far end has sent and the receiver has not yet seen. */
    private final Queue<Integer> wire = new ArrayDeque<>();
    private final Event transmitted;
    private final Event received;
    private final Event receiverIdle;
    private final Event breakSent;
    private final Event breakIdle;
    private int shifting;

    /**
     * A UART.
     *
     * @param name such as {@code UART0}
     * @param clock virtual time
     * @param clocks gives the APB frequency
     * @param line to the interrupt matrix
     * @param port where characters go
     */
    public Uart(String name, Clock clock, ClockTree clocks, InterruptLine line, SerialPort port) {
        super(name, 0x80);
        this.clocks = clocks;
        this.port = port;
        register(0x00, "FIFO").command(this::push).onRead(this::pop);
        interrupts = interrupts(0x04, 0x08, 0x0c, 0x10, line);
        interrupts.onClear(this::cleared);
        clkdiv = register(0x14, "CLKDIV").reset(0x2b6);
        Register autobaud = register(0x18, "AUTOBAUD").reset(0x1000);
        register(0x1c, "STATUS").readOnly().onRead(this::status);
        conf0 = register(0x20, "CONF0").reset(0x0800001c).onWrite(word -> conf0Written());
        conf1 = register(0x24, "CONF1").reset(0x6060).onWrite(word -> conf1Written());
        baudMeter = new BaudMeter(autobaud, register(0x28, "LOWPULSE"), register(0x2c, "HIGHPULSE"), register(0x30, "RXD_CNT"),
                register(0x68, "POSPULSE"), register(0x6c, "NEGPULSE"));
        register(0x34, "FLOW_CONF");
        register(0x38, "SLEEP_CONF").reset(0xf0);
        register(0x3c, "SWFC_CONF").reset(0x1311e000);
        idleConf = register(0x40, "IDLE_CONF").reset(0xa40100);
        register(0x44, "RS485_CONF");
        register(0x48, "AT_CMD_PRECNT").reset(0x186a00);
        register(0x4c, "AT_CMD_POSTCNT").reset(0x186a00);
        register(0x50, "AT_CMD_GAPTOUT").reset(0x1e00);
        register(0x54, "AT_CMD_CHAR").reset(0x32b);
        register(0x58, "MEM_CONF").reset(0x88);
        register(0x5c, "MEM_TX_STATUS").readOnly()
                .onRead(() -> transmitFifo.readAddress() << 13 | transmitFifo.writeAddress() << 2);
        register(0x60, "MEM_RX_STATUS").readOnly()
                .onRead(() -> receiveFifo.writeAddress() << 13 | receiveFifo.readAddress() << 2);
        register(0x64, "MEM_CNT_STATUS").readOnly();
        register(0x78, "DATE").reset(0x15122500);
        register(0x7c, "ID").reset(0x500);
        transmitted = clock.event(name + " transmitted", this::transmitted);
        received = clock.event(name + " received", this::received);
        receiverIdle = clock.event(name + " receiver idle", this::receiverIdle);
        breakSent = clock.event(name + " break sent", this::breakSent);
        breakIdle = clock.event(name + " idle after break", () -> interrupts.raise(TX_BRK_IDLE_DONE));
        raiseLevels();
    }

    /**
     * The far end sends a character. There is no limit to what it may send ahead: characters arrive at the baud rate, and wait
     * on the wire while the receiver's FIFO is full.
     */
    public void receive(int character) {
        wire.add(character & 0xff);
        resumeWire();
    }

    private void resumeWire() {
        if (!wire.isEmpty() && !receiveFifo.isFull() && !received.armed()) {
            received.after(frameTicks());
        }
    }

    private void received() {
        int character = wire.remove();
        baudMeter.observe(character, dataBits(), (int) (bitTicks16() / (16 * clocks.ticksPerApbCycle())));
        arrive(character);
        resumeWire();
    }

    private void arrive(int character) {
        if (receiveFifo.isFull()) {
            interrupts.raise(RXFIFO_OVF);
            return;
        }
        receiveFifo.push(character);
        raiseLevels();
        awaitReceiverIdle();
    }

    private void awaitReceiverIdle() {
        if (conf1.bit(CONF1_RX_TOUT_EN) && !receiveFifo.isEmpty()) {
            int unit = conf0.bit(CONF0_TICK_REF_ALWAYS_ON) ? BITS_PER_TOUT_UNIT : 1;
            receiverIdle.after(bitsToTicks(conf1.field(30, 24) * unit));
        }
    }

    private void receiverIdle() {
        if (!receiveFifo.isEmpty()) {
            interrupts.raise(RXFIFO_TOUT);
        }
    }

    private int pop() {
        int character = receiveFifo.pop();
        resumeWire();
        return character;
    }

    private void push(int character) {
        if (conf0.bit(CONF0_TXFIFO_RST)) {
            return;
        }
        transmitFifo.push(character);
        if (!transmitting()) {
            shiftNext();
        }
    }

    private boolean transmitting() {
        return transmitted.armed() || breakSent.armed();
    }

    private void shiftNext() {
        shifting = transmitFifo.pop();
        transmitted.after(frameTicks());
    }

    private void transmitted() {
        port.transmitted(shifting);
        if (conf0.bit(CONF0_LOOPBACK)) {
            arrive(shifting);
        }
        if (!transmitFifo.isEmpty()) {
            shiftNext();
            raiseLevels();
            return;
        }
        interrupts.raise(TX_DONE);
        raiseLevels();
        sendBreakIfAsked();
    }

    private void sendBreakIfAsked() {
        if (conf0.bit(CONF0_TXD_BRK) && !transmitting()) {
            breakSent.after(bitsToTicks(idleConf.field(27, 20)));
        }
    }

    private void breakSent() {
        interrupts.raise(TX_BRK_DONE);
        breakIdle.after(bitsToTicks(idleConf.field(19, 10)));
        if (!transmitFifo.isEmpty()) {
            shiftNext();
        }
    }

    private int status() {
        int transmitter = transmitting() ? STATUS_TRANSMITTING : 0;
        return STATUS_WIRES_IDLE | transmitter | transmitFifo.count() << 16 | receiveFifo.count();
    }

    private void conf0Written() {
        if (conf0.bit(CONF0_RXFIFO_RST)) {
            receiveFifo.clear();
            receiverIdle.cancel();
            resumeWire();
        }
        if (conf0.bit(CONF0_TXFIFO_RST)) {
            transmitFifo.clear();
            raiseLevels();
        }
        sendBreakIfAsked();
    }

    private void conf1Written() {
        raiseLevels();
        if (!receiverIdle.armed()) {
            awaitReceiverIdle();
        }
    }

    private void cleared(int bits) {
        raiseLevels();
        if ((bits & RXFIFO_TOUT) != 0) {
            // Whoever clears before reading must be told again of what is still in the FIFO.
            awaitReceiverIdle();
        }
    }

    /** RXFIFO_FULL and TXFIFO_EMPTY rise again as long as their condition holds. A threshold of 0 acts as 1. */
    private void raiseLevels() {
        int conditions = 0;
        if (receiveFifo.count() >= Math.max(1, conf1.field(6, 0))) {
            conditions |= RXFIFO_FULL;
        }
        if (transmitFifo.count() < Math.max(1, conf1.field(14, 8))) {
            conditions |= TXFIFO_EMPTY;
        }
        if (conditions != 0) {
            interrupts.raise(conditions);
        }
    }

    /** The duration of a bit in sixteenths of a tick: CLKDIV is in sixteenths of a cycle of its source. */
    private long bitTicks16() {
        int source = conf0.bit(CONF0_TICK_REF_ALWAYS_ON) ? clocks.ticksPerApbCycle() : ClockTree.TICKS_PER_REF_CYCLE;
        int divider16 = clkdiv.field(19, 0) << 4 | clkdiv.field(23, 20);
        return (long) source * Math.max(divider16, 16);
    }

    private long bitsToTicks(int bits) {
        return bits * bitTicks16() / 16;
    }

    private long frameTicks() {
        return frameHalfBits() * bitTicks16() / 32;
    }

    private int dataBits() {
        return 5 + conf0.field(3, 2);
    }

    /** Start bit, 5 to 8 data bits, parity, and 1, 1.5 or 2 stop bits. */
    private int frameHalfBits() {
        int parity = conf0.bit(1) ? 1 : 0;
        return 2 * (1 + dataBits() + parity) + Math.max(2, conf0.field(5, 4) + 1);
    }

    /** {@inheritDoc} What is on the wire towards this side stays there. */
    @Override
    public void reset() {
        super.reset();
        transmitFifo.clear();
        receiveFifo.clear();
        transmitted.cancel();
        received.cancel();
        receiverIdle.cancel();
        breakSent.cancel();
        breakIdle.cancel();
        interrupts.drive();
        raiseLevels();
        resumeWire();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(transmitFifo, receiveFifo, transmitted, received, receiverIdle, breakSent, breakIdle);
        state.each(wire, 0, state::value);
        shifting = state.value(shifting);
    }
}
