package dev.crema.emulator.state;

/** Something that is part of a machine's state. */
public interface Stateful {
    /**
     * Shows everything that makes a difference for what happens later, always in the same order. The same method saves and
     * restores: each value is replaced by what the visitor returns for it. What can be computed again, and how objects are wired
     * together, is not state; who restores has an object that was made like the one that was saved and has not run yet.
     *
     * @throws StateException when restoring, if what was saved cannot be the state of this
     */
    void state(State state);
}
