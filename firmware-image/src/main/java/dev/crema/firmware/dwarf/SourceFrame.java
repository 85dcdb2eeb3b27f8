package dev.crema.firmware.dwarf;

import java.util.Optional;

/**
 * A function that an instruction belongs to.
 *
 * @param function its name, demangled; empty if unknown
 * @param line where in it the instruction is, or where it calls the function that was put into it
 * @param isInlined whether the compiler has put it into the function of the next frame
 */
public record SourceFrame(String function, Optional<SourceLine> line, boolean isInlined) {
    @Override
    public String toString() {
        return function + line.map(place -> " at " + place).orElse("");
    }
}
