package dev.crema.net.usernet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardTest {
    @Test
    void theExamplesOfTheManualAreRead() {
        assertEquals(new Forward(Forward.Protocol.UDP, new Endpoint(Ipv4Address.UNSPECIFIED, 4433), Optional.empty(), 4433),
                Forward.parse("udp::4433-:4433"));
        assertEquals(new Forward(Forward.Protocol.TCP, new Endpoint(Ipv4Address.LOOPBACK, 8080), Optional.empty(), 80),
                Forward.parse("tcp:127.0.0.1:8080-:80"));
        assertEquals(new Forward(Forward.Protocol.TCP, new Endpoint(Ipv4Address.UNSPECIFIED, 0),
                Optional.of(Ipv4Address.of(10, 0, 2, 15)), 80), Forward.parse("tcp::0-10.0.2.15:80"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp::4433-:4433", "tcp:127.0.0.1:8080-:80", "tcp::8080-10.0.2.15:80"})
    void aForwardIsWrittenAsItWasRead(String option) {
        assertEquals(option, Forward.parse(option).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '' | is not PROTOCOL:HOST_ADDRESS:HOST_PORT-GUEST_ADDRESS:GUEST_PORT
            tcp:80 | is not PROTOCOL:HOST_ADDRESS:HOST_PORT-GUEST_ADDRESS:GUEST_PORT
            icmp::80-:80 | has the protocol "icmp", which is neither tcp nor udp
            tcp:nowhere:80-:80 | has the host address "nowhere", which is no IPv4 address
            tcp::80-10.0.2.256:80 | has the guest address "10.0.2.256", which is no IPv4 address
            tcp::-:80 | has the host port "", which is not a number from 0 to 65535
            tcp::65536-:80 | has the host port "65536", which is not a number from 0 to 65535
            tcp::80-:0 | has the guest port "0", which is not a number from 1 to 65535
            udp::80-:x | has the guest port "x", which is not a number from 1 to 65535""")
    void aMalformedForwardIsExplainedInASentence(String option, String explanation) {
        String message = assertThrows(NetworkException.class, () -> Forward.parse(option)).getMessage();
        assertEquals("--forward " + option + " " + explanation, message.replaceFirst("(; write it as in [^;]*)?\\.$", ""));
    }
}
