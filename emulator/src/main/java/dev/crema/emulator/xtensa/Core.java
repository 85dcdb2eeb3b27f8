package dev.crema.emulator.xtensa;

/** One LX6: architectural state and the interpreter. */
public abstract class Core {
    /** Executes until {@link #cycle()} reaches the limit, the core waits, or the turn was ended. */
    public abstract void run(long limit);

    /** Cycles since the machine was switched on; inside an instruction, exact to that instruction. Not CCOUNT, which software can set. */
    public abstract long cycle();

    /** Moves this core's cycle count forward without executing: it was waiting, stalled or in reset. CCOUNT moves along. */
    public abstract void skipTo(long cycle);

    /** Lowers the limit of the {@link #run} in progress. */
    public abstract void endTurnAt(long cycle);

    /** Spends time inside a {@link HostFunction}. */
    public abstract void charge(long cycles);

    /** In WAITI and nothing pending that would wake it. */
    public abstract boolean waiting();

    /** The cycle at which the earliest CCOMPARE matches, or Long.MAX_VALUE. */
    public abstract long nextTimer();

    /** The levels of the 26 external interrupt inputs, as a mask over the 32 interrupt numbers. */
    public abstract void setInterruptInputs(int mask);

    /** To the state after a reset: the program counter at the reset vector. */
    public abstract void reset(int resetVector);

    /** Register aN of the present window. */
    public abstract int a(int n);

    /** Sets register aN of the present window. */
    public abstract void a(int n, int value);

    /** The program counter. */
    public abstract int pc();

    /** Sets the program counter. */
    public abstract void pc(int address);

    /** The address space. */
    public abstract Memory memory();

    /** The fault of this core, to be thrown. */
    public abstract GuestFault fault();

    /** A word of the backing from which this core decoded instructions has changed. */
    public abstract void codeChanged(int offset);

    /** A special register as RSR would give it, and the WSR counterpart, for host functions and debuggers. */
    public abstract int special(SpecialRegister register);

    /** Sets a special register as WSR would. */
    public abstract void special(SpecialRegister register, int value);
}
