package dev.crema.firmware;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files beside the tests. */
public final class Fixtures {
    private Fixtures() {
    }

    /** A file of the folder of this package in the test resources. */
    public static byte[] read(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
