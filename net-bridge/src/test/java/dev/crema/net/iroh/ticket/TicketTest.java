package dev.crema.net.iroh.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tickets of the article "Running iroh on an ESP32", and what a ticket may hold beside them. */
final class TicketTest {
    private static final String ID = "88096ffd6d3048ad7c1050645ae5b8fbf731963d892abe282736a7fbabd8f212";
    private static final String SHORT = "endpointaceas375nuyerll4cbigiwxfxd57ommwhwesvprie43kp65l3dzbeaa";
    private static final String LONG = "endpointaceas375nuyerll4cbigiwxfxd57ommwhwesvprie43kp65l3dzbeaibadakqaf2xxvag";

    @Test
    void aShortTicketSaysWho() {
        Ticket ticket = Ticket.parse(SHORT);
        assertEquals(ID, ticket.id().toString());
        assertEquals(List.of(), ticket.addresses());
        assertEquals(SHORT, ticket.toString());
    }

    @Test
    void aLongTicketSaysWhereAsWell() {
        Ticket ticket = Ticket.parse(LONG);
        assertEquals(ID, ticket.id().toString());
        assertEquals(List.of(new InetSocketAddress("192.168.0.186", 62781)), ticket.direct());
        assertEquals(LONG, ticket.toString());
        assertEquals(ticket, Ticket.of(EndpointId.parse(ID), new InetSocketAddress("192.168.0.186", 62781)));
    }

    @Test
    void addressesOfAllKindsComeBackInTheirOrder() {
        TicketAddress relay = new TicketAddress.Relay("https://relay.example/ü");
        TicketAddress first = new TicketAddress.Ip(new InetSocketAddress("9.1.1.1", 65535));
        TicketAddress second = new TicketAddress.Ip(new InetSocketAddress("200.1.1.1", 1));
        TicketAddress third = new TicketAddress.Ip(new InetSocketAddress("200.1.1.1", 300));
        TicketAddress six = new TicketAddress.Ip(new InetSocketAddress("fe80::1", 4433));
        TicketAddress custom = new TicketAddress.Custom(-1, "00ff");
        Ticket ticket = new Ticket(EndpointId.parse(ID), List.of(custom, six, third, second, relay, first, third));
        assertEquals(List.of(relay, first, second, third, six, custom), ticket.addresses());
        assertEquals(ticket, Ticket.parse(ticket.toString()));
        assertEquals(4, ticket.direct().size());
    }

    @Test
    void upperCaseIsAsGood() {
        assertEquals(LONG, Ticket.parse("endpoint" + LONG.substring(8).toUpperCase(Locale.ROOT)).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                             | begins with "endpoint"
            nodeaa                         | begins with "endpoint"
            endpoint                       | end within the format
            endpointaceas375               | end within the endpoint's id
            endpointace1                   | other characters
            endpointace                    | end missing
            """)
    void isRefusedInOneSentence(String text, String expected) {
        assertRefused(expected, text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            01 | ID | 00                                      | the format is 1
            00 | ID | ''                                      | end within the number of addresses
            00 | ID | 01                                      | end within the kind of an address
            00 | ID | 0103                                    | of kind 3
            00 | ID | 010102                                  | of version 2
            00 | ID | 010100c0a80001                          | end within a port
            00 | ID | 010100c0a80001808004                    | there is no port 65536
            00 | ID | 0101 00 c0a800                          | end within an IP address
            00 | ID | 010005616263                            | end within a relay's URL
            00 | ID | 01000180                                | not UTF-8
            00 | ID | 0100ffffffffffffffffff01                | end within a relay's URL
            00 | ID | 0100ffffffffffffffffff02                | more than 64 bits
            00 | ID | 0000                                    | 1 bytes follow its end
            00 | 0200000000000000000000000000000000000000000000000000000000000000 | 00 | no point of Ed25519
            """)
    void damageIsNamed(String variant, String id, String addresses, String expected) {
        String hex = variant + id.replace("ID", ID) + addresses.replace(" ", "");
        assertRefused(expected, Ticket.KIND + Base32.STANDARD.encode(HexFormat.of().parseHex(hex)));
    }

    private static void assertRefused(String expected, String text) {
        String said = assertThrows(MalformedTicketException.class, () -> Ticket.parse(text)).getMessage();
        assertTrue(said.contains(expected), said);
        assertFalse(said.contains("\n") || said.endsWith("."), said);
    }

    /** A damaged ticket is refused, or it is another ticket that reads the same again. */
    @Test
    void mutatedTicketsAreReadOrRefused() {
        Random random = new Random(4);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(LONG);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(text.length() - 8) + 8;
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, "abcdefghijklmnopqrstuvwxyz234567".charAt(random.nextInt(32)));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, (char) random.nextInt(256));
                }
            }
            try {
                Ticket ticket = Ticket.parse(text.toString());
                assertEquals(ticket, Ticket.parse(ticket.toString()));
                read++;
            } catch (MalformedTicketException refused) {
                assertFalse(refused.getMessage().isEmpty());
            }
        }
        assertTrue(read > 1_000, read + " were read");
    }
}
