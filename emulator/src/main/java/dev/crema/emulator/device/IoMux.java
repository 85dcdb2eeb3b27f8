package dev.crema.emulator.device;

/**
 * IO_MUX, 0x3FF49000: function, pull and input enable of each pad (reference manual, table "IO_MUX Pad List").
 *
 * <p>Modelled: MCU_SEL (whether the GPIO matrix owns the pad), FUN_IE, FUN_WPU. Storage: the drive strength, the sleep
 * configuration and the clock outputs.
 */
public final class IoMux extends RegisterBlock {
    /** What the pad list's column "Reset" stands for. */
    private enum AtReset {
        NO_INPUT(0x800),
        INPUT(0xa00),
        PULLED_DOWN(0xa80),
        PULLED_UP(0xb00);

        private final int word;

        AtReset(int word) {
            this.word = word;
        }
    }

    /**
     * A pad of the list.
     *
     * @param gpio its number
     * @param offset of its register
     * @param name the register's
     * @param reset its state after reset
     * @param gpioIsFunction0 whether function 0 is the GPIO, as function 2 is on every pad
     */
    private record Pad(int gpio, int offset, String name, AtReset reset, boolean gpioIsFunction0) {
    }

    private static final int GPIO_FUNCTION = 2;

    private static final Pad[] PADS = {
        new Pad(0, 0x44, "GPIO0", AtReset.PULLED_UP, true),
        new Pad(1, 0x88, "U0TXD", AtReset.PULLED_UP, false),
        new Pad(2, 0x40, "GPIO2", AtReset.PULLED_DOWN, true),
        new Pad(3, 0x84, "U0RXD", AtReset.PULLED_UP, false),
        new Pad(4, 0x48, "GPIO4", AtReset.PULLED_DOWN, true),
        new Pad(5, 0x6c, "GPIO5", AtReset.PULLED_UP, true),
        new Pad(6, 0x60, "SD_CLK", AtReset.PULLED_UP, false),
        new Pad(7, 0x64, "SD_DATA0", AtReset.PULLED_UP, false),
        new Pad(8, 0x68, "SD_DATA1", AtReset.PULLED_UP, false),
        new Pad(9, 0x54, "SD_DATA2", AtReset.PULLED_UP, false),
        new Pad(10, 0x58, "SD_DATA3", AtReset.PULLED_UP, false),
        new Pad(11, 0x5c, "SD_CMD", AtReset.PULLED_UP, false),
        new Pad(12, 0x34, "MTDI", AtReset.PULLED_DOWN, false),
        new Pad(13, 0x38, "MTCK", AtReset.PULLED_DOWN, false),
        new Pad(14, 0x30, "MTMS", AtReset.PULLED_UP, false),
        new Pad(15, 0x3c, "MTDO", AtReset.PULLED_UP, false),
        new Pad(16, 0x4c, "GPIO16", AtReset.INPUT, true),
        new Pad(17, 0x50, "GPIO17", AtReset.INPUT, true),
        new Pad(18, 0x70, "GPIO18", AtReset.INPUT, true),
        new Pad(19, 0x74, "GPIO19", AtReset.INPUT, true),
        new Pad(20, 0x78, "GPIO20", AtReset.INPUT, true),
        new Pad(21, 0x7c, "GPIO21", AtReset.INPUT, true),
        new Pad(22, 0x80, "GPIO22", AtReset.INPUT, true),
        new Pad(23, 0x8c, "GPIO23", AtReset.INPUT, true),
        new Pad(24, 0x90, "GPIO24", AtReset.INPUT, true),
        new Pad(25, 0x24, "GPIO25", AtReset.NO_INPUT, true),
        new Pad(26, 0x28, "GPIO26", AtReset.NO_INPUT, true),
        new Pad(27, 0x2c, "GPIO27", AtReset.NO_INPUT, true),
        new Pad(32, 0x1c, "GPIO32", AtReset.NO_INPUT, true),
        new Pad(33, 0x20, "GPIO33", AtReset.NO_INPUT, true),
        new Pad(34, 0x14, "GPIO34", AtReset.NO_INPUT, true),
        new Pad(35, 0x18, "GPIO35", AtReset.NO_INPUT, true),
        new Pad(36, 0x04, "GPIO36", AtReset.NO_INPUT, true),
        new Pad(37, 0x08, "GPIO37", AtReset.NO_INPUT, true),
        new Pad(38, 0x0c, "GPIO38", AtReset.NO_INPUT, true),
        new Pad(39, 0x10, "GPIO39", AtReset.NO_INPUT, true),
    };

    private final Pins pins;
    private final Register[] registers = new Register[PADS.length];

    /** Makes the block. */
    public IoMux(Pins pins) {
        super("IO_MUX", 0x94);
        this.pins = pins;
        register(0x00, "PIN_CTRL");
        for (int i = 0; i < PADS.length; i++) {
            int pad = i;
            registers[i] = register(PADS[i].offset, PADS[i].name).reset(PADS[i].reset.word).onWrite(word -> configure(pad));
        }
        reset();
    }

    @Override
    public void reset() {
        super.reset();
        for (int pad = 0; pad < PADS.length; pad++) {
            configure(pad);
        }
    }

    private void configure(int index) {
        Pad pad = PADS[index];
        Register register = registers[index];
        int function = register.field(14, 12);
        boolean gpio = function == GPIO_FUNCTION || function == 0 && pad.gpioIsFunction0;
        pins.digitalPad(pad.gpio, gpio, register.bit(9), register.bit(8));
    }
}
