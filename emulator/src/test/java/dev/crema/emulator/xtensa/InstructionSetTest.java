package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InstructionSetTest {
    private static final int ADDRESS = 0x4008_0123;
    /** MaxInlineSize of HotSpot: up to this size a method is inlined even when it is not hot. */
    private static final int KERNEL_SIZE = 35;

    private final List<Row> rows = InstructionSet.LX6.rows();

    @Test
    void noTwoPatternsOverlap() {
        for (int one = 0; one < rows.size(); one++) {
            for (int other = one + 1; other < rows.size(); other++) {
                assertTrue(!rows.get(one).pattern().overlaps(rows.get(other).pattern()),
                        rows.get(one) + " overlaps " + rows.get(other));
            }
        }
    }

    @Test
    void mnemonicsAreUnique() {
        Set<String> mnemonics = rows.stream().map(Row::mnemonic).collect(Collectors.toSet());
        assertEquals(rows.size(), mnemonics.size());
    }

    @Test
    void lengthFollowsFromTheFirstFourBits() {
        for (Row row : rows) {
            assertEquals(row.pattern().length(), InstructionSet.length(row.pattern().match()), row.toString());
        }
    }

    @Test
    void everyFieldIsEncodedByAnOperandAndEveryOperandByAField() {
        for (Row row : rows) {
            int encoded = row.operands().stream().mapToInt(operand -> switch (operand) {
                case Operand.Register register -> row.pattern().width(register.field());
                case Operand.Constant constant -> {
                    int width = row.pattern().width(constant.field())
                            + (constant.field() == 'i' ? row.pattern().width('h') : 0);
                    assertEquals(constant.kind().width(), width, row + ": " + constant.kind());
                    yield width;
                }
            }).sum();
            assertEquals(8 * row.pattern().length() - Integer.bitCount(row.pattern().mask()), encoded, row.toString());
        }
    }

    @Test
    void everyRowIsDecodedDisassembledAndAssembledAgain() {
        Random random = new Random(1);
        for (Row row : rows) {
            for (int round = 0; round < 200; round++) {
                int word = row.pattern().match()
                        | random.nextInt() & ~row.pattern().mask() & (1 << 8 * row.pattern().length()) - 1;
                assertSame(row, InstructionSet.LX6.row(word), row.toString());
                String text = Disassembler.disassemble(word, ADDRESS);
                byte[] bytes = new Assembler(ADDRESS).source(text).assemble();
                int again = bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes.length > 2 ? (bytes[2] & 0xff) << 16 : 0);
                assertEquals(word, again, text);
            }
        }
    }

    @Test
    void everyRowMakesAnExecutor() {
        for (Row row : rows) {
            assertNotNull(row.decode(row.pattern().match(), ADDRESS), row.toString());
        }
    }

    @Test
    void theClassesThatTheBuildHasWrittenAreThoseThatWouldBeSpun() throws IOException {
        for (Row row : rows) {
            String file = InsnSpinner.className(row).substring(InsnSpinner.className(row).lastIndexOf('.') + 1) + ".class";
            try (InputStream in = InsnSpinner.class.getResourceAsStream(file)) {
                assertNotNull(in, file);
                assertArrayEquals(InsnSpinner.classFile(row), in.readAllBytes(), file);
            }
        }
    }

    @Test
    void everyKernelIsSmallEnoughToBeInlined() throws IOException {
        for (Class<?> kernels : rows.stream().map(Row::kernels).distinct().toList()) {
            Set<String> frequent = called(rows.stream().filter(row -> row.kernels() == kernels && !row.is(Row.Flag.FPU)).toList());
            for (MethodModel method : parse(kernels).methods()) {
                boolean helper = method.methodTypeSymbol().parameterList().contains(ActionEmitter.CORE);
                if (!helper && frequent.contains(method.methodName().stringValue())) {
                    int size = ((CodeAttribute) method.code().orElseThrow()).codeLength();
                    assertTrue(size <= KERNEL_SIZE, kernels.getSimpleName() + "." + method.methodName() + " has " + size + " bytes");
                }
            }
        }
    }

    @Test
    void everyActionNamesAKernelThatExists() throws IOException {
        for (Class<?> kernels : rows.stream().map(Row::kernels).distinct().toList()) {
            List<String> missing = new ArrayList<>(called(kernels));
            parse(kernels).methods().forEach(method -> missing.remove(method.methodName().stringValue()));
            assertEquals(List.of(), missing, kernels.getSimpleName());
        }
    }

    @Test
    void noKernelIsWithoutAnInstruction() throws IOException {
        for (Class<?> kernels : rows.stream().map(Row::kernels).distinct().toList()) {
            List<String> unused = new ArrayList<>();
            for (MethodModel method : parse(kernels).methods()) {
                if (method.flags().has(AccessFlag.STATIC) && !method.flags().has(AccessFlag.PRIVATE)) {
                    unused.add(method.methodName().stringValue());
                }
            }
            unused.removeAll(called(kernels));
            unused.removeAll(List.of("declare", "bit", "withBit", "isNan", "isSignalling", "raise", "<clinit>"));
            // Parts of CALLn, RETW and ENTRY that translated code calls by themselves.
            unused.removeAll(List.of("returnAddress", "target", "allocate"));
            assertEquals(List.of(), unused, kernels.getSimpleName());
        }
    }

    private Set<String> called(Class<?> kernels) {
        return called(rows.stream().filter(row -> row.kernels() == kernels).toList());
    }

    private static Set<String> called(List<Row> rows) {
        return rows.stream().map(Row::action).map(action -> switch (action) {
            case Action.Do(Action.Call call) -> call.kernel();
            case Action.Branch(Term target, Action.Call call) -> call.kernel();
            case Action.Assign(Term destination, Action.Call call) -> call.kernel();
            case Action.Assign(Term destination, Action.TermValue value) -> "";
        }).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
    }

    private static ClassModel parse(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }
}
