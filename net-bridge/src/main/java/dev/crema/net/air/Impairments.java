package dev.crema.net.air;

/**
 * What goes wrong in the air.
 *
 * @param loss share of the frames, acknowledgements among them, that are not heard, 0 to 1
 * @param signal strength in dBm at which access points and the machine hear each other
 */
public record Impairments(double loss, int signal) {
    /** Nothing goes wrong, and the access point is in the same room. */
    public static final Impairments NONE = new Impairments(0, -50);
}
