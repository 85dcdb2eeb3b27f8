package dev.crema.emulator.xtensa;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Emits the accesses of a region to memory: each is a call that HotSpot puts in where it is hot, and a way out if it is slow. */
final class RegionMemory {
    private static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
    private static final MethodTypeDesc LOAD = MethodTypeDesc.of(ConstantDescs.CD_long, INTS, INTS, ActionEmitter.MEMORY,
            ConstantDescs.CD_int);
    private static final MethodTypeDesc STORE = MethodTypeDesc.of(ConstantDescs.CD_boolean, INTS, INTS, ActionEmitter.MEMORY,
            ConstantDescs.CD_int, ConstantDescs.CD_int);

    private final CodeBuilder code;

    RegionMemory(CodeBuilder code) {
        this.code = code;
    }

    /**
     * Loads what an instruction asks for.
     *
     * @param slow where to go on if it does not go straight to the backing
     */
    void load(RegionOperands operands, Term.Access access, Label slow) {
        load(RegionOperands.LOADS_LOCAL, () -> operands.pushAddress(code, access), access.width(), slow);
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
     * @param slow where to go on if it does not go straight to the backing
     */
    void store(RegionOperands operands, Term.Access access, Label slow) {
        code.aload(RegionOperands.BACKING_LOCAL).aload(RegionOperands.STORES_LOCAL).aload(RegionOperands.MEMORY_LOCAL);
        operands.pushAddress(code, access);
        code.iload(RegionOperands.STORED_LOCAL)
                .invokestatic(ActionEmitter.MEMORY, "store" + 8 * access.width(), STORE).ifeq(slow);
    }
}
