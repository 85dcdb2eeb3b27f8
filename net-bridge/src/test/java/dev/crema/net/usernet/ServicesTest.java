package dev.crema.net.usernet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.ethernet.EthernetFrame;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.ArpPacket;
import dev.crema.net.usernet.packet.DhcpMessage;
import dev.crema.net.usernet.packet.DhcpMessage.Type;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.IcmpMessage;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the network answers by itself. */
class ServicesTest {
    private final List<String> events = new ArrayList<>();
    private final TestHost host = new TestHost();
    private final UserNetwork network = UserNetwork.open(UserNetworkOptions.DEFAULT
            .withListener(event -> events.add(event.line())));
    private final TestGuest guest = new TestGuest(network, host);

    @AfterEach
    void close() {
        network.close();
    }

    private static ArpPacket who(Ipv4Address sender, Ipv4Address target) {
        return new ArpPacket(ArpPacket.REQUEST, TestGuest.MAC, sender, new MacAddress(0), target);
    }

    @ParameterizedTest
    @CsvSource({"10.0.2.2", "10.0.2.3", "192.168.1.1"})
    void arpFindsTheGatewayAndAllThatIsBehindIt(String target) {
        Ipv4Address address = Ipv4Address.parse(target).orElseThrow();
        guest.send(who(TestGuest.ADDRESS, address));
        assertEquals(new ArpPacket(ArpPacket.REPLY, TestGuest.GATEWAY_MAC, address, TestGuest.MAC, TestGuest.ADDRESS),
                guest.receiveArp());
    }

    @ParameterizedTest
    @CsvSource({"10.0.2.15,10.0.2.16", "10.0.2.15,10.0.2.15", "10.0.2.15,169.254.1.1", "10.0.2.15,255.255.255.255"})
    void arpForOthersIsLeftToThem(String sender, String target) {
        guest.send(who(Ipv4Address.parse(sender).orElseThrow(), Ipv4Address.parse(target).orElseThrow()));
        assertFalse(guest.hasReceived());
    }

    // ---- DHCP ------------------------------------------------------------------------------------------------------------

    private void sendDhcp(DhcpMessage message) {
        guest.send(UdpDatagram.packet(new Endpoint(message.clientAddress(), DhcpMessage.CLIENT_PORT),
                new Endpoint(Ipv4Address.BROADCAST, DhcpMessage.SERVER_PORT), message.toBytes()));
    }

    private DhcpMessage receiveDhcp() {
        return DhcpMessage.parse(guest.receiveUdp().payload()).orElseThrow();
    }

    private static DhcpMessage message(MacAddress client, Type type) {
        return DhcpMessage.request(0x1234_5678, client, Ipv4Address.UNSPECIFIED).with(type);
    }

    private static DhcpMessage want(MacAddress client, int last) {
        return message(client, Type.REQUEST).with(DhcpMessage.REQUESTED_ADDRESS, Ipv4Address.of(10, 0, 2, last));
    }

    private Ipv4Address join(MacAddress client) {
        sendDhcp(message(client, Type.DISCOVER));
        Ipv4Address offered = receiveDhcp().yourAddress();
        sendDhcp(message(client, Type.REQUEST).with(DhcpMessage.REQUESTED_ADDRESS, offered)
                .with(DhcpMessage.SERVER_IDENTIFIER, TestGuest.GATEWAY));
        DhcpMessage ack = receiveDhcp();
        assertEquals(Type.ACK, ack.type().orElseThrow());
        return ack.yourAddress();
    }

