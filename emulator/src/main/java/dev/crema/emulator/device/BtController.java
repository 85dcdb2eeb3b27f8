package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.util.function.IntSupplier;

/**
 * The Bluetooth controller's two cores, 0x3FF71000: BR/EDR (RWBT) from 0x000 and LE (RWBLE) from 0x200. Espressif does not
 * document them; they are licensed from Ceva, whose register names are used here. What is known comes from the ROM's controller
 * code and from libbtdm_app, which runs the link layer in software:
 * <ul>
 * <li>VERSION must be 0x08000B00 and 0x08000900, or ROM's r_ld_reset and r_lld_core_reset assert.
 * <li>Resets (bits 31 and 30 of both CNTL registers) and the sampling of the clock (bit 31 of SLOTCLK and BASETIMECNT) are
 * polled until 0, without limit.
 * <li>The scheduler (r_ea_*) lives from CLKN, the fine target timer in slots (FINETIMTGT, interrupt 9); the kernel's timers from
 * the gross target timer in 10 ms (GROSSTIMTGT, interrupt 10). The BR/EDR core has both, also for LE.
 * <li>Idle, the controller sleeps (r_rwip_sleep): DEEPSLWKUP, DEEPSLCNTL; SLPINT (2) wakes the software, which then waits for the
 * next CLKN interrupt (0) to go on (r_rwip_wakeup_end). r_rw_schedule waits 400 µs for DEEP_SLEEP_STAT.
 * <li>Advertising, scanning and frames are programmed into the exchange table and end in EVENTINT (LE, 3) and FRAMEINT (BR/EDR,
 * 14). Each end pops one element of a list: an interrupt without one asserts.
 * <li>HCI_LE_Encrypt uses the AES engine, which ends in CRYPTINT (LE, 4).
 * </ul>
 *
 * <p>Modelled: all of these, in an air in which nobody is. Storage: everything else.
 */
public final class BtController extends RegisterBlock {
    private static final int LE = 0x200;
    private static final int SELF_CLEARING = 0xff << 24;
    private static final int TIMING_RESET = 1 << 30;
    private static final int SOFTWARE_INTERRUPT_REQ = 1 << 28;
    private static final int ABORTS = 0xf << 24;
    private static final int ENABLE = 8;

    private static final int CLKNINT = 1;
    private static final int SLPINT = 1 << 2;
    private static final int FINETGTIMINT = 1 << 9;
    private static final int GROSSTGTIMINT = 1 << 10;
    private static final int FRAMEINT = 1 << 14;
    private static final int SWINT = 1 << 16;
    private static final int LE_EVENTINT = 1 << 3;
    private static final int LE_CRYPTINT = 1 << 4;
    private static final int LE_SWINT = 1 << 9;

    private static final int FINE_TARGET_MASK = 0x7ffffff;
    private static final int GROSS_TARGET_MASK = 0x7fffff;
    private static final long ENCRYPTION_TIME = 10 * Clock.TICKS_PER_MICROSECOND;

    private final DmaMemory memory;
    private final BtTime time;
    private final BtSleep sleep;
    private final BtAir air;
    private final InterruptRegisters interrupts;
    private final InterruptRegisters leInterrupts;
    private final Register control;
    private final Register leControl;
    private final Register fineTarget;
    private final Register grossTarget;
    private final Register[] aesKey;
    private final Register aesPointer;
    private final Event clkn;
    private final Event fine;
    private final Event gross;
    private final Event encrypted;

    /**
     * Makes the block.
     *
     * @param clock virtual time
     * @param line of the BR/EDR core, interrupt source 6, RWBT
     * @param leLine of the LE core, interrupt source 7, RWBLE
     * @param memory where the exchange memory is
     * @param lowPower counts while the controller sleeps
     */
    public BtController(Clock clock, InterruptLine line, InterruptLine leLine, DmaMemory memory, BtLowPowerClock lowPower) {
        super("RWBT", 0x400);
        this.memory = memory;
        time = new BtTime(clock);
        clkn = clock.event("Bluetooth CLKN", this::halfSlotBegins);
        fine = clock.event("Bluetooth fine timer", () -> raise(FINETGTIMINT));
        gross = clock.event("Bluetooth gross timer", () -> raise(GROSSTGTIMINT));
        encrypted = clock.event("Bluetooth encryption", this::encrypt);

        control = register(0x000, "RWBTCNTL").writable(~SELF_CLEARING).onWrite(this::controlled);
        register(0x004, "VERSION").readOnly().reset(0x08000b00);
        Register enable = register(0x00c, "INTCNTL");
        Register raw = register(0x014, "INTRAWSTAT").readOnly();
        interrupts = new InterruptRegisters(raw, enable, status -> line.set(status != 0));
        enable.onWrite(word -> interruptsEnabled());
        register(0x010, "INTSTAT").readOnly().onRead(interrupts::status);
        register(0x018, "INTACK").command(interrupts::clear);
        clock(0x01c, "SLOTCLK", 0x020, "FINETIMECNT", time::halfSlots);
        sleep = new BtSleep(clock, lowPower, register(0x030, "DEEPSLCNTL"), register(0x034, "DEEPSLWKUP"),
                register(0x038, "DEEPSLSTAT"), this::sleepChanged);
        grossTarget = register(0x0b4, "GROSSTIMTGT").writable(GROSS_TARGET_MASK).onWrite(word -> awaitGrossTarget());
        fineTarget = register(0x0b8, "FINETIMTGT").writable(FINE_TARGET_MASK).onWrite(word -> awaitFineTarget());

        leControl = register(LE, "RWBLECNTL").writable(~SELF_CLEARING).onWrite(this::leControlled);
        register(LE + 0x004, "VERSION_LE").readOnly().reset(0x08000900);
        leInterrupts = interrupts(LE + 0x014, LE + 0x010, LE + 0x00c, LE + 0x018, leLine);
        clock(LE + 0x01c, "BASETIMECNT", LE + 0x020, "FINETIMECNT_LE", time::slots);
        Register advertisingChannels = register(LE + 0x090, "ADVCHMAP").reset(7);
        Register advertisingTime = register(LE + 0x0a0, "ADVTIM");
        register(LE + 0x0c0, "AESCNTL").command(this::aes);
        aesKey = registers(LE + 0x0c4, 4, 4, "AESKEY_");
        aesPointer = register(LE + 0x0d4, "AESPTR");
        air = new BtAir(clock, time, memory, advertisingChannels, advertisingTime, () -> raise(FRAMEINT),
                () -> leInterrupts.raise(LE_EVENTINT));
        restIsUndocumented();
    }

