package dev.crema.emulator.xtensa;

/** What instructions cost: the one place where a timing model comes in. */
@FunctionalInterface
interface CostModel {
    /** One cycle each. */
    CostModel UNIFORM = row -> 1;

    /** Cycles of an instruction, at least 1. */
    int cycles(Row row);
}
