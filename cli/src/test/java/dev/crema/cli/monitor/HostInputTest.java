package dev.crema.cli.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class HostInputTest {
    @Test
    void givesWhatIsThereInPiecesAndNothingAtTheEnd() throws IOException {
        HostInput input = new HostInput(new ByteArrayInputStream("abcde".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("abc", new String(input.poll(3), StandardCharsets.US_ASCII));
        assertEquals("de", new String(input.poll(3), StandardCharsets.US_ASCII));
        assertEquals(0, input.poll(3).length);
    }

    @Test
    void lineEndsAreTranslated() {
        byte[] text = {'a', '\n', '\n', 'b'};
        assertArrayEquals(new byte[] {'a', '\r', '\r', 'b'}, LineEnd.CR.translate(text));
        assertArrayEquals(new byte[] {'a', '\r', '\n', '\r', '\n', 'b'}, LineEnd.CRLF.translate(text));
        assertArrayEquals(text, LineEnd.LF.translate(text));
    }
}
