package dev.crema.net.usernet.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.ethernet.MacAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets against bytes that others have computed. */
class PacketTest {
    private static final Ipv4Address GUEST = Ipv4Address.of(10, 0, 2, 15);
    private static final Ipv4Address GATEWAY = Ipv4Address.of(10, 0, 2, 2);

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** RFC 1071, section 3: the sum of the example is ddf2. */
    @Test
    void theChecksumIsThatOfTheRfc() {
        byte[] bytes = hex("0001 f203 f4f5 f6f7");
        assertEquals(~0xddf2 & 0xffff, InternetChecksum.of(bytes, bytes.length));
    }

    @Test
    void anOddByteCountsAsTheHighHalfOfAWord() {
        assertEquals(InternetChecksum.of(hex("0102 0300"), 4), InternetChecksum.of(hex("010203"), 3));
    }

    /** The packet of Wikipedia's article on the IPv4 header checksum, which is b861. */
    @Test
    void anIpv4HeaderIsReadAndItsChecksumChecked() {
        byte[] bytes = new byte[0x73];
        byte[] header = hex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7");
        System.arraycopy(header, 0, bytes, 0, header.length);
        Ipv4Packet packet = Ipv4Packet.parse(bytes).orElseThrow();
        assertEquals("192.168.0.1 192.168.0.199 17 64 95", packet.source() + " " + packet.destination() + " " + packet.protocol()
                + " " + packet.timeToLive() + " " + packet.payload().length);
        bytes[11] ^= 1;
        assertTrue(Ipv4Packet.parse(bytes).isEmpty());
    }

    @Test
    void aFragmentIsWrittenAsItWasRead() {
        Ipv4Packet fragment = new Ipv4Packet(GUEST, GATEWAY, Ipv4Packet.UDP, 7, new Ipv4Packet.Fragment(0xbeef, 1480, true),
                hex("aabbccdd"));
        byte[] bytes = fragment.toBytes();
        assertArrayEquals(hex("4500 0018 beef 20b9 0711 bc1c 0a00 020f 0a00 0202 aabbccdd"), bytes);
        assertEquals(fragment.fragment(), Ipv4Packet.parse(bytes).orElseThrow().fragment());
    }

    @Test
    void aDatagramHasTheChecksumOfItsPseudoHeader() {
        Ipv4Packet packet = UdpDatagram.packet(new Endpoint(GUEST, 4096), new Endpoint(GATEWAY, 7),
                "hello".getBytes(StandardCharsets.US_ASCII));
        // Addresses, 17 and 13, ports, 13, "hello", by hand: 0a00+020f+0a00+0202 +0011+000d +1000+0007 +000d +6865+6c6c+6f00
        // = 16c14 -> 6c15 -> 93ea
        assertArrayEquals(hex("1000 0007 000d 93ea 68656c6c6f"), packet.payload());
        assertEquals(7, UdpDatagram.parse(packet).orElseThrow().destinationPort());
        packet.payload()[9] ^= 4;
        assertTrue(UdpDatagram.parse(packet).isEmpty());
    }

    @Test
    void aDatagramWithoutAChecksumIsTakenAsItIs() {
        Ipv4Packet packet = new Ipv4Packet(GUEST, GATEWAY, Ipv4Packet.UDP, hex("0001 0002 000a 0000 abcd"));
        assertArrayEquals(hex("abcd"), UdpDatagram.parse(packet).orElseThrow().payload());
    }

    @Test
    void anArpPacketIsThatOfTheRfc() {
        ArpPacket request = new ArpPacket(ArpPacket.REQUEST, new MacAddress(0x240ac4000110L), GUEST, new MacAddress(0), GATEWAY);
        byte[] bytes = hex("0001 0800 06 04 0001 240ac4000110 0a00020f 000000000000 0a000202");
        assertArrayEquals(bytes, request.toBytes());
        assertEquals(request, ArpPacket.parse(bytes).orElseThrow());
        bytes[3] ^= 1;
        assertTrue(ArpPacket.parse(bytes).isEmpty());
    }

    /** A question as dig asks it, with EDNS, and its answer. */
    @Test
    void aQuestionIsReadAndAnswered() {
        byte[] asked = hex("1234 0120 0001 0000 0000 0001 07 6578616d706c65 03 636f6d 00 0001 0001 00 0029 04d0 00000000 0000");
        DnsQuestion question = DnsQuestion.parse(asked).orElseThrow();
        assertEquals("example.com", question.name().orElseThrow());
        assertEquals("1 1232", question.type() + " " + question.longestAnswer());
        List<DnsRecord> records = List.of(new DnsRecord(DnsRecord.A, GUEST.toBytes()));
        byte[] answer = new DnsAnswer(DnsAnswer.Code.NO_ERROR, records).toBytes(question);
        assertArrayEquals(hex("1234 8180 0001 0001 0000 0000 07 6578616d706c65 03 636f6d 00 0001 0001 "
                + "c00c 0001 0001 0000003c 0004 0a00020f"), answer);
    }

    @Test
    void anAnswerThatDoesNotFitIsMarkedAsTruncated() {
        byte[] asked = hex("0001 0100 0001 0000 0000 0000 01 61 00 0001 0001");
        List<DnsRecord> many = Collections.nCopies(40, new DnsRecord(DnsRecord.A, GUEST.toBytes()));
        byte[] answer = new DnsAnswer(DnsAnswer.Code.NO_ERROR, many).toBytes(DnsQuestion.parse(asked).orElseThrow());
        assertTrue(answer.length <= 512);
        assertEquals(0x83, answer[2] & 0xff, "response, truncated, recursion desired");
        assertEquals((512 - asked.length) / 16, answer[7]);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0001 0100 0002 0000 0000 0000 01 61 00 0001 0001",
        "0001 0100 0001 0000 0000 0000 c0 0c 0001 0001",
        "0001 0100 0001 0000 0000 0000 05 61",
        "0001 0100 0001 0000 0000 0000 01 61 00 0001",
        "0001 0100 0001 0000 0000 0000 01 61 00 0001 0003"})
    void aMalformedQuestionHasNoName(String asked) {
        assertTrue(DnsQuestion.parse(hex(asked)).orElseThrow().name().isEmpty());
    }

    @Test
    void anAnswerIsNoQuestion() {
        assertTrue(DnsQuestion.parse(hex("0001 8180 0001 0000 0000 0000 01 61 00 0001 0001")).isEmpty());
    }

    /** RFC 4330: 2026-01-01 is 3,976,214,400 seconds after 1900. */
    @Test
    void theTimeCountsFrom1900() {
        byte[] asked = new byte[48];
        asked[0] = 0x23;
        asked[47] = 5;
        byte[] answer = SntpPacket.parse(asked).orElseThrow().answer(Instant.parse("2026-01-01T00:00:00.5Z"));
        assertEquals("240100e3" + "0000000000000000" + "4c4f434c" + "ed00378080000000" + "0000000000000005"
                + "ed00378080000000".repeat(2), HexFormat.of().formatHex(answer));
    }
}
