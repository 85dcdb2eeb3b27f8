package dev.crema.constraints.fault;

import java.util.SplittableRandom;

/** Requests that chance has chosen; equal seeds choose alike. */
final class ByChance implements Fault {
    private final double probability;
    private final SplittableRandom random;

    /** Each with a probability of 0 to 1. */
    ByChance(double probability, long seed) {
        this.probability = probability;
        random = new SplittableRandom(seed);
    }

    @Override
    public boolean strikes(Request request) {
        return random.nextDouble() < probability;
    }
}
