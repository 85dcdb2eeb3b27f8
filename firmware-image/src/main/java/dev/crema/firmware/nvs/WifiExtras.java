package dev.crema.firmware.nvs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What {@code esp-idf-nvs-partition-gen} adds to the keys with which the WiFi driver remembers a network, so that the driver
 * finds all that it looks for.
 */
final class WifiExtras {
    private static final int PMK_BITS = 256;
    private static final int PMK_ITERATIONS = 4096;
    private static final int PMK_OFFSET = 100;
    private static final int AP_INFO_SIZE = 140;
    private static final List<String> ACCESS_POINT = List.of("ap.ssid", "ap.passwd", "ap.authmode");

    private final Map<String, String> accessPoint = new HashMap<>();
    private boolean isStationWritten;

    /** The entries that go before one: for an own access point, its key, each time that it is known again. */
    List<NvsEntry> before(String namespace, String key, String value) {
        if (!ACCESS_POINT.contains(key)) {
            return List.of();
        }
        if (!key.equals("ap.authmode") || !value.equals("0")) {
            accessPoint.put(key, value);
        }
        boolean isKnown = ACCESS_POINT.stream().allMatch(name -> !accessPoint.getOrDefault(name, "").isEmpty());
        return isKnown ? List.of(NvsEntry.blob(namespace, "ap.pmk_info", pmkInfo())) : List.of();
    }

    /** The entries that go behind the first one of a station. */
    List<NvsEntry> after(String namespace, String key) {
        if (isStationWritten || !key.equals("sta.ssid") && !key.equals("sta.pswd")) {
            return List.of();
        }
        isStationWritten = true;
        byte[] anyAccessPoint = new byte[AP_INFO_SIZE];
        Arrays.fill(anyAccessPoint, (byte) 0xff);
        return List.of(NvsEntry.blob(namespace, "sta.apinfo", anyAccessPoint),
                NvsEntry.blob(namespace, "sta.pmk", new byte[PMK_BITS / 8]),
                NvsEntry.blob(namespace, "sta.apsw", new byte[2]));
    }

    /** IEEE 802.11i, annex H.4: the key is PBKDF2 with SHA-1 of passphrase and SSID. */
    private byte[] pmkInfo() {
        char[] passphrase = accessPoint.get("ap.passwd").toCharArray();
        byte[] ssid = accessPoint.get("ap.ssid").getBytes(StandardCharsets.UTF_8);
        try {
            byte[] pmk = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                    .generateSecret(new PBEKeySpec(passphrase, ssid, PMK_ITERATIONS, PMK_BITS)).getEncoded();
            byte[] info = new byte[PMK_OFFSET + pmk.length];
            System.arraycopy(pmk, 0, info, PMK_OFFSET, pmk.length);
            return info;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks PBKDF2WithHmacSHA1", e);
        }
    }
}
