package dev.crema.net.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.net.air.AirSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Unmodified firmware of one machine reaches that of another through the air alone: CCMP between the two, TKIP for groups. */
final class SharedAirTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofSeconds(40);

    @Test
    void aStationJoinsTheNetworkOfAnotherMachine() {
        fetched();
    }

    @Tag("nightly")
    @Test
    void equalSeedsGiveEqualRunsAlsoOfSeveralMachines() {
        assertEquals(fetched(), fetched());
    }

    /** What happened, to the last character. */
    private static String fetched() {
        List<WifiFirmware> boards = WifiFirmware.together(2, WifiFirmware.espruino(), AirSettings.of(1, List.of()));
        try (WifiFirmware opens = boards.getFirst(); WifiFirmware joins = boards.getLast()) {
            joins.expect("espruino.com", SOON).expect("\n>", SOON);
            opens.type("var w=require('Wifi');w.startAP('lungo',{password:'doppioristretto',authMode:'wpa2'},"
                    + "function(e){print('opened '+e);});").expect("opened null", SOON);
            opens.type("require('http').createServer(function(q,r){r.end('served by the other chip '+q.url);}).listen(80);"
                    + "print('list'+'ens');").expect("listens", SOON);
            joins.type("var w=require('Wifi');w.connect('lungo',{password:'doppioristretto'},function(e){print('joined '+e);});")
                    .expect("joined null", LATER);
            joins.type("require('http').get('http://192.168.4.1/cup',function(r){r.on('data',function(d){print('fetched: '+d);});});")
                    .expect("fetched: served by the other chip /cup", LATER);
            return joins.now() + joins.memoryHash() + joins.console() + opens.memoryHash() + opens.console();
        }
    }
}
