package dev.crema.net.air.frame;

/** Why an association ends (IEEE 802.11-2016, table 9-45). */
public final class ReasonCode {
    public static final int UNSPECIFIED = 1;
    public static final int INVALID_AUTHENTICATION = 2;
    public static final int LEAVING = 3;
    public static final int INACTIVITY = 4;
    public static final int CLASS2_FRAME_FROM_NONAUTHENTICATED_STATION = 6;
    public static final int CLASS3_FRAME_FROM_NONASSOCIATED_STATION = 7;
    public static final int MIC_FAILURE = 14;
    public static final int FOUR_WAY_HANDSHAKE_TIMEOUT = 15;
    public static final int GROUP_KEY_HANDSHAKE_TIMEOUT = 16;
    public static final int HANDSHAKE_ELEMENT_MISMATCH = 17;

    private ReasonCode() { }

    /** The reason in a few words. */
    public static String text(int reason) {
        return switch (reason) {
            case INVALID_AUTHENTICATION -> "authentication no longer valid";
            case LEAVING -> "the sender leaves";
            case INACTIVITY -> "inactivity";
            case CLASS2_FRAME_FROM_NONAUTHENTICATED_STATION -> "not authenticated";
            case CLASS3_FRAME_FROM_NONASSOCIATED_STATION -> "not associated";
            case 8 -> "the station leaves the network";
            case MIC_FAILURE -> "message integrity failure";
            case FOUR_WAY_HANDSHAKE_TIMEOUT -> "4-way handshake timeout";
            case GROUP_KEY_HANDSHAKE_TIMEOUT -> "group key handshake timeout";
            case HANDSHAKE_ELEMENT_MISMATCH -> "the element in the handshake differs from the one before";
            default -> "unspecified";
        };
    }
}
