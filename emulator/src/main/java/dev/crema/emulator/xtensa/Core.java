package dev.crema.emulator.xtensa;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One LX6: architectural state and the interpreter.
 *
 * <p>The interpreter executes {@link Block}s. Between them it looks whether time is up or an interrupt is pending, but only at
 * <em>yield points</em>, which the guest's code defines and nothing else: after a taken jump or loop-back, after an instruction
 * that {@linkplain Row.Flag#ENDS_BLOCK ends its block}, on entry to an exception. So the same guest is interrupted at the same
 * instructions however its code happens to be cut into blocks, and however it is executed.
 *
 * <p>The fields are those of the architecture and belong to the package: kernels, special registers and generated code work on
 * them directly.
 */
public final class Core implements Stateful {
    static final int REGISTERS = 64;
    static final int WINDOWS = REGISTERS / 4;

    static final int PS_INTLEVEL = 0xf;
    static final int PS_EXCM = 1 << 4;
    static final int PS_UM = 1 << 5;
    static final int PS_OWB_SHIFT = 8;
    static final int PS_OWB = 0xf << PS_OWB_SHIFT;
    static final int PS_CALLINC_SHIFT = 16;
    static final int PS_CALLINC = 3 << PS_CALLINC_SHIFT;
    static final int PS_WOE = 1 << 18;
    /** The bits of PS that exist. */
    static final int PS_BITS = 0x7_0fff;
    private static final int PS_RESET = 0x1f;
    private static final int COPROCESSORS_AT_RESET = 0xff;
    private static final int ATOMCTL_AT_RESET = 0x28;
    /** Keeps the cycles of one run of a region far from the range of an int. */
    private static final int MOST_BUDGET = 1 << 30;

    final CoreConfig config;
    final Memory memory;
    final CoreEnvironment environment;
    final GuestFault fault = new GuestFault();

    /** The physical address registers; a0 is at {@link #base}. */
    final int[] ar = new int[REGISTERS];
    /** WINDOWBASE in units of one register. */
    int base;
    int windowStart;
    int ps;
    int sar;
    int loopBegin;
    int loopEnd;
    int loopCount;
    int booleans;
    long acc;
    final int[] mr = new int[4];
    final int[] fr = new int[16];
    /** Special registers without a field, by number. */
    final int[] special = new int[256];
    /** User registers by ordinal. */
    final int[] user = new int[UserRegister.values().length];

    final Interrupts interrupts;
    final Timers timers;
    final Regions regions;
    final Debug debug;
    private final BlockCache blocks;
    private final BlockBuilder builder;
    private final CostModel costs = CostModel.UNIFORM;

    /** Where execution goes on after the present block. */
    private int pc;
    /** Whether that was said by a jump. */
    private boolean jumped;
    private boolean waiting;
    /** What blocks have to be free of; see {@link Hazards}. */
    private int hazards;
    /** The same without what the present window contributes. */
    private int standingHazards;
    /** The windows that can overflow: all, or none while windows are off. */
    private int overflowing;
    private boolean probing;
    private int passedProbe;
    private boolean passingProbe;

    /** Has hot blocks translated; empty if all are to be interpreted. */
    private Optional<Translator> translator = Optional.empty();
    /** Executions after which a block may be hot. */
    private int portion = Integer.MAX_VALUE;
    private long translatedInstructions;
    /** Told of all that is executed; while there is one, everything is interpreted. */
    private Optional<ExecutionListener> listener = Optional.empty();

    /** Cycles at the beginning of the present block. */
    private long cycle;
    private long instructions;
    /** The registers before an attempt of {@link #polls}. */
    private final int[] polled = new int[REGISTERS];
    private Block current;
    private int index;
    private boolean executing;
    /** Where the present run ends. */
    private long turnEnd;
    /** Where the next look at interrupts and time is due, at the latest. */
    private long lookAt;

    /** A core that has not been reset yet. */
    public Core(CoreConfig config, Memory memory, CoreEnvironment environment) {
        this.config = config;
        this.memory = memory;
        this.environment = environment;
        interrupts = new Interrupts(config);
        timers = new Timers(config);
        regions = new Regions(memory);
        debug = new Debug(this);
        builder = new BlockBuilder(this, environment, costs);
        blocks = new BlockCache(memory, builder);
        current = builder.idle();
        reset(0);
    }

    // ---- Execution

    /** Executes until {@link #cycle()} reaches the limit, the core waits, or the turn was ended. */
    public void run(long limit) {
        turnEnd = limit;
        if (translator.isPresent()) {
            translator.get().install();
        }
        passingProbe &= pc == passedProbe;
        interruptsChanged();
        executing = true;
        try {
            if (listener.isPresent()) {
                runObserved(listener.get());
                return;
            }
            while (cycle < lookAt || look()) {
                runToYieldPoint();
            }
        } finally {
            executing = false;
        }
    }

    private void runObserved(ExecutionListener observer) {
        while (cycle < lookAt || look()) {
            boolean yields = false;
            while (!yields) {
                yields = interpretObserved(observer);
            }
        }
    }

    /** Executes a block and tells of it; returns whether its end is a yield point. */
    private boolean interpretObserved(ExecutionListener observer) {
        Block block = next(current);
        current = block;
        long cyclesBefore = cycle;
        long instructionsBefore = instructions;
        boolean yields;
        try {
            yields = interpret(block);
        } catch (GuestFault raised) {
            raise(raised);
            yields = true;
        }
        observer.executed(this, block.address, instructions - instructionsBefore, cycle - cyclesBefore,
                block.insns[block.insns.length - 1].row.flow());
        return yields;
    }

    /**
     * Executes a little to see whether the core is only waiting for something outside of it to change: whether it comes back to
     * where it is with all address registers as they are.
     *
     * @param cycles to try for; a loop that takes longer is not recognised
     */
    public boolean polls(int cycles) {
        int from = pc;
        int window = base;
        System.arraycopy(ar, 0, polled, 0, REGISTERS);
        long last = cycle + cycles;
        do {
            run(cycle + 1);
        } while (cycle < last && pc != from && !waiting && !passingProbe);
        return pc == from && base == window && !waiting && Arrays.equals(ar, polled);
    }

    /** Takes what is due at a yield point; tells whether the run goes on. */
    private boolean look() {
        if (cycle >= turnEnd) {
            return false;
        }
        latchTimers();
        int level = interrupts.deliverable(interruptLevel());
        if (level > 0) {
            waiting = false;
            interrupts.taken(level);
            Exceptions.interrupt(this, level, pc);
        } else if (waiting) {
            return false;
        }
        interruptsChanged();
        return true;
    }

    private void runToYieldPoint() {
        try {
            Block block = current;
            while (true) {
                block = next(block);
                current = block;
                Region region = block.region;
                boolean yields = region == null || !region.enters(this) ? interpret(block) : runRegions(region);
                if (yields) {
                    return;
                }
                block = current;
            }
        } catch (GuestFault raised) {
            raise(raised);
        }
    }

    /** Executes a region and those that follow it, as long as there are such; returns whether the end is a yield point. */
    private boolean runRegions(Region first) {
        Region region = first;
        while (true) {
            int ending = region.run(this);
            if (ending == Region.LEAVES) {
                return interpretRest(region);
            }
            if (ending == Region.YIELDS && cycle >= lookAt) {
                return true;
            }
            Region next = region.successor(pc);
            if (next == null) {
                current = blocks.find(pc);
                next = current.region;
                region.isFollowedBy(next);
            } else {
                current = next.head();
            }
            if (next == null || !next.enters(this)) {
                return ending == Region.YIELDS;
            }
            region = next;
        }
    }

    /** Executes a block; returns whether its end is a yield point. */
    private boolean interpret(Block block) {
        if (++block.heat == portion) {
            translator.ifPresent(hot -> hot.consider(block));
        }
        jumped = false;
        pc = block.end;
        if ((hazards & block.hazards) == 0 && (block.entryWindows == 0 || windowsAreFreeAfterEntry(block.entryWindows))) {
            Insn[] insns = block.insns;
            for (int at = 0; at < insns.length; at++) {
                index = at;
                insns[at].execute(this);
            }
        } else if (!executeOneByOne(block)) {
            return true;
        }
        return finish(block);
    }

    /** After the last instruction of a block; returns whether its end is a yield point. */
    private boolean finish(Block block) {
        cycle += block.cycles;
        instructions += block.insns.length;
        index = 0;
        if (!jumped && loopsBackFrom(pc)) {
            jump(loopBegin);
        }
        return jumped || block.yields;
    }

    /** Interprets what a region has left to the interpreter. */
    private boolean interpretRest(Region region) {
        if (region.departs()) {
            translator.ifPresent(hot -> hot.departed(region, pc));
        }
        Block rest = blocks.find(pc);
        current = rest;
        return interpret(rest);
    }

    /** The present instruction has raised a fault; execution goes on at a vector. */
    private void raise(GuestFault raised) {
        Insn insn = current.insns[index];
        cycle += insn.cyclesBefore + costs.cycles(insn.row);
        instructions += index;
        index = 0;
        Exceptions.raise(this, raised, insn.address);
    }

    /** The block at the program counter: the one that followed the present one last time, or another. */
    private Block next(Block block) {
        Block next = block.successor;
        if (next.address != pc || next.generation != memory.fetchGeneration()) {
            next = blocks.find(pc);
            if (next.kept) {
                // Else a guest that goes from fault to fault would leave a chain of blocks behind that nobody can forget.
                block.successor = next;
            }
        }
        return next;
    }

    /**
     * Whether no instruction behind an ENTRY touches a live frame.
     *
     * @param windows that they touch, counted in the window after ENTRY
     */
    boolean windowsAreFreeAfterEntry(int windows) {
        int increment = (ps & PS_CALLINC) >>> PS_CALLINC_SHIFT;
        return (windowsAhead(increment) & windows) == 0;
    }

    /** @return false if the block does not run to its end */
    private boolean executeOneByOne(Block block) {
        Insn[] insns = block.insns;
        for (int at = 0; at < insns.length; at++) {
            index = at;
            Insn insn = insns[at];
            int present = hazards & insn.hazards;
            if ((present & Hazards.PROBE) != 0 && !passesProbes(insn.address)) {
                return false;
            }
            if ((present & Hazards.DEBUG) != 0) {
                debug.before(insn.address);
            }
            if ((present & Hazards.FPU) != 0) {
                throw fault.of(ExceptionCause.COPROCESSOR0_DISABLED);
            }
            if ((present & Hazards.WINDOWS) != 0) {
                // Frequent, and not thrown: unwinding costs the JVM more than a hundred instructions cost the interpreter.
                raise(windowOverflow(present));
                return false;
            }
            insn.execute(this);
        }
        return true;
    }

    /** Asks the probes at an instruction, the first of its block; returns whether it is executed now. */
    private boolean passesProbes(int address) {
        if (passingProbe && passedProbe == address) {
            passingProbe = false;
            return true;
        }
        boolean stops = false;
        for (Probe probe : builder.probes().get(address)) {
            stops |= probe.reached(this);
        }
        passedProbe = address;
        passingProbe = stops && !jumped;
        if (stops) {
            pc = jumped ? pc : address;
            turnEnd = cycle;
            lookAt = Long.MIN_VALUE;
        }
        return !stops && !jumped;
    }

    /** Execution goes on at an address after the present instruction, which ends its block. */
    void jump(int address) {
        pc = address;
        jumped = true;
    }

    // ---- Translated code

    /** From now on hot blocks are translated. */
    public void translate(Translation how) {
        Translator hot = new Translator(this, blocks, how);
        translator = Optional.of(hot);
        portion = hot.portion();
    }

    /** Instructions executed by translated code. */
    public long translatedInstructions() {
        return translatedInstructions;
    }

    boolean isFreeOf(int present) {
        return (hazards & present) == 0;
    }

    /** Whether blocks end at an address, because a loop does. */
    boolean endsBlocksAt(int address) {
        return builder.cuts(address);
    }

    /** Cycles to spend before a look at time and interrupts is due. */
    int budget() {
        return cycle >= lookAt ? 0 : (int) Math.min(lookAt - cycle, MOST_BUDGET);
    }

    /** Takes account of blocks that were executed. */
    void spend(int cycles, int executed) {
        cycle += cycles;
        instructions += executed;
        translatedInstructions += executed;
    }

    /** The end of translated code: execution goes on at an address. */
    void leaveRegion(int address, int cycles, int executed) {
        pc = address;
        index = 0;
        spend(cycles, executed);
    }

    /** Stands before an instruction of a block, from which it may fault. */
    void standAt(Block block, int at) {
        current = block;
        index = at;
    }

    /** Executes one instruction in the middle of a block. */
    void execute(Block block, int at) {
        standAt(block, at);
        block.insns[at].execute(this);
        index = 0;
    }

    /** Executes the last instruction of a block and takes account of the block; returns whether its end is a yield point. */
    boolean executeLast(Block block) {
        jumped = false;
        pc = block.end;
        execute(block, block.insns.length - 1);
        translatedInstructions += block.insns.length;
        return finish(block);
    }

    /**
     * Whether a zero-overhead loop ends where a block does and goes back to its beginning, which is then counted (Xtensa ISA
     * reference manual, section 4.3.2.3).
     */
    boolean loopsBackFrom(int end) {
        if (end != loopEnd || loopCount == 0 || (ps & PS_EXCM) != 0) {
            return false;
        }
        loopCount--;
        return true;
    }

    void startWaiting() {
        waiting = true;
        lookAt = Long.MIN_VALUE;
    }

    // ---- Time and interrupts

    /**
     * Cycles since the machine was switched on; inside an instruction, exact to that instruction. Not CCOUNT, which software
     * can set.
     */
    public long cycle() {
        return cycle + current.insns[index].cyclesBefore;
    }

    /** Instructions completed since the machine was switched on. */
    public long instructions() {
        return instructions;
    }

    /** Moves this core's cycle count forward without executing: it was waiting, stalled or in reset. CCOUNT moves along. */
    public void skipTo(long newCycle) {
        cycle = Math.max(cycle, newCycle);
    }

    /** Lowers the limit of the {@link #run} in progress. */
    public void endTurnAt(long newEnd) {
        turnEnd = Math.min(turnEnd, newEnd);
        lookAt = Math.min(lookAt, newEnd);
    }

    /** Spends time inside a {@link HostFunction}. */
    public void charge(long cycles) {
        cycle += cycles;
    }

    /** In WAITI and nothing pending that would wake it. */
    public boolean waiting() {
        latchTimers();
        return waiting && interrupts.deliverable(interruptLevel()) == 0;
    }

    /** The cycle at which the earliest CCOMPARE matches, or Long.MAX_VALUE. */
    public long nextTimer() {
        return timers.next();
    }

    /** The levels of the 26 external interrupt inputs, as a mask over the 32 interrupt numbers. */
    public void setInterruptInputs(int mask) {
        interrupts.inputs(mask);
        interruptsChanged();
    }

    int pendingInterrupts() {
        latchTimers();
        return interrupts.pending();
    }

    void setTimer(int number, int compare) {
        interrupts.latch(timers.setCompare(number, cycle(), compare), false);
        interruptsChanged();
    }

    private void latchTimers() {
        interrupts.latch(timers.matched(cycle()), true);
    }

    /** Something changed on which it depends whether an interrupt is taken: the next yield point has to look. */
    void interruptsChanged() {
        boolean deliverable = interrupts.deliverable(interruptLevel()) != 0;
        lookAt = deliverable || waiting ? Long.MIN_VALUE : Math.min(turnEnd, timers.next());
    }

    /** CINTLEVEL: interrupts up to this level are masked. */
    int interruptLevel() {
        int level = ps & PS_INTLEVEL;
        return (ps & PS_EXCM) != 0 ? Math.max(level, CoreConfig.EXCEPTION_LEVEL) : level;
    }

    // ---- Processor state and windows

    /** To the state after a reset: the program counter at the reset vector. */
    public void reset(int resetVector) {
        Arrays.fill(special, 0);
        Arrays.fill(user, 0);
        special[SpecialRegister.VECBASE.number()] = config.resetVectorBase();
        special[SpecialRegister.CPENABLE.number()] = COPROCESSORS_AT_RESET;
        special[SpecialRegister.ATOMCTL.number()] = ATOMCTL_AT_RESET;
        interrupts.reset();
        timers.reset(cycle);
        regions.reset();
        loopCount = 0;
        base = 0;
        windowStart = 1;
        ps = PS_RESET;
        debug.reset();
        refreshHazards();
        interruptsChanged();
        waiting = false;
        passingProbe = false;
        jump(resetVector);
    }

    void setPs(int value) {
        int changed = ps ^ value;
        ps = value & PS_BITS;
        if ((changed & (PS_WOE | PS_EXCM)) != 0 || debug.countsInstructions()) {
            refreshHazards();
        }
        if ((changed & (PS_INTLEVEL | PS_EXCM)) != 0) {
            interruptsChanged();
        }
    }

    /** Something changed on which it depends how blocks can be executed. */
    void refreshHazards() {
        overflowing = (ps & (PS_WOE | PS_EXCM)) == PS_WOE ? Hazards.WINDOWS : 0;
        int present = 0;
        if ((special[SpecialRegister.CPENABLE.number()] & 1) == 0) {
            present |= Hazards.FPU;
        }
        if (debug.armed()) {
            present |= Hazards.DEBUG;
        }
        if (probing) {
            present |= Hazards.PROBE;
        }
        standingHazards = present;
        windowMoved();
    }

    private void windowMoved() {
        hazards = standingHazards | windowsAhead(0) & overflowing;
    }

    /** The bits of WINDOWSTART that follow the window so many windows ahead: bit 0 is the next. */
    int windowsAhead(int windows) {
        return (windowStart << WINDOWS | windowStart) >>> windowBase() + windows + 1 & Hazards.WINDOWS;
    }

    /** The distance back to the nearest window that begins a frame, up to 3, or 0 if there is none so near. */
    int nearestFrameBehind() {
        int behind = (windowStart << WINDOWS | windowStart) >>> windowBase() + WINDOWS - 3 & Hazards.WINDOWS;
        return behind == 0 ? 0 : Integer.numberOfLeadingZeros(behind) - 28;
    }

    /**
     * Raises a window overflow if one of the windows ahead is live.
     *
     * @param windows bit 0 is the next
     */
    void checkWindows(int windows) {
        int live = hazards & windows;
        if (live != 0) {
            throw windowOverflow(live);
        }
    }

    private GuestFault windowOverflow(int windows) {
        return fault.windowOverflow(Integer.numberOfTrailingZeros(windows & Hazards.WINDOWS) + 1);
    }

    /**
     * The present instruction, the last of its block, returns to a window that must be restored first. A vector is entered
     * without unwinding, for the same reason as at an overflow.
     *
     * @param windows how far the caller's window is away
     * @return the vector
     */
    int windowUnderflow(int windows) {
        instructions--;
        return Exceptions.underflow(this, windows, pc());
    }

    int windowBase() {
        return base >>> 2;
    }

    void setWindowBase(int window) {
        base = (window << 2) & REGISTERS - 1;
        windowMoved();
    }

    void setWindowStart(int value) {
        windowStart = value & (1 << WINDOWS) - 1;
        windowMoved();
    }

    /** Notes how far the call that is under way moves the window. */
    void callIncrement(int windows) {
        ps = ps & ~PS_CALLINC | windows << PS_CALLINC_SHIFT;
    }

    /**
     * The windows behind the present one that hold a frame: bit 0 is the next. All of them if no frame can be begun or left
     * without a look at the rules.
     */
    int windowsInUse() {
        return overflowing == 0 || (windowStart >>> windowBase() & 1) == 0 ? -1
                : (windowStart << WINDOWS | windowStart) >>> windowBase() + 1 & (1 << WINDOWS - 1) - 1;
    }

    /**
     * Takes account of calls whose frames are still there.
     *
     * @param windows how far they have moved the window
     * @param started the bits of WINDOWSTART that they have set, from the present window on
     */
    void enterFrames(int windows, int started) {
        int both = started << windowBase();
        windowStart |= (both | both >>> WINDOWS) & (1 << WINDOWS) - 1;
        rotate(windows);
    }

    /** Moves the window. */
    void rotate(int windows) {
        setWindowBase(windowBase() + windows);
    }

    /** RFWO and RFWU, after they have changed WINDOWSTART: the address to go on at. */
    int returnFromWindowException() {
        setWindowBase((ps & PS_OWB) >>> PS_OWB_SHIFT);
        setPs(ps & ~PS_EXCM);
        return special[SpecialRegister.EPC1.number()];
    }

    void setLoopEnd(int address) {
        loopEnd = address;
        cutBlocksAt(address);
    }

    // ---- State

    /**
     * {@inheritDoc} Decoded and translated code is not state, nor how much of the work it did; probes belong to whoever set them.
     * Between two runs only.
     */
    @Override
    public void state(State state) {
        state.ints(ar);
        state.ints(mr);
        state.ints(fr);
        state.ints(special);
        state.ints(user);
        base = state.index(base, REGISTERS);
        windowStart = state.value(windowStart);
        ps = state.value(ps);
        sar = state.value(sar);
        loopBegin = state.value(loopBegin);
        loopEnd = state.value(loopEnd);
        loopCount = state.value(loopCount);
        booleans = state.value(booleans);
        acc = state.value(acc);
        pc = state.value(pc);
        waiting = state.value(waiting);
        passedProbe = state.value(passedProbe);
        passingProbe = state.value(passingProbe);
        cycle = state.value(cycle);
        instructions = state.value(instructions);
        state.all(interrupts, timers, regions);
        if (state.restores()) {
            cutBlocksAt(loopEnd);
            debug.restored();
            refreshHazards();
        }
    }

    // ---- Decoded code

    /** A word of the backing from which this core decoded instructions has changed. */
    public void codeChanged(int offset) {
        blocks.codeChanged(offset);
    }

    /** No block has an address in its middle from now on. */
    void cutBlocksAt(int address) {
        if (!builder.cut(address)) {
            blocks.cut(address);
        }
    }

    /**
     * Calls a probe whenever the core is about to execute the instruction at an address, after those that are there already. Setting
     * it costs what was translated around the address.
     */
    public void probe(int address, Probe probe) {
        builder.probes().merge(address, List.of(probe), (there, added) -> Stream.concat(there.stream(), added.stream()).toList());
        probesChanged(address);
    }

    /** Takes a probe from an address. */
    public void removeProbe(int address, Probe probe) {
        builder.probes().computeIfPresent(address, (any, there) -> {
            List<Probe> others = there.stream().filter(other -> other != probe).toList();
            return others.isEmpty() ? null : others;
        });
        probesChanged(address);
    }

    private void probesChanged(int address) {
        cutBlocksAt(address);
        blocks.forget(address);
        probing = !builder.probes().isEmpty();
        refreshHazards();
    }

    /**
     * Tells somebody of all that is executed from now on.
     *
     * @param starts addresses at which a new piece is to begin, such as those of functions
     */
    public void observe(ExecutionListener observer, int[] starts) {
        for (int address : starts) {
            cutBlocksAt(address);
        }
        listener = Optional.of(observer);
    }

    /** Tells nobody any more. */
    public void observeNoMore() {
        listener = Optional.empty();
    }

    // ---- Registers, for host functions, debuggers and tests

    /** Register aN of the present window. */
    public int a(int n) {
        return ar[base + n & REGISTERS - 1];
    }

    /** Sets register aN of the present window. */
    public void a(int n, int value) {
        ar[base + n & REGISTERS - 1] = value;
    }

    /** One of the 64 physical address registers. */
    public int physical(int n) {
        return ar[n];
    }

    /** Sets one of the 64 physical address registers. */
    public void physical(int n, int value) {
        ar[n] = value;
    }

    /** The bits of a floating-point register. */
    public int f(int n) {
        return fr[n];
    }

    /** Sets the bits of a floating-point register. */
    public void f(int n, int bits) {
        fr[n] = bits;
    }

    /** The program counter; inside an instruction, its address. */
    public int pc() {
        return executing ? current.insns[index].address : pc;
    }

    /** Sets the program counter: where execution goes on after the present instruction. */
    public void pc(int address) {
        passingProbe = false;
        jump(address);
    }

    /** A special register as RSR would give it. */
    public int special(SpecialRegister register) {
        return register.read(this);
    }

    /** Sets a special register as WSR would. */
    public void special(SpecialRegister register, int value) {
        register.write(this, value);
    }

    /** A user register as RUR would give it. */
    public int user(UserRegister register) {
        return user[register.ordinal()];
    }

    /** Sets a user register as WUR would. */
    public void user(UserRegister register, int value) {
        RegisterOps.wur(this, register.ordinal(), value);
    }

    /** The address space. */
    public Memory memory() {
        return memory;
    }

    /** The fault of this core, to be thrown. */
    public GuestFault fault() {
        return fault;
    }
}
