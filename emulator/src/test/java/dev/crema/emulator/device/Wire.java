package dev.crema.emulator.device;

/** An interrupt line whose level can be looked at. */
final class Wire implements InterruptLine {
    private boolean asserted;

    @Override
    public void set(boolean level) {
        asserted = level;
    }

    boolean asserted() {
        return asserted;
    }
}
