package dev.crema.emulator.xtensa;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses the pieces of a region. */
final class RegionPlanner {
    private final BlockCache known;
    private final Departures departures;
    private final RegionPlan.Piece first;
    private final Set<RegionPlan.Piece> chosen = new LinkedHashSet<>();
    private final Map<RegionPlan.Piece, RegionPlan.Piece> calls = new LinkedHashMap<>();
    private int instructions;

    RegionPlanner(Block first, BlockCache known, Departures departures) {
        this.known = known;
        this.departures = departures;
        this.first = new RegionPlan.Piece(first, RegionFrame.first());
    }

    RegionPlan plan(Core core) {
        choose(reached(first, RegionPlan.MOST_INSTRUCTIONS));
        Queue<RegionPlan.Piece> callers = new ArrayDeque<>(chosen);
        while (!callers.isEmpty()) {
            RegionPlan.Piece caller = callers.remove();
            if (caller.last().row.is(Row.Flag.CALLS)) {
                callers.addAll(call(caller));
            }
        }
        List<RegionPlan.Piece> pieces = new ArrayList<>(chosen);
        pieces.remove(first);
        pieces.sort(Comparator.comparingInt(piece -> piece.block().address));
        pieces.addFirst(first);
        Map<Integer, Set<Integer>> loops = RegionPlan.loops(pieces.stream().map(RegionPlan.Piece::block).toList(), core);
        Map<RegionPlan.Piece, RegionPlan.Callee> callees = calls.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, call -> callee(call.getKey().frame(), call.getValue())));
        return new RegionPlan(List.copyOf(pieces), callees, loops, departures.copy());
    }

    private void choose(Set<RegionPlan.Piece> pieces) {
        for (RegionPlan.Piece piece : pieces) {
            instructions += chosen.add(piece) ? piece.block().insns.length : 0;
        }
    }

    /** The pieces that can be reached in a frame, up to a number of instructions. */
    private Set<RegionPlan.Piece> reached(RegionPlan.Piece from, int most) {
        Set<RegionPlan.Piece> reached = new LinkedHashSet<>();
        Queue<RegionPlan.Piece> next = new ArrayDeque<>(List.of(from));
        int length = 0;
        while (!next.isEmpty()) {
            RegionPlan.Piece piece = next.remove();
            if (!chosen.contains(piece) && !reached.contains(piece) && length + piece.block().insns.length <= most) {
                reached.add(piece);
                length += piece.block().insns.length;
                RegionPlan.successors(piece.block()).flatMap(address -> known.executed(address).stream())
                        .filter(RegionPlanner::continues).forEach(block -> next.add(new RegionPlan.Piece(block, piece.frame())));
            }
        }
        return reached;
    }

    /** Takes a called function into the region, if it is small and does nothing special; returns the pieces that this adds. */
    private Set<RegionPlan.Piece> call(RegionPlan.Piece caller) {
        Optional<RegionFrame> frame = caller.frame().callee(caller.last());
        Optional<Block> target = target(caller);
        if (frame.isEmpty() || target.isEmpty()
                || begins(target.get()) != frame.get().windowsOfCall() > 0) {
            return Set.of();
        }
        RegionPlan.Piece begin = new RegionPlan.Piece(target.get(), frame.get());
        int room = RegionPlan.MOST_INSTRUCTIONS - instructions;
        Set<RegionPlan.Piece> body = reached(begin, Math.min(room, RegionPlan.MOST_OF_CALLEE) + 1);
        int length = body.stream().mapToInt(piece -> piece.block().insns.length).sum();
        if (body.isEmpty() || length > Math.min(room, RegionPlan.MOST_OF_CALLEE) || !body.stream().allMatch(this::isPlain)) {
            return Set.of();
        }
        choose(body);
        calls.put(caller, begin);
        Set<RegionPlan.Piece> added = new LinkedHashSet<>(body);
        known.executed(frame.get().returnsTo()).filter(RegionPlanner::continues)
                .map(block -> new RegionPlan.Piece(block, caller.frame())).ifPresent(behind -> {
                    Set<RegionPlan.Piece> rest = reached(behind, RegionPlan.MOST_INSTRUCTIONS - instructions);
                    if (caller.frame().caller().isEmpty() || rest.stream().allMatch(this::isPlain)) {
                        choose(rest);
                        added.addAll(rest);
                    }
                });
        return added;
    }

    /** Where a call leads: what it says, or what it led to last. */
    private Optional<Block> target(RegionPlan.Piece caller) {
        Insn call = caller.last();
        boolean indirect = call.row.action().terms().anyMatch(Term.AddressRegister.class::isInstance);
        return known.executed(indirect ? caller.block().successor.address : call.imm).filter(RegionPlan::translatable);
    }

    private RegionPlan.Callee callee(RegionFrame caller, RegionPlan.Piece begin) {
        RegionFrame frame = begin.frame();
        int touched = (1 << frame.windows()) - 1 & -1 << caller.windows();
        for (RegionPlan.Piece piece : chosen) {
            if (piece.frame() == frame) {
                Block block = piece.block();
                touched |= (begins(block) ? block.entryWindows : block.hazards & Hazards.WINDOWS) << frame.windows();
            }
        }
        return new RegionPlan.Callee(begin.block().address, frame, touched);
    }

    /** Whether a block in a called function is nothing but plain instructions. */
    private boolean isPlain(RegionPlan.Piece piece) {
        for (Insn insn : piece.block().insns) {
            if (RegionPlan.steps(insn, departures)) {
                return false;
            }
        }
        return !begins(piece.block()) || piece.block().insns[0].s <= WindowOps.HIGHEST_POINTER;
    }

    private static boolean begins(Block block) {
        return block.insns[0].row.is(Row.Flag.BEGINS_BLOCK);
    }

    /** Whether a block can be reached inside a function: ENTRY can only begin one. */
    private static boolean continues(Block block) {
        return RegionPlan.translatable(block) && !begins(block);
    }
}
