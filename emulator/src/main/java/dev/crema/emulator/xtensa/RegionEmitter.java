package dev.crema.emulator.xtensa;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the class of a {@link Region}. What an instruction computes comes from its row's action, as for the interpreter; here
 * is only how control, time and registers get from one instruction to the next.
 *
 * <p>An instruction is emitted in one of four ways: as it is; behind a guard, if it may meet a device or fault, which leaves
 * the region before the instruction; as a <em>step</em>, executed by its {@link Insn} with everything put back into the core
 * before and fetched again after; or, if it ends its block, as a last step.
 */
final class RegionEmitter {
    /** HotSpot's HugeMethodLimit is 8,000; longer methods are never compiled. */
    private static final int LONGEST_METHOD = 7_900;

    private static final ClassDesc REGION = ClassDesc.of("dev.crema.emulator.xtensa.Region");
    private static final ClassDesc NAME = ClassDesc.of("dev.crema.emulator.xtensa.Region$Translated");
    private static final ClassDesc CORE = ActionEmitter.CORE;
    private static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(ConstantDescs.CD_int, CORE);
    private static final MethodTypeDesc OF_TWO = MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc GOES_ON = MethodTypeDesc.of(ConstantDescs.CD_boolean, CORE);
    private static final MethodTypeDesc TEST = MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int);
    private static final ClassDesc WINDOW_OPS = ClassDesc.of("dev.crema.emulator.xtensa.WindowOps");

    /** An address in a frame. */
    private record Place(int address, RegionFrame frame) { }

    private final RegionPlan plan;
    private final CodeBuilder code;
    private final RegionState state;
    private final RegionMemory memory;
    private final Map<Place, Label> labels = new HashMap<>();
    private final Map<RegionFrame, Label> functions = new HashMap<>();
    private final Map<RegionFrame, Label> exits = new LinkedHashMap<>();
    private final List<Runnable> stubs = new ArrayList<>();
    private final Label exit;
    private final Label exitWithoutRegisters;
    private final Label leave;

    private RegionEmitter(RegionPlan plan, CodeBuilder code) {
        this.plan = plan;
        this.code = code;
        state = new RegionState(code, !plan.calls().isEmpty());
        memory = new RegionMemory(code);
        exit = code.newLabel();
        exitWithoutRegisters = code.newLabel();
        leave = code.newLabel();
        for (RegionPlan.Piece piece : plan.pieces()) {
            if (begins(piece)) {
                functions.put(piece.frame(), code.newLabel());
            } else {
                labels.put(place(piece), code.newLabel());
            }
            for (Insn insn : piece.block().insns) {
                if (!stepped(insn)) {
                    state.note(insn, piece.frame());
                }
            }
        }
        plan.calls().values().forEach(callee -> state.noteReturnAddress(callee.frame()));
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
        state.begin();
        RegionPlan.Piece head = plan.pieces().getFirst();
        if (begins(head)) {
            // The core stands at it, so it can fault.
            Insn entry = head.block().insns[0];
            emitter(entry, head.frame()).emit(entry.row.action());
        }
        state.enterWindow();
        for (int i = 0; i < plan.pieces().size(); i++) {
            piece(i, plan.pieces().get(i));
        }
        // Stubs may need stubs.
        for (int i = 0; i < stubs.size(); i++) {
            stubs.get(i).run();
        }
        exits.forEach((frame, label) -> {
            code.labelBinding(label);
            enterFrames(frame);
            code.goto_(exit);
        });
        code.labelBinding(leave);
        code.istore(RegionOperands.PC_LOCAL)
                .iload(RegionOperands.INSTRUCTIONS_LOCAL).iadd().istore(RegionOperands.INSTRUCTIONS_LOCAL)
                .iload(RegionOperands.CYCLES_LOCAL).iadd().istore(RegionOperands.CYCLES_LOCAL);
        end(Region.LEAVES);
        code.labelBinding(exit);
        state.store();
        code.labelBinding(exitWithoutRegisters);
        code.aload(RegionOperands.CORE_LOCAL).iload(RegionOperands.PC_LOCAL).iload(RegionOperands.CYCLES_LOCAL)
                .iload(RegionOperands.INSTRUCTIONS_LOCAL)
                .invokevirtual(CORE, "leaveRegion", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int,
                        ConstantDescs.CD_int, ConstantDescs.CD_int))
                .iload(RegionOperands.ENDING_LOCAL).ireturn();
    }

    private static boolean begins(RegionPlan.Piece piece) {
        return piece.block().insns[0].row.is(Row.Flag.BEGINS_BLOCK);
    }

    private static Place place(RegionPlan.Piece piece) {
        return new Place(piece.block().address, piece.frame());
    }

    private void piece(int number, RegionPlan.Piece piece) {
        Block block = piece.block();
        memory.begin(block, plan.departures());
        code.labelBinding(begins(piece) ? functions.get(piece.frame()) : labels.get(place(piece)));
        if (begins(piece)) {
            piece.frame().caller().ifPresent(caller -> entry(block.insns[0], caller, piece.frame()));
        }
        int last = block.insns.length - 1;
        int from = begins(piece) ? 1 : 0;
        for (int at = from; at < last; at++) {
            straight(number, piece, at);
        }
        if (from <= last) {
            last(number, piece, last);
        } else {
            state.time(block);
            onward(piece, Region.GOES_ON);
        }
    }

    private void straight(int number, RegionPlan.Piece piece, int at) {
        Insn insn = piece.block().insns[at];
        if (stepped(insn)) {
            state.storeAndSpend();
            step(number, at);
            state.load();
            goOnIfPossible(piece, at);
        } else if (insn.row.is(Row.Flag.EXCHANGES)) {
            exchange(piece, at);
        } else {
            guard(piece, at);
            emitter(insn, piece.frame()).emit(insn.row.action());
            storeAccess(piece, at);
        }
    }

    private void last(int number, RegionPlan.Piece piece, int at) {
        Block block = piece.block();
        RegionFrame frame = piece.frame();
        Insn insn = block.insns[at];
        Action action = insn.row.action();
        if (insn.row.is(Row.Flag.CALLS)) {
            RegionPlan.Callee callee = plan.calls().get(piece);
            if (callee != null && isEmitted(callee)) {
                callInside(piece, callee);
            } else {
                call(piece);
            }
        } else if (insn.row.is(Row.Flag.RETURNS)) {
            returnInside(piece, frame.windowsOfCall() > 0, () -> returnOutside(number, piece));
        } else if (insn.row.is(Row.Flag.SETS_LEVEL)) {
            emitter(insn, frame).emit(action);
            state.time(block);
            state.askForBudget();
            state.askForWindows();
            goOnInTheSameMode(piece);
            onward(piece, Region.YIELDS);
        } else if (insn.row.is(Row.Flag.ENDS_BLOCK) || action.jumps() && stepped(insn)) {
            state.storeAndSpend();
            stepLast(number);
        } else if (action instanceof Action.Branch(Term target, Action.Call condition)) {
            state.time(block);
            Label straightOn = code.newLabel();
            emitter(insn, frame).condition(condition);
            code.ifeq(straightOn);
            jump(RegionPlan.target(insn).orElseThrow(), frame);
            code.labelBinding(straightOn);
            onward(piece, Region.GOES_ON);
        } else if (RegionPlan.target(insn).isPresent()) {
            state.time(block);
            jump(RegionPlan.target(insn).getAsInt(), frame);
        } else if (action.jumps()) {
            boolean isReturn = action.terms().anyMatch(Term.FixedRegister.class::isInstance);
            returnInside(piece, isReturn && frame.windowsOfCall() == 0, () -> {
                state.time(block);
                emitter(insn, frame).emit(action);
                end(Region.YIELDS);
                code.goto_(exit(frame));
            });
        } else {
            straight(number, piece, at);
            state.time(block);
            onward(piece, Region.GOES_ON);
        }
    }

    // ---- Calls and returns

    private boolean isEmitted(RegionPlan.Callee callee) {
        return functions.containsKey(callee.frame()) || labels.containsKey(new Place(callee.target(), callee.frame()));
    }

    /** A call that ends the region. */
    private void call(RegionPlan.Piece piece) {
        state.time(piece.block());
        enterFrames(piece.frame());
        state.store();
        emitter(piece.last(), piece.frame()).emit(piece.last().row.action());
        end(Region.YIELDS);
        code.goto_(exitWithoutRegisters);
    }

    /**
     * A call of a function that is part of the region, if the windows it touches are free. Like every taken jump a yield point.
     */
    private void callInside(RegionPlan.Piece piece, RegionPlan.Callee callee) {
        RegionFrame frame = piece.frame();
        Insn insn = piece.last();
        Optional<Term> pointer = insn.row.action().terms().filter(Term.AddressRegister.class::isInstance).findFirst();
        pointer.ifPresent(term -> {
            new RegionOperands(insn, frame).push(code, term);
            code.loadConstant(callee.target()).if_icmpne(stub(() -> call(piece)));
        });
        state.time(piece.block());
        int windows = callee.frame().windowsOfCall();
        code.loadConstant(returnAddress(callee.frame())).istore(RegionOperands.local(callee.frame().registers()));
        if (windows > 0) {
            code.aload(RegionOperands.CORE_LOCAL).loadConstant(windows)
                    .invokevirtual(CORE, "callIncrement", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int));
        }
        Label outside = stub(() -> exit(callee.target(), Region.YIELDS, frame));
        code.iload(RegionOperands.CYCLES_LOCAL).iload(RegionOperands.BUDGET_LOCAL).if_icmpge(outside);
        if (windows > 0) {
            code.iload(RegionOperands.WINDOWS_LOCAL).loadConstant(callee.windows()).iand().ifne(outside);
        }
        code.goto_(windows > 0 ? functions.get(callee.frame()) : labels.get(new Place(callee.target(), callee.frame())));
    }

    private static int returnAddress(RegionFrame frame) {
        return frame.windowsOfCall() == 0 ? frame.returnsTo() : WindowOps.returnAddress(frame.returnsTo(), frame.windowsOfCall());
    }

    /** ENTRY in a called function. Its rules have been seen to at the call. */
    private void entry(Insn insn, RegionFrame caller, RegionFrame frame) {
        code.iload(RegionOperands.local(caller.registers() + insn.s)).loadConstant(insn.imm)
                .invokestatic(WINDOW_OPS, "allocate", OF_TWO)
                .istore(RegionOperands.local(frame.registers() + insn.s));
    }

    /**
     * A return inside the region, if its return address still is the one that the call left.
     *
     * @param suits whether it is the kind of return that belongs to the call of the frame
     * @param outside emits any other return
     */
    private void returnInside(RegionPlan.Piece piece, boolean suits, Runnable outside) {
        RegionFrame frame = piece.frame();
        if (!suits || frame.caller().isEmpty()) {
            outside.run();
            return;
        }
        code.iload(RegionOperands.local(frame.registers())).loadConstant(returnAddress(frame)).if_icmpne(stub(outside));
        state.time(piece.block());
        jump(frame.returnsTo(), frame.caller().get());
    }

    private void returnOutside(int number, RegionPlan.Piece piece) {
        enterFrames(piece.frame());
        state.storeAndSpend();
        code.aload(0).aload(RegionOperands.CORE_LOCAL).loadConstant(number)
                .invokevirtual(REGION, "standAtLast", MethodTypeDesc.of(ConstantDescs.CD_void, CORE, ConstantDescs.CD_int));
        emitter(piece.last(), piece.frame()).emit(piece.last().row.action());
        state.time(piece.block());
        end(Region.YIELDS);
        code.goto_(exitWithoutRegisters);
    }

    /** Has the core stand in a frame instead of the first. */
    private void enterFrames(RegionFrame frame) {
        if (frame.windows() > 0) {
            code.aload(RegionOperands.CORE_LOCAL).loadConstant(frame.windows()).loadConstant(frame.started())
                    .invokevirtual(CORE, "enterFrames",
                            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int));
        }
    }

    private ActionEmitter emitter(Insn insn, RegionFrame frame) {
        return new ActionEmitter(code, new RegionOperands(insn, frame), ClassDesc.of(insn.row.kernels().getName()));
    }

    // ---- From block to block

    /** A taken jump: a yield point. */
    private void jump(int target, RegionFrame frame) {
        Label there = labels.get(new Place(target, frame));
        if (there == null) {
            exit(target, Region.YIELDS, frame);
        } else {
            code.iload(RegionOperands.CYCLES_LOCAL).iload(RegionOperands.BUDGET_LOCAL)
                    .if_icmpge(stub(() -> exit(target, Region.YIELDS, frame))).goto_(there);
        }
    }

    /**
     * The way straight on, unless a zero-overhead loop ends here.
     *
     * @param ending {@link Region#YIELDS} if the end of the block is a yield point, else {@link Region#GOES_ON}
     */
    private void onward(RegionPlan.Piece piece, int ending) {
        int end = piece.block().end;
        RegionFrame frame = piece.frame();
        loopBack(end, () -> {
            for (int begin : plan.loops().get(end)) {
                if (labels.containsKey(new Place(begin, frame))) {
                    Label other = code.newLabel();
                    state.core("loopBegin", ConstantDescs.CD_int).loadConstant(begin).if_icmpne(other);
                    jump(begin, frame);
                    code.labelBinding(other);
                }
            }
            exitToLoop(frame);
        });
        Label next = labels.get(new Place(end, frame));
        if (ending == Region.YIELDS) {
            jump(end, frame);
        } else if (next == null) {
            exit(end, Region.GOES_ON, frame);
        } else {
            code.goto_(next);
        }
    }

    /** Emits what is to be done if a zero-overhead loop goes back from an address. */
    private void loopBack(int end, Runnable back) {
        if (plan.loops().containsKey(end)) {
            Label straightOn = code.newLabel();
            code.aload(RegionOperands.CORE_LOCAL).loadConstant(end).invokevirtual(CORE, "loopsBackFrom", TEST).ifeq(straightOn);
            back.run();
            code.labelBinding(straightOn);
        }
    }

    private void exitToLoop(RegionFrame frame) {
        state.core("loopBegin", ConstantDescs.CD_int).istore(RegionOperands.PC_LOCAL);
        end(Region.YIELDS);
        code.goto_(exit(frame));
    }

    /** Leaves the region behind a block if PS has become one with which it cannot go on. */
    private void goOnInTheSameMode(RegionPlan.Piece piece) {
        Label leaves = stub(() -> leaveBehind(piece, Region.YIELDS));
        code.aload(0).aload(RegionOperands.CORE_LOCAL).invokevirtual(REGION, "goesOn", GOES_ON).ifeq(leaves);
        if (piece.frame().windows() > 0) {
            // A return inside the region is one with windows.
            code.iload(RegionOperands.WINDOWS_LOCAL).iconst_m1().if_icmpeq(leaves);
        }
    }

    /** Ends the run behind a block, where a zero-overhead loop may go back. */
    private void leaveBehind(RegionPlan.Piece piece, int ending) {
        int end = piece.block().end;
        RegionFrame frame = piece.frame();
        loopBack(end, () -> exitToLoop(frame));
        exit(end, ending, frame);
    }

    private void exit(int pc, int ending, RegionFrame frame) {
        code.loadConstant(pc).istore(RegionOperands.PC_LOCAL);
        end(ending);
        code.goto_(exit(frame));
    }

    private Label exit(RegionFrame frame) {
        return frame.windows() == 0 ? exit : exits.computeIfAbsent(frame, any -> code.newLabel());
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

    private boolean stepped(Insn insn) {
        return RegionPlan.steps(insn, plan.departures());
    }

    /** Loads what an instruction needs, and leaves the region before one that cannot be executed among others this time. */
    private void guard(RegionPlan.Piece piece, int at) {
        Insn insn = piece.block().insns[at];
        Action action = insn.row.action();
        if (insn.literalIsCode) {
            code.loadConstant(insn.imm2).i2l().lstore(RegionOperands.LOADED_LOCAL);
        } else if (insn.row.is(Row.Flag.LOADS_LITERAL)) {
            memory.loadLiteral(insn.imm, stub(() -> leaveBefore(piece, at)));
        }
        if (insn.row.is(Row.Flag.TELLS_TIME)) {
            state.spendUpTo(insn);
        }
        if (insn.row.is(Row.Flag.DIVIDES)) {
            new RegionOperands(insn, piece.frame()).push(code, new Term.AddressRegister('t'));
            code.ifeq(stub(() -> leaveBefore(piece, at)));
        }
        action.access().filter(any -> !action.stores()).ifPresent(access ->
                memory.load(new RegionOperands(insn, piece.frame()), access, at, stub(() -> leaveBefore(piece, at))));
    }

    /** S32C1I of memory that goes straight to the backing and is what is expected; leaves the region before any other. */
    private void exchange(RegionPlan.Piece piece, int at) {
        RegionOperands operands = new RegionOperands(piece.block().insns[at], piece.frame());
        Term.Access access = new Term.Access(Integer.BYTES, false);
        Term.AddressRegister register = new Term.AddressRegister('t');
        Label leaves = stub(() -> leaveBefore(piece, at));
        memory.load(operands, access, at, leaves);
        operands.push(code, access);
        state.core("special", INTS).loadConstant(SpecialRegister.SCOMPARE1.number()).iaload().if_icmpne(leaves);
        operands.push(code, register);
        code.istore(RegionOperands.STORED_LOCAL);
        memory.store(operands, access, at, leaves);
        operands.assign(code, register, () -> operands.push(code, access));
    }

    /** Stores what a store has made; leaves the region before one that does not go straight to the backing. */
    private void storeAccess(RegionPlan.Piece piece, int at) {
        Insn insn = piece.block().insns[at];
        Action action = insn.row.action();
        action.access().filter(any -> action.stores()).ifPresent(access ->
                memory.store(new RegionOperands(insn, piece.frame()), access, at, stub(() -> leaveBefore(piece, at))));
    }

    /** Ends the run before an instruction that the interpreter has to execute. There are many of these, so they are short. */
    private void leaveBefore(RegionPlan.Piece piece, int at) {
        Insn insn = piece.block().insns[at];
        if (piece.frame().windows() > 0) {
            state.time(insn.cyclesBefore, at);
            exit(insn.address, Region.LEAVES, piece.frame());
        } else {
            code.loadConstant(insn.cyclesBefore).loadConstant(at).loadConstant(insn.address).goto_(leave);
        }
    }

    private void step(int number, int at) {
        code.aload(0).aload(RegionOperands.CORE_LOCAL).loadConstant(number).loadConstant(at)
                .invokevirtual(REGION, "step",
                        MethodTypeDesc.of(ConstantDescs.CD_void, CORE, ConstantDescs.CD_int, ConstantDescs.CD_int));
    }

    /** Has the last instruction of a block executed, and ends the run. */
    private void stepLast(int number) {
        code.aload(0).aload(RegionOperands.CORE_LOCAL).loadConstant(number)
                .invokevirtual(REGION, "stepLast", MethodTypeDesc.of(ConstantDescs.CD_int, CORE, ConstantDescs.CD_int))
                .ireturn();
    }

    /** Leaves the region behind an instruction after which it cannot go on. */
    private void goOnIfPossible(RegionPlan.Piece piece, int at) {
        Block block = piece.block();
        Label leaves = stub(() -> {
            if (at == block.insns.length - 1) {
                state.time(block);
                leaveBehind(piece, Region.GOES_ON);
            } else {
                Insn next = block.insns[at + 1];
                state.time(next.cyclesBefore, at + 1);
                exit(next.address, Region.GOES_ON, piece.frame());
            }
        });
        code.aload(0).aload(RegionOperands.CORE_LOCAL).invokevirtual(REGION, "goesOn", GOES_ON).ifeq(leaves);
    }
}
