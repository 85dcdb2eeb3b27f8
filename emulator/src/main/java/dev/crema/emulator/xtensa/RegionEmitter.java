package dev.crema.emulator.xtensa;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes the class of a {@link Region}. What an instruction computes comes from its row's action, as for the interpreter; here is
 * only how control, time and registers get from one instruction to the next.
 *
 * <p>An instruction is emitted in one of four ways: as it is; behind a guard, if it may meet a device or fault, which leaves the
 * region before the instruction; as a <em>step</em>, executed by its {@link Insn} with everything put back into the core before and
 * fetched again after; or, if it ends its block, as a last step.
 */
final class RegionEmitter {
    /** HotSpot's HugeMethodLimit is 8,000; longer methods are never compiled. */
    private static final int LONGEST_METHOD = 7_900;

    private static final ClassDesc REGION = ClassDesc.of("dev.crema.emulator.xtensa.Region");
    private static final ClassDesc NAME = ClassDesc.of("dev.crema.emulator.xtensa.Region$Translated");
    private static final ClassDesc CORE = ActionEmitter.CORE;
    private static final ClassDesc MEMORY = ActionEmitter.MEMORY;
    private static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(ConstantDescs.CD_int, CORE);
    private static final MethodTypeDesc PLACE =
            MethodTypeDesc.of(ConstantDescs.CD_int, INTS, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc PLACE_OF = MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc TEST = MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int);
    private static final int REGISTERS_OF_A_WINDOW = 16;

    private final RegionPlan plan;
    private final CodeBuilder code;
    private final Map<Integer, Label> labels = new HashMap<>();
    private final List<Runnable> stubs = new ArrayList<>();
    private final BitSet used = new BitSet(REGISTERS_OF_A_WINDOW);
    private final BitSet assigned = new BitSet(REGISTERS_OF_A_WINDOW);
    private final Label exit;
    private final Label exitWithoutRegisters;

    private RegionEmitter(RegionPlan plan, CodeBuilder code) {
        this.plan = plan;
        this.code = code;
        exit = code.newLabel();
        exitWithoutRegisters = code.newLabel();
        plan.blocks().forEach(block -> labels.put(block.address, code.newLabel()));
        plan.blocks().stream().flatMap(block -> Arrays.stream(block.insns)).filter(insn -> !stepped(insn)).forEach(this::note);
    }

    /** The class file of a region; empty if its method is too long to be compiled. */
    static Optional<byte[]> classFile(RegionPlan plan) {
        byte[] bytes = ClassFile.of().build(NAME, builder -> builder
                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(REGION)
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code
                        .aload(0)
                        .invokespecial(REGION, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .return_())
                .withMethodBody("run", RUN, ClassFile.ACC_FINAL, code -> new RegionEmitter(plan, code).emit()));
        int length = ClassFile.of().parse(bytes).methods().stream()
                .mapToInt(method -> method.findAttribute(Attributes.code()).orElseThrow().codeLength()).max().orElse(0);
        return length > LONGEST_METHOD ? Optional.empty() : Optional.of(bytes);
    }

    // ---- The method