    @Test
    void aGuestGetsItsAddressAndAllThatBelongsToIt() {
        sendDhcp(message(TestGuest.MAC, Type.DISCOVER).with(DhcpMessage.HOST_NAME, "espressif".getBytes()));
        EthernetFrame frame = guest.receive();
        assertEquals(TestGuest.MAC, frame.destination());
        Ipv4Packet packet = TestGuest.packet(frame);
        assertEquals("10.0.2.2 10.0.2.15", packet.source() + " " + packet.destination());
        UdpDatagram datagram = UdpDatagram.parse(packet).orElseThrow();
        assertEquals("67 68 300", datagram.sourcePort() + " " + datagram.destinationPort() + " " + datagram.payload().length);
        DhcpMessage offer = DhcpMessage.parse(datagram.payload()).orElseThrow();
        assertEquals(0x1234_5678, offer.transaction());
        assertEquals(TestGuest.ADDRESS, offer.yourAddress());
        assertEquals(TestGuest.MAC, offer.client());
        // Options 1, 3, 6, 28, 51, 53, 54 in RFC 2132's form.
        assertEquals("0104ffffff00" + "03040a000202" + "06040a000203" + "1c040a0002ff" + "330400015180" + "350102" + "36040a"
                        + "000202ff",
                HexFormat.of().formatHex(datagram.payload(), 240, 240 + 6 * 6 + 3 + 1));

        sendDhcp(message(TestGuest.MAC, Type.REQUEST).with(DhcpMessage.REQUESTED_ADDRESS, TestGuest.ADDRESS)
                .with(DhcpMessage.SERVER_IDENTIFIER, TestGuest.GATEWAY).with(DhcpMessage.HOST_NAME, "espressif".getBytes()));
        assertEquals(Type.ACK, receiveDhcp().type().orElseThrow());
        assertEquals(List.of("ip: 10.0.2.15 to 24:0a:c4:00:01:10 (espressif)"), events);
        assertFalse(guest.hasReceived(), "one answer to each message");
    }

    @Test
    void whoAsksForABroadcastGetsOne() {
        DhcpMessage discover = message(TestGuest.MAC, Type.DISCOVER);
        sendDhcp(new DhcpMessage(discover.operation(), 1, true, discover.clientAddress(), discover.yourAddress(), TestGuest.MAC,
                discover.options()));
        EthernetFrame frame = guest.receive();
        assertEquals(MacAddress.BROADCAST, frame.destination());
        assertEquals(Ipv4Address.BROADCAST, TestGuest.packet(frame).destination());
    }

    @Test
    void guestsKeepTheirAddresses() {
        MacAddress other = new MacAddress(0x240a_c400_0220L);
        assertEquals("10.0.2.15", join(TestGuest.MAC).toString());
        assertEquals("10.0.2.16", join(other).toString());
        assertEquals("10.0.2.15", join(TestGuest.MAC).toString());
        sendDhcp(message(TestGuest.MAC, Type.RELEASE));
        assertEquals("10.0.2.15", join(TestGuest.MAC).toString());
    }

    @Test
    void aLeaseIsRenewedFromItsOwnAddress() {
        join(TestGuest.MAC);
        sendDhcp(DhcpMessage.request(9, TestGuest.MAC, TestGuest.ADDRESS).with(Type.REQUEST));
        Ipv4Packet packet = guest.receiveIpv4();
        assertEquals(TestGuest.ADDRESS, packet.destination());
        UdpDatagram datagram = UdpDatagram.parse(packet).orElseThrow();
        assertEquals(Type.ACK, DhcpMessage.parse(datagram.payload()).orElseThrow().type().orElseThrow());
    }

    @Test
    void aRememberedAddressIsTheGuestsAgainIfNobodyElseHasIt() {
        sendDhcp(want(TestGuest.MAC, 77));
        assertEquals(Type.ACK, receiveDhcp().type().orElseThrow());
        sendDhcp(want(new MacAddress(2), 77));
        assertEquals(Type.NAK, receiveDhcp().type().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"192.168.4.2", "10.0.2.2", "10.0.2.3", "10.0.2.255", "0.0.0.0"})
    void anAddressThatIsNotToBeHadIsRefused(String wanted) {
        sendDhcp(message(TestGuest.MAC, Type.REQUEST)
                .with(DhcpMessage.REQUESTED_ADDRESS, Ipv4Address.parse(wanted).orElseThrow()));
        EthernetFrame frame = guest.receive();
        assertEquals(MacAddress.BROADCAST, frame.destination());
        DhcpMessage nak = DhcpMessage.parse(UdpDatagram.parse(TestGuest.packet(frame)).orElseThrow().payload()).orElseThrow();
        assertEquals(Type.NAK, nak.type().orElseThrow());
        assertEquals(Ipv4Address.UNSPECIFIED, nak.yourAddress());
    }

