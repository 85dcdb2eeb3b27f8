package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.CCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class CcmpTest {
    private static final HexFormat HEX = HexFormat.of();

    /** IEEE 802.11-2020, J.6.4, CCMP test vector. */
    @Test
    void theStandardsVector() {
        Ccmp ccmp = new Ccmp(HEX.parseHex("c97c1f67ce371185514a8a19f2bdd52f"));
        String header = "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba80330ce70020769703b5";
        String plain = "f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050";
        byte[] frame = HEX.parseHex(header + plain + "0000000000000000");
        ccmp.encrypt(frame, 0, frame.length);
        assertEquals(header + "f3d0a2fe9a3dbf2342a643e43246e80c3c04d0197845ce0b16f97623", HEX.formatHex(frame));
        assertTrue(ccmp.decrypt(frame, 0, frame.length));
        assertEquals(header + plain, HEX.formatHex(frame, 0, frame.length - Ccmp.MIC));
    }

    /** Every layout of header: with four addresses, with QoS, management; the rest of the additional data is spelt out here. */
    @Test
    void agreesWithAnotherImplementationOfCcm() throws InvalidCipherTextException {
        Random random = new Random(802_11);
        for (int i = 0; i < 300; i++) {
            boolean management = i % 3 == 0;
            boolean qos = !management && random.nextBoolean();
            boolean fourAddresses = !management && random.nextBoolean();
            int headerLength = 24 + (fourAddresses ? 6 : 0) + (qos ? 2 : 0);
            byte[] frame = new byte[headerLength + Ccmp.HEADER + random.nextInt(200) + Ccmp.MIC];
            random.nextBytes(frame);
            frame[0] = (byte) (management ? 0xd0 : qos ? 0x88 : 0x08);
            frame[1] = (byte) (0x40 | random.nextInt(64) & 0x38 | (fourAddresses ? 3 : random.nextInt(3)));
            byte[] key = new byte[Ccmp.KEY];
            random.nextBytes(key);
            byte[] plain = Arrays.copyOfRange(frame, headerLength + Ccmp.HEADER, frame.length - Ccmp.MIC);
            byte[] expected = ccm(key, nonce(frame, headerLength, qos, management), additional(frame, qos, fourAddresses), plain);
            byte[] before = frame.clone();
            Ccmp ccmp = new Ccmp(key);
            ccmp.encrypt(frame, 0, frame.length);
            assertArrayEquals(expected, Arrays.copyOfRange(frame, headerLength + Ccmp.HEADER, frame.length));
            assertTrue(ccmp.decrypt(frame, 0, frame.length));
            assertArrayEquals(Arrays.copyOf(before, frame.length - Ccmp.MIC), Arrays.copyOf(frame, frame.length - Ccmp.MIC));
            ccmp.encrypt(frame, 0, frame.length);
            frame[headerLength + Ccmp.HEADER + random.nextInt(plain.length + Ccmp.MIC)] ^= 4;
            assertFalse(ccmp.decrypt(frame, 0, frame.length));
        }
    }

    private static byte[] nonce(byte[] frame, int header, boolean qos, boolean management) {
        byte[] nonce = new byte[13];
        nonce[0] = (byte) ((qos ? frame[header - 2] & 15 : 0) | (management ? 16 : 0));
        System.arraycopy(frame, 10, nonce, 1, 6);
        int[] packetNumber = {7, 6, 5, 4, 1, 0};
        for (int i = 0; i < 6; i++) {
            nonce[7 + i] = frame[header + packetNumber[i]];
        }
        return nonce;
    }

    private static byte[] additional(byte[] frame, boolean qos, boolean fourAddresses) {
        String text = String.format("%02x%02x", frame[0], frame[1] & 0x47) + HEX.formatHex(frame, 4, 22)
                + String.format("%02x00", frame[22] & 15);
        if (fourAddresses) {
            text += HEX.formatHex(frame, 24, 30);
        }
        if (qos) {
            text += String.format("%02x00", frame[fourAddresses ? 30 : 24] & 15);
        }
        return HEX.parseHex(text);
    }

    private static byte[] ccm(byte[] key, byte[] nonce, byte[] additional, byte[] plain) throws InvalidCipherTextException {
        CCMModeCipher ccm = CCMBlockCipher.newInstance(AESEngine.newInstance());
        ccm.init(true, new AEADParameters(new KeyParameter(key), 64, nonce, additional));
        byte[] out = new byte[plain.length + Ccmp.MIC];
        int length = ccm.processBytes(plain, 0, plain.length, out, 0);
        ccm.doFinal(out, length);
        return out;
    }
}
