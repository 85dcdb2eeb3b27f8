package dev.crema.emulator.debug.profile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Follows the calls of one core, whatever the ABI: nothing is read from the guest's stack. A frame is known by its function and the
 * stack pointer with which it left; a return goes to the nearest frame to which both fit. If there is none, another task has taken
 * over: its frames are looked for among those that were put aside, or begin anew.
 */
public final class CallStack {
    private static final int DEEPEST = 256;
    private static final int MOST_PUT_ASIDE = 64;

    private final CallTree tree;
    private List<Frame> frames = new ArrayList<>();
    private final Deque<List<Frame>> putAside = new ArrayDeque<>();
    private boolean inVector;

    /** A function under way. */
    private static final class Frame {
        private CallTree.Node node;
        private int sp;

        Frame(CallTree.Node node, int sp) {
            this.node = node;
            this.sp = sp;
        }

        boolean is(int function, int stackPointer) {
            return sp == stackPointer && (function == CodeMap.UNKNOWN || node.function() == function);
        }
    }

    /** How execution came to where it is. */
    public enum Arrival {
        /** By a call. */
        CALL,
        /** By a return. */
        RETURN,
        /** By a jump, or from what lies before. */
        OTHER,
        /** By an exception or interrupt. */
        VECTOR,
        /** By a window overflow or underflow. */
        WINDOW_VECTOR,
        /** Back from {@link #WINDOW_VECTOR}. */
        WINDOW_RETURN
    }

    /** The stack of a core. */
    public CallStack(CallTree tree) {
        this.tree = tree;
    }

    /**
     * A piece of code is about to be, or was, executed.
     *
     * @param arrival how execution came there
     * @param address of its first instruction
     * @param sp the stack pointer on arrival
     */
    public void arrive(Arrival arrival, int address, int sp) {
        int function = tree.code().function(address);
        // After a return it is another frame's; window vectors run with the window, and so the stack pointer, of another one.
        if (arrival != Arrival.RETURN && arrival != Arrival.WINDOW_VECTOR && !inVector && !frames.isEmpty()) {
            frames.getLast().sp = sp;
        }
        switch (arrival) {
            case CALL, VECTOR -> push(function == CodeMap.UNKNOWN ? address : function, sp);
            case WINDOW_VECTOR -> {
                push(function == CodeMap.UNKNOWN ? address : function, sp);
                inVector = true;
            }
            case RETURN -> returnTo(function, address, sp);
            case WINDOW_RETURN -> leaveVector();
            case OTHER -> {
                if (frames.isEmpty() || function != CodeMap.UNKNOWN && frames.getLast().node.function() != function) {
                    replace(function == CodeMap.UNKNOWN ? address : function, sp);
                }
            }
        }
    }

    /** Counts what was executed since the last arrival. */
    public void count(long instructions, long cycles) {
        (frames.isEmpty() ? tree.root() : frames.getLast().node).count(instructions, cycles);
    }

    private void push(int function, int sp) {
        if (frames.size() == DEEPEST) {
            replace(function, sp);
        } else {
            CallTree.Node caller = frames.isEmpty() ? tree.root() : frames.getLast().node;
            frames.add(new Frame(caller.callee(function), sp));
        }
    }

    private void pop() {
        if (!frames.isEmpty()) {
            frames.removeLast();
        }
    }

    private void leaveVector() {
        if (inVector) {
            pop();
        }
        inVector = false;
    }

    private void replace(int function, int sp) {
        pop();
        push(function, sp);
    }

    private void returnTo(int function, int address, int sp) {
        for (int depth = frames.size() - 2; depth >= 0; depth--) {
            if (frames.get(depth).is(function, sp)) {
                frames.subList(depth + 1, frames.size()).clear();
                return;
            }
        }
        if (frames.size() > 1) {
            putAside.addFirst(frames);
            if (putAside.size() > MOST_PUT_ASIDE) {
                putAside.removeLast();
            }
        }
        frames = resumed(function, sp);
        if (frames.isEmpty()) {
            push(function == CodeMap.UNKNOWN ? address : function, sp);
        }
    }

    /** The frames of a task that goes on, or none. */
    private List<Frame> resumed(int function, int sp) {
        for (Iterator<List<Frame>> each = putAside.iterator(); each.hasNext();) {
            List<Frame> task = each.next();
            for (int depth = task.size() - 1; depth >= 0; depth--) {
                if (task.get(depth).is(function, sp)) {
                    each.remove();
                    return new ArrayList<>(task.subList(0, depth + 1));
                }
            }
        }
        return new ArrayList<>();
    }
}
