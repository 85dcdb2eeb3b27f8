package dev.crema.emulator.xtensa;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which blocks are translated together: those that branches, loops and the way straight on lead to from a first one, as far as
 * they have been executed. Calls and returns lead out.
 *
 * @param blocks the first one first, the others by address
 * @param loops the zero-overhead loops that may end where one of the blocks does: begins by end
 * @param memoryBase the first address of the window that the maps of memory cover
 * @param slow addresses of loads and stores that had better be executed one by one, because they mostly meet devices
 */
record RegionPlan(List<Block> blocks, Map<Integer, Set<Integer>> loops, int memoryBase, Set<Integer> slow) {
    /**
     * Instructions in a region at most. HotSpot does not compile methods of more than 8,000 bytes, and its inlining tires earlier:
     * beyond some 200 guest instructions kernels stay calls.
     */
    static final int MOST_INSTRUCTIONS = 160;

    /**
     * The region that begins with a block.
     *
     * @param core that has just come to it
     */
    static RegionPlan of(Block first, BlockCache known, Core core, Set<Integer> slow) {
        Set<Block> chosen = new LinkedHashSet<>();
        Queue<Block> next = new ArrayDeque<>(List.of(first));
        int instructions = 0;
        while (!next.isEmpty()) {
            Block block = next.remove();
            if (!chosen.contains(block) && instructions + block.insns.length <= MOST_INSTRUCTIONS) {
                chosen.add(block);
                instructions += block.insns.length;
                successors(block).flatMap(address -> known.executed(address).stream())
                        .filter(RegionPlan::continues).forEach(next::add);
            }
        }
        List<Block> others = new ArrayList<>(chosen);
        others.remove(first);
        others.sort(Comparator.comparingInt(block -> block.address));
        others.addFirst(first);
        return new RegionPlan(List.copyOf(others), loops(others, core), core.memory.base(), Set.copyOf(slow));
    }

    private static Map<Integer, Set<Integer>> loops(List<Block> blocks, Core core) {
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
        return blocks.size() == 1 ? Optional.empty()
                : Optional.of(new RegionPlan(blocks.subList(0, blocks.size() / 2), loops, memoryBase, slow));
    }

    /** How many there are. */
    int instructions() {
        return blocks.stream().mapToInt(block -> block.insns.length).sum();
    }

    /** Whether a block can be translated at all: it is kept, and made of instructions. */
    static boolean translatable(Block block) {
        return block.kept && !BlockBuilder.isPseudo(block.insns[0]);
    }

    /** Whether a block can be reached inside a region: ENTRY moves the window, so it can only begin one. */
    private static boolean continues(Block block) {
        return translatable(block) && !block.insns[0].row.is(Row.Flag.BEGINS_BLOCK);
    }

    private static Stream<Integer> successors(Block block) {
        Insn last = block.insns[block.insns.length - 1];
        if (last.row.is(Row.Flag.ENDS_BLOCK)) {
            return Stream.of();
        }
        Stream<Integer> onward = Stream.of(block.end);
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
