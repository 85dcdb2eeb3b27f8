package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** time.h: against java.time where that says the same, and against the real ROM. */
class TimeTest {
    private static final int GMTIME_R = 0x40059868;
    private static final int LOCALTIME_R = 0x400595FC;
    private static final int MKTIME = 0x4005A5E8;
    private static final int STRFTIME = 0x40059AB4;
    private static final int ASCTIME_R = 0x40000EC8;
    private static final int TZSET = 0x40001A1C;
    private static final int TIME = 0x40001844;

    private static final int ENVIRON = 0x3FFAE0B4;
    private static final int TIMEZONE = 0x3FFAE0A0;
    private static final int DAYLIGHT = 0x3FFAE0A4;
    private static final int TZNAME = 0x3FFAE030;
    private static final int TZINFO = 0x3FFAE038;
    private static final int TM_WORDS = 9;

    static final List<String> ZONES = List.of("GMT0", "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0/2,M11.1.0", "PST8PDT",
            "<+03>-3", "NZST-12NZDT,M9.5.0,M4.1.0/3", "ABC3:30DEF2:15:30,J60/1:30,J300", "XYZ-5UVW,10,200/1", "UTC", "AB1", "",
            ":IST-5:30");
    static final List<String> FORMATS = List.of("%a %A %b %B %h|%c|%C", "%d %D %e %F", "%g %G %V %u %U %w %W %j", "%H %I %k %l %M %S",
            "%p %r %R %T %X", "%x %y %Y %n%t%%", "%Z", "%Ex %Od", "%q", "100%%", "");

    /** An application without files whose locks are always free. */
    private static RomBench withApplication(RomBench bench) {
        int reent = bench.allocate(0x100);
        bench.syscall(0x00, call -> call.result(reent));
        bench.syscall(0x04, call -> call.result(bench.allocate(call.word(1))));
        bench.syscall(0x08, call -> { });
        for (int lock = 0x60; lock <= 0x84; lock += 4) {
            bench.syscall(lock, call -> { });
        }
        // As start-up leaves the time zone.
        int gmt = bench.string("GMT");
        bench.memory().store32(TZNAME, gmt);
        bench.memory().store32(TZNAME + 4, gmt);
        bench.memory().store32(TZINFO, 1);
        bench.memory().store32(TZINFO + 8, 'J');
        bench.memory().store32(TZINFO + 36, 'J');
        return bench;
    }

    private static void setZone(RomBench bench, String zone) {
        bench.memory().store32(ENVIRON, bench.words(bench.string("HOME=/"), bench.string("TZ=" + zone), 0));
        bench.call(TZSET);
    }

    private static String zone(RomBench bench) {
        return "%s %s %d %d".formatted(bench.text(bench.memory().load32(TZNAME)), bench.text(bench.memory().load32(TZNAME + 4)),
                bench.memory().load32(TIMEZONE), bench.memory().load32(DAYLIGHT));
    }

    private static String brokenDown(RomBench bench, int function, int time) {
        int tm = bench.allocate(4 * TM_WORDS);
        bench.call(function, bench.words(time), tm);
        return Arrays.toString(bench.wordsAt(tm, TM_WORDS));
    }

    private static IntStream times() {
        return IntStream.concat(IntStream.of(0, 1, -1, 86399, 86400, 951782400, 951868799, 1_000_000_000, 0x7FFFFFFF, 0x80000000,
                1711846800, 1711846799, 1729987199, 1729987200, 1729990800), new Random(5).ints(60));
    }

    @Test
    void breaksDownUniversalTime() {
        RomBench bench = RomBench.java();
        times().forEach(time -> {
            ZonedDateTime expected = Instant.ofEpochSecond(time).atZone(ZoneOffset.UTC);
            int[] tm = {expected.getSecond(), expected.getMinute(), expected.getHour(), expected.getDayOfMonth(),
                    expected.getMonthValue() - 1, expected.getYear() - 1900, expected.getDayOfWeek().getValue() % 7,
                    expected.getDayOfYear() - 1, 0};
            assertEquals(Arrays.toString(tm), brokenDown(bench, GMTIME_R, time));
        });
    }

