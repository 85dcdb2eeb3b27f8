package dev.crema.net.air;

import java.util.function.Consumer;

/**
 * Something that happens in an air at a time.
 *
 * @param tick of virtual time
 * @param action what happens
 */
public record ScriptedEvent(long tick, Action action) {
    /** What can happen. */
    public enum Action {
        /** Access points send their stations away. */
        DEAUTH(Air::deauthenticateAll),
        /** Access points fall silent. */
        DOWN(Air::down),
        /** Access points come back. */
        UP(Air::up),
        /** An access point retires, and another one takes over its network. */
        ROAM(Air::roam),
        /** Access points make new group keys. */
        REKEY(Air::renewGroupKeys);

        private final Consumer<Air> effect;

        Action(Consumer<Air> effect) {
            this.effect = effect;
        }

        void happenIn(Air air) {
            effect.accept(air);
        }
    }
}
