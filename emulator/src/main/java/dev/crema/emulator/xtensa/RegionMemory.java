package dev.crema.emulator.xtensa;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Emits the accesses of a region to memory. One by itself is a call that HotSpot puts in where it is hot, and a way out if it is
 * slow; those of a {@link Span} are accesses of an array, and their first one has a way out if not all of them are fast.
 */
final class RegionMemory {
    private static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
    private static final MethodTypeDesc LOAD = MethodTypeDesc.of(ConstantDescs.CD_long, INTS, INTS, ActionEmitter.MEMORY,
            ConstantDescs.CD_int);
    private static final MethodTypeDesc STORE = MethodTypeDesc.of(ConstantDescs.CD_boolean, INTS, INTS, ActionEmitter.MEMORY,
            ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc SPAN = MethodTypeDesc.of(ConstantDescs.CD_int, INTS, ActionEmitter.MEMORY,
            ConstantDescs.CD_int, ConstantDescs.CD_int);

    private final CodeBuilder code;
    private final Map<Span, Integer> locals = new IdentityHashMap<>();
    private Map<Integer, Span> spans = Map.of();

    RegionMemory(CodeBuilder code) {
        this.code = code;
    }

    /** From now on the accesses are those of a block. */
    void begin(Block block, Departures departures) {
        spans = Span.of(block, departures);
    }

    /**
     * Loads what an instruction asks for.
     *
     * @param at its place in the block
     * @param slow where to go on if it does not go straight to the backing
     */
    void load(RegionOperands operands, Term.Access access, int at, Label slow) {
        if (spans.containsKey(at)) {
            pushWord(operands, at, slow);
            code.iaload().i2l().lstore(RegionOperands.LOADED_LOCAL);
        } else {
            load(RegionOperands.LOADS_LOCAL, () -> operands.pushAddress(code, access), access.width(), slow);
        }
    }

    /** The same of L32R. */
    void loadLiteral(int address, Label slow) {
        load(RegionOperands.FETCHES_LOCAL, () -> code.loadConstant(address), Integer.BYTES, slow);
    }

    private void load(int map, Runnable address, int width, Label slow) {
        code.aload(RegionOperands.BACKING_LOCAL).aload(map).aload(RegionOperands.MEMORY_LOCAL);
        address.run();
        code.invokestatic(ActionEmitter.MEMORY, "load" + 8 * width, LOAD)
                .dup2().lstore(RegionOperands.LOADED_LOCAL).lconst_0().lcmp().iflt(slow);
    }

    /**
     * Stores what an instruction has made.
     *
     * @param at its place in the block
     * @param slow where to go on if it does not go straight to the backing
     */
    void store(RegionOperands operands, Term.Access access, int at, Label slow) {
        if (spans.containsKey(at)) {
            pushWord(operands, at, slow);
            code.iload(RegionOperands.STORED_LOCAL).iastore();
        } else {
            code.aload(RegionOperands.BACKING_LOCAL).aload(RegionOperands.STORES_LOCAL).aload(RegionOperands.MEMORY_LOCAL);
            operands.pushAddress(code, access);
            code.iload(RegionOperands.STORED_LOCAL)
                    .invokestatic(ActionEmitter.MEMORY, "store" + 8 * access.width(), STORE).ifeq(slow);
        }
    }

    /** Pushes the backing and the index of a word of a span. */
    private void pushWord(RegionOperands operands, int at, Label slow) {
        Span span = spans.get(at);
        if (span.beginsAt(at)) {
            locals.put(span, RegionOperands.FIRST_FREE_LOCAL + locals.size());
            code.aload(span.stores() ? RegionOperands.STORES_LOCAL : RegionOperands.LOADS_LOCAL)
                    .aload(RegionOperands.MEMORY_LOCAL);
            operands.push(code, new Term.AddressRegister('s'));
            code.loadConstant(span.low()).iadd().loadConstant(span.high() - span.low())
                    .invokestatic(ActionEmitter.MEMORY, "span", SPAN)
                    .dup().istore(locals.get(span)).iflt(slow);
        }
        code.aload(RegionOperands.BACKING_LOCAL).iload(locals.get(span)).loadConstant(span.word(operands.offset())).iadd()
                .iload(RegionOperands.BACKING_MASK_LOCAL).iand();
    }
}
