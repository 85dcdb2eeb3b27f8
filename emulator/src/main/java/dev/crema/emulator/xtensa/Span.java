package dev.crema.emulator.xtensa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Accesses of a block whose distance from each other is known, because nothing happens to the register that they are counted from:
 * fields of a structure, the slots of a stack frame. If the lowest and the highest are as far from each other in the backing as in
 * the address space, that says where all of them are.
 *
 * @param stores what all of them are, if not loads
 * @param low what the lowest adds to the register
 * @param high what the highest adds to it
 * @param accesses their places in the block, the first executed first
 */
record Span(boolean stores, int low, int high, List<Integer> accesses) {
    /** Words only: there are few accesses of other widths, and their addresses need not be multiples of four. */
    private static final int WIDTH = Integer.BYTES;
    /** Accesses of a span at least: it costs two looks at the map. */
    private static final int FEWEST = 3;

    /** How many words an access is behind the lowest. */
    int word(int offset) {
        return (offset - low) / WIDTH;
    }

    /** Whether an access is the first. */
    boolean beginsAt(int access) {
        return accesses.getFirst() == access;
    }

    private Span with(int access, int offset) {
        List<Integer> all = new ArrayList<>(accesses);
        all.add(access);
        return new Span(stores, Math.min(low, offset), Math.max(high, offset), all);
    }

    /**
     * The spans of a block, by the place of each of their accesses.
     *
     * @param departures which accesses are left out
     */
    static Map<Integer, Span> of(Block block, Departures departures) {
        Map<Integer, Span> spans = new HashMap<>();
        Map<Integer, Span> loads = new HashMap<>();
        Map<Integer, Span> stores = new HashMap<>();
        for (int at = 0; at < block.insns.length; at++) {
            Insn insn = block.insns[at];
            Action action = insn.row.action();
            if (RegionPlan.steps(insn, departures)) {
                // What it does may move pages.
                loads.clear();
                stores.clear();
            } else if (isWord(insn) && !departures.alone().contains(insn.address)) {
                Map<Integer, Span> open = action.stores() ? stores : loads;
                Span span = open.getOrDefault((int) insn.s, new Span(action.stores(), insn.imm, insn.imm, List.of()))
                        .with(at, insn.imm);
                open.put((int) insn.s, span);
                span.accesses.forEach(access -> spans.put(access, span));
            }
            if (action instanceof Action.Assign(Term.AddressRegister(char field), Action.Value value)) {
                loads.remove(insn.register(field));
                stores.remove(insn.register(field));
            }
        }
        spans.values().removeIf(span -> span.accesses.size() < FEWEST);
        return spans;
    }

    private static boolean isWord(Insn insn) {
        return !insn.row.is(Row.Flag.EXCHANGES)
                && insn.row.action().access().filter(access -> access.width() == WIDTH && !access.indexed()).isPresent();
    }
}