    @Test
    void aDeclinedAddressIsNotGivenAgain() {
        join(TestGuest.MAC);
        sendDhcp(message(TestGuest.MAC, Type.DECLINE).with(DhcpMessage.REQUESTED_ADDRESS, TestGuest.ADDRESS));
        assertEquals("10.0.2.16", join(TestGuest.MAC).toString());
    }

    @Test
    void aGuestThatTookAnotherServersOfferIsLeftAlone() {
        sendDhcp(message(TestGuest.MAC, Type.REQUEST).with(DhcpMessage.SERVER_IDENTIFIER, Ipv4Address.of(10, 0, 2, 9))
                .with(DhcpMessage.REQUESTED_ADDRESS, TestGuest.ADDRESS));
        assertFalse(guest.hasReceived());
    }

    @Test
    void allAddressesCanBeGivenAndWhatIsOnlyProposedIsTakenBack() {
        for (int i = 0; i < 240; i++) {
            sendDhcp(message(new MacAddress(0x0200_0000_0000L + i), Type.DISCOVER));
            assertEquals(Ipv4Address.of(10, 0, 2, 15 + i), receiveDhcp().yourAddress());
        }
        assertEquals("10.0.2.15", join(TestGuest.MAC).toString());
    }

    // ---- ICMP, DNS, SNTP ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"10.0.2.2", "10.0.2.3"})
    void ourOwnAddressesAnswerEchoes(String target) {
        guest.announce(TestGuest.ADDRESS);
        byte[] data = TestGuest.hex("00112233445566778899");
        guest.send(new IcmpMessage(IcmpMessage.ECHO, 0, 0x0007_0001, data)
                .packet(TestGuest.ADDRESS, Ipv4Address.parse(target).orElseThrow()));
        Ipv4Packet packet = guest.receiveIpv4();
        assertEquals(target, packet.source().toString());
        IcmpMessage reply = IcmpMessage.parse(packet.payload()).orElseThrow();
        assertEquals("0 0 7 1", reply.type() + " " + reply.code() + " " + (reply.rest() >>> 16) + " " + (reply.rest() & 0xffff));
        assertArrayEquals(data, reply.payload());
    }

    @Test
    void anEchoOfManyFragmentsComesBackInAsMany() {
        guest.announce(TestGuest.ADDRESS);
        byte[] data = new byte[4_000];
        Arrays.fill(data, (byte) 0x5a);
        byte[] whole = new IcmpMessage(IcmpMessage.ECHO, 0, 1, data).packet(TestGuest.ADDRESS, TestGuest.GATEWAY).payload();
        int[] order = {2_960, 0, 1_480};
        for (int offset : order) {
            int end = Math.min(whole.length, offset + 1_480);
            assertFalse(guest.hasReceived());
            guest.send(new Ipv4Packet(TestGuest.ADDRESS, TestGuest.GATEWAY, Ipv4Packet.ICMP, 64,
                    new Ipv4Packet.Fragment(77, offset, end < whole.length), Arrays.copyOfRange(whole, offset, end)));
        }
        byte[] reply = new byte[whole.length];
        for (Ipv4Packet fragment : guest.drain()) {
            System.arraycopy(fragment.payload(), 0, reply, fragment.fragment().offset(), fragment.payload().length);
        }
        assertArrayEquals(data, IcmpMessage.parse(reply).orElseThrow().payload());
    }

    @Test
    void anEchoToNobodyOnTheNetworkIsUnreachable() {
        guest.announce(TestGuest.ADDRESS);
        guest.send(new IcmpMessage(IcmpMessage.ECHO, 0, 1, new byte[8]).packet(TestGuest.ADDRESS, Ipv4Address.of(10, 0, 2, 99)));
        IcmpMessage answer = IcmpMessage.parse(guest.receiveIpv4().payload()).orElseThrow();
        assertEquals("3 1 28", answer.type() + " " + answer.code() + " " + answer.payload().length);
    }

