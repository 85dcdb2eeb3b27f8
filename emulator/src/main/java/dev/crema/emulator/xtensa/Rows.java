package dev.crema.emulator.xtensa;

import java.util.List;

/** What a class of kernels declares its rows with. */
final class Rows {
    private final List<Row> rows;
    private final Class<?> kernels;

    Rows(List<Row> rows, Class<?> kernels) {
        this.rows = rows;
        this.kernels = kernels;
    }

    /** Declares an instruction; see {@link Row}, {@link BitPattern} and {@link Action}. */
    void row(String notation, String pattern, String action, Row.Flag... flags) {
        rows.add(new Row(notation, new BitPattern(pattern), kernels, action, flags));
    }
}
