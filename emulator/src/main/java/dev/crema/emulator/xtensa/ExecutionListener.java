package dev.crema.emulator.xtensa;

/** Is told of all that a core executes, cycle by cycle, in pieces without a jump. The guest cannot tell. */
@FunctionalInterface
public interface ExecutionListener {
    /**
     * A piece was executed, to its end or to an instruction in it that raised an exception. The pieces of a run add up to its
     * {@linkplain Core#instructions() instructions} and its cycles, without those in which the core waited.
     *
     * @param core that executed it; its registers are as they are now
     * @param address of the first instruction
     * @param instructions that were completed
     * @param cycles they took
     * @param flow how execution left the piece, unless by an exception
     */
    void executed(Core core, int address, long instructions, long cycles, Flow flow);
}
