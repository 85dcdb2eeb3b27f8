package dev.crema.constraints.oom;

import dev.crema.constraints.fault.Request;

/** Has nothing fail, and keeps no books. */
enum Bystander implements Take.Witness {
    /** The only one. */
    INSTANCE;

    @Override
    public boolean requested(Request request) {
        return false;
    }

    @Override
    public void allocated(Block block) {
        // Nobody asks.
    }

    @Override
    public void freed(int address) {
        // Nobody asks.
    }
}
