package dev.crema.net.iroh.quic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.Optional;
import java.util.Set;
import tech.kwik.core.crypto.Aead;
import tech.kwik.core.impl.Version;
import tech.kwik.core.stream.FlowControl;

/**
 * Repairs of defects of Kwik 0.10, each in the one class file that has it. They are races of threads that send and receive with
 * another, and hit some of a thousand connections.
 */
public enum KwikRepair {
    /**
     * The rest of a stream is left unsent for ever, and with it the end of a connection. {@code StreamOutputStreamImpl} counts the
     * requests to send that it has queued: it queues one if there is none, and counts it afterwards. If the sender's thread takes the
     * request out in between, the count is -1 for a moment; the sender, which has sent one packet and found that there is more, then
     * sees that the count is not 0 and queues nothing. The data waits until somebody writes again. Here the condition is "none or
     * fewer" in place of "none".
     */
    STREAM_OUTPUT(FlowControl.class, "StreamOutputStreamImpl") {
        @Override
        ClassTransform transform() {
            CodeTransform condition = (code, element) -> {
                if (element instanceof BranchInstruction branch && branch.opcode() == Opcode.IFNE) {
                    code.ifgt(branch.target());
                } else {
                    code.with(element);
                }
            };
            return ClassTransform.transformingMethodBodies(
                    method -> method.methodName().equalsString("scheduleSendStreamFrameRequest"), condition);
        }
    },

    /**
     * A connection dies in its handshake or just after it, and its listener is not told. {@code CryptoStream} keeps what is to be sent
     * in a plain list, to which TLS adds its messages while the sender's thread takes them out; now and then one is lost on the way,
     * and the sender's thread ends with an exception when it does not find it. Here the methods that touch the list are synchronized.
     */
    CRYPTO_STREAM(Aead.class, "CryptoStream") {
        private static final Set<String> METHODS = Set.of("write", "sendFrame", "reset");

        @Override
        ClassTransform transform() {
            MethodTransform synchronize = (method, element) -> {
                if (element instanceof AccessFlags flags) {
                    method.withFlags(flags.flagsMask() | AccessFlag.SYNCHRONIZED.mask());
                } else {
                    method.with(element);
                }
            };
            return ClassTransform.transformingMethods(method -> METHODS.contains(method.methodName().stringValue()), synchronize);
        }
    },

    /**
     * A dial fails because it is answered too soon. What sends the ClientHello notes only afterwards that the handshake has begun, and
     * which ClientHello it was: a Retry in between finds none to send again, and a server that has finished in between is taken for one
     * that failed. Here sending comes last.
     */
    CLIENT_HELLO(Version.class, "QuicClientConnectionImpl$1") {
        @Override
        ClassTransform transform() {
            return ClassTransform.transformingMethodBodies(method -> method.methodName().equalsString("send")
                    && method.methodTypeSymbol().parameterType(0).displayName().equals("ClientHello"), CodeTransform.ofStateful(Last::new));
        }

        /** Takes a call of {@code write(message, flush)} out of its place and makes it before the method returns. */
        private static final class Last implements CodeTransform {
            private static final int STREAM_LOCAL = 2;
            private static final int HELLO_LOCAL = 1;
            private Optional<InvokeInstruction> write = Optional.empty();

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                if (element instanceof InvokeInstruction call && call.name().equalsString("write")) {
                    write = Optional.of(call);
                    code.pop2().pop();
                } else if (element instanceof ReturnInstruction) {
                    code.aload(STREAM_LOCAL).aload(HELLO_LOCAL).iconst_1().with(write.orElseThrow()).with(element);
                } else {
                    code.with(element);
                }
            }
        }
    };

    private final Class<?> neighbour;
    private final String name;

    /** @param neighbour a class of the same package that can be loaded without the one to repair */
    KwikRepair(Class<?> neighbour, String name) {
        this.neighbour = neighbour;
        this.name = name;
    }

    abstract ClassTransform transform();

    /** Defines the repaired classes. Call it once, and before Kwik makes a connection: what is loaded already stays as it is. */
    public static void applyAll() {
        for (KwikRepair repair : values()) {
            try {
                MethodHandles.privateLookupIn(repair.neighbour, MethodHandles.lookup()).defineClass(repair.repaired());
            } catch (LinkageError loaded) {
                // By an application that uses Kwik itself, and so lives with its defects already.
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** The class file as Kwik has it. */
    byte[] original() {
        try (InputStream file = neighbour.getResourceAsStream(name + ".class")) {
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    byte[] repaired() {
        ClassFile classes = ClassFile.of();
        return classes.transformClass(classes.parse(original()), transform());
    }
}
