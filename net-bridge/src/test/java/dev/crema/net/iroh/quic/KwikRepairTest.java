package dev.crema.net.iroh.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The version of Kwik that is here has the defect, and one branch is what changes. */
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

    @Test
    void theConditionIsNoneOrFewer() {
        assertEquals(List.of(Opcode.IFNE), branches(KwikRepair.original()));
        assertEquals(List.of(Opcode.IFGT), branches(KwikRepair.repaired(KwikRepair.original())));
    }

    @Test
    void nothingElseChanges() {
        ClassFile classes = ClassFile.of();
        byte[] repaired = KwikRepair.repaired(KwikRepair.original());
        assertEquals(List.of(), classes.verify(repaired));
        assertEquals(classes.parse(KwikRepair.original()).methods().size(), classes.parse(repaired).methods().size());
    }
}
