package dev.crema.emulator.debug.profile;

import java.util.regex.Pattern;

/**
 * Functions that belong together.
 *
 * @param name of the group
 * @param functions finds the names of its functions, as the linker sees them
 * @param withCallees whether what they call belongs to the group as well, whatever it is
 */
public record CodeGroup(String name, Pattern functions, boolean withCallees) {
    /** A group of functions and all that they call. */
    public static CodeGroup withCallees(String name, String functions) {
        return new CodeGroup(name, Pattern.compile(functions), true);
    }

    /** A group of functions alone. */
    public static CodeGroup alone(String name, String functions) {
        return new CodeGroup(name, Pattern.compile(functions), false);
    }

    boolean has(String function) {
        return functions.matcher(function).find();
    }
}
