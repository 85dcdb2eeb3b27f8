package dev.crema.emulator.debug.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was executed, by function and by who called it, while it is being counted. */
public final class CallTree {
    /** A guest that calls ever new addresses does not fill the host's memory: what is beyond counts for its caller. */
    private static final int MOST_NODES = 200_000;

    private final CodeMap code;
    private final Node root = new Node(CodeMap.UNKNOWN, null);
    private int nodes;

    /** A function, called along one path. */
    final class Node {
        private final int function;
        private final Node caller;
        private final Map<Integer, Node> callees = new HashMap<>(4);
        private long instructions;
        private long cycles;

        Node(int function, Node caller) {
            this.function = function;
            this.caller = caller;
        }

        int function() {
            return function;
        }

        Node caller() {
            return caller;
        }

        Node callee(int called) {
            Node known = callees.get(called);
            if (known != null) {
                return known;
            }
            if (nodes == MOST_NODES) {
                return this;
            }
            nodes++;
            Node fresh = new Node(called, this);
            callees.put(called, fresh);
            return fresh;
        }

        void count(long moreInstructions, long moreCycles) {
            instructions += moreInstructions;
            cycles += moreCycles;
        }

        private ProfileNode snapshot() {
            List<ProfileNode> calls = new ArrayList<>();
            for (Node callee : callees.values()) {
                ProfileNode call = callee.snapshot();
                if (call.total() > 0) {
                    calls.add(call);
                }
            }
            calls.sort(Comparator.comparingLong(ProfileNode::total).reversed().thenComparing(ProfileNode::function));
            return new ProfileNode(function == CodeMap.UNKNOWN ? "all" : code.name(function), instructions, cycles, calls);
        }
    }

    /** A tree of a program's functions. */
    public CallTree(CodeMap code) {
        this.code = code;
    }

    CodeMap code() {
        return code;
    }

    Node root() {
        return root;
    }

    /** What has been counted so far. */
    public Profile profile() {
        return new Profile(root.snapshot(), code.hasNames());
    }
}
