package dev.crema.net.air.capture;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.LlcSnap;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.Rate;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.air.security.EapolKey;
import java.util.Arrays;
import java.util.Locale;

/** A frame in one line. */
public final class FrameSummary {
    private FrameSummary() { }

    /** As in {@code ch 6 1M 24:0a:c4:00:00:01 > ff:ff:ff:ff:ff:ff probe request 'crema'}. */
    public static String of(RadioFrame frame) {
        String where = String.format(Locale.ROOT, "ch %d %sM ", frame.channel(), rate(Rate.of(frame.rate())));
        return where + Mpdu.parse(frame.mpdu()).map(FrameSummary::of)
                .orElseGet(() -> "malformed frame of " + frame.mpdu().length + " bytes");
    }

    private static String rate(Rate rate) {
        return rate.kilobits() % 1_000 == 0 ? String.valueOf(rate.kilobits() / 1_000)
                : String.format(Locale.ROOT, "%.1f", rate.kilobits() / 1_000.0);
    }

    private static String of(Mpdu mpdu) {
        boolean anonymous = mpdu.kind() == FrameKind.ACK || mpdu.kind() == FrameKind.CTS;
        return (anonymous ? "> " : mpdu.transmitter() + " > ") + mpdu.receiver() + " " + mpdu.kind().title() + detail(mpdu)
                + (mpdu.powerManagement() ? ", dozing" : "") + (mpdu.moreData() ? ", more follows" : "")
                + (mpdu.retry() ? ", repeated" : "");
    }

    private static String detail(Mpdu mpdu) {
        byte[] bytes = mpdu.bytes();
        int body = mpdu.bodyOffset();
        int length = bytes.length - body;
        return switch (mpdu.kind()) {
            case BEACON, PROBE_RESPONSE -> name(bytes, body + 12);
            case PROBE_REQUEST -> name(bytes, body);
            case ASSOCIATION_REQUEST -> name(bytes, body + 4);
            case REASSOCIATION_REQUEST -> name(bytes, body + 10);
            case AUTHENTICATION -> length < 6 ? "" : " " + u16(bytes, body + 2) + ", status " + u16(bytes, body + 4);
            case ASSOCIATION_RESPONSE, REASSOCIATION_RESPONSE -> length < 6 ? ""
                    : ", status " + u16(bytes, body + 2) + ", aid " + (u16(bytes, body + 4) & 0x3FFF);
            case DEAUTHENTICATION, DISASSOCIATION -> length < 2 ? ""
                    : ", reason " + u16(bytes, body) + " (" + ReasonCode.text(u16(bytes, body)) + ")";
            case ACTION -> length < 1 ? "" : " of category " + (bytes[body] & 0xFF);
            case DATA, QOS_DATA -> data(mpdu, length);
            default -> "";
        };
    }

    private static String data(Mpdu mpdu, int length) {
        byte[] bytes = mpdu.bytes();
        int body = mpdu.bodyOffset();
        if (mpdu.isProtected()) {
            return ", encrypted, " + length + " bytes";
        }
        if (LlcSnap.isEapol(bytes, body)) {
            return ", EAPOL " + EapolKey.parse(Arrays.copyOfRange(bytes, body + LlcSnap.HEADER, bytes.length))
                    .map(EapolKey::title).orElse("");
        }
        return ", " + length + " bytes";
    }

    private static String name(byte[] bytes, int elements) {
        return new Elements(bytes, elements).find(Elements.SSID).flatMap(Ssid::of)
                .map(ssid -> ssid.isWildcard() ? " for any" : " '" + ssid + "'").orElse("");
    }

    private static int u16(byte[] bytes, int offset) {
        return bytes[offset] & 0xFF | (bytes[offset + 1] & 0xFF) << 8;
    }
}
