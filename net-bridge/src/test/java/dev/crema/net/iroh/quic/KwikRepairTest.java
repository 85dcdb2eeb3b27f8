package dev.crema.net.iroh.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The version of Kwik that is here has the defects, and nothing changes but what the repairs name. */
final class KwikRepairTest {
    private static List<Opcode> branches(byte[] classFile) {
        List<Opcode> branches = new ArrayList<>();
        ClassFile.of().parse(classFile).methods().stream()
                .filter(method -> method.methodName().equalsString("scheduleSendStreamFrameRequest"))
                .forEach(method -> method.code().orElseThrow().forEach((CodeElement element) -> {
                    if (element instanceof BranchInstruction branch) {
                        branches.add(branch.opcode());
                    }
                }));
        return branches;
    }

    private static List<String> synchronizedMethods(byte[] classFile) {
        return ClassFile.of().parse(classFile).methods().stream().filter(method -> method.flags().has(AccessFlag.SYNCHRONIZED))
                .map(method -> method.methodName().stringValue() + method.methodType().stringValue()).sorted().toList();
    }

    @Test
    void theConditionIsNoneOrFewer() {
        assertEquals(List.of(Opcode.IFNE), branches(KwikRepair.STREAM_OUTPUT.original()));
        assertEquals(List.of(Opcode.IFGT), branches(KwikRepair.STREAM_OUTPUT.repaired()));
    }

    @Test
    void whatTouchesTheListIsSynchronized() {
        assertEquals(List.of(), synchronizedMethods(KwikRepair.CRYPTO_STREAM.original()));
        assertEquals(List.of("reset()V", "sendFrame(I)Ltech/kwik/core/frame/QuicFrame;",
                "write(Ltech/kwik/agent15/handshake/HandshakeMessage;Z)V", "write([B)V"),
                synchronizedMethods(KwikRepair.CRYPTO_STREAM.repaired()));
    }

    @Test
    void theClientHelloIsSentLast() {
        List<String> before = ofClientHello(KwikRepair.CLIENT_HELLO.original());
        List<String> after = ofClientHello(KwikRepair.CLIENT_HELLO.repaired());
        assertTrue(before.indexOf("write") < before.indexOf("originalClientHello"), before::toString);
        assertEquals("write", after.getLast());
        assertEquals(before.stream().sorted().toList(), after.stream().sorted().toList());
    }

    /** What the method that sends it sets and calls. */
    private static List<String> ofClientHello(byte[] classFile) {
        List<String> members = new ArrayList<>();
        ClassFile.of().parse(classFile).methods().stream().filter(method -> method.methodName().equalsString("send")
                && method.methodType().stringValue().contains("/ClientHello;"))
                .forEach(method -> method.code().orElseThrow().forEach((CodeElement element) -> {
                    if (element instanceof InvokeInstruction call) {
                        members.add(call.name().stringValue());
                    } else if (element instanceof FieldInstruction field && field.opcode() == Opcode.PUTFIELD) {
                        members.add(field.name().stringValue());
                    }
                }));
        return members;
    }

    @ParameterizedTest
    @EnumSource
    void nothingElseChanges(KwikRepair repair) {
        ClassFile classes = ClassFile.of();
        assertEquals(List.of(), classes.verify(repair.repaired()));
        assertEquals(classes.parse(repair.original()).methods().size(), classes.parse(repair.repaired()).methods().size());
    }
}
