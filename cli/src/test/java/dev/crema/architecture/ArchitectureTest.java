package dev.crema.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.crema.cli.ExitCode;
import dev.crema.constraints.junit.Esp32Test;
import dev.crema.emulator.time.Clock;
import dev.crema.firmware.FlashImage;
import dev.crema.net.ethernet.EthernetPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom: the direction of dependencies, read from the compiled classes. */
final class ArchitectureTest {
    private static final String FIRMWARE = "dev.crema.firmware";
    private static final String EMULATOR = "dev.crema.emulator";
    private static final String STATE = EMULATOR + ".state";
    private static final String TIME = EMULATOR + ".time";
    private static final String XTENSA = EMULATOR + ".xtensa";
    private static final String DEVICE = EMULATOR + ".device";
    private static final String ROM = EMULATOR + ".rom";
    private static final String CHIP = EMULATOR + ".chip";
    private static final String DEBUG = EMULATOR + ".debug";
    private static final String MACHINE = EMULATOR + ".machine";
    private static final String NET = "dev.crema.net";
    private static final String AIR = NET + ".air";
    private static final String ETHERNET = NET + ".ethernet";
    private static final String USERNET = NET + ".usernet";
    private static final String TAP = NET + ".tap";
    private static final String IROH = NET + ".iroh";
    /** A library that is unpacked among our classes, and whose stand-ins know ours. */
    private static final String AGENT15 = "tech.kwik.agent15";
    private static final String CONSTRAINTS = "dev.crema.constraints";
    private static final String PROBE = CONSTRAINTS + ".probe";
    private static final String HEAP = CONSTRAINTS + ".heap";
    private static final String FAULT = CONSTRAINTS + ".fault";
    private static final String CLI = "dev.crema.cli";