    /** Declares a counter that shows what it was when bit 31 was last written, and the microseconds left of the slot then. */
    private void clock(int offset, String name, int fineOffset, String fineName, IntSupplier counter) {
        Register fineCounter = register(fineOffset, fineName).readOnly();
        Register sampled = register(offset, name).readOnly();
        sampled.onWrite(word -> {
            if (word < 0) {
                sampled.set(counter.getAsInt());
                fineCounter.set(time.microsecondsLeft());
            }
        });
    }

    @Override
    public void reset() {
        super.reset();
        time.restart();
        sleep.reset();
        air.reset();
        clkn.cancel();
        fine.cancel();
        gross.cancel();
        encrypted.cancel();
        interrupts.drive();
        leInterrupts.drive();
    }

    private void controlled(int word) {
        if ((word & TIMING_RESET) != 0) {
            time.restart();
        }
        if ((word & ABORTS) != 0) {
            air.abortBrEdr();
        }
        if ((word & SOFTWARE_INTERRUPT_REQ) != 0) {
            raise(SWINT);
        }
        runs();
    }

    private void leControlled(int word) {
        if ((word & ABORTS) != 0) {
            air.abortLe();
        }
        if ((word & SOFTWARE_INTERRUPT_REQ) != 0) {
            leInterrupts.raise(LE_SWINT);
        }
        runs();
    }

    private void sleepChanged() {
        if (!sleep.asleep()) {
            raise(SLPINT);
        }
        runs();
    }

    private void runs() {
        air.run((control.bit(ENABLE) || leControl.bit(ENABLE)) && !sleep.asleep());
    }

    /** CLKN interrupts in every half slot, but time need not be cut so finely unless somebody wants to know. */
    private void interruptsEnabled() {
        interrupts.drive();
        if ((interrupts.enabled() & CLKNINT) == 0) {
            clkn.cancel();
        } else if (!clkn.armed()) {
            clkn.at(time.nextTick(BtTime.TICKS_PER_HALF_SLOT));
        }
    }

    private void halfSlotBegins() {
        clkn.at(time.nextTick(BtTime.TICKS_PER_HALF_SLOT));
        raise(CLKNINT);
    }

    private void awaitFineTarget() {
        fine.at(time.tickOf(1, fineTarget.get(), FINE_TARGET_MASK));
    }

    private void awaitGrossTarget() {
        gross.at(time.tickOf(BtTime.SLOTS_PER_GROSS_UNIT, grossTarget.get(), GROSS_TARGET_MASK));
    }

    private void raise(int interrupt) {
        interrupts.raise(interrupt);
    }

    private void aes(int word) {
        if ((word & 1) != 0) {
            encrypted.after(ENCRYPTION_TIME);
        }
    }

    /** AES-128 as LE has it, least significant byte first, of the block at AESPTR to the one after it. */
    private void encrypt() {
        byte[] key = new byte[AesCipher.BLOCK];
        byte[] block = new byte[AesCipher.BLOCK];
        int address = BtAir.EXCHANGE_MEMORY + (aesPointer.get() & 0xffff);
        for (int i = 0; i < AesCipher.BLOCK; i++) {
            key[AesCipher.BLOCK - 1 - i] = (byte) (aesKey[i >> 2].get() >>> 8 * (i & 3));
            block[AesCipher.BLOCK - 1 - i] = (byte) memory.load8(address + i);
        }
        new AesCipher(key).encrypt(block);
        for (int i = 0; i < AesCipher.BLOCK; i++) {
            memory.store8(address + AesCipher.BLOCK + i, block[AesCipher.BLOCK - 1 - i]);
        }
        leInterrupts.raise(LE_CRYPTINT);
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(time, sleep, air, clkn, fine, gross, encrypted);
    }
}
