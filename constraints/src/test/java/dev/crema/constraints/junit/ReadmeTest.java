package dev.crema.constraints.junit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The test that the README shows is the one that runs. */
final class ReadmeTest {
    private static final Path SHOWN = Path.of("src/test/java/dev/crema/constraints/junit/OutOfMemoryTest.java");
    private static final Path README = Path.of("../README.md");

    @Test
    void theReadmeShowsATestThatRuns() throws IOException {
        String test = Files.readString(SHOWN);
        String shown = "```java\n" + test.substring(test.indexOf("@Esp32Test")) + "```\n";
        assertTrue(Files.readString(README).contains(shown), () -> "the README does not show\n" + shown);
    }
}
