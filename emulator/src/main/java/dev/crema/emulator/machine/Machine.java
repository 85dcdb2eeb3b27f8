package dev.crema.emulator.machine;

import dev.crema.emulator.chip.Backing;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.chip.Esp32;
import dev.crema.emulator.chip.Peripherals;
import dev.crema.emulator.debug.Backtrace;
import dev.crema.emulator.debug.Call0Backtrace;
import dev.crema.emulator.debug.StackFrame;
import dev.crema.emulator.debug.Task;
import dev.crema.emulator.debug.TaskList;
import dev.crema.emulator.debug.profile.CallTree;
import dev.crema.emulator.debug.profile.CodeMap;
import dev.crema.emulator.debug.profile.Profile;
import dev.crema.emulator.device.Pins;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.device.ResetReason;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.StateException;
import dev.crema.emulator.state.StateReader;
import dev.crema.emulator.state.StateWriter;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.SpecialRegister;
import dev.crema.emulator.xtensa.Translation;
import dev.crema.emulator.xtensa.TranslationStatistics;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.EspImage;
import dev.crema.firmware.FlashApp;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.elf.ElfFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One powered board, from reset to whatever its firmware does.
 *
 * <p>A machine belongs to the thread that calls {@link #run}; from other threads only {@link #stop}, {@link #post} and typing at
 * the {@link #console} are allowed. Nothing in it depends on host time or on the order of host threads, so two machines made alike
 * do alike: same console, same memory. What comes from outside, such as typed characters, enters between two rounds of the
 * scheduler.
 *
 * <p>Time is virtual: one instruction takes one CPU cycle at the frequency that the firmware chose, waiting takes as long as it
 * takes. With {@link Speed#MAX} idle time is skipped.
 */
public final class Machine {
    private static final int PRO = 0;
    private static final int APP = 1;
    private static final int DATA_RAM = 0x3FFAE000;
    private static final int DATA_RAM_SIZE = 0x52000;
    private static final int PS_WOE = 1 << 18;

    private final Clock clock = new Clock();
    private final Scheduler scheduler = new Scheduler(clock);
    private final Power power = new Power(scheduler);
    private final Console console = new Console(this::receive);
    private final List<Consumer<MachineEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Pacer pacer;
    private final Template template;
    private final Backing backing;
    private final Esp32 chip;
    private final Peripherals peripherals;
    private final Stateful beyondMemory = this::state;
    private Optional<StopReason> stopped = Optional.empty();
    private Optional<CallTree> profile = Optional.empty();
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private volatile Thread runner;
    private volatile boolean stopRequested;

    private Machine(Template template, Backing backing) {
        this.template = template;
        this.backing = backing;
        Board board = template.board();
        MachineOptions options = template.options();
        pacer = new Pacer(options.speed());
        DirectBoot directBoot = new DirectBoot(() -> ByteView.of("flash", flash()), board.flashSize(), this::fail);
        chip = new Esp32(board, backing,
                new CoreSurroundings(template.rom((core, function) -> fail(function.message())), scheduler, directBoot));
        peripherals = new Peripherals(chip, clock, options.seed(), power, console, options.air());
        for (int cpu = 0; cpu < Esp32.CORES; cpu++) {
            scheduler.add(chip.core(cpu), peripherals.clocks().ticksPerCpuCycle());
            template.translation().ifPresent(chip.core(cpu)::translate);
        }
    }

    /**
     * Powers a board up. The PRO CPU stands at the reset vector.
     *
     * @param image what is in flash
     * @throws IllegalArgumentException if the image is larger than the board's flash chip
     */
    public static Machine of(FlashImage image, Board board, MachineOptions options) {
        return of(Template.of(image, board, options));
    }

    /** Powers up one of several machines that are made alike. */
    public static Machine of(Template template) {
        Machine machine = new Machine(template, template.backing());
        machine.reset(ResetReason.POWERON_RESET);
        return machine;
    }

    // ---- running -------------------------------------------------------------------------------------------------------

    /** Runs for a span of guest time, unless something else stops the machine before. */
    public StopReason run(Duration span) {
        return run(span, List.of());
    }

    /**
     * Runs until one of the conditions is met, a span of guest time has passed, or something else stops the machine.
     *
     * @param limit of guest time, from now
     */
    public StopReason run(Duration limit, List<StopCondition> conditions) {
        long end = clock.now() + ticks(limit);
        stopped = stopped.filter(StopReason.Failed.class::isInstance);
        Conditions armed = new Conditions(conditions, this, this::met);
        runner = Thread.currentThread();
        try {
            while (stopped.isEmpty() && clock.now() < end) {
                if (stopRequested) {
                    stopRequested = false;
                    return new StopReason.Requested();
                }
                round(end);
            }
        } finally {
            armed.disarm();
        }
        return stopped.orElseGet(StopReason.TimeReached::new);
    }

    private void round(long end) {
        pacer.pace(clock.now());
        letIn();
        scheduler.round(Math.min(end, pacer.limit(clock.now())));
        power.takeSystemReset().ifPresent(this::reset);
        power.takeCpuReset(PRO).ifPresent(reason -> {
            tell(new MachineEvent.Reset(reason));
            resetCpu(PRO, reason);
        });
        power.takeCpuReset(APP).ifPresent(reason -> resetCpu(APP, reason));
        if (power.takeDeepSleep()) {
            peripherals.resetDigital();
            chip.loseSram();
            tell(new MachineEvent.DeepSleep());
        }
        if (power.inDeepSleep() && clock.nextDue() == Clock.NEVER) {
            stopAfterRound(new StopReason.AsleepForEver(now()));
        }
    }

    /** What waits outside comes in. */
    private void letIn() {
        console.deliver();
        for (Runnable action = posted.poll(); action != null; action = posted.poll()) {
            action.run();
        }
    }

    /** Asks the machine to stop soon; from any thread. The next, or the present, {@link #run} comes back. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Ends the present run at once; called by a probe that keeps its core from going on, on the machine's thread. {@link #run} comes
     * back with {@link StopReason.Requested}.
     */
    public void halt() {
        stopAfterRound(new StopReason.Requested());
    }

    /**
     * Lets something be done on the machine's thread, between two rounds and soon; from any thread. This is how the world outside,
     * such as the host's network, gets in.
     */
    public void post(Runnable action) {
        posted.add(action);
        LockSupport.unpark(runner);
    }

    /**
     * From now on guest time does not run ahead of the host's, as with {@link Speed#REAL}, or does so no more; on the machine's
     * thread. It is for the time in which somebody outside waits for the guest, or the guest for somebody outside.
     */
    public void followHostTime(boolean follow) {
        pacer.follow(follow, clock.now());
    }

    void met(StopCondition condition) {
        stopAfterRound(new StopReason.Met(condition));
    }

    private void fail(String message) {
        stopAfterRound(new StopReason.Failed(message));
    }

    private void stopAfterRound(StopReason reason) {
        if (stopped.isEmpty()) {
            stopped = Optional.of(reason);
        }
        scheduler.interrupt();
    }

    // ---- power ---------------------------------------------------------------------------------------------------------

    /** Presses the EN button: as when power comes on, but what is in flash stays. */
    public void reset() {
        stopped = Optional.empty();
        reset(ResetReason.POWERON_RESET);
    }

    /**
     * Power fails in the middle of a write of flash, which is done only halfway, and comes back at once: all else is lost.
     *
     * @param write 1 for the next page program or erase
     */
    public void cutPowerAtFlashWrite(long write) {
        peripherals.cutPowerAt(write, (offset, length) -> {
            tell(new MachineEvent.PowerCut(offset, length));
            power.systemReset(ResetReason.POWERON_RESET);
        });
    }

    /**
     * The supply voltage falls for a moment; on the machine's thread.
     *
     * @return whether the brown-out detector is enabled; if not, the guest does not notice
     */
    public boolean brownOut() {
        return peripherals.brownOut();
    }

    private void reset(ResetReason reason) {
        if (reason.resetsRtc()) {
            chip.loseRtcMemory();
            chip.loseSram();
        }
        peripherals.reset(reason);
        power.wake();
        power.release(PRO);
        power.release(APP);
        power.on(APP, false);
        resetCpu(APP, reason);
        resetCpu(PRO, reason);
        power.on(PRO, true);
        tell(new MachineEvent.Reset(reason));
    }

    private void resetCpu(int cpu, ResetReason reason) {
        peripherals.resetCause(cpu, reason);
        chip.core(cpu).reset(Esp32.RESET_VECTOR);
    }

    private void tell(MachineEvent event) {
        for (Consumer<MachineEvent> listener : listeners) {
            listener.accept(event);
        }
    }

    /** Adds a listener of what happens beside the console; called on the machine's thread. */
    public void onEvent(Consumer<MachineEvent> listener) {
        listeners.add(listener);
    }

    // ---- snapshots -----------------------------------------------------------------------------------------------------

    /**
     * Everything that the machine is now, between two runs. A machine made alike that {@linkplain #restore restores} it does what
     * this one does from now on, to the bit.
     *
     * @throws SnapshotException if something around the machine cannot be saved
     */
    public Snapshot snapshot() {
        letIn();
        try {
            return new Snapshot(template.key(), StateWriter.save(this::whole));
        } catch (StateException e) {
            throw new SnapshotException("The machine cannot be saved: %s.", e.getMessage());
        }
    }

    /**
     * Takes the place of the machine that a snapshot was taken of. This one must be new: made of the same image, for the same
     * board, with the same seed, ROM and air, and not have run yet.
     *
     * @throws SnapshotException if it was not made alike, or the snapshot is damaged; then this machine is of no more use
     */
    public void restore(Snapshot snapshot) {
        if (instructions() != 0 || clock.now() != 0) {
            throw new IllegalStateException("the machine has run already: only a new one can become that of a snapshot");
        }
        template.key().accept(snapshot.key());
        try {
            StateReader.restore(snapshot.state(), this::whole);
        } catch (StateException e) {
            throw new SnapshotException("The snapshot is damaged or of another version of Crema: %s; take it anew.", e.getMessage());
        }
    }

    /**
     * Another machine that is now what this one is, between two runs; from then on each goes its own way. Memory that neither has
     * changed since is there only once.
     *
     * @param air for the other one, made like this one's and without a machine
     * @throws SnapshotException if something around the machine cannot be saved
     */
    public Machine fork(RadioMedium air) {
        return fork(air, fork -> { });
    }

    /**
     * Forks a machine with networks around it. The fork's are its own, with ways in from the host of their own, and know no more of
     * the guest's connections than a router that was switched off and on.
     *
     * @param receive lets the fork into what is around it, before it gets its state
     */
    public Machine fork(RadioMedium air, Consumer<Machine> receive) {
        letIn();
        try {
            byte[] state = StateWriter.save(beyondMemory);
            Machine fork = new Machine(template.with(air), chip.forkBacking());
            receive.accept(fork);
            StateReader.restore(state, fork.beyondMemory);
            return fork;
        } catch (StateException e) {
            throw new SnapshotException("The machine cannot be forked: %s.", e.getMessage());
        }
    }

    private void whole(State state) {
        state.all(backing, beyondMemory);
    }

    private void state(State state) {
        state.all(clock, scheduler, power, peripherals, template.options().air());
        Optional<byte[]> failure = stopped.filter(StopReason.Failed.class::isInstance).map(StopReason.Failed.class::cast)
                .map(failed -> failed.message().getBytes(StandardCharsets.UTF_8));
        state.optional(failure, new byte[0], state::array)
                .ifPresent(message -> stopped = Optional.of(new StopReason.Failed(new String(message, StandardCharsets.UTF_8))));
    }

    // ---- what can be seen and touched ----------------------------------------------------------------------------------

    /** Guest time since power-on. */
    public Duration now() {
        return duration(clock.now());
    }

    /**
     * Guest time until the next multiple of a slice since power-on. Where a run ends, a turn of the cores ends too; runs that all end
     * at such multiples are alike wherever they begin.
     */
    public Duration untilMultipleOf(Duration slice) {
        return slice.minusNanos(now().toNanos() % slice.toNanos());
    }

    /** Virtual time and its events, for what hangs on the machine from outside; used on the machine's thread only. */
    public Clock clock() {
        return clock;
    }

    /**
     * Does something at a time of the guest's, on the machine's thread. It is no part of a snapshot.
     *
     * @param time since power-on
     */
    public void at(Duration time, Runnable action) {
        clock.event("at a time", action).at(ticks(time));
    }

    /** UART0. */
    public Console console() {
        return console;
    }

    private void receive(int character) {
        peripherals.uart(0).receive(character);
    }

    /** The pads of the chip. */
    public Pins pins() {
        return peripherals.pins();
    }

    /** A core: 0 is PRO, 1 is APP. */
    public Core core(int index) {
        return chip.core(index);
    }

    /** The ELF file of the application, if the image had one. */
    public Optional<ElfFile> elf() {
        return template.image().elf();
    }

    /** The application that the image holds, if it has one. */
    public Optional<EspImage> app() {
        return template.image().app().map(FlashApp::image);
    }

    /** Memory as the PRO CPU sees it, for tools: nothing they do faults, costs time, or touches a peripheral. */
    public MachineMemory memory() {
        return new MachineMemory(chip);
    }

    /** The tasks of a guest with FreeRTOS, as far as the ELF file tells where they are; the highest priority first. */
    public List<Task> tasks() {
        return elf().map(program -> new TaskList(memory(), name -> program.symbols().find(name)
                .map(symbol -> new TaskList.Variable(symbol.address(), (int) symbol.size()))).tasks()).orElse(List.of());
    }

    /** The name of a FreeRTOS task; empty if there is no task control block at an address. */
    public String taskName(int handle) {
        return new TaskList(memory(), name -> Optional.empty()).name(handle);
    }

    /** The stack of a core, between two runs or in a probe, the innermost frame first. */
    public List<StackFrame> backtrace(int cpu) {
        Core core = chip.core(cpu);
        return hasWindows(core) ? new Backtrace(memory()).walk(new CoreWindows(core)) : call0Backtrace(core.pc(), core.a(1), core.a(0));
    }

    /**
     * The stack of code that has no register windows, as far as the ELF file tells where functions begin.
     *
     * @param pc of the innermost frame
     * @param sp its a1
     * @param a0 its return address as long as it has not been saved
     * @return the innermost frame first; at least that one
     */
    public List<StackFrame> call0Backtrace(int pc, int sp, int a0) {
        return new Call0Backtrace(memory(), address -> elf().flatMap(program -> program.symbols().functionAt(address))
                .map(location -> OptionalInt.of(location.symbol().address())).orElse(OptionalInt.empty())).walk(pc, sp, a0);
    }

    /** Whether what a core executes uses register windows (PS.WOE). */
    private static boolean hasWindows(Core core) {
        return (core.special(SpecialRegister.PS) & PS_WOE) != 0;
    }

    /**
     * From now on accounts for every cycle in which a core executes something. The guest cannot tell, but is interpreted for as long
     * as the profile goes on.
     */
    public void startProfile() {
        CodeMap code = new CodeMap(elf());
        CallTree tree = new CallTree(code);
        profile = Optional.of(tree);
        for (int cpu = 0; cpu < Esp32.CORES; cpu++) {
            chip.core(cpu).observe(new CoreProfiler(tree), code.starts());
        }
    }

    /**
     * Ends what {@link #startProfile} began.
     *
     * @throws IllegalStateException if it has not begun
     */
    public Profile stopProfile() {
        Profile counted = profile.orElseThrow(() -> new IllegalStateException("no profile has been started")).profile();
        profile = Optional.empty();
        for (int cpu = 0; cpu < Esp32.CORES; cpu++) {
            chip.core(cpu).observeNoMore();
        }
        return counted;
    }

    /** A copy of the internal data RAM, SRAM 2 and SRAM 1, as the data bus shows it from 0x3FFAE000 on. */
    public byte[] dataRam() {
        return memory().read(DATA_RAM, DATA_RAM_SIZE);
    }

    /**
     * The address of a function or variable of the ELF file.
     *
     * @throws IllegalArgumentException if there is no ELF file, or no such symbol in it
     */
    public int address(String symbol) {
        ElfFile program = elf().orElseThrow(() -> new IllegalArgumentException(
                "the address of " + symbol + " is not known: the image has no ELF file"));
        return program.symbols().address(symbol).orElseThrow(() -> new IllegalArgumentException(
                "the ELF file has no symbol " + symbol));
    }

    /** A copy of what the flash chip holds now. */
    public byte[] flash() {
        return backing.copy(Backing.FLASH, backing.flashSize());
    }

    /** SHA-256 of all memories, RAM, flash and external RAM, in hexadecimal: equal runs end with equal ones. */
    public String memoryHash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(backing.copy(0, Backing.FLASH + backing.flashSize() + backing.psramSize())));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Instructions executed since power-on, by both cores. */
    public long instructions() {
        return chip.core(PRO).instructions() + chip.core(APP).instructions();
    }

    /** Instructions of {@link #instructions} that translated code executed. */
    public long translatedInstructions() {
        return chip.core(PRO).translatedInstructions() + chip.core(APP).translatedInstructions();
    }

    /** What translation has done so far for this machine and its forks; empty if the engine is the interpreter alone. */
    public Optional<TranslationStatistics> translation() {
        return template.translation().map(Translation::statistics);
    }

    /** Reports each register that no block declares, the first time it is touched, as an event. */
    public void traceUnknownRegisters() {
        peripherals.onUnknownRegister(new FirstTouch(this::tell));
    }

    static Duration duration(long ticks) {
        return Duration.ofSeconds(ticks / Clock.TICKS_PER_SECOND,
                ticks % Clock.TICKS_PER_SECOND * 1_000_000_000 / Clock.TICKS_PER_SECOND);
    }

    static long ticks(Duration span) {
        try {
            return Math.addExact(Math.multiplyExact(span.getSeconds(), Clock.TICKS_PER_SECOND),
                    span.getNano() * (Clock.TICKS_PER_SECOND / 1_000) / 1_000_000);
        } catch (ArithmeticException beyondTime) {
            return Clock.NEVER / 2;
        }
    }
}