    @Test
    void knowsDaylightSavingTime() {
        RomBench bench = withApplication(RomBench.java());
        setZone(bench, "CET-1CEST,M3.5.0,M10.5.0/3");
        assertEquals("CET CEST -3600 1", zone(bench));
        // 31 March 2024, 01:00 UTC: from 02:00 to 03:00.
        assertEquals("[59, 59, 1, 31, 2, 124, 0, 90, 0]", brokenDown(bench, LOCALTIME_R, 1711846799));
        assertEquals("[0, 0, 3, 31, 2, 124, 0, 90, 1]", brokenDown(bench, LOCALTIME_R, 1711846800));
    }

    @Test
    void mktimeUndoesLocaltime() {
        RomBench bench = withApplication(RomBench.java());
        setZone(bench, "CET-1CEST,M3.5.0,M10.5.0/3");
        times().filter(time -> time > 0 && time < 0x7F000000).forEach(time -> {
            int tm = bench.allocate(4 * TM_WORDS);
            bench.call(LOCALTIME_R, bench.words(time), tm);
            assertEquals(time, bench.call(MKTIME, tm));
        });
    }

    @Test
    void asksTheApplicationForTheTime() {
        RomBench bench = withApplication(RomBench.java());
        bench.syscall(0x24, call -> {
            call.memory().store32(call.word(1), 1_700_000_000);
            call.result(0);
        });
        int result = bench.words(0);
        assertEquals(1_700_000_000, bench.call(TIME, result));
        assertEquals(1_700_000_000, bench.wordsAt(result, 1)[0]);
    }

    @ParameterizedTest
    @FieldSource("ZONES")
    void agreesWithTheRealRomInEveryZone(String zone) {
        RomBench real = withApplication(RomBench.real());
        RomBench java = withApplication(RomBench.java());
        setZone(real, zone);
        setZone(java, zone);
        assertEquals(zone(real), zone(java));
        times().forEach(time -> {
            assertEquals(brokenDown(real, GMTIME_R, time), brokenDown(java, GMTIME_R, time));
            assertEquals(brokenDown(real, LOCALTIME_R, time), brokenDown(java, LOCALTIME_R, time), "local " + time);
        });
        Random random = new Random(zone.hashCode());
        for (int i = 0; i < 60; i++) {
            int[] tm = {random.nextInt(60), random.nextInt(60), random.nextInt(24), 1 + random.nextInt(28), random.nextInt(12),
                    71 + random.nextInt(60), 0, 0, random.nextInt(3) - 1};
            if (i % 4 == 0) {
                tm[0] += random.nextInt(200) - 100;
                tm[1] += random.nextInt(200) - 100;
                tm[2] += random.nextInt(200) - 100;
                tm[3] += random.nextInt(200) - 100;
                tm[4] += random.nextInt(40) - 20;
            }
            assertEquals(made(real, tm), made(java, tm), Arrays.toString(tm));
        }
    }

    private static String made(RomBench bench, int[] fields) {
        int tm = bench.words(fields);
        int time = bench.call(MKTIME, tm);
        return time + " " + Arrays.toString(bench.wordsAt(tm, TM_WORDS));
    }

    @ParameterizedTest
    @FieldSource("FORMATS")
    void formatsAsTheRealRom(String format) {
        RomBench real = withApplication(RomBench.real());
        RomBench java = withApplication(RomBench.java());
        setZone(real, "CET-1CEST,M3.5.0,M10.5.0/3");
        setZone(java, "CET-1CEST,M3.5.0,M10.5.0/3");
        times().forEach(time -> {
            for (int size : new int[] {80, 20, 1}) {
                assertEquals(formatted(real, format, size, time), formatted(java, format, size, time), format + " of " + time);
            }
        });
    }

    private static String formatted(RomBench bench, String format, int size, int time) {
        int tm = bench.allocate(4 * TM_WORDS);
        bench.call(LOCALTIME_R, bench.words(time), tm);
        int buffer = bench.allocate(128);
        int length = bench.call(STRFTIME, buffer, size, bench.string(format), tm);
        String plain = bench.text(bench.call(ASCTIME_R, tm, bench.allocate(40)));
        return length + (length > 0 ? bench.text(buffer) : "") + plain;
    }
}
