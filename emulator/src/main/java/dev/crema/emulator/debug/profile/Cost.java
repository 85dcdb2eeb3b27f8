package dev.crema.emulator.debug.profile;

/**
 * What a function or a group of functions took.
 *
 * @param name of the function or group
 * @param instructions it executed
 * @param cycles it took
 */
public record Cost(String name, long instructions, long cycles) {
}
