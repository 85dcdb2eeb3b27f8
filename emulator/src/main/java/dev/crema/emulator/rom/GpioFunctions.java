package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Memory;

/** GPIO, the GPIO matrix and the pads (TRM, "IO_MUX and GPIO Matrix"). */
final class GpioFunctions {
    private static final int GPIO = 0x3FF44000;
    private static final int OUT_W1TS = GPIO + 0x08;
    private static final int OUT_W1TC = GPIO + 0x0C;
    private static final int OUT1_W1TS = GPIO + 0x14;
    private static final int OUT1_W1TC = GPIO + 0x18;
    private static final int ENABLE_W1TS = GPIO + 0x24;
    private static final int ENABLE_W1TC = GPIO + 0x28;
    private static final int ENABLE1_W1TS = GPIO + 0x30;
    private static final int ENABLE1_W1TC = GPIO + 0x34;
    private static final int IN = GPIO + 0x3C;
    private static final int IN1 = GPIO + 0x40;
    private static final int FUNC0_IN_SEL_CFG = GPIO + 0x130;
    private static final int FUNC0_OUT_SEL_CFG = GPIO + 0x530;

    private static final int IN_INV_SEL = 0x40;
    private static final int SIG_IN_SEL = 0x80;
    /** In place of an input: a constant low level through the matrix's bypass. */
    private static final int SIGNAL_BYPASS = 0x34;
    private static final int OUT_INV_SEL = 0x200;
    private static final int OEN_INV_SEL = 0x800;
    private static final int LAST_OUTPUT = 39;

    private static final int MCU_SEL = 7 << 12;
    private static final int MCU_SEL_GPIO = 2 << 12;
    private static final int FUN_DRV = 10;
    private static final int FUN_PD = 1 << 7;
    private static final int FUN_PU = 1 << 8;
    private static final int DIG_PAD_HOLD = 0x3FF48474;
    private static final int HOLD_FORCE = 0x3FF480C8;

    private static final int PIN0 = GPIO + 0x88;
    private static final int PIN_COUNT = 40;
    private static final int PIN_INT_TYPE = 7;
    private static final int PIN_WAKEUP_ENABLE = 1 << 10;