    /** What the classes of a package, and of those in it, may use beside their own package and the JDK's base module. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry(FIRMWARE, List.of()),
            Map.entry(STATE, List.of()),
            Map.entry(TIME, List.of(STATE)),
            Map.entry(XTENSA, List.of(STATE, "jdk.jfr")),
            Map.entry(DEVICE, List.of(TIME, STATE, "org.bouncycastle")),
            Map.entry(ROM, List.of(XTENSA, FIRMWARE)),
            Map.entry(CHIP, List.of(DEVICE, XTENSA, TIME, STATE, ROM, FIRMWARE)),
            Map.entry(DEBUG, List.of(FIRMWARE)),
            Map.entry(MACHINE, List.of(CHIP, DEVICE, ROM, DEBUG, XTENSA, TIME, STATE, FIRMWARE)),
            // The air sees frames and time, never a register; only what plugs a machine in knows machines.
            Map.entry(ETHERNET, List.of(TIME, STATE, "java.net")),
            Map.entry(USERNET, List.of(ETHERNET, TIME, STATE, "java.net", "io.netty")),
            Map.entry(TAP, List.of(ETHERNET)),
            Map.entry(AIR, List.of(ETHERNET, TIME, STATE, DEVICE + ".Radio", DEVICE + ".RadioFrame", DEVICE + ".RadioMedium",
                    DEVICE + ".Tkip", "org.bouncycastle")),
            Map.entry(NET + ".dial", List.of(IROH, USERNET, MACHINE, DEBUG, "java.net")),
            Map.entry(NET + ".Surroundings", List.of(AIR, ETHERNET, USERNET, MACHINE, TIME)),
            Map.entry(IROH, List.of("tech.kwik", "org.bouncycastle", "java.net", "javax.net.ssl", "javax.security.auth.x500")),
            Map.entry(AGENT15, List.of(IROH + ".quic", "at.favre.lib.hkdf", "javax.net.ssl", "javax.security.auth.x500", "javax.naming")),
            Map.entry(CONSTRAINTS + ".panic", List.of(PROBE, CONSTRAINTS + ".report", MACHINE, DEBUG, FIRMWARE, XTENSA + ".Core",
                    XTENSA + ".SpecialRegister")),
            Map.entry(CONSTRAINTS + ".eventfd", List.of(PROBE, MACHINE, DEBUG, FIRMWARE)),
            Map.entry(CONSTRAINTS + ".limit", List.of(PROBE, MACHINE, FIRMWARE)),
            Map.entry(CONSTRAINTS + ".junit", List.of(CONSTRAINTS, NET, MACHINE, DEBUG, CHIP + ".Board", DEVICE + ".RadioMedium", FIRMWARE,
                    "org.junit", "org.opentest4j")),
            Map.entry(CONSTRAINTS + ".report", List.of()),
            Map.entry(HEAP, List.of(PROBE, CONSTRAINTS + ".report", MACHINE, DEBUG, FIRMWARE)),
            // Calls are seen on the cores; the rest of the module knows calls.
            Map.entry(PROBE, List.of(MACHINE, XTENSA, CHIP + ".Esp32", DEBUG, TIME, FIRMWARE)),
            Map.entry(FAULT, List.of(PROBE, HEAP, MACHINE, FIRMWARE)),
            Map.entry(CONSTRAINTS + ".oom", List.of(FAULT, PROBE, HEAP, CONSTRAINTS + ".report", NET, MACHINE, CHIP + ".Board",
                    CHIP + ".Esp32", XTENSA + ".Core", DEVICE + ".ResetReason", DEVICE + ".RadioMedium", DEBUG, TIME, STATE, FIRMWARE)),
            // The command line composes what the others offer; cores, devices and clocks are none of its business.
            Map.entry(CLI, List.of(MACHINE, CHIP + ".Board", DEVICE + ".RadioMedium", DEVICE + ".RadioFrame",
                    XTENSA + ".TranslationStatistics", ROM, DEBUG, NET, CONSTRAINTS, FIRMWARE, "picocli", "org.jline")));

    private static final List<String> BASE_MODULE = List.of("java.lang", "java.util", "java.io", "java.nio", "java.math", "java.time",
            "java.security", "java.text", "javax.crypto");

    private static final List<CompiledClass> CLASSES = Stream.of(FlashImage.class, Clock.class, EthernetPort.class, Esp32Test.class,
            ExitCode.class).flatMap(member -> CompiledClass.besides(member).stream()).toList();

    @Test
    void dependenciesPointOneWay() {
        List<String> violations = new ArrayList<>();
        for (CompiledClass type : CLASSES) {
            Entry<String, List<String>> rule = rule(type);
            for (String used : type.references()) {
                if (!isWithin(used, rule.getKey()) && rule.getValue().stream().noneMatch(allowed -> isWithin(used, allowed))
                        && BASE_MODULE.stream().noneMatch(allowed -> isWithin(used, allowed))) {
                    violations.add(type.name() + " uses " + used);
                }
            }
        }
        assertEquals(List.of(), violations);
    }

    @Test
    void everyRuleHasClassesToRule() {
        for (String packageName : MAY_USE.keySet()) {
            assertTrue(CLASSES.stream().anyMatch(type -> isWithin(type.name(), packageName)), packageName + " has no classes");
        }
    }

    /** A run depends on the image and the seed alone: only what paces and what measures looks at the host's clock. */
    @Test
    void theEmulatorKnowsNeitherHostTimeNorChance() {
        List<String> forbidden = List.of("java.lang.System.nanoTime ", "java.lang.System.currentTimeMillis ", "java.time.Instant.now ",
                "java.lang.Math.random ", "java.util.Random.<init> ()V", "java.util.concurrent.ThreadLocalRandom.",
                "java.security.SecureRandom.", "java.lang.System.identityHashCode ", "java.util.UUID.randomUUID ");
        List<String> violations = CLASSES.stream()
                .filter(type -> isWithin(type.name(), EMULATOR) && !type.name().equals(MACHINE + ".Pacer")
                        && !type.name().equals(XTENSA + ".TranslationStatistics"))
                .flatMap(type -> type.calls().stream().filter(call -> forbidden.stream().anyMatch(call::startsWith))
                        .map(call -> type.name() + " calls " + call))
                .toList();
        assertEquals(List.of(), violations);
    }

    private static Entry<String, List<String>> rule(CompiledClass type) {
        return MAY_USE.entrySet().stream().filter(rule -> isWithin(type.name(), rule.getKey())).findFirst()
                .orElseGet(() -> fail("There is no rule for " + type.packageName() + "; say here what it may use."));
    }

    /** Whether a class is, lies in, or is nested in what a name stands for. */
    private static boolean isWithin(String type, String name) {
        return type.equals(name) || type.startsWith(name + ".") || type.startsWith(name + "$");
    }
}
