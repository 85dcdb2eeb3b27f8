package dev.crema.net.air;

import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.MacAddress;
import java.util.Optional;

/**
 * The management frames of an access point. It offers 802.11b and g without WMM and HT: so stations neither aggregate frames nor
 * ask for block acknowledgements.
 */
final class BssFrames {
    /** Beacon interval in time units of 1,024 us. */
    static final int BEACON_INTERVAL = 100;
    private static final int ESS_SHORT_PREAMBLE_SHORT_SLOT = 0x0421;
    private static final int PRIVACY = 0x0010;
    /** In beacon intervals. */
    private static final int LISTEN_INTERVAL = 10;
    private static final int ACTION_BLOCK_ACK = 3;
    private static final int ADDBA_RESPONSE = 1;
    /** In units of 500 kbit/s; those of 802.11b are basic rates, bit 7. */
    private static final byte[] RATES = {(byte) 0x82, (byte) 0x84, (byte) 0x8B, (byte) 0x96, 0x0C, 0x12, 0x18, 0x24};
    private static final byte[] EXTENDED_RATES = {0x30, 0x48, 0x60, 0x6C};

    private final Ssid ssid;
    private final MacAddress bssid;
    private final int channel;
    private final Optional<byte[]> rsn;

    /**
     * The frames of a network.
     *
     * @param rsn contents of the RSN element, if it is secured
     */
    BssFrames(Ssid ssid, MacAddress bssid, int channel, Optional<byte[]> rsn) {
        this.ssid = ssid;
        this.bssid = bssid;
        this.channel = channel;
        this.rsn = rsn;
    }

    private MpduBuilder to(MacAddress receiver, FrameKind kind) {
        return MpduBuilder.management(kind, receiver, bssid, bssid);
    }

    /**
     * A beacon.
     *
     * @param timestamp of the TSF, in microseconds
     * @param tim contents of the TIM element
     */
    byte[] beacon(long timestamp, byte[] tim) {
        MpduBuilder beacon = network(to(MacAddress.BROADCAST, FrameKind.BEACON), timestamp).element(Elements.TIM, tim);
        return capabilities(beacon).build();
    }

    byte[] probeResponse(MacAddress station, long timestamp) {
        return capabilities(network(to(station, FrameKind.PROBE_RESPONSE), timestamp)).build();
    }

    private MpduBuilder network(MpduBuilder frame, long timestamp) {
        return frame.u64(timestamp).u16(BEACON_INTERVAL).u16(capability()).element(Elements.SSID, ssid.bytes())
                .element(Elements.SUPPORTED_RATES, RATES).element(Elements.DS_PARAMETER, new byte[] {(byte) channel});
    }

    private MpduBuilder capabilities(MpduBuilder frame) {
        frame.element(Elements.ERP, new byte[1]).element(Elements.EXTENDED_RATES, EXTENDED_RATES);
        rsn.ifPresent(element -> frame.element(Elements.RSN, element));
        return frame;
    }

    private int capability() {
        return ESS_SHORT_PREAMBLE_SHORT_SLOT | (rsn.isPresent() ? PRIVACY : 0);
    }

    byte[] authentication(MacAddress station, int algorithm, int sequence, int status) {
        return to(station, FrameKind.AUTHENTICATION).u16(algorithm).u16(sequence).u16(status).build();
    }

    /** An answer to an association request, or a reassociation request. */
    byte[] associationResponse(MacAddress station, FrameKind kind, int status, int aid) {
        return to(station, kind).u16(capability()).u16(status).u16(aid | 0xC000).element(Elements.SUPPORTED_RATES, RATES)
                .element(Elements.EXTENDED_RATES, EXTENDED_RATES).build();
    }

    /**
     * A station's request, in which it claims to be able to do what these access points offer.
     *
     * @param rsn contents of the RSN element, if it is to be secured
     */
    static byte[] associationRequest(MacAddress bssid, MacAddress station, Ssid ssid, Optional<byte[]> rsn) {
        MpduBuilder request = MpduBuilder.management(FrameKind.ASSOCIATION_REQUEST, bssid, station, bssid)
                .u16(ESS_SHORT_PREAMBLE_SHORT_SLOT | (rsn.isPresent() ? PRIVACY : 0)).u16(LISTEN_INTERVAL)
                .element(Elements.SSID, ssid.bytes()).element(Elements.SUPPORTED_RATES, RATES)
                .element(Elements.EXTENDED_RATES, EXTENDED_RATES);
        rsn.ifPresent(element -> request.element(Elements.RSN, element));
        return request.build();
    }

    /** A deauthentication or disassociation. */
    byte[] goodbye(FrameKind kind, MacAddress station, int reason) {
        return to(station, kind).u16(reason).build();
    }

    /** Declines a block acknowledgement agreement (section 9.6.5.3). */
    byte[] addbaResponse(MacAddress station, int dialogToken, int parameters, int timeout, int status) {
        return to(station, FrameKind.ACTION).u8(ACTION_BLOCK_ACK).u8(ADDBA_RESPONSE).u8(dialogToken).u16(status).u16(parameters)
                .u16(timeout).build();
    }
}