    private GpioFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x40009EDC, 12, "void gpio_matrix_in(uint32_t gpio, uint32_t signal, bool invert)",
                GpioFunctions::matrixIn);
        rom.bind(0x40009F0C, 16, "void gpio_matrix_out(uint32_t gpio, uint32_t signal, bool invert, bool invert_enable)",
                GpioFunctions::matrixOut);
        rom.bind(0x40009B24, 14, "void gpio_output_set(uint32_t set, uint32_t clear, uint32_t enable, uint32_t disable)",
                call -> outputSet(call, OUT_W1TS, OUT_W1TC, ENABLE_W1TS, ENABLE_W1TC));
        rom.bind(0x40009B5C, 14,
                "void gpio_output_set_high(uint32_t set, uint32_t clear, uint32_t enable, uint32_t disable)",
                call -> outputSet(call, OUT1_W1TS, OUT1_W1TC, ENABLE1_W1TS, ENABLE1_W1TC));
        rom.bind(0x40009B88, "uint32_t gpio_input_get(void)", call -> call.result(call.memory().load32(IN)));
        rom.bind(0x40009B9C, "uint32_t gpio_input_get_high(void)", call -> call.result(call.memory().load32(IN1)));
        rom.bind(0x40009FDC, 16, "void gpio_pad_select_gpio(uint8_t gpio)", GpioFunctions::selectGpio);
        rom.bind(0x4000A11C, 16, "void gpio_pad_set_drv(uint8_t gpio, uint8_t strength)", GpioFunctions::setDrive);
        rom.bind(0x4000A22C, 20, "void gpio_pad_pullup(uint8_t gpio)", call -> pull(call, true));
        rom.bind(0x4000A348, 20, "void gpio_pad_pulldown(uint8_t gpio)", call -> pull(call, false));
        rom.bind(0x4000A734, 16, "void gpio_pad_hold(uint8_t gpio)", GpioFunctions::hold);
        rom.bind(0x4000A484, 20, "void gpio_pad_unhold(uint8_t gpio)", GpioFunctions::unhold);
        rom.bind(0x40009E7C, 16, "void gpio_pin_wakeup_enable(uint32_t gpio, GPIO_INT_TYPE type)",
                GpioFunctions::wakeupEnable);
        rom.bind(0x40009EB0, 200, "void gpio_pin_wakeup_disable(void)", GpioFunctions::wakeupDisable);
    }

    private static void matrixIn(Call call) {
        int gpio = call.word(0);
        int value = gpio | (call.octet(2) != 0 ? IN_INV_SEL : 0) | (gpio != SIGNAL_BYPASS ? SIG_IN_SEL : 0);
        call.memory().store32(FUNC0_IN_SEL_CFG + 4 * call.word(1), value);
    }

    private static void matrixOut(Call call) {
        int gpio = call.word(0);
        if (Integer.compareUnsigned(gpio, LAST_OUTPUT) > 0) {
            return;
        }
        call.memory().store32(gpio < 32 ? ENABLE_W1TS : ENABLE1_W1TS, 1 << gpio);
        int value = call.word(1) | (call.octet(2) != 0 ? OUT_INV_SEL : 0) | (call.octet(3) != 0 ? OEN_INV_SEL : 0);
        call.memory().store32(FUNC0_OUT_SEL_CFG + 4 * gpio, value);
    }

    private static void outputSet(Call call, int set, int clear, int enable, int disable) {
        Memory memory = call.memory();
        memory.store32(set, call.word(0));
        memory.store32(clear, call.word(1));
        memory.store32(enable, call.word(2));
        memory.store32(disable, call.word(3));
    }

    /** Sets the bits of a mask in a register. */
    private static void update(Call call, int register, int mask, int value) {
        call.memory().store32(register, call.memory().load32(register) & ~mask | value);
    }

    private static void selectGpio(Call call) {
        selectGpio(call, call.octet(0));
    }

    static void selectGpio(Call call, int gpio) {
        if (Pad.exists(gpio)) {
            update(call, Pad.of(gpio).ioMux(), MCU_SEL, MCU_SEL_GPIO);
        }
    }

    private static void setDrive(Call call) {
        setDrive(call, call.octet(0), call.octet(1));
    }

    static void setDrive(Call call, int gpio, int strength) {
        if (!Pad.isOutput(gpio)) {
            return;
        }
        Pad pad = Pad.of(gpio);
        int shift = pad.isRtc() ? pad.drive() : FUN_DRV;
        update(call, pad.isRtc() ? pad.rtcIo() : pad.ioMux(), 3 << shift, (strength & 3) << shift);
    }

    private static void pull(Call call, boolean up) {
        pull(call, call.octet(0), up);
    }

    /** Ends the one pull and begins the other. */
    static void pull(Call call, int gpio, boolean up) {
        if (!Pad.isOutput(gpio)) {
            return;
        }
        Pad pad = Pad.of(gpio);
        int register = pad.isRtc() ? pad.rtcIo() : pad.ioMux();
        int pullUp = pad.isRtc() ? 1 << pad.pullUp() : FUN_PU;
        int pullDown = pad.isRtc() ? 2 << pad.pullUp() : FUN_PD;
        update(call, register, up ? pullDown : pullUp, 0);
        update(call, register, 0, up ? pullUp : pullDown);
    }

    private static void hold(Call call) {
        int gpio = call.octet(0);
        if (Pad.canHold(gpio)) {
            Pad pad = Pad.of(gpio);
            update(call, pad.isRtc() ? pad.rtcIo() : DIG_PAD_HOLD, 0, 1 << pad.hold());
        }
    }

    private static void unhold(Call call) {
        unhold(call, call.octet(0));
    }

    static void unhold(Call call, int gpio) {
        if (Pad.canHold(gpio)) {
            Pad pad = Pad.of(gpio);
            update(call, pad.isRtc() ? pad.rtcIo() : DIG_PAD_HOLD, 1 << pad.hold(), 0);
            if (pad.isRtc()) {
                update(call, HOLD_FORCE, 1 << pad.forceHold(), 0);
            }
        }
    }

    private static void wakeupEnable(Call call) {
        update(call, PIN0 + 4 * call.word(0), PIN_INT_TYPE << 7, call.word(1) << 7 | PIN_WAKEUP_ENABLE);
    }

    private static void wakeupDisable(Call call) {
        Memory memory = call.memory();
        for (int i = 0; i < PIN_COUNT; i++) {
            int pin = memory.load32(PIN0 + 4 * i);
            if ((pin & PIN_WAKEUP_ENABLE) != 0) {
                memory.store32(PIN0 + 4 * i, pin & ~(PIN_INT_TYPE << 7 | PIN_WAKEUP_ENABLE));
            }
        }
    }
}
