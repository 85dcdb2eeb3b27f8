package dev.crema.emulator.xtensa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decodes blocks. */
final class BlockBuilder {
    private static final Row HOST = new Row("host", new BitPattern("uuuu uuuu uuuu uuuu uuuu uuuu"), BlockBuilder.class, "none()",
            Row.Flag.ENDS_BLOCK);

    private final Core core;
    private final Memory memory;
    private final CoreEnvironment environment;
    private final CostModel costs;
    private final Map<Integer, List<Probe>> probes = new HashMap<>();
    // Addresses at which a block has to end because something may happen there: the ends of all zero-overhead loops seen so far,
    // and what is probed. LEND may be written without the loop instruction (a task switch does), but then it was set by one
    // before, or is added by the write.
    private final Set<Integer> cuts = new HashSet<>();
    private final List<Insn> insns = new ArrayList<>(Block.CAPACITY);
    private final Set<Block.Source> literals = new HashSet<>();

    BlockBuilder(Core core, CoreEnvironment environment, CostModel costs) {
        this.core = core;
        this.memory = core.memory();
        this.environment = environment;
        this.costs = costs;
    }

    /**
     * From now on a block ends at an address.
     *
     * @return whether it did so before
     */
    boolean cut(int address) {
        return !cuts.add(address);
    }

    /** Whether a block ends at an address if it comes there. */
    boolean cuts(int address) {
        return cuts.contains(address);
    }

    /** Whether something takes the place of an instruction. */
    static boolean isPseudo(Insn insn) {
        return insn.row == HOST;
    }

    Map<Integer, List<Probe>> probes() {
        return probes;
    }

    /** Decodes the block at an address. What is probed is a block of its own, as it has to be interpreted. */
    Block build(int address) {
        insns.clear();
        literals.clear();
        environment.hostFunction(core, address).ifPresentOrElse(
                function -> insns.add(pseudo(new HostCall(function), address)),
                () -> decode(address));
        if (insns.isEmpty()) {
            insns.add(pseudo(new FetchFault(), address));
        }
        return block(address);
    }

    /** What a core has before its first block. */
    Block idle() {
        Insn nothing = pseudo(new FetchFault(), 0);
        return new Block(0, nothing.next(), new Insn[] {nothing}, 0, Memory.SLOW, Memory.SLOW, List.of(), false);
    }

    private Block block(int address) {
        if (probes.containsKey(address)) {
            insns.getFirst().hazards |= Hazards.PROBE;
        }
        int cycles = 0;
        for (Insn insn : insns) {
            insn.cyclesBefore = cycles;
            cycles += costs.cycles(insn.row);
        }
        int end = insns.getLast().next();
        int entry = memory.fetchEntry(address);
        return new Block(address, end, insns.toArray(Insn[]::new), cycles, entry, memory.fetchEntry(end - 1),
                List.copyOf(literals), insns.getFirst().keepsIn(entry));
    }

    private void decode(int start) {
        int page = start >>> Memory.PAGE_SHIFT;
        int address = start;
        boolean more = true;
        while (more) {
            Optional<Insn> reached = insn(address);
            if (reached.isEmpty()) {
                // The fault is raised when execution comes here, if it does: this is then the first instruction of its block.
                return;
            }
            Insn insn = reached.get();
            if (insn.row.is(Row.Flag.BEGINS_BLOCK) && address != start) {
                return;
            }
            insns.add(insn);
            if (insn.row.is(Row.Flag.SETS_LEND)) {
                core.cutBlocksAt(insn.imm);
            }
            address = insn.next();
            more = !insn.row.is(Row.Flag.ENDS_BLOCK) && !insn.row.action().jumps() && insns.size() < Block.CAPACITY
                    && address >>> Memory.PAGE_SHIFT == page && !cuts.contains(address) && !probes.containsKey(start);
        }
    }

    /** The instruction at an address; empty if it cannot be fetched. */
    private Optional<Insn> insn(int address) {
        int offset = memory.presentFetchOffset(address & ~3);
        if (offset < 0) {
            return Optional.empty();
        }
        int there = 4 - (address & 3);
        int bits = memory.decoded(offset) >>> 8 * (address & 3);
        if (InstructionSet.length(bits) > there) {
            int rest = memory.presentFetchOffset(address + there);
            if (rest < 0) {
                return Optional.empty();
            }
            bits |= memory.decoded(rest) << 8 * there;
        }
        Insn insn = InstructionSet.LX6.row(bits & 0xff_ffff).decode(bits & 0xff_ffff, address);
        if (insn.row.is(Row.Flag.LOADS_LITERAL)) {
            literal(insn);
        }
        return Optional.of(insn);
    }

    /**
     * Takes the word that L32R loads for part of the code, unless it lies where only a load can tell what it is. Translated code
     * then has it as a constant; the interpreter, which goes on with a block whose code changes, loads it all the same.
     */
    private void literal(Insn insn) {
        int entry = memory.presentFetchEntry(insn.imm);
        if (entry >= 0) {
            Block.Source source = new Block.Source(insn.imm, entry);
            insn.imm2 = memory.decoded(source.offset());
            insn.literalIsCode = true;
            literals.add(source);
        }
    }

    /** Something in the place of an instruction: not decoded from memory, so of no length to speak of. */
    private static Insn pseudo(Insn insn, int address) {
        insn.row = HOST;
        insn.address = address;
        insn.length = 1;
        insn.hazards = Hazards.DEBUG;
        return insn;
    }

    /** Host code in place of guest code. */
    private static final class HostCall extends Insn {
        private final HostFunction function;

        HostCall(HostFunction function) {
            this.function = function;
        }

        @Override
        void execute(Core core) {
            core.jump(address);
            function.call(core);
        }

        @Override
        Insn blank() {
            return new HostCall(function);
        }

        @Override
        boolean keepsIn(int fetchEntry) {
            return true;
        }
    }

    /** An instruction that cannot be fetched: the attempt to execute it is the attempt to fetch it. */
    private static final class FetchFault extends Insn {
        @Override
        void execute(Core core) {
            core.jump(address);
            int offset = core.memory.fetchOffset(address & ~3);
            int there = 4 - (address & 3);
            int firstByte = core.memory.backingWord(offset) >>> 8 * (address & 3);
            if (InstructionSet.length(firstByte) > there) {
                core.memory.fetchOffset(address + there);
            }
        }

        @Override
        Insn blank() {
            return new FetchFault();
        }

        @Override
        boolean keepsIn(int fetchEntry) {
            return false;
        }
    }
}
