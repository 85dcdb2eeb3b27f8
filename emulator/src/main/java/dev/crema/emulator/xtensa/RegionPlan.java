package dev.crema.emulator.xtensa;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which blocks are translated together: those that branches, loops and the way straight on lead to from a first one, as far as
 * they have been executed, and the small functions that are called from there.
 *
 * @param pieces the first block first
 * @param calls what is called inside the region, by the piece that ends with the call
 * @param loops the zero-overhead loops that may end where one of the blocks does: begins by end
 * @param departures what is known of their instructions
 */
record RegionPlan(List<Piece> pieces, Map<Piece, Callee> calls, Map<Integer, Set<Integer>> loops, Departures departures) {
    /**
     * Instructions in a region at most. HotSpot does not compile methods of more than 8,000 bytes, its inlining tires earlier, and
     * what it takes to allocate registers grows faster than the method.
     */
    static final int MOST_INSTRUCTIONS = 160;
    /** Instructions in a function that is translated together with its caller, at most. */
    static final int MOST_OF_CALLEE = 48;

    /** A block in the frame in which it is executed. */
    record Piece(Block block, RegionFrame frame) {
        Insn last() {
            return block.insns[block.insns.length - 1];
        }
    }

    /**
     * A function called inside the region.
     *
     * @param target its address, which a call through a register is expected to lead to
     * @param frame of its execution
     * @param windows the windows it touches, counted from the region's first: bit 0 is the one after that
     */
    record Callee(int target, RegionFrame frame, int windows) { }

    /**
     * The region that begins with a block.
     *
     * @param core that has just come to it
     */
    static RegionPlan of(Block first, BlockCache known, Core core, Departures departures) {
        return new RegionPlanner(first, known, departures).plan(core);
    }

    /** The blocks; one that is called from several places comes several times. */
    Stream<Block> blocks() {
        return pieces.stream().map(Piece::block);
    }

    /** The loops that may end where one of the blocks does. */
    static Map<Integer, Set<Integer>> loops(List<Block> blocks, Core core) {
        Map<Integer, Set<Integer>> loops = new HashMap<>();
        blocks.stream().map(block -> block.end).filter(core::endsBlocksAt).forEach(end -> loops.put(end, new TreeSet<>()));
        if (loops.containsKey(core.loopEnd)) {
            loops.get(core.loopEnd).add(core.loopBegin);
        }
        blocks.stream().flatMap(block -> Stream.of(block.insns))
                .filter(insn -> insn.row.is(Row.Flag.SETS_LEND) && loops.containsKey(insn.imm))
                .forEach(insn -> loops.get(insn.imm).add(insn.next()));
        return loops;
    }

    /** The region without its last blocks; empty if there is only one. */
    Optional<RegionPlan> half() {
        return pieces.size() == 1 ? Optional.empty()
                : Optional.of(new RegionPlan(pieces.subList(0, pieces.size() / 2), calls, loops, departures));
    }

    /** How many there are. */
    int instructions() {
        return blocks().mapToInt(block -> block.insns.length).sum();
    }

    /**
     * Whether an instruction works on more than operands and memory, or had better not be executed among others: then
     * everything is put back into the core for it.
     */
    static boolean steps(Insn insn, Departures departures) {
        Row row = insn.row;
        if (row.is(Row.Flag.CALLS) || row.is(Row.Flag.RETURNS) || row.is(Row.Flag.SETS_LEND) || row.is(Row.Flag.BEGINS_BLOCK)) {
            return false;
        }
        boolean inPlace = row.is(Row.Flag.IN_PLACE) || row.is(Row.Flag.TELLS_TIME) || row.is(Row.Flag.SETS_LEVEL)
                || row.is(Row.Flag.EXCHANGES);
        // The kernels of the FPU touch its status and control, unless they are given the number of a register.
        boolean core = row.action().terms().anyMatch(Term.Named.CORE::equals) && !inPlace
                && (!row.is(Row.Flag.FPU) || row.action().terms().anyMatch(Term.RegisterNumber.class::isInstance));
        return core || row.is(Row.Flag.ENDS_BLOCK) && !row.is(Row.Flag.SETS_LEVEL) || departures.slow().contains(insn.address)
                || row.action().terms().anyMatch(Term.Named.FAULT::equals) && !row.is(Row.Flag.DIVIDES);
    }

    /** Whether a block can be translated at all: it is kept, made of instructions, and nobody probes it. */
    static boolean translatable(Block block) {
        return block.kept && !BlockBuilder.isPseudo(block.insns[0]) && (block.hazards & Hazards.PROBE) == 0;
    }

    /** Where execution may go on behind a block without leaving the function. */
    static Stream<Integer> successors(Block block) {
        Insn last = block.insns[block.insns.length - 1];
        Stream<Integer> onward = Stream.of(block.end);
        if (last.row.is(Row.Flag.ENDS_BLOCK)) {
            return last.row.is(Row.Flag.SETS_LEVEL) ? onward : Stream.of();
        }
        Stream<Integer> loops = Stream.of(block.insns).filter(insn -> insn.row.is(Row.Flag.SETS_LEND)).map(Insn::next);
        OptionalInt target = target(last);
        return switch (last.row.action()) {
            case Action.Branch branch -> Stream.concat(Stream.concat(onward, target.stream().boxed()), loops);
            case Action.Assign assign when last.row.action().jumps() -> target.stream().boxed();
            case Action.Assign assign -> Stream.concat(onward, loops);
            case Action.Do call -> Stream.concat(onward, loops);
        };
    }

    /** Where an instruction jumps to, if that is known and stays in the function. */
    static OptionalInt target(Insn insn) {
        return switch (insn.row.action()) {
            case Action.Branch(Term target, Action.Call condition) -> immediate(insn, target);
            case Action.Assign(Term destination, Action.TermValue(Term target)) when destination == Term.Named.PC ->
                immediate(insn, target);
            case Action.Assign other -> OptionalInt.empty();
            case Action.Do call -> OptionalInt.empty();
        };
    }

    private static OptionalInt immediate(Insn insn, Term target) {
        if (target == Term.Named.IMM) {
            return OptionalInt.of(insn.imm);
        }
        return target == Term.Named.IMM2 ? OptionalInt.of(insn.imm2) : OptionalInt.empty();
    }
}
