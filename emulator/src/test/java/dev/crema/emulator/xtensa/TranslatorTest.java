package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of translated code: it is bounded, the JVM gets rid of it, and the flight recorder is told. */
final class TranslatorTest {
    private static final int THRESHOLD = 10;
    private static final int LOOPS = 40;
    private static final int COLLECTIONS = 50;

    /** Many loops one after the other, round after round, each a region of its own because syscalls lie between them. */
    private static String loops(int rounds) {
        return "movi a5, " + rounds + "\n round: movi a6, 0\n" + IntStream.range(0, LOOPS)
                .mapToObj(loop -> """
                        movi a2, 30
                        loop%1$d: add a6, a6, a2
                        addi a2, a2, -1
                        bnez a2, loop%1$d
                        isync
                        """.formatted(loop)).collect(Collectors.joining())
                + "addi a5, a5, -1\n beqz a5, done\n j round\n done: nop\n";
    }

    private static Guest guest(Translation translation) {
        Guest guest = new Guest(loops(100));
        guest.core.translate(translation);
        guest.runTurnsToDone(500);
        assertEquals(LOOPS * 465, guest.a(6));
        return guest;
    }

    @Test
    void theOldestRegionsMakeRoom() {
        Translation translation = Translation.atOnce(THRESHOLD).withCacheSize(20_000);
        guest(translation);
        long kept = translation.statistics().regions() - translation.statistics().evictions();
        assertTrue(translation.statistics().evictions() > LOOPS, () -> "evicted: " + translation.statistics().evictions());
        assertTrue(kept > 1 && kept < LOOPS, () -> "kept: " + kept);
    }

    @Test
    void withRoomForAllNothingIsTranslatedTwice() {
        Translation translation = Translation.atOnce(THRESHOLD);
        guest(translation);
        assertEquals(0, translation.statistics().evictions());
        assertTrue(translation.statistics().regions() < 4 * LOOPS, () -> "regions: " + translation.statistics().regions());
    }

    @Test
    void theBlocksOfALoopBecomeHotTogetherAndAreTranslatedOnce() {
        Guest guest = new Guest("""
                movi a2, 2000
                loop: bbci a2, 0, even
                addi a3, a3, 1
                j next
                even: addi a4, a4, 1
                next: bbci a2, 1, small
                addi a5, a5, 1
                j last
                small: addi a6, a6, 1
                last: addi a2, a2, -1
                bnez a2, loop
                """);
        Translation translation = Translation.atOnce(THRESHOLD);
        guest.core.translate(translation);
        guest.runTurns(THRESHOLD - 1, 1_000);
        assertTrue(guest.a(2) > 0 && guest.a(2) < 1_000, () -> "still to go: " + guest.a(2));
        assertEquals(1, translation.statistics().regions());
    }

    @Test
    void changedCodeIsTranslatedAnew() {
        Translation translation = Translation.atOnce(THRESHOLD);
        Guest guest = guest(translation);
        long before = translation.statistics().regions();
        guest.at(guest.label("loop7"), "sub a6, a6, a2");
        guest.core.codeChanged(guest.label("loop7") - FlatMemory.BASE & ~3);
        again(guest);
        assertEquals((LOOPS - 2) * 465, guest.a(6));
        assertTrue(translation.statistics().invalidations() > 0 && translation.statistics().regions() > before,
                () -> "invalidated: " + translation.statistics().invalidations());
    }

    @Test
    void codeThatIsWrittenAnewAsItWasIsNotTranslatedAgain() {
        Translation translation = Translation.atOnce(THRESHOLD);
        Guest guest = guest(translation);
        long before = translation.statistics().regions();
        guest.core.codeChanged(guest.label("loop7") - FlatMemory.BASE & ~3);
        again(guest);
        assertEquals(LOOPS * 465, guest.a(6));
        assertTrue(translation.statistics().invalidations() > 0);
        assertEquals(before, translation.statistics().regions());
    }

