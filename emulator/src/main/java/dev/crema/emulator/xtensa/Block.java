package dev.crema.emulator.xtensa;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Instructions that follow each other up to something that may change the flow: decoded once, executed many times.
 *
 * <p>Where a block ends is invisible to the guest. Time and interrupts are looked at after a taken jump or an instruction that
 * {@linkplain Row.Flag#ENDS_BLOCK ends its block}, never because a block happened to be full.
 */
final class Block {
    /** Instructions in a block at most. */
    static final int CAPACITY = 64;
    /** Bytes in a block at most. */
    static final int MOST_BYTES = 3 * CAPACITY;
    /** {@link #generation} of a block that must not be executed again. */
    private static final int NEVER = -1;

    /**
     * A word that something was decoded from.
     *
     * @param fetchEntry of its page in the map of instruction fetches
     */
    record Source(int address, int fetchEntry) {
        /** Where in the backing it lies. */
        int offset() {
            return fetchEntry + (address & Memory.PAGE_SIZE - 1);
        }
    }

    /** Where it begins. */
    final int address;
    /** Where the next one begins. */
    final int end;
    final Insn[] insns;
    /** Cycles from its beginning to its end. */
    final int cycles;
    /** What the core must be free of for the block to be executed without a look at each instruction; see {@link Hazards}. */
    final int hazards;
    /** For a block that begins with ENTRY, the windows that the rest of it touches, counted in the window after ENTRY. */
    final int entryWindows;
    /** Whether interrupts are looked at after the block, jump or not. */
    final boolean yields;
    /** Whether the last instruction reaches into the next page. */
    final boolean straddles;
    /** The entry in the map of instruction fetches under which it was decoded. */
    final int fetchEntry;
    /** The same for the page of its last byte. */
    final int tailEntry;
    /** The literals that its instructions load. */
    private final List<Source> literals;
    /** Whether it may be executed again. */
    final boolean kept;
    /** What has been translated of it and those that follow; null while it is interpreted. */
    Region region;
    /** The regions that it is part of. */
    final List<Region> regions = new ArrayList<>(0);
    /** How often it has been interpreted since that was last {@linkplain Heat#add counted}. */
    int heat;
    /** Whether it counts as executed more often than it was, because something at its address has been translated before. */
    boolean warm;
    /** The block that followed it last. */
    Block successor = this;
    /** The generation of the fetch map in which it was last found to be what the address space shows. */
    int generation = NEVER;

    Block(int address, int end, Insn[] insns, int cycles, int fetchEntry, int tailEntry, List<Source> literals,
            boolean kept) {
        this.address = address;
        this.end = end;
        this.insns = insns;
        this.cycles = cycles;
        this.fetchEntry = fetchEntry;
        this.tailEntry = tailEntry;
        this.literals = literals;
        this.kept = kept;
        this.straddles = (address ^ end - 1) >>> Memory.PAGE_SHIFT != 0;
        this.yields = insns[insns.length - 1].row.is(Row.Flag.ENDS_BLOCK);
        boolean entry = insns[0].row.is(Row.Flag.BEGINS_BLOCK);
        int first = insns[0].hazards;
        int rest = 0;
        for (int at = 1; at < insns.length; at++) {
            rest |= insns[at].hazards;
        }
        this.hazards = entry ? first | rest & ~Hazards.WINDOWS : first | rest;
        this.entryWindows = entry ? rest & Hazards.WINDOWS : 0;
    }

    /** Whether the address space still shows the instructions that were decoded; remembered for as long as no page moves. */
    boolean confirm(Memory memory) {
        boolean same = memory.fetchEntry(address) == fetchEntry && (!straddles || memory.fetchEntry(end - 1) == tailEntry);
        for (int i = 0; same && i < literals.size(); i++) {
            same = memory.fetchEntry(literals.get(i).address) == literals.get(i).fetchEntry;
        }
        generation = same && kept ? memory.fetchGeneration() : NEVER;
        return same;
    }

    /** Its instructions have changed. */
    void drop() {
        generation = NEVER;
        List.copyOf(regions).forEach(Region::drop);
    }

    /** Whether a word of the backing holds some of its instructions. */
    boolean decodedFrom(int offset) {
        int head = fetchEntry + (address & Memory.PAGE_SIZE - 4);
        int headEnd = fetchEntry + (straddles ? Memory.PAGE_SIZE : (end - 1 & Memory.PAGE_SIZE - 1) + 1);
        int tailEnd = tailEntry + (end & Memory.PAGE_SIZE - 1);
        return fetchEntry >= 0 && (offset >= head && offset < headEnd || straddles && offset >= tailEntry && offset < tailEnd)
                || literals.stream().anyMatch(literal -> literal.offset() == offset);
    }

    /** The pages of the backing that hold some of its instructions or literals. */
    IntStream pages() {
        return IntStream.concat(IntStream.of(fetchEntry, tailEntry), literals.stream().mapToInt(Source::fetchEntry))
                .filter(entry -> entry >= 0).map(entry -> entry >>> Memory.PAGE_SHIFT).distinct();
    }
}
