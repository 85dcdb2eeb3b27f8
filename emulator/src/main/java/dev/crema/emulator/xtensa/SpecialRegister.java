package dev.crema.emulator.xtensa;

import java.util.Locale;

/**
 * Special registers by their RSR/WSR/XSR number (Xtensa ISA reference manual, section 5.3). A register is words of its own unless
 * its constant says otherwise; adding one is adding a constant.
 */
public enum SpecialRegister {
    /** Address of the first instruction of a zero-overhead loop. */
    LBEG(0) {
        @Override
        int read(Core core) {
            return core.loopBegin;
        }

        @Override
        void write(Core core, int value) {
            core.loopBegin = value;
        }
    },
    /** Address after the last instruction of a zero-overhead loop. */
    LEND(1, -1, Access.READ_WRITE, true) {
        @Override
        int read(Core core) {
            return core.loopEnd;
        }

        @Override
        void write(Core core, int value) {
            core.setLoopEnd(value);
        }
    },
    /** How many times a zero-overhead loop goes back. */
    LCOUNT(2) {
        @Override
        int read(Core core) {
            return core.loopCount;
        }

        @Override
        void write(Core core, int value) {
            core.loopCount = value;
        }
    },
    /** Shift amount. */
    SAR(3) {
        @Override
        int read(Core core) {
            return core.sar;
        }

        @Override
        void write(Core core, int value) {
            core.sar = value & 63;
        }
    },
    /** The sixteen booleans. */
    BR(4) {
        @Override
        int read(Core core) {
            return core.booleans;
        }

        @Override
        void write(Core core, int value) {
            core.booleans = value & 0xffff;
        }
    },
    /** What S32C1I expects to find. */
    SCOMPARE1(12),
    /** MAC16 accumulator, bits 31 to 0. */
    ACCLO(16) {
        @Override
        int read(Core core) {
            return (int) core.acc;
        }

        @Override
        void write(Core core, int value) {
            core.acc = core.acc & 0xffff_ffff_0000_0000L | value & 0xffff_ffffL;
        }
    },
    /** MAC16 accumulator, bits 39 to 32, sign-extended. */
    ACCHI(17) {
        @Override
        int read(Core core) {
            return (int) (core.acc >> 32);
        }

        @Override
        void write(Core core, int value) {
            core.acc = (long) (byte) value << 32 | core.acc & 0xffff_ffffL;
        }
    },
    /** MAC16 data. */
    M0(32) {
        @Override
        int read(Core core) {
            return core.mr[0];
        }

        @Override
        void write(Core core, int value) {
            core.mr[0] = value;
        }
    },
    /** MAC16 data. */
    M1(33) {
        @Override
        int read(Core core) {
            return core.mr[1];
        }

        @Override
        void write(Core core, int value) {
            core.mr[1] = value;
        }
    },
    /** MAC16 data. */
    M2(34) {
        @Override
        int read(Core core) {
            return core.mr[2];
        }

        @Override
        void write(Core core, int value) {
            core.mr[2] = value;
        }
    },
    /** MAC16 data. */
    M3(35) {
        @Override
        int read(Core core) {
            return core.mr[3];
        }

        @Override
        void write(Core core, int value) {
            core.mr[3] = value;
        }
    },
    /** The present register window, in units of four registers. */
    WINDOWBASE(72, -1, Access.READ_WRITE, true) {
        @Override
        int read(Core core) {
            return core.windowBase();
        }

        @Override
        void write(Core core, int value) {
            core.setWindowBase(value);
        }
    },
    /** One bit per window that begins a frame. */
    WINDOWSTART(73, -1, Access.READ_WRITE, true) {
        @Override
        int read(Core core) {
            return core.windowStart;
        }

        @Override
        void write(Core core, int value) {
            core.setWindowStart(value);
        }
    },
    /** Written for trace. */
    MMID(89, -1, Access.WRITE, false),
    /** Which instruction breakpoints are armed. */
    IBREAKENABLE(96, 3, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.refreshHazards();
        }
    },
    /** Memory control: bit 0 enables the loop buffer. */
    MEMCTL(97),
    /** How S32C1I works on the kinds of memory. */
    ATOMCTL(99, 0x3f, Access.READ_WRITE, false),
    /** Data to and from the debugger. */
    DDR(104),
    /** Address of an instruction breakpoint. */
    IBREAKA0(128, -1, Access.READ_WRITE, true),
    /** Address of an instruction breakpoint. */
    IBREAKA1(129, -1, Access.READ_WRITE, true),
    /** Address of a data breakpoint. */
    DBREAKA0(144, -1, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.debug.watch(0);
        }
    },
    /** Address of a data breakpoint. */
    DBREAKA1(145, -1, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.debug.watch(1);
        }
    },
    /** Control of a data breakpoint: bit 31 stores, bit 30 loads, bits 5 to 0 a mask of the address. */
    DBREAKC0(160, 0xc000_003f, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.debug.watch(0);
        }
    },
    /** Control of a data breakpoint. */
    DBREAKC1(161, 0xc000_003f, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.debug.watch(1);
        }
    },
    /** Configuration, fixed. Writing it does nothing. */
    CONFIGID0(176, 0, Access.READ_WRITE, false) {
        @Override
        int read(Core core) {
            return core.config.configId0();
        }
    },
    /** Where an exception or an interrupt of level 1 came from. */
    EPC1(177),
    /** Where an interrupt of level 2 came from. */
    EPC2(178),
    /** Where an interrupt of level 3 came from. */
    EPC3(179),
    /** Where an interrupt of level 4 came from. */
    EPC4(180),
    /** Where an interrupt of level 5 came from. */
    EPC5(181),
    /** Where a debug exception came from. */
    EPC6(182),
    /** Where the non-maskable interrupt came from. */
    EPC7(183),
    /** Where a double exception came from. */
    DEPC(192),
    /** PS before an interrupt of level 2. */
    EPS2(194, Core.PS_BITS, Access.READ_WRITE, false),
    /** PS before an interrupt of level 3. */
    EPS3(195, Core.PS_BITS, Access.READ_WRITE, false),
    /** PS before an interrupt of level 4. */
    EPS4(196, Core.PS_BITS, Access.READ_WRITE, false),
    /** PS before an interrupt of level 5. */
    EPS5(197, Core.PS_BITS, Access.READ_WRITE, false),
    /** PS before a debug exception. */
    EPS6(198, Core.PS_BITS, Access.READ_WRITE, false),
    /** PS before the non-maskable interrupt. */
    EPS7(199, Core.PS_BITS, Access.READ_WRITE, false),
    /** Configuration, fixed. */
    CONFIGID1(208, 0, Access.READ, false) {
        @Override
        int read(Core core) {
            return core.config.configId1();
        }
    },
    /** For the handler of level 1. */
    EXCSAVE1(209),
    /** For the handler of level 2. */
    EXCSAVE2(210),
    /** For the handler of level 3. */
    EXCSAVE3(211),
    /** For the handler of level 4. */
    EXCSAVE4(212),
    /** For the handler of level 5. */
    EXCSAVE5(213),
    /** For the debug handler. */
    EXCSAVE6(214),
    /** For the handler of the non-maskable interrupt. */
    EXCSAVE7(215),
    /** Which coprocessors may be used. */
    CPENABLE(224, 0xff, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.refreshHazards();
        }
    },
    /** Which interrupts are pending, whether enabled or not. */
    INTERRUPT(226, 0, Access.READ, false) {
        @Override
        int read(Core core) {
            return core.pendingInterrupts();
        }
    },
    /** Raises software interrupts. */
    INTSET(226, -1, Access.WRITE, true) {
        @Override
        void write(Core core, int value) {
            core.interrupts.set(value);
            core.interruptsChanged();
        }
    },
    /** Clears software and edge-triggered interrupts. */
    INTCLEAR(227, -1, Access.WRITE, true) {
        @Override
        void write(Core core, int value) {
            core.interrupts.clear(value);
            core.interruptsChanged();
        }
    },
    /** Which interrupts are enabled. */
    INTENABLE(228, -1, Access.READ_WRITE, true) {
        @Override
        int read(Core core) {
            return core.interrupts.enabled();
        }

        @Override
        void write(Core core, int value) {
            core.interrupts.enable(value);
            core.interruptsChanged();
        }
    },
    /** Processor state. */
    PS(230, -1, Access.READ_WRITE, true) {
        @Override
        int read(Core core) {
            return core.ps;
        }

        @Override
        void write(Core core, int value) {
            core.setPs(value);
        }
    },
    /** Where the exception vectors lie. */
    VECBASE(231, 0xffff_fc00, Access.READ_WRITE, false),
    /** Why the last exception was raised. */
    EXCCAUSE(232, 0x3f, Access.READ_WRITE, false),
    /** Why the last debug exception was raised. */
    DEBUGCAUSE(233, 0xf3f, Access.READ_WRITE, false),
    /** Cycles. */
    CCOUNT(234, -1, Access.READ_WRITE, true) {
        @Override
        int read(Core core) {
            return core.timers.count(core.cycle());
        }

        @Override
        void write(Core core, int value) {
            core.timers.setCount(core.cycle(), value);
            core.interruptsChanged();
        }
    },
    /** Which processor this is. */
    PRID(235, 0, Access.READ, false) {
        @Override
        int read(Core core) {
            return core.config.processorId();
        }
    },
    /** Counts instructions for the debugger. */
    ICOUNT(236, -1, Access.READ_WRITE, true),
    /** Below which interrupt level ICOUNT counts. */
    ICOUNTLEVEL(237, 15, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.refreshHazards();
        }
    },
    /** The address that an exception is about. */
    EXCVADDR(238),
    /** When timer 0 interrupts. */
    CCOMPARE0(240, -1, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.setTimer(0, value);
        }
    },
    /** When timer 1 interrupts. */
    CCOMPARE1(241, -1, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.setTimer(1, value);
        }
    },
    /** When timer 2 interrupts. */
    CCOMPARE2(242, -1, Access.READ_WRITE, true) {
        @Override
        void write(Core core, int value) {
            super.write(core, value);
            core.setTimer(2, value);
        }
    },
    /** For software. */
    MISC0(244),
    /** For software. */
    MISC1(245),
    /** For software. */
    MISC2(246),
    /** For software. */
    MISC3(247);

    private enum Access {
        READ, WRITE, READ_WRITE
    }

    private final int number;
    private final int writableBits;
    private final Access access;
    private final boolean endsBlock;

    SpecialRegister(int number) {
        this(number, -1, Access.READ_WRITE, false);
    }

    SpecialRegister(int number, int writableBits, Access access, boolean endsBlock) {
        this.number = number;
        this.writableBits = writableBits;
        this.access = access;
        this.endsBlock = endsBlock;
    }

    /** The number in RSR, WSR and XSR. */
    public int number() {
        return number;
    }

    /** The name in the assembler's mnemonics. */
    public String assemblerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether RSR reads it. */
    public boolean readable() {
        return access != Access.WRITE;
    }

    /** Whether WSR writes it. */
    public boolean writable() {
        return access != Access.READ;
    }

    /** Whether blocks, windows, interrupts or coprocessors depend on it, so that writing it ends a block. */
    boolean endsBlock() {
        return endsBlock;
    }

    /** Whether RSR gives the same while the window's registers, SAR and the time are not in the core. */
    boolean readsInPlace() {
        return switch (this) {
            case SAR, ICOUNT, WINDOWBASE, WINDOWSTART -> false;
            default -> !tellsTime();
        };
    }

    /** Whether what RSR gives depends on the time. */
    boolean tellsTime() {
        return this == CCOUNT || this == INTERRUPT;
    }

    /** Whether it is words of its own on which nothing depends. */
    boolean isStorage() {
        return getClass() == SpecialRegister.class && !endsBlock;
    }

    /** What RSR gives. */
    int read(Core core) {
        return core.special[number];
    }

    /** What WSR does. */
    void write(Core core, int value) {
        core.special[number] = value & writableBits;
    }
}
