package dev.crema.emulator.xtensa;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Blocks that have been translated together: branches and loops among them stay inside one method of the host, the registers of
 * the window are its locals. Each region has a subclass of its own, made by {@link RegionEmitter}.
 *
 * <p>Translated code keeps to what the interpreter does at every point where the guest could tell: it yields where the
 * interpreter looks at time and interrupts, and what it cannot do at full speed (devices, faults, special registers) it leaves
 * to the interpreter or has done by the very {@link Insn}, after it has put everything back into the core.
 */
abstract class Region {
    /** {@link #run} ended at a yield point. */
    static final int YIELDS = 0;
    /** {@link #run} ended where the region does; execution goes on without a look at time and interrupts. */
    static final int GOES_ON = 1;
    /** {@link #run} ended before an instruction that the interpreter has to execute. */
    static final int LEAVES = 2;

    private Translator owner;
    private Block[] blocks = {};
    private int hazards;
    private int entryWindows;
    private int generation;
    private boolean valid;
    private int departures;
    /** The region that followed this one last; null if none did. */
    private Region successor;

    /** Executes from the first block on. The core must be {@linkplain #enters clear for it}. */
    abstract int run(Core core);

    /** Takes its place: from now on its first block leads to it. */
    final void install(List<RegionPlan.Piece> pieces, Memory memory, Translator translator) {
        owner = translator;
        blocks = pieces.stream().map(RegionPlan.Piece::block).toArray(Block[]::new);
        Block head = blocks[0];
        boolean entry = head.insns[0].row.is(Row.Flag.BEGINS_BLOCK);
        hazards = head.hazards;
        entryWindows = head.entryWindows;
        for (RegionPlan.Piece piece : pieces.subList(1, pieces.size())) {
            // What called functions touch is looked at when they are called.
            boolean first = piece.frame().caller().isEmpty();
            hazards |= entry || !first ? piece.block().hazards & ~Hazards.WINDOWS : piece.block().hazards;
            entryWindows |= entry && first ? piece.block().hazards & Hazards.WINDOWS : 0;
        }
        generation = memory.fetchGeneration();
        valid = true;
        for (Block block : blocks) {
            block.regions.add(this);
        }
        head.region = this;
    }

    /** One of its blocks is no longer what it was. */
    final void drop() {
        if (valid) {
            valid = false;
            successor = null;
            if (blocks[0].region == this) {
                blocks[0].region = null;
            }
            for (Block block : blocks) {
                block.regions.remove(this);
            }
            blocks[0].heat = 0;
            owner.dropped(this);
        }
    }

    /** Whether it can be executed from the present state of the core. */
    final boolean enters(Core core) {
        return generation == core.memory.fetchGeneration() && core.isFreeOf(hazards)
                && (entryWindows == 0 || core.windowsAreFreeAfterEntry(entryWindows)) || enters(core.memory) && enters(core);
    }

    /** After pages have moved: whether they show the same instructions as before. */
    private boolean enters(Memory memory) {
        if (generation == memory.fetchGeneration()) {
            return false;
        }
        for (Block block : blocks) {
            if (!block.confirm(memory)) {
                drop();
                return false;
            }
        }
        generation = memory.fetchGeneration();
        return true;
    }

    /** Whether it can go on after an instruction that may have changed anything. */
    final boolean goesOn(Core core) {
        return valid && generation == core.memory.fetchGeneration() && core.isFreeOf(hazards);
    }

    /** Has an instruction in the middle of a block executed as the interpreter does. The core has its registers and the time. */
    final void step(Core core, int block, int at) {
        core.execute(blocks[block], at);
    }

    /** The same with the last instruction of a block, which may be a jump; returns how the run ends. */
    final int stepLast(Core core, int block) {
        return core.executeLast(blocks[block]) ? YIELDS : GOES_ON;
    }

    /** Puts the core before the last instruction of a block, so that it can fault. */
    final void standAtLast(Core core, int block) {
        core.standAt(blocks[block], blocks[block].insns.length - 1);
    }

    /** Finds an instruction by its address: the block, and its place there. */
    final void find(int address, BiConsumer<Block, Integer> found) {
        for (Block block : blocks) {
            for (int at = 0; at < block.insns.length; at++) {
                if (block.insns[at].address == address) {
                    found.accept(block, at);
                    return;
                }
            }
        }
    }

    /** Counts a departure at an instruction; returns whether there have been too many. */
    final boolean departs() {
        return ++departures == owner.patience();
    }

    /** The region at an address, if it is the one that followed this one last; null if it is not, or no more what it was. */
    final Region successor(int address) {
        Region last = successor;
        return last != null && last.valid && last.head().address == address ? last : null;
    }

    /** Notes the region that follows this one now, null if that is none. */
    final void isFollowedBy(Region next) {
        successor = next;
    }

    /** The block that it begins with. */
    final Block head() {
        return blocks[0];
    }
}
