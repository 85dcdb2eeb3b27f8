package dev.crema.net.iroh.quic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.invoke.MethodHandles;
import tech.kwik.core.stream.FlowControl;

/**
 * Repairs a defect of Kwik 0.10 that now and then leaves the rest of a stream unsent for ever, and with it the end of a connection.
 *
 * <p>{@code StreamOutputStreamImpl} counts the requests to send that it has queued: it queues one if there is none, and counts it
 * afterwards. If the sender's thread takes the request out in between, the count is -1 for a moment; the sender, which has sent one
 * packet and found that there is more, then sees that the count is not 0 and queues nothing. The data waits until somebody writes
 * again. Here the condition is "none or fewer" in place of "none".
 */
public final class KwikRepair {
    private static final String METHOD = "scheduleSendStreamFrameRequest";

    private KwikRepair() {
    }

    static {
        try {
            MethodHandles.privateLookupIn(FlowControl.class, MethodHandles.lookup()).defineClass(repaired(original()));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Repairs it, before the first stream is opened. */
    public static void apply() {
        // Once, when this class is initialized.
    }

    /** The class file as Kwik has it. */
    static byte[] original() {
        try (InputStream file = FlowControl.class.getResourceAsStream("StreamOutputStreamImpl.class")) {
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The class file with the other condition: a branch if the count is above 0, not if it is another than 0. */
    static byte[] repaired(byte[] original) {
        CodeTransform condition = (code, element) -> {
            if (element instanceof BranchInstruction branch && branch.opcode() == Opcode.IFNE) {
                code.ifgt(branch.target());
            } else {
                code.with(element);
            }
        };
        ClassFile classes = ClassFile.of();
        return classes.transformClass(classes.parse(original),
                ClassTransform.transformingMethodBodies(method -> method.methodName().equalsString(METHOD), condition));
    }
}