    private void emit() {
        memory("backing", ConstantDescs.CD_byte.arrayType()).astore(RegionOperands.BACKING_LOCAL);
        memory("loadMap", INTS).astore(RegionOperands.LOADS_LOCAL);
        memory("storeMap", INTS).astore(RegionOperands.STORES_LOCAL);
        memory("fetchMap", INTS).astore(RegionOperands.FETCHES_LOCAL);
        core("ar", INTS).astore(RegionOperands.AR_LOCAL);
        zeroTime();
        Block head = plan.blocks().getFirst();
        boolean entry = head.insns[0].row.is(Row.Flag.BEGINS_BLOCK);
        if (entry) {
            // The core stands at it, so it can fault.
            emitter(head.insns[0]).emit(head.insns[0].row.action());
        }
        core("base", ConstantDescs.CD_int).istore(RegionOperands.BASE_LOCAL);
        load();
        for (int i = 0; i < plan.blocks().size(); i++) {
            Block block = plan.blocks().get(i);
            code.labelBinding(labels.get(block.address));
            block(i, block, i == 0 && entry ? 1 : 0);
        }
        // Stubs may need stubs.
        for (int i = 0; i < stubs.size(); i++) {
            stubs.get(i).run();
        }
        code.labelBinding(exit);
        store();
        code.labelBinding(exitWithoutRegisters);
        code.aload(RegionOperands.CORE_LOCAL).iload(RegionOperands.PC_LOCAL).iload(RegionOperands.CYCLES_LOCAL)
                .iload(RegionOperands.INSTRUCTIONS_LOCAL)
                .invokevirtual(CORE, "leaveRegion", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int,
                        ConstantDescs.CD_int, ConstantDescs.CD_int))
                .iload(RegionOperands.ENDING_LOCAL).ireturn();
    }

    private void block(int number, Block block, int from) {
        int last = block.insns.length - 1;
        for (int at = from; at < last; at++) {
            straight(number, block, at);
        }
        if (from <= last) {
            last(number, block, last);
        } else {
            time(block);
            onward(block);
        }
    }

    private void straight(int number, Block block, int at) {
        Insn insn = block.insns[at];
        if (stepped(insn)) {
            storeAndSpend();
            step(number, at);
            load();
            goOnIfPossible(block, at);
        } else {
            guard(block, at);
            emitter(insn).emit(insn.row.action());
        }
    }

    private void last(int number, Block block, int at) {
        Insn insn = block.insns[at];
        Action action = insn.row.action();
        if (insn.row.is(Row.Flag.CALLS)) {
            time(block);
            store();
            emitter(insn).emit(action);
            end(Region.YIELDS);
            code.goto_(exitWithoutRegisters);
        } else if (insn.row.is(Row.Flag.RETURNS)) {
            storeAndSpend();
            code.aload(0).aload(RegionOperands.CORE_LOCAL).loadConstant(number)
                    .invokevirtual(REGION, "standAtLast", MethodTypeDesc.of(ConstantDescs.CD_void, CORE, ConstantDescs.CD_int));
            emitter(insn).emit(action);
            time(block);
            end(Region.YIELDS);
            code.goto_(exitWithoutRegisters);
        } else if (insn.row.is(Row.Flag.ENDS_BLOCK) || action.jumps() && stepped(insn)) {
            storeAndSpend();
            code.aload(0).aload(RegionOperands.CORE_LOCAL).loadConstant(number)
                    .invokevirtual(REGION, "stepLast", MethodTypeDesc.of(ConstantDescs.CD_int, CORE, ConstantDescs.CD_int))
                    .ireturn();
        } else if (action instanceof Action.Branch(Term target, Action.Call condition)) {
            time(block);
            Label straightOn = code.newLabel();
            emitter(insn).condition(condition);
            code.ifeq(straightOn);
            jump(RegionPlan.target(insn).orElseThrow());
            code.labelBinding(straightOn);
            onward(block);
        } else if (action.jumps()) {
            time(block);
            RegionPlan.target(insn).ifPresentOrElse(this::jump, () -> {
                emitter(insn).emit(action);
                end(Region.YIELDS);
                code.goto_(exit);
            });
        } else {
            straight(number, block, at);
            time(block);
            onward(block);
        }
    }

    private ActionEmitter emitter(Insn insn) {
        return new ActionEmitter(code, new RegionOperands(insn), ClassDesc.of(insn.row.kernels().getName()));
    }

    // ---- From block to block

    /** A taken jump: a yield point. */
    private void jump(int target) {
        Label there = labels.get(target);
        if (there == null) {
            exit(target, Region.YIELDS);
        } else {
            code.iload(RegionOperands.CYCLES_LOCAL).iload(RegionOperands.BUDGET_LOCAL)
                    .if_icmpge(stub(() -> exit(target, Region.YIELDS))).goto_(there);
        }
    }

    /** The way straight on, unless a zero-overhead loop ends here. */
    private void onward(Block block) {
        Label notALoop = code.newLabel();
        if (plan.loops().containsKey(block.end)) {
            code.aload(RegionOperands.CORE_LOCAL).loadConstant(block.end).invokevirtual(CORE, "loopsBackFrom", TEST).ifeq(notALoop);
            for (int begin : plan.loops().get(block.end)) {
                if (labels.containsKey(begin)) {
                    Label other = code.newLabel();
                    core("loopBegin", ConstantDescs.CD_int).loadConstant(begin).if_icmpne(other);
                    jump(begin);
                    code.labelBinding(other);
                }
            }
            core("loopBegin", ConstantDescs.CD_int).istore(RegionOperands.PC_LOCAL);
            end(Region.YIELDS);
            code.goto_(exit);
        }
        code.labelBinding(notALoop);
        Label next = labels.get(block.end);
        if (next == null) {
            exit(block.end, Region.GOES_ON);
        } else {
            code.goto_(next);
        }
    }

    private void exit(int pc, int ending) {
        code.loadConstant(pc).istore(RegionOperands.PC_LOCAL);
        end(ending);
        code.goto_(exit);
    }

    private void end(int ending) {
        code.loadConstant(ending).istore(RegionOperands.ENDING_LOCAL);
    }

    /** Code away from the straight path. */
    private Label stub(Runnable emitter) {
        Label label = code.newLabel();
        stubs.add(() -> {
            code.labelBinding(label);
            emitter.run();
        });
        return label;
    }

    // ---- Instructions that are not always plain

    /** Whether an instruction works on more than operands and memory. */
    private boolean stepped(Insn insn) {
        Row row = insn.row;
        if (row.is(Row.Flag.CALLS) || row.is(Row.Flag.SETS_LEND) || row.is(Row.Flag.BEGINS_BLOCK)) {
            return false;
        }
        return row.is(Row.Flag.ENDS_BLOCK) || plan.slow().contains(insn.address)
                || call(row.action()).map(call -> reachesFurther(row, call.arguments())).orElse(false);
    }

    private static boolean reachesFurther(Row row, List<Term> arguments) {
        // The kernels of the FPU touch its status and control, unless they are given the number of a register.
        boolean core = arguments.contains(Term.Named.CORE)
                && (!row.is(Row.Flag.FPU) || arguments.stream().anyMatch(Term.RegisterNumber.class::isInstance));
        return core || arguments.contains(Term.Named.FAULT);
    }

    private static Optional<Action.Call> call(Action action) {
        return switch (action) {
            case Action.Do(Action.Call call) -> Optional.of(call);
            case Action.Branch(Term target, Action.Call condition) -> Optional.of(condition);
            case Action.Assign(Term destination, Action.Call call) -> Optional.of(call);
            case Action.Assign(Term destination, Action.TermValue value) -> Optional.empty();
        };
    }

    /** Finds the place of a load or store, and leaves the region before one that does not go straight to the backing. */
    private void guard(Block block, int at) {
        Insn insn = block.insns[at];
        Action action = insn.row.action();
        if (action instanceof Action.Assign(Term destination, Action.TermValue(Term term)) && term == Term.Named.LITERAL) {
            code.aload(RegionOperands.FETCHES_LOCAL).loadConstant(plan.memoryBase()).loadConstant(insn.imm)
                    .loadConstant(Integer.BYTES).invokestatic(MEMORY, "place", PLACE)
                    .dup().istore(RegionOperands.PLACE_LOCAL)
                    .iflt(stub(() -> leave(block, at, insn.address, Region.LEAVES)));
        }
        action.access().ifPresent(access -> {
            Label found = code.newLabel();
            RegionOperands operands = new RegionOperands(insn);
            code.aload(action.stores() ? RegionOperands.STORES_LOCAL : RegionOperands.LOADS_LOCAL).loadConstant(plan.memoryBase());
            operands.pushAddress(code, access);
            code.loadConstant(access.width()).invokestatic(MEMORY, "place", PLACE).dup().istore(RegionOperands.PLACE_LOCAL)
                    .iflt(stub(() -> {
                        core("memory", MEMORY);
                        operands.pushAddress(code, access);
                        code.loadConstant(access.width())
                                .invokevirtual(MEMORY, action.stores() ? "placeOfStore" : "placeOfLoad", PLACE_OF)
                                .dup().istore(RegionOperands.PLACE_LOCAL).ifge(found);
                        leave(block, at, insn.address, Region.LEAVES);
                    }));
            code.labelBinding(found);
        });
    }

    /** Ends the run in the middle of a block. */
    private void leave(Block block, int executed, int pc, int ending) {
        int cycles = executed < block.insns.length ? block.insns[executed].cyclesBefore : block.cycles;
        code.iinc(RegionOperands.CYCLES_LOCAL, cycles).iinc(RegionOperands.INSTRUCTIONS_LOCAL, executed);
        exit(pc, ending);
    }

    private void step(int number, int at) {
        code.aload(0).aload(RegionOperands.CORE_LOCAL).loadConstant(number).loadConstant(at)
                .invokevirtual(REGION, "step",
                        MethodTypeDesc.of(ConstantDescs.CD_void, CORE, ConstantDescs.CD_int, ConstantDescs.CD_int));
    }

    private void goOnIfPossible(Block block, int at) {
        code.aload(0).aload(RegionOperands.CORE_LOCAL)
                .invokevirtual(REGION, "goesOn", MethodTypeDesc.of(ConstantDescs.CD_boolean, CORE))
                .ifeq(stub(() -> leave(block, at + 1, block.insns[at].next(), Region.GOES_ON)));
    }

    // ---- Time and registers

    private void time(Block block) {
        code.iinc(RegionOperands.CYCLES_LOCAL, block.cycles).iinc(RegionOperands.INSTRUCTIONS_LOCAL, block.insns.length);
    }

    private void zeroTime() {
        code.iconst_0().istore(RegionOperands.CYCLES_LOCAL).iconst_0().istore(RegionOperands.INSTRUCTIONS_LOCAL);
    }

    private void storeAndSpend() {
        store();
        code.aload(RegionOperands.CORE_LOCAL).iload(RegionOperands.CYCLES_LOCAL).iload(RegionOperands.INSTRUCTIONS_LOCAL)
                .invokevirtual(CORE, "spend", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int));
        zeroTime();
    }

    private void load() {
        used.stream().forEach(register -> {
            register(register);
            code.iaload().istore(RegionOperands.local(register));
        });
        core("sar", ConstantDescs.CD_int).istore(RegionOperands.SAR_LOCAL);
        code.aload(RegionOperands.CORE_LOCAL).invokevirtual(CORE, "budget", MethodTypeDesc.of(ConstantDescs.CD_int))
                .istore(RegionOperands.BUDGET_LOCAL);
    }

    private void store() {
        assigned.stream().forEach(register -> {
            register(register);
            code.iload(RegionOperands.local(register)).iastore();
        });
        code.aload(RegionOperands.CORE_LOCAL).iload(RegionOperands.SAR_LOCAL).putfield(CORE, "sar", ConstantDescs.CD_int);
    }

    /** Pushes the array and the index of an AR. */
    private void register(int number) {
        code.aload(RegionOperands.AR_LOCAL).iload(RegionOperands.BASE_LOCAL).loadConstant(number).iadd()
                .loadConstant(Core.REGISTERS - 1).iand();
    }

    private CodeBuilder memory(String part, ClassDesc type) {
        return core("memory", MEMORY).invokevirtual(MEMORY, part, MethodTypeDesc.of(type));
    }

    private CodeBuilder core(String field, ClassDesc type) {
        return code.aload(RegionOperands.CORE_LOCAL).getfield(CORE, field, type);
    }

    /** Notes which registers an instruction needs in locals. */
    private void note(Insn insn) {
        Action action = insn.row.action();
        action.terms().flatMapToInt(term -> registers(insn, term)).forEach(used::set);
        if (action instanceof Action.Assign(Term destination, Action.Value value) && !(destination instanceof Term.Access)) {
            registers(insn, destination).forEach(assigned::set);
        }
    }

    private static IntStream registers(Insn insn, Term term) {
        return switch (term) {
            case Term.AddressRegister(char field) -> IntStream.of(insn.register(field));
            case Term.FixedRegister(int number) -> IntStream.of(number);
            case Term.Access access -> IntStream.concat(IntStream.of(insn.register('s')), registers(insn, access.offset()));
            default -> IntStream.empty();
        };
    }
}
