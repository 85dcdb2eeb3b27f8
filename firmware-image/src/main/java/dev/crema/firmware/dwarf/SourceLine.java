package dev.crema.firmware.dwarf;

/**
 * A place in a source file.
 *
 * @param file path as the compiler saw it
 * @param line number from 1; 0 if the compiler gives none
 * @param column number from 1; 0 if the compiler gives none
 */
public record SourceLine(String file, int line, int column) {
    @Override
    public String toString() {
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
