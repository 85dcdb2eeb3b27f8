package dev.crema.emulator.xtensa;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/**
 * The body of a kernel, to be put where it is called. HotSpot's second compiler makes the same of a call; its interpreter and its
 * first compiler, which is where the code of a short run stays, take several times as long, or as much code, for one.
 */
final class KernelBody {
    private static final Map<ClassDesc, Map<String, KernelBody>> BY_CLASS = new ConcurrentHashMap<>();

    private final List<CodeElement> elements;
    /** By the slot of a local variable: which parameter it is. */
    private final Map<Integer, Integer> parameters;

    private KernelBody(List<CodeElement> elements, Map<Integer, Integer> parameters) {
        this.elements = elements;
        this.parameters = parameters;
    }

    /**
     * The body of a kernel; empty if it is not simple: no more than arithmetic and conditions on parameters, none of which it
     * takes twice.
     *
     * @param kernels the class
     */
    static Optional<KernelBody> of(ClassDesc kernels, String kernel, MethodTypeDesc type) {
        return Optional.ofNullable(BY_CLASS.computeIfAbsent(kernels, KernelBody::bodies).get(kernel + type.descriptorString()));
    }

    private static Map<String, KernelBody> bodies(ClassDesc kernels) {
        Map<String, KernelBody> bodies = new HashMap<>();
        for (MethodModel method : parse(kernels).methods()) {
            method.code().flatMap(code -> body(code, method.methodTypeSymbol()))
                    .ifPresent(body -> bodies.put(method.methodName().stringValue() + method.methodType().stringValue(), body));
        }
        return Map.copyOf(bodies);
    }

    private static ClassModel parse(ClassDesc kernels) {
        String descriptor = kernels.descriptorString();
        String file = "/" + descriptor.substring(1, descriptor.length() - 1) + ".class";
        try (InputStream in = KernelBody.class.getResourceAsStream(file)) {
            return ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG, ClassFile.LineNumbersOption.DROP_LINE_NUMBERS)
                    .parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<KernelBody> body(CodeModel code, MethodTypeDesc type) {
        List<CodeElement> elements = code.elementList();
        Map<Integer, Integer> parameters = new HashMap<>();
        int slot = 0;
        for (int i = 0; i < type.parameterCount(); i++) {
            parameters.put(slot, i);
            slot += TypeKind.from(type.parameterType(i)).slotSize();
        }
        List<Integer> taken = elements.stream().filter(LoadInstruction.class::isInstance)
                .map(element -> ((LoadInstruction) element).slot()).toList();
        boolean simple = elements.stream().allMatch(KernelBody::isSimple) && taken.stream().distinct().count() == taken.size()
                && elements.getLast() instanceof ReturnInstruction;
        return simple ? Optional.of(new KernelBody(elements, parameters)) : Optional.empty();
    }

    private static boolean isSimple(CodeElement element) {
        return switch (element) {
            case LoadInstruction load -> load.typeKind() != TypeKind.REFERENCE;
            case InvokeInstruction call -> call.owner().asInternalName().startsWith("java/lang/");
            case ConstantInstruction _, OperatorInstruction _, ConvertInstruction _, BranchInstruction _, LabelTarget _,
                    ReturnInstruction _ -> true;
            default -> false;
        };
    }

    /**
     * Emits it.
     *
     * @param argument emits code that pushes the argument of the given number
     */
    void emit(CodeBuilder code, IntConsumer argument) {
        Label end = code.newLabel();
        Map<Label, Label> labels = new HashMap<>();
        for (CodeElement element : elements) {
            switch (element) {
                case LoadInstruction load -> argument.accept(parameters.get(load.slot()));
                case BranchInstruction branch ->
                    code.branch(branch.opcode(), labels.computeIfAbsent(branch.target(), any -> code.newLabel()));
                case LabelTarget target -> code.labelBinding(labels.computeIfAbsent(target.label(), any -> code.newLabel()));
                case ReturnInstruction last when last == elements.getLast() -> code.labelBinding(end);
                case ReturnInstruction early -> code.goto_(end);
                default -> code.with(element);
            }
        }
    }
}