    @Test
    void anEchoToTheHostsOwnAddressIsAnsweredByTheHost() {
        guest.announce(TestGuest.ADDRESS);
        // The firewall of no host keeps it from itself; the address is one that only it has.
        Ipv4Address address = HostAddress.any();
        guest.send(new IcmpMessage(IcmpMessage.ECHO, 0, 1, new byte[8]).packet(TestGuest.ADDRESS, address));
        assertTrue(host.following(), "guest time waits for the host");
        assertEquals(IcmpMessage.ECHO_REPLY, IcmpMessage.parse(guest.awaitIpv4().payload()).orElseThrow().type());
        assertFalse(host.following());
    }

    private byte[] resolve(String name, int type) {
        guest.announce(TestGuest.ADDRESS);
        StringBuilder question = new StringBuilder("beef 0100 0001 0000 0000 0000");
        for (String label : name.split("\\.")) {
            question.append("%02x".formatted(label.length())).append(HexFormat.of().formatHex(label.getBytes()));
        }
        guest.sendUdp(5_000, new Endpoint(TestGuest.NAME_SERVER, 53), TestGuest.hex(question + "00 %04x 0001".formatted(type)));
        UdpDatagram answer = guest.awaitUdp();
        assertEquals("53 5000", answer.sourcePort() + " " + answer.destinationPort());
        return answer.payload();
    }

    private static String ending(byte[] answer, int bytes) {
        return HexFormat.of().formatHex(answer, answer.length - bytes, answer.length);
    }

    @Test
    void theNetworksOwnNamesAreKnown() {
        assertEquals("c00c" + "0001" + "0001" + "0000003c" + "0004" + "0a000202", ending(resolve("Host.Crema", 1), 16));
        byte[] sixth = resolve("host.crema", 28);
        assertEquals("8180 0", "%02x%02x %d".formatted(sixth[2], sixth[3], sixth[7]));
        assertEquals(3, resolve("nobody.crema", 1)[3] & 0xf);
        assertEquals(3, resolve("nobody.invalid", 1)[3] & 0xf);
        assertEquals(4, resolve("host.crema", 16)[3] & 0xf);
        assertEquals("07" + "67617465776179" + "00", ending(resolve("2.2.0.10.in-addr.arpa", 12), 9), "gateway");
        assertEquals(3, resolve("9.2.0.10.in-addr.arpa", 12)[3] & 0xf);
    }

    @ParameterizedTest
    @CsvSource({"pool.ntp.org", "0.europe.pool.ntp.org", "time1.google.com", "time-a.nist.gov", "ntp.aliyun.com"})
    void serversOfTimeAreHere(String name) {
        assertEquals("0a000202", ending(resolve(name, 1), 4));
        assertFalse(host.following(), "the host was not asked");
    }

    @Test
    void theHostsNamesAreItsResolversAndTheHostItselfIsTheGateway() {
        byte[] answer = resolve("localhost", 1);
        assertEquals("0a000202", ending(answer, 4));
        assertTrue(events.getFirst().startsWith("dns: localhost is 127.0.0.1"), events::toString);
        assertFalse(host.following());
    }

    @Test
    void theTimeIsTheStartAndWhatHasPassedSince() {
        guest.announce(TestGuest.ADDRESS);
        host.pass(Duration.ofMillis(61_250));
        byte[] question = new byte[48];
        question[0] = 0x1b;
        guest.sendUdp(123, new Endpoint(Ipv4Address.of(162, 159, 200, 1), 123), question);
        Ipv4Packet packet = guest.receiveIpv4();
        assertEquals("162.159.200.1", packet.source().toString());
        byte[] answer = UdpDatagram.parse(packet).orElseThrow().payload();
        assertEquals("1c01" + "%08x".formatted((int) 0xed003780L + 61) + "40000000",
                HexFormat.of().formatHex(answer, 0, 2) + HexFormat.of().formatHex(answer, 40, 48));
    }

    @Test
    void broadcastsAndMulticastsStayWhereTheyAre() {
        guest.announce(TestGuest.ADDRESS);
        for (Ipv4Address group : List.of(Ipv4Address.BROADCAST, Ipv4Address.of(10, 0, 2, 255), Ipv4Address.of(224, 0, 0, 251))) {
            guest.sendUdp(5_353, new Endpoint(group, 5_353), new byte[12]);
        }
        assertFalse(guest.hasReceived());
    }
}
