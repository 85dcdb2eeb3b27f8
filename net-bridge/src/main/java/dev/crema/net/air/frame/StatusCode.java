package dev.crema.net.air.frame;

/** How a request ends (IEEE 802.11-2016, table 9-46). */
public final class StatusCode {
    public static final int SUCCESS = 0;
    public static final int REFUSED = 1;
    public static final int AUTHENTICATION_ALGORITHM_NOT_SUPPORTED = 13;
    public static final int AUTHENTICATION_OUT_OF_SEQUENCE = 14;
    public static final int TOO_MANY_STATIONS = 17;
    public static final int REQUEST_DECLINED = 37;
    public static final int INVALID_ELEMENT = 40;
    public static final int INVALID_GROUP_CIPHER = 41;
    public static final int INVALID_PAIRWISE_CIPHER = 42;
    public static final int INVALID_AKMP = 43;

    private StatusCode() { }
}
