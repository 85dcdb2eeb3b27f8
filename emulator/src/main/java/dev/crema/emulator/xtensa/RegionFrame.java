package dev.crema.emulator.xtensa;

import java.util.Optional;

/**
 * A function whose body is part of a region: the one that the region begins in, or one that it calls. The registers of a called
 * one's window are those of the region's first window, moved up; so a register that caller and callee share is one local.
 * Frames are told apart by identity, because one function may be called from several places.
 */
final class RegionFrame {
    /** Calls within calls at most. */
    private static final int DEEPEST = 3;
    /** Windows that the frames of a region move at most. The registers of the last frame still are in the register file. */
    private static final int FARTHEST = 8;

    private final Optional<RegionFrame> caller;
    private final int returnsTo;
    private final int windows;
    private final int depth;

    private RegionFrame(Optional<RegionFrame> caller, int returnsTo, int windows, int depth) {
        this.caller = caller;
        this.returnsTo = returnsTo;
        this.windows = windows;
        this.depth = depth;
    }

    /** The frame in which a region begins. */
    static RegionFrame first() {
        return new RegionFrame(Optional.empty(), 0, 0, 0);
    }

    /** The frame of what a call in this one leads to; empty if that is too deep, or would not return to behind the call. */
    Optional<RegionFrame> callee(Insn call) {
        int moved = call.row.action().terms().filter(Term.Literal.class::isInstance).map(Term.Literal.class::cast)
                .mapToInt(Term.Literal::value).findFirst().orElse(0);
        boolean returns = moved == 0 || WindowOps.target(call.address, call.next()) == call.next();
        return depth == DEEPEST || windows + moved > FARTHEST || !returns ? Optional.empty()
                : Optional.of(new RegionFrame(Optional.of(this), call.next(), windows + moved, depth + 1));
    }

    /** Who called; empty for the frame in which the region begins. */
    Optional<RegionFrame> caller() {
        return caller;
    }

    /** Where it returns to. */
    int returnsTo() {
        return returnsTo;
    }

    /** How many windows this frame's is ahead of the first. */
    int windows() {
        return windows;
    }

    /** How many windows the call moved. */
    int windowsOfCall() {
        return windows - caller.map(RegionFrame::windows).orElse(windows);
    }

    /** How many registers this frame's a0 is ahead of the first's. */
    int registers() {
        return windows << 2;
    }

    /** The bits of WINDOWSTART that the calls up to this frame have set; bit 0 is the first window. */
    int started() {
        return caller.map(before -> before.started() | 1 << windows).orElse(0) & ~1;
    }
}
