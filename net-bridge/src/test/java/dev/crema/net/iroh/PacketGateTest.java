package dev.crema.net.iroh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PacketGateTest {
    /** RFC 9001, appendix A.3: the server's Initial, 135 bytes; A.4: a Retry; A.5: a packet with a short header. */
    private static final String INITIAL = "cf000000010008f067a5502a4262b50040 75c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb3"
            + "8cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7a"
            + "af2f58891850abbdca3d20398c276456cbc42158407dd074ee";
    private static final String RETRY = "ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba";
    private static final String SHORT = "4cfe4189655e5cd55c41f69080575d7999c25a5bfb";

    @ParameterizedTest
    @CsvSource({
        "INITIAL, 135",
        "RETRY, 36",
        "SHORT, 21",
        "INITIALSHORT, 156",
        "INITIALINITIAL, 270",
        "INITIAL0000, 135",
        "INITIAL4cfe, 135",
        "'', 0",
        "00, 0",
        "4cfe4189655e5cd55c41f69080575d7999c25a5b, 0",
        "8f00000001, 0",
        "ff000000010008f067a5502a4262b5746f6b656e04, 0",
        "cf000000000008f067a5502a4262b5004075, 0",
        "cf000000010015f067a5502a4262b5004075, 0"
    })
    void wholePacketsPass(String datagram, int admitted) {
        String hex = datagram.replace("INITIAL", INITIAL).replace("RETRY", RETRY).replace("SHORT", SHORT).replace(" ", "");
        assertEquals(admitted, PacketGate.admitted(HexFormat.of().parseHex(hex)));
    }

    @Test
    void theFirstOfSeveralPacketsIsFound() {
        byte[] one = HexFormat.of().parseHex(INITIAL.replace(" ", ""));
        byte[] two = HexFormat.of().parseHex((INITIAL + SHORT).replace(" ", ""));
        assertEquals(one.length, PacketGate.firstPacket(one));
        assertEquals(one.length, PacketGate.firstPacket(two));
    }

    @Test
    void anyBytesAreJudged() {
        Random random = new Random(17);
        byte[] initial = HexFormat.of().parseHex(INITIAL.replace(" ", ""));
        for (int i = 0; i < 50_000; i++) {
            byte[] datagram = initial.clone();
            for (int change = random.nextInt(8); change >= 0; change--) {
                datagram[random.nextInt(20)] = (byte) random.nextInt(256);
            }
            int admitted = PacketGate.admitted(datagram);
            assertTrue(admitted >= 0 && admitted <= datagram.length);
        }
    }
}
