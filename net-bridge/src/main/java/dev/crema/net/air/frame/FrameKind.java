package dev.crema.net.air.frame;

import java.util.Optional;

/** Type and subtype of a frame (IEEE 802.11-2016, table 9-1), except for those that contention-free polling used. */
public enum FrameKind {
    ASSOCIATION_REQUEST(0x00, "association request"),
    ASSOCIATION_RESPONSE(0x10, "association response"),
    REASSOCIATION_REQUEST(0x20, "reassociation request"),
    REASSOCIATION_RESPONSE(0x30, "reassociation response"),
    PROBE_REQUEST(0x40, "probe request"),
    PROBE_RESPONSE(0x50, "probe response"),
    BEACON(0x80, "beacon"),
    ATIM(0x90, "ATIM"),
    DISASSOCIATION(0xA0, "disassociation"),
    AUTHENTICATION(0xB0, "authentication"),
    DEAUTHENTICATION(0xC0, "deauthentication"),
    ACTION(0xD0, "action"),
    ACTION_NO_ACK(0xE0, "action without acknowledgement"),
    BLOCK_ACK_REQUEST(0x84, "block ack request"),
    BLOCK_ACK(0x94, "block ack"),
    PS_POLL(0xA4, "PS-Poll"),
    RTS(0xB4, "RTS"),
    CTS(0xC4, "CTS"),
    ACK(0xD4, "ack"),
    CF_END(0xE4, "CF-End"),
    DATA(0x08, "data"),
    NULL(0x48, "null"),
    QOS_DATA(0x88, "QoS data"),
    QOS_NULL(0xC8, "QoS null");

    private static final FrameKind[] BY_CODE = new FrameKind[256];

    static {
        for (FrameKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;
    private final String title;

    FrameKind(int code, String title) {
        this.code = code;
        this.title = title;
    }

    /** The kind that the first byte of a frame names; none for protocol versions other than 0. */
    public static Optional<FrameKind> of(byte first) {
        return Optional.ofNullable(BY_CODE[first & 0xFF]);
    }

    /** The first byte of the frame control field. */
    public int code() {
        return code;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** Whether it is sent to find, join or leave a network. */
    public boolean isManagement() {
        return (code & 0x0C) == 0x00;
    }

    /** Whether it helps others to be sent. */
    public boolean isControl() {
        return (code & 0x0C) == 0x04;
    }

    /** Whether it carries data, or could. */
    public boolean isData() {
        return (code & 0x0C) == 0x08;
    }

    /** Whether its header ends with a QoS control field. */
    public boolean isQos() {
        return this == QOS_DATA || this == QOS_NULL;
    }
}
