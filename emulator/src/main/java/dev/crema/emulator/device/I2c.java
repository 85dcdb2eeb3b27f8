package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.util.Arrays;

/**
 * An I2C controller, 0x3FF53000 and 0x3FF67000 (reference manual, chapter "I2C Controller").
 *
 * <p>Modelled: the controller (master) with its list of 16 commands, executed byte by byte at the speed of SCL against the
 * targets attached; both FIFOs; acknowledge checks; the interrupts of a master. Nobody acknowledges an address at which no
 * target is attached. Storage: the target (slave) role, filters, hold and sample times, the FIFO as memory at 0x100. The wires
 * are not put on pads.
 */
public final class I2c extends RegisterBlock {
    private static final int COMMANDS = 16;
    private static final int FIFO_SIZE = 32;
    private static final int ADDRESSES = 128;

    private static final int RXFIFO_FULL_INT = 1;
    private static final int TXFIFO_EMPTY_INT = 1 << 1;
    private static final int END_DETECT_INT = 1 << 3;
    private static final int MASTER_TRAN_COMP_INT = 1 << 6;
    private static final int TRANS_COMPLETE_INT = 1 << 7;
    private static final int TRANS_START_INT = 1 << 9;
    private static final int ACK_ERR_INT = 1 << 10;

    private static final int OP_RSTART = 0;
    private static final int OP_WRITE = 1;
    private static final int OP_READ = 2;
    private static final int OP_STOP = 3;

    private static final int BITS_PER_BYTE = 9;

    private static final I2cTarget NOBODY = new I2cTarget() {
        @Override
        public void start(boolean read) {
        }

        @Override
        public boolean write(int value) {
            return false;
        }

        @Override
        public int read() {
            return 0xff;
        }

        @Override
        public void stop() {
        }
    };

    private final ClockTree clocks;
    private final InterruptRegisters interrupts;
    private final Register sclLow;
    private final Register sclHigh;
    private final Register fifoConf;
    private final Register[] commands;
    private final ByteFifo transmitFifo = new ByteFifo(FIFO_SIZE);
    private final ByteFifo receiveFifo = new ByteFifo(FIFO_SIZE);
    private final I2cTarget[] targets = new I2cTarget[ADDRESSES];
    private final Event step;

    private int command;
    private int bytesDone;
    private boolean busy;
    private boolean waitsForData;
    private boolean addressing;
    private boolean refused;
    private I2cTarget addressed = NOBODY;

    /**
     * Makes a controller.
     *
     * @param name {@code I2C0} or {@code I2C1}
     * @param clock virtual time
     * @param clocks gives the APB frequency
     * @param line interrupt source 49 or 50
     */
    public I2c(String name, Clock clock, ClockTree clocks, InterruptLine line) {
        super(name, 0x180);
        this.clocks = clocks;
        sclLow = register(0x000, "SCL_LOW_PERIOD");
        Register ctr = register(0x004, "CTR").reset(3);
        ctr.onWrite(word -> {
            // TRANS_START clears itself.
            ctr.bit(5, false);
            if ((word & 1 << 5) != 0 && (word & 1 << 4) != 0) {
                start();
            }
        });
        register(0x008, "SR").readOnly().onRead(this::status);
        register(0x00c, "TO");
        register(0x010, "SLAVE_ADDR");
        register(0x014, "RXFIFO_ST").readOnly();
        fifoConf = register(0x018, "FIFO_CONF").reset(0x155408b).onWrite(word -> fifoConfigured());
        register(0x01c, "DATA").command(this::push).onRead(this::pop);
        interrupts = interrupts(0x020, 0x02c, 0x028, 0x024, line);
        interrupts.onClear(bits -> levels());
        register(0x030, "SDA_HOLD");
        register(0x034, "SDA_SAMPLE");
        sclHigh = register(0x038, "SCL_HIGH_PERIOD");
        register(0x040, "SCL_START_HOLD").reset(8);
        register(0x044, "SCL_RSTART_SETUP").reset(8);
        register(0x048, "SCL_STOP_HOLD");
        register(0x04c, "SCL_STOP_SETUP");
        register(0x050, "SCL_FILTER_CFG").reset(8);
        register(0x054, "SDA_FILTER_CFG").reset(8);
        commands = registers(0x058, 4, COMMANDS, "COMD");
        register(0x0f8, "DATE").reset(0x16042000);
        registers(0x100, 4, FIFO_SIZE, "FIFO_RAM");
        step = clock.event(name + " step", this::step);
        levels();
    }

    /**
     * Attaches a chip to the bus.
     *
     * @param address its 7-bit address
     */
    public void attach(int address, I2cTarget target) {
        if (address < 0 || address >= ADDRESSES) {
            throw new IllegalArgumentException("not a 7-bit I2C address: " + address);
        }
        targets[address] = target;
    }

