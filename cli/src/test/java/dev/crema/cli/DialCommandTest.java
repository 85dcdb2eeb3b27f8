package dev.crema.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.samples.Samples;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.HostUdpPort;
import dev.crema.net.iroh.Listener;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code crema dial} and an endpoint on the host's loopback. */
final class DialCommandTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private Listener endpoint;

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() throws IOException {
        endpoint = Listener.start(SecretKey.generate(new SecureRandom()),
                HostUdpPort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), List.of(Echo.protocol()));
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    private int dial(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "dial";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Crema.commandLine().setOut(new PrintWriter(output)).setErr(new PrintWriter(errors)).execute(arguments);
    }

    @Test
    void saysWhoAnsweredAndHowLongItTook() {
        assertEquals(ExitCode.OK, dial(endpoint.ticket().toString(), "--message", "12345"), errors.toString());
        String address = "127.0.0.1:" + endpoint.address().getPort();
        assertTrue(output.toString().matches(endpoint.ticket().id() + " at " + address + "\\R"
                + "handshake  \\d+\\.\\d ms\\Recho       5 bytes, round trip \\d+\\.\\d ms\\R"), output.toString());
        assertEquals("", errors.toString());
    }

    @Test
    void sendsAFile() throws IOException {
        Path file = Files.write(folder.resolve("content"), new byte[20_000]);
        assertEquals(ExitCode.OK, dial("--file", file.toString(), endpoint.ticket().toString()), errors.toString());
        assertTrue(output.toString().contains("echo       20000 bytes"), output.toString());
    }

    @Test
    void aRefusalIsOneSentenceAndExitCodeOne() {
        assertEquals(ExitCode.GUEST_FAILED, dial("--alpn", "other/1", endpoint.ticket().toString()));
        assertEquals("crema: The endpoint at 127.0.0.1:" + endpoint.address().getPort()
                + " does not speak \"other/1\"; name a protocol (ALPN) that it serves.", errors.toString().strip());
        assertEquals("", output.toString());
    }

    @Test
    void anImageIsBootedAndDialedOnItsOwnNetwork() throws IOException {
        Path image = Files.write(folder.resolve("endpoint.bin"), Samples.acceleratedEndpoint().contents());
        assertEquals(ExitCode.OK, dial("--rom", "java", image.toString()), errors.toString());
        assertTrue(output.toString().matches("[0-9a-f]{64} at 10\\.0\\.2\\.15:11204\\R"
                + "handshake  \\d+\\.\\d ms of guest time, \\d+\\.\\d ms of host time, [0-9,]+ instructions\\R"
                + "echo       17 bytes, \\d+\\.\\d ms of guest time, \\d+\\.\\d ms of host time\\R"), output.toString());
    }

    /** The image has no symbols: the table has addresses, says so, and adds up all the same. */
    @Test
    void whereAHandshakesCyclesGo() throws IOException {
        Path image = Files.write(folder.resolve("endpoint.bin"), Samples.acceleratedEndpoint().contents());
        Path json = folder.resolve("handshake.json");
        Path graph = folder.resolve("handshake.svg");
        int code = Crema.commandLine().setOut(new PrintWriter(output)).setErr(new PrintWriter(errors)).execute("bench", "handshake",
                "--dials", "1", "--rom", "java", "--json", json.toString(), "--flame-graph", graph.toString(), image.toString());
        assertEquals(ExitCode.OK, code, errors.toString());
        assertTrue(output.toString().contains("The image has no symbols"), output.toString());
        assertTrue(output.toString().contains("one instruction takes one cycle"), output.toString());
        assertTrue(Files.readString(json).contains("\"name\": \"0x400"));
        assertTrue(Files.readString(graph).startsWith("<svg "));
    }

    @Test
    void silenceEndsWithTheTimeout() {
        Ticket nobody = Ticket.of(endpoint.ticket().id(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
        assertEquals(ExitCode.GUEST_FAILED, dial("--timeout", "200ms", nobody.toString()));
        assertTrue(errors.toString().contains("No endpoint answered at 127.0.0.1:9 within 0.2 s"), errors.toString());
    }
}
