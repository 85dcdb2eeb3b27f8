package dev.crema.constraints.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says that a class has tests of firmware. Parameters of type {@link Esp32} of its test methods, and of those that run before and
 * after each of them, are boards that run it; each test gets its own.
 *
 * <pre>{@code
 * @Esp32Test(firmware = "build", startAt = "ready")
 * class StatusTest {
 *     @Test
 *     void saysHowItIs(Esp32 esp32) {
 *         esp32.type("status\r");
 *         esp32.awaitConsole("status: ok", Duration.ofSeconds(1));
 *     }
 * }
 * }</pre>
 *
 * <p>What a test changes of this for its own board it says with {@link Esp32#with}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Esp32Extension.class)
public @interface Esp32Test {
    /**
     * What is flashed: files of any kind that {@code crema run} takes, {@code OFFSET=FILE}, a build folder, or a program that comes
     * with Crema: {@code sample:hello}, {@code sample:endpoint}, {@code sample:endpoint-accelerated}. Paths begin at the working
     * directory, which for Maven and Gradle is the module's.
     */
    String[] firmware();

    /**
     * A regular expression on the console at which the tests of the class begin. The board is booted until there once for all tests
     * of the class with equal settings, and each begins with a copy of it. If empty, each test begins at power-on.
     */
    String startAt() default "";

    /** Seconds of guest time within which {@link #startAt} must come. */
    int startWithin() default 60;

    /** Size of the SPI RAM: 0, 2M, 4M or 8M. */
    String psram() default "4M";

    /** Size of the flash chip: 1MB, 2MB, 4MB, 8MB or 16MB; if empty, 4MB or what the image needs. */
    String flash() default "";

    /** Of everything random on the chip and in the air: equal seeds give equal runs. */
    long seed() default 0;

    /** WiFi networks that the firmware can join: {@code SSID[:PASSWORD][@CHANNEL]}. */
    String[] wifi() default "crema:ristretto";

    /** What goes wrong on the air, as {@code crema run --air} takes it: {@code loss=10%,at=10s:deauth}. */
    String air() default "";

    /** How much memory the firmware's heap may have, as {@code crema run --heap-limit} takes it: {@code DRAM=100K}. */
    String[] heapLimits() default {};

    /** UDP ports of the guest that are to be reached from the host; see {@link Esp32#mappedUdpPort}. */
    int[] udpPorts() default {};

    /** TCP ports of the guest that are to be reached from the host; see {@link Esp32#mappedTcpPort}. */
    int[] tcpPorts() default {};
}