    @Override
    public void reset() {
        super.reset();
        step.cancel();
        transmitFifo.clear();
        receiveFifo.clear();
        busy = false;
        waitsForData = false;
        addressed = NOBODY;
        interrupts.drive();
        levels();
    }

    private void start() {
        command = 0;
        bytesDone = 0;
        waitsForData = false;
        busy = true;
        interrupts.raise(TRANS_START_INT);
        schedule();
    }

    /** Arms the end of the next byte, start or stop; a write without data holds SCL until there is some. */
    private void schedule() {
        if (command == COMMANDS) {
            busy = false;
            return;
        }
        int bits = switch (opcode()) {
            case OP_WRITE, OP_READ -> bytesDone < byteCount() ? BITS_PER_BYTE : 0;
            default -> 1;
        };
        waitsForData = opcode() == OP_WRITE && bits > 0 && transmitFifo.isEmpty();
        if (!waitsForData) {
            long cyclesPerBit = Math.max(1, sclLow.field(13, 0) + sclHigh.field(13, 0));
            step.after(bits * cyclesPerBit * clocks.ticksPerApbCycle());
        }
    }

    private void step() {
        switch (opcode()) {
            case OP_RSTART -> {
                addressing = true;
                next();
            }
            case OP_WRITE -> write();
            case OP_READ -> read();
            case OP_STOP -> {
                addressed.stop();
                addressed = NOBODY;
                finish(TRANS_COMPLETE_INT);
            }
            default -> finish(END_DETECT_INT);
        }
    }

    private void write() {
        if (bytesDone == byteCount()) {
            next();
            return;
        }
        boolean acknowledged = send(transmitFifo.pop());
        refused = !acknowledged;
        levels();
        boolean expected = !commands[command].bit(9);
        if (commands[command].bit(8) && acknowledged != expected) {
            addressed.stop();
            addressed = NOBODY;
            busy = false;
            interrupts.raise(ACK_ERR_INT);
            return;
        }
        byteDone();
    }

    private boolean send(int value) {
        if (!addressing) {
            return addressed.write(value);
        }
        addressing = false;
        I2cTarget target = targets[value >> 1];
        addressed = target == null ? NOBODY : target;
        addressed.start((value & 1) != 0);
        return target != null;
    }

    private void read() {
        if (bytesDone == byteCount()) {
            next();
            return;
        }
        receiveFifo.push(addressed.read());
        levels();
        byteDone();
    }

    private void byteDone() {
        bytesDone++;
        interrupts.raise(MASTER_TRAN_COMP_INT);
        if (bytesDone == byteCount()) {
            next();
        } else {
            schedule();
        }
    }

    private void next() {
        commands[command].bit(31, true);
        command++;
        bytesDone = 0;
        schedule();
    }

    /** The list ends, for good or (END) until software has refilled it. */
    private void finish(int interrupt) {
        commands[command].bit(31, true);
        busy = false;
        interrupts.raise(interrupt);
    }

    private int opcode() {
        return commands[command].field(13, 11);
    }

    private int byteCount() {
        return commands[command].field(7, 0);
    }

    private void push(int value) {
        transmitFifo.push(value);
        levels();
        if (waitsForData) {
            schedule();
        }
    }

    private int pop() {
        int value = receiveFifo.pop();
        levels();
        return value;
    }

    private void fifoConfigured() {
        if (fifoConf.bit(12)) {
            receiveFifo.clear();
        }
        if (fifoConf.bit(13)) {
            transmitFifo.clear();
        }
        levels();
    }

    private void levels() {
        int levels = 0;
        if (receiveFifo.count() > fifoConf.field(4, 0)) {
            levels |= RXFIFO_FULL_INT;
        }
        if (transmitFifo.count() <= fifoConf.field(9, 5)) {
            levels |= TXFIFO_EMPTY_INT;
        }
        interrupts.level(RXFIFO_FULL_INT | TXFIFO_EMPTY_INT, levels);
    }

    private int status() {
        return transmitFifo.count() << 18 | receiveFifo.count() << 8 | (busy ? 1 << 4 : 0) | (refused ? 1 : 0);
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(transmitFifo, receiveFifo, step);
        command = state.index(command, COMMANDS + 1);
        bytesDone = state.value(bytesDone);
        busy = state.value(busy);
        waitsForData = state.value(waitsForData);
        addressing = state.value(addressing);
        refused = state.value(refused);
        int target = state.index(Arrays.asList(targets).indexOf(addressed) + 1, ADDRESSES + 1) - 1;
        addressed = target < 0 || targets[target] == null ? NOBODY : targets[target];
    }
}
