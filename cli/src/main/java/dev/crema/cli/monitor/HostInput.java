package dev.crema.cli.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Standard input, read without waiting: what a file or pipe has at hand, what was typed since. */
public final class HostInput {
    private final InputStream in;

    /**
     * Reads a stream that knows what is {@linkplain InputStream#available() available}, as those of files, pipes and terminals do.
     */
    public HostInput(InputStream in) {
        this.in = in;
    }

    /**
     * What there is, but no more than a number of bytes.
     *
     * @return empty if there is nothing now, or nothing any more
     */
    public byte[] poll(int most) throws IOException {
        int count = Math.min(most, in.available());
        if (count <= 0) {
            return new byte[0];
        }
        byte[] bytes = new byte[count];
        int read = in.read(bytes);
        return Arrays.copyOf(bytes, Math.max(read, 0));
    }
}
