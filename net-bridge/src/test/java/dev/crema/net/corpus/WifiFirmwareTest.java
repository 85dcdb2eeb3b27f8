package dev.crema.net.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.StationSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.usernet.Forward;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unmodified firmware joins a WPA2 network with its own driver, and is dialed from the host. */
final class WifiFirmwareTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofSeconds(40);
    private static final WifiNetwork NETWORK =
            new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), WifiNetwork.DEFAULT_CHANNEL);
    private static final Forward HTTP = Forward.parse("tcp:127.0.0.1:0-:80");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void espruinoServesAndFetches(boolean realRom) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = "served by the host".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        MachineOptions options = realRom ? MachineOptions.DEFAULT.withRom(WifiFirmware.realRom()) : MachineOptions.DEFAULT;
        try (WifiFirmware guest = new WifiFirmware(WifiFirmware.espruino(), options, air(1),
                UserNetworkOptions.DEFAULT.withForwards(List.of(HTTP)))) {
            guest.expect("espruino.com", SOON).expect("\n>", SOON);
            guest.type("var w=require('Wifi');w.connect('crema',{password:'ristretto'},function(e){print('joined '+e);});")
                    .expect("joined null", LATER);
            guest.type("w.getIP(function(e,i){print('ip '+i.ip);});").expect("ip 10.0.2.15", SOON);
            guest.type("require('http').createServer(function(q,r){r.end('served by the chip '+q.url);}).listen(80);"
                    + "print('list'+'ens');").expect("listens", SOON);
            assertEquals("served by the chip /cup", guest.runWhile(get(guest, "/cup"), LATER));
            guest.type("require('http').get('http://host.crema:" + server.getAddress().getPort()
                    + "/',function(r){r.on('data',function(d){print('fetched: '+d);});});")
                    .expect("fetched: served by the host", SOON);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void microPythonGetsAddressNameAndTime() {
        try (WifiFirmware guest = new WifiFirmware(WifiFirmware.microPython(), MachineOptions.DEFAULT, air(2),
                UserNetworkOptions.DEFAULT)) {
            guest.expect(">>> ", SOON);
            joinFromPython(guest, "ristretto", "connected ('10.0.2.15', '255.255.255.0', '10.0.2.2', '10.0.2.3')");
            guest.type("import socket; print('name', socket.getaddrinfo('host.crema', 80)[0][-1])")
                    .expect("name ('10.0.2.2', 80)", SOON);
            guest.type("import ntptime; ntptime.settime(); print('year', time.gmtime()[0])").expect("year 2026", SOON);
        }
    }

    @Test
    void aWrongPasswordFailsAsOnTheChip() {
        try (WifiFirmware guest = new WifiFirmware(WifiFirmware.microPython(), MachineOptions.DEFAULT, air(3),
                UserNetworkOptions.DEFAULT)) {
            guest.expect(">>> ", SOON);
            // Reason 15, 4-way handshake timeout, which MicroPython calls 204, STAT_HANDSHAKE_TIMEOUT, or a wrong password.
            joinFromPython(guest, "lungo-lungo", "failed");
            guest.type("print('status', w.status() in (15, 202, 204, 1001))").expect("status True", SOON);
        }
    }

    @Test
    void theRoutersPageIsFetchedThroughItsOwnNetwork() {
        try (WifiFirmware guest = new WifiFirmware(WifiFirmware.natRouter(), MachineOptions.DEFAULT,
                air(4).withStation(StationSettings.any()), UserNetworkOptions.DEFAULT.withForwards(List.of(HTTP)))) {
            guest.expect("esp32>", LATER);
            assertTrue(guest.runWhile(get(guest, "/"), LATER).contains("ESP32 NAT Router"));
        }
    }

    /** As all access points up to ESP-IDF 4.1 it has TKIP for its group, and so for what its DHCP server answers. */
    @Test
    void anOldFirmwaresPageIsFetchedThroughItsSecuredNetwork() {
        try (WifiFirmware guest = new WifiFirmware(WifiFirmware.espruino(), MachineOptions.DEFAULT,
                air(6).withStation(StationSettings.any("doppioristretto")), UserNetworkOptions.DEFAULT.withForwards(List.of(HTTP)))) {
            guest.expect("espruino.com", SOON).expect("\n>", SOON);
            guest.type("require('Wifi').startAP('lungo',{password:'doppioristretto',authMode:'wpa2'},function(e){print('opened '+e);});")
                    .expect("opened null", SOON);
            guest.type("require('http').createServer(function(q,r){r.end('served by the chip '+q.url);}).listen(80);").expect(">", SOON);
            assertEquals("served by the chip /tazzina", guest.runWhile(get(guest, "/tazzina"), LATER));
        }
    }

    @Test
    void equalSeedsGiveEqualRunsWithWifi() {
        assertEquals(joined(WifiFirmware.microPython(), 5), joined(WifiFirmware.microPython(), 5));
    }

    @Tag("nightly")
    @Test
    void aHundredJoinsInARow() {
        FlashImage image = WifiFirmware.microPython();
        for (long seed = 0; seed < 100; seed++) {
            joined(image, seed);
        }
    }

    private static String joined(FlashImage image, long seed) {
        try (WifiFirmware guest = new WifiFirmware(image, MachineOptions.DEFAULT.withSeed(seed), air(seed),
                UserNetworkOptions.DEFAULT)) {
            guest.expect(">>> ", SOON);
            joinFromPython(guest, "ristretto", "connected ('10.0.2.15'");
            return guest.now() + guest.memoryHash() + guest.console();
        }
    }

    private static void joinFromPython(WifiFirmware guest, String password, String outcome) {
        guest.type("import network, time; w = network.WLAN(network.STA_IF); w.active(True); w.config(reconnects=2)")
                .expect(">>> ", SOON);
        guest.type("w.connect('crema', '" + password + "')").expect(">>> ", SOON);
        guest.type("[0 for i in range(200) if not w.isconnected() and w.status() == 1001 and time.sleep_ms(100)]")
                .expect(">>> ", LATER);
        guest.type("print('connected' if w.isconnected() else 'failed', w.ifconfig())").expect(outcome, SOON);
    }

    private static AirSettings air(long seed) {
        return AirSettings.of(seed, List.of(NETWORK));
    }

    private static CompletableFuture<String> get(WifiFirmware guest, String path) {
        int port = guest.network().forwards().getFirst().port();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString()).thenApply(HttpResponse::body)
                .whenComplete((body, failure) -> client.shutdown());
    }
}