    @Test
    void whatOneCoreHasTranslatedIsThereForAnother() {
        Translation translation = Translation.atOnce(THRESHOLD);
        Guest first = guest(translation);
        long before = translation.statistics().regions();
        Guest second = guest(translation);
        assertEquals(before, translation.statistics().regions());
        assertTrue(second.core.translatedInstructions() > first.core.translatedInstructions() * 9 / 10);
    }

    @Test
    void whatEachOfSeveralCoresExecutesALittleBecomesHot() {
        Translation translation = Translation.atOnce(6_000);
        for (int core = 1; core <= 4; core++) {
            Guest guest = new Guest("loop: addi a2, a2, -1\n bnez a2, loop\n waiti 0\n");
            guest.core.a(2, 2_500);
            guest.core.translate(translation);
            guest.runTurns(20, 500);
            assertEquals(0, guest.a(2));
            assertEquals(core < 3 ? 0 : 1, translation.statistics().regions());
            assertEquals(core > 2, guest.core.translatedInstructions() > 0);
        }
    }

    @Test
    void anotherCoreWithOtherCodeAtTheSamePlaceHasItsOwn() {
        Translation translation = Translation.atOnce(THRESHOLD);
        guest(translation);
        long before = translation.statistics().regions();
        Guest other = new Guest(loops(100));
        other.at(other.label("loop7"), "sub a6, a6, a2");
        other.core.translate(translation);
        again(other);
        assertEquals((LOOPS - 2) * 465, other.a(6));
        assertTrue(translation.statistics().regions() > before);
    }

    /** The store meets a page that holds code, so it is executed one by one; now and then it changes the region it is part of. */
    @Test
    void aLoopWhoseLastInstructionEndsItsRegionGoesOn() {
        Guest guest = new Guest("""
                loop a2, end
                addi a4, a4, 1
                extui a7, a4, 0, 8
                or a3, a9, a9
                moveqz a3, a8, a7
                l32i a5, a3, 0
                store: s32i a5, a3, 0
                end: nop
                done: nop
                """);
        guest.core.a(2, 10_000);
        guest.core.a(8, guest.label("store") & ~3);
        guest.core.a(9, Guest.ORIGIN + 0x800);
        guest.core.translate(Translation.atOnce(THRESHOLD).withPatience(THRESHOLD));
        guest.runTurnsToDone(500);
        assertEquals(10_000, guest.a(4));
    }

    private static void again(Guest guest) {
        guest.core.pc(Guest.ORIGIN);
        guest.runTurnsToDone(500);
    }

    @Test
    void evictedClassesAreUnloaded() {
        Translation translation = Translation.atOnce(THRESHOLD).withCacheSize(1);
        Guest guest = guest(translation);
        long evicted = translation.statistics().evictions();
        long before = ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount();
        long unloaded = 0;
        for (int collection = 0; collection < COLLECTIONS && unloaded < evicted / 2; collection++) {
            System.gc();
            unloaded = ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount() - before;
        }
        long gone = unloaded;
        assertTrue(evicted > LOOPS && gone >= evicted / 2, () -> "of " + evicted + " evicted classes " + gone + " were unloaded");
        assertEquals(LOOPS * 465, guest.a(6));
    }

    @Test
    void theFlightRecorderIsToldOfEachRegion(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("translation.jfr");
        Translation translation = Translation.atOnce(THRESHOLD);
        try (Recording recording = new Recording()) {
            recording.enable(TranslationEvent.NAME).withoutThreshold();
            recording.start();
            guest(translation);
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(TranslationEvent.NAME)).toList();
        assertEquals(translation.statistics().regions(), events.size());
        assertEquals(translation.statistics().translatedInstructions(),
                events.stream().mapToInt(event -> event.getInt("instructions")).sum());
        Set<String> addresses = events.stream().map(event -> event.getString("address")).collect(Collectors.toSet());
        assertTrue(addresses.contains("0x%08x".formatted(new Guest(loops(1)).label("loop7"))), addresses::toString);
        assertTrue(events.stream().allMatch(event -> event.getInt("classFile") > 500 && event.getInt("blocks") > 0));
    }
}
