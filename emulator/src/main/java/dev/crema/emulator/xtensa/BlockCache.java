package dev.crema.emulator.xtensa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The decoded blocks of a core: found by program counter, forgotten when their instructions change.
 *
 * <p>A direct-mapped table answers nearly always; the map behind it holds what the table has lost to other blocks. Blocks are
 * also listed by the page of the backing that holds their bytes, because a store names that and not an address: the same byte of
 * SRAM is seen at a data and at an instruction address. Pages of the address space lead to whole pages of the backing.
 */
final class BlockCache {
    private static final int TABLE_BITS = 14;
    private static final int TABLE_MASK = (1 << TABLE_BITS) - 1;
    // A firmware of 4 MiB, all of it executed, has about this many; only a guest that writes code without end has more.
    private static final int MOST_BLOCKS = 400_000;

    private final Memory memory;
    private final BlockBuilder builder;
    private final Block[] table = new Block[1 << TABLE_BITS];
    private final Map<Integer, Block> blocks = new HashMap<>();
    private final Map<Integer, List<Block>> byBackingPage = new HashMap<>();
    private IntPredicate warm = address -> false;
    private int initialHeat;

    BlockCache(Memory memory, BlockBuilder builder) {
        this.memory = memory;
        this.builder = builder;
    }

    /** From now on new blocks at some addresses count as executed so many times. */
    void warm(IntPredicate addresses, int heat) {
        warm = addresses;
        initialHeat = heat;
    }

    private static int slot(int address) {
        return (address ^ address >>> TABLE_BITS) & TABLE_MASK;
    }

    /** The block at an address. */
    Block find(int address) {
        Block block = table[slot(address)];
        if (block != null && block.address == address && block.generation == memory.fetchGeneration()) {
            return block;
        }
        return findBehindTable(address);
    }

    private Block findBehindTable(int address) {
        Block block = blocks.get(address);
        if (block == null || !block.confirm(memory)) {
            if (block != null) {
                drop(block);
            }
            block = builder.build(address);
            if (!block.kept) {
                return block;
            }
            block.confirm(memory);
            block.warm = warm.test(address);
            block.heat = block.warm ? initialHeat : 0;
            keep(block);
        }
        table[slot(address)] = block;
        return block;
    }

    private void keep(Block block) {
        if (blocks.size() >= MOST_BLOCKS) {
            clear();
        }
        blocks.put(block.address, block);
        block.pages().forEach(page -> byBackingPage.computeIfAbsent(page, any -> new ArrayList<>()).add(block));
    }

    private void drop(Block block) {
        blocks.remove(block.address, block);
        block.pages().forEach(page -> {
            List<Block> there = byBackingPage.get(page);
            if (there != null) {
                there.remove(block);
            }
        });
        block.drop();
    }

    private void clear() {
        blocks.values().forEach(Block::drop);
        blocks.clear();
        byBackingPage.clear();
    }

    /** The block at an address, if it has been executed. */
    Optional<Block> executed(int address) {
        Block block = blocks.get(address);
        return block != null && block.heat > 0 && block.confirm(memory) ? Optional.of(block) : Optional.empty();
    }

    /** Whether a block is still what is found at its address. */
    boolean holds(Block block) {
        return blocks.get(block.address) == block;
    }

    /** Forgets the blocks that were decoded from a word of the backing. */
    void codeChanged(int offset) {
        List<Block> there = byBackingPage.get(offset >>> Memory.PAGE_SHIFT);
        if (there != null) {
            List.copyOf(there).stream().filter(block -> block.decodedFrom(offset)).forEach(this::drop);
        }
    }

    /** Forgets the blocks that have an instruction at an address but do not begin there, and regions in which one ends there. */
    void cut(int address) {
        for (int begin = address - Block.MOST_BYTES; begin != address; begin++) {
            Block block = blocks.get(begin);
            if (block != null && address - begin < block.end - begin) {
                drop(block);
            } else if (block != null && block.end == address) {
                List.copyOf(block.regions).forEach(Region::drop);
            }
        }
    }

    /** Forgets the block that begins at an address. */
    void forget(int address) {
        Block block = blocks.get(address);
        if (block != null) {
            drop(block);
        }
    }
}
