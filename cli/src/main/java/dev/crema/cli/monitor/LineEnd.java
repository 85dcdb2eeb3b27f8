package dev.crema.cli.monitor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What the end of a line of input becomes on its way to the chip, as with idf_monitor's {@code --eol}. */
public enum LineEnd {
    /** What the Enter key of a terminal sends. */
    CR("\r"),
    /** The line feed as it is. */
    LF("\n"),
    /** Both. */
    CRLF("\r\n");

    private final byte[] sent;

    LineEnd(String sent) {
        this.sent = sent.getBytes(StandardCharsets.US_ASCII);
    }

    /** Text with this end in place of each line feed. */
    public byte[] translate(byte[] text) {
        ByteArrayOutputStream translated = new ByteArrayOutputStream(text.length);
        for (byte character : text) {
            if (character == '\n') {
                translated.writeBytes(sent);
            } else {
                translated.write(character);
            }
        }
        return translated.toByteArray();
    }
}
