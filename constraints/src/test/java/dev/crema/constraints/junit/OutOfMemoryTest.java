package dev.crema.constraints.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.crema.net.iroh.DialException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Esp32Test(firmware = "sample:endpoint", startAt = "endpoint: ready")
class OutOfMemoryTest {
    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void aConnectionWithoutMemoryIsRefusedAndTheNextOneServed(int n, Esp32 esp32) throws Exception {
        esp32.failAllocation(n);
        assertThrows(DialException.class, () -> esp32.dial("echo/0", new byte[100]));
        esp32.awaitConsole("connection 0: closed by us", Duration.ofSeconds(1));
        assertEquals(100, esp32.dial("echo/0", new byte[100]).echo().bytes());
    }
}
