package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams: what the application sees of them, that is system calls and the fields of FILE, is what the real ROM does. */
class StdioTest {
    private static final int SFVWRITE_R = 0x4005893C;
    private static final int SWBUF_R = 0x40058BEC;
    private static final int SREFILL_R = 0x400593D4;
    private static final int FFLUSH_R = 0x40059320;
    private static final int FFLUSH = 0x40059394;
    private static final int FCLOSE_R = 0x40001FEC;
    private static final int UNGETC_R = 0x40058FA0;
    private static final int FPUTWC_R = 0x40058E4C;
    private static final int SFP = 0x40001E90;
    private static final int SINIT = 0x40001E38;
    private static final int CLEANUP_R = 0x40001D48;
    private static final int[] CALLBACKS = {0x40001118, 0x40001150, 0x40001184, 0x400011B8};

    private static final int GLOBAL_REENT = 0x3FFAE0B0;
    private static final int FILE_SIZE = 104;
    private static final int REENT_SIZE = 0x100;
    private static final int STDIN = 0x04;
    private static final int STDOUT = 0x08;
    private static final int FAKE_STDOUT = 0x3FF96478;

    private static final int P = 0x00;
    private static final int R = 0x04;
    private static final int W = 0x08;
    private static final int FLAGS = 0x0C;
    private static final int FILE_NUMBER = 0x0E;
    private static final int LINE_BUFFER_SIZE = 0x18;
    private static final int COOKIE = 0x20;
    private static final int READ = 0x24;
    private static final int READING = 0x0004;
    private static final int WRITING = 0x0008;
    private static final int READ_WRITE = 0x0010;
    private static final int APPENDING = 0x0100;

    /** What a file descriptor leads to. */
    enum Target {
        TERMINAL(0x2000), REGULAR(0x8000), UNKNOWN(-1);

        private final int mode;

        Target(int mode) {
            this.mode = mode;
        }
    }

    /** An application on a bench, which logs what the ROM asks of it. */
    private static final class Application {
        private final RomBench bench;
        private final int reent;
        private final List<String> log = new ArrayList<>();
        private int written;

        Application(RomBench bench, Target target) {
            this.bench = bench;
            reent = bench.allocate(REENT_SIZE);
            bench.memory().store32(GLOBAL_REENT, reent);
            bench.syscall(0x00, call -> call.result(reent));
            bench.syscall(0x04, call -> {
                log.add("malloc " + call.word(1));
                call.result(bench.allocate(call.word(1)));
            });
            bench.syscall(0x08, call -> log.add("free %08x".formatted(call.word(1))));
            bench.syscall(0x0C, call -> {
                log.add("realloc %08x %d".formatted(call.word(1), call.word(2)));
                int block = bench.allocate(call.word(2));
                for (int i = 0; i < call.word(2); i++) {
                    bench.memory().store8(block + i, bench.memory().load8(call.word(1) + i));
                }
                call.result(block);
            });
            bench.syscall(0x38, call -> {
                log.add("fstat " + call.word(1));
                bench.memory().store32(call.word(2) + 4, target.mode);
                call.result(target == Target.UNKNOWN ? -1 : 0);
            });
            bench.syscall(0x4C, call -> {
                log.add("close " + call.word(1));
                call.result(0);
            });
            bench.syscall(0x54, this::write);
            bench.syscall(0x58, call -> {
                log.add("lseek %d %d %d".formatted(call.word(1), call.word(2), call.word(3)));
                call.result(target == Target.REGULAR ? 1000 + call.word(2) : fail(29));
            });
            bench.syscall(0x5C, this::read);
            for (int lock = 0x60; lock <= 0x84; lock += 4) {
                int offset = lock;
                bench.syscall(lock, call -> log.add("lock function %x of %08x".formatted(offset, call.word(0))));
            }
        }

        private int fail(int error) {
            bench.memory().store32(reent, error);
            return -1;
        }

        private void write(Call call) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < call.word(3); i++) {
                text.append((char) bench.memory().load8(call.word(2) + i));
            }
            log.add("write %d %s".formatted(call.word(1), text));
            written++;
            // The device takes all, or half, and once it fails.
            call.result(written % 23 == 0 ? fail(5) : written % 5 == 0 ? (call.word(3) + 1) / 2 : call.word(3));
        }

        private void read(Call call) {
            log.add("read %d %d".formatted(call.word(1), call.word(3)));
            int count = Math.min(call.word(3), 1 + log.size() % 50);
            for (int i = 0; i < count; i++) {
                bench.memory().store8(call.word(2) + i, 'a' + i % 26);
            }
            call.result(log.size() % 11 == 0 ? 0 : count);
        }

        int open(int flags, int number) {
            int file = bench.call(SFP, reent);
            bench.memory().store16(file + FLAGS, flags);
            bench.memory().store16(file + FILE_NUMBER, number);
            bench.memory().store32(file + COOKIE, file);
            for (int i = 0; i < CALLBACKS.length; i++) {
                bench.memory().store32(file + READ + 4 * i, CALLBACKS[i]);
            }
            return file;
        }

        /** What fwrite does. */
        void write(int file, String text) {
            int pieces = bench.words(bench.string(text), text.length() / 2, bench.string(text.substring(text.length() / 2)),
                    text.length() - text.length() / 2);
            int rest = bench.words(pieces, 2, text.length());
            result("fwrite", bench.call(SFVWRITE_R, reent, file, rest), file);
            log.add("rest " + bench.memory().load32(rest + 8));
        }

        /** What putc does. */
        void putc(int file, char character) {
            int room = bench.memory().load32(file + W) - 1;
            bench.memory().store32(file + W, room);
            if (room >= 0 || room >= bench.memory().load32(file + LINE_BUFFER_SIZE) && character != '\n') {
                int at = bench.memory().load32(file + P);
                bench.memory().store8(at, character);
                bench.memory().store32(file + P, at + 1);
            } else {
                result("putc", bench.call(SWBUF_R, reent, character, file), file);
            }
        }

        /** What getc does. */
        void getc(int file) {
            int left = bench.memory().load32(file + R) - 1;
            if (left < 0) {
                if (bench.call(SREFILL_R, reent, file) != 0) {
                    result("getc", -1, file);
                    return;
                }
                left = bench.memory().load32(file + R) - 1;
            }
            bench.memory().store32(file + R, left);
            int at = bench.memory().load32(file + P);
            bench.memory().store32(file + P, at + 1);
            result("getc", bench.memory().load8(at), file);
        }

        void result(String function, int result, int file) {
            StringBuilder fields = new StringBuilder();
            for (int i = 0; i < FILE_SIZE / 4; i++) {
                fields.append(' ').append(HexFormat.of().toHexDigits(bench.memory().load32(file + 4 * i)));
            }
            log.add("%s = %d errno %d;%s".formatted(function, result, bench.memory().load32(reent), fields));
        }

        void call(String name, int function, int file, int... arguments) {
            int[] all = Arrays.copyOf(arguments, arguments.length);
            result(name, bench.call(function, all), file);
        }
    }

    private static void assertSame(Application real, Application ours) {
        for (int i = 0; i < Math.min(real.log.size(), ours.log.size()); i++) {
            String before = "after " + String.join("\n", real.log.subList(Math.max(0, i - 6), i)) + "\n";
            assertEquals(real.log.get(i), ours.log.get(i), before);
        }
        assertEquals(real.log.size(), ours.log.size());
    }

    private static void act(Application application, int file, boolean reads, boolean writes, Random random) {
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                if (writes) {
                    String text = "line %d\nand more".formatted(random.nextInt(1000)).repeat(1 + random.nextInt(20));
                    application.write(file, text.substring(0, 1 + random.nextInt(text.length())));
                }
            }
            case 2 -> {
                if (writes) {
                    application.putc(file, "x\n".charAt(random.nextInt(2)));
                }
            }
            case 3 -> application.call("fflush", FFLUSH_R, file, application.reent, file);
            case 4, 5 -> {
                if (reads) {
                    for (int i = random.nextInt(70); i >= 0; i--) {
                        application.getc(file);
                    }
                }
            }
            case 6 -> {
                if (reads) {
                    for (int i = random.nextInt(6); i >= 0; i--) {
                        application.call("ungetc", UNGETC_R, file, application.reent, 'a' + random.nextInt(26), file);
                    }
                }
            }
            default -> {
                if (writes) {
                    application.call("fputwc", FPUTWC_R, file, application.reent, 'w' + random.nextInt(2) * 300, file);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamsBehaveAsInTheRealRom(Target target) {
        for (int flags : new int[] {READING, WRITING, READ_WRITE, WRITING | 1, READING | 2, WRITING | 2, WRITING | APPENDING,
                READ_WRITE | READING, READ_WRITE | 1}) {
            Application real = new Application(RomBench.real(), target);
            Application java = new Application(RomBench.java(), target);
            for (Application application : List.of(real, java)) {
                Random random = new Random(flags);
                int file = application.open(flags, 3);
                boolean reads = (flags & (READING | READ_WRITE)) != 0;
                boolean writes = (flags & (WRITING | READ_WRITE)) != 0;
                for (int i = 0; i < 60; i++) {
                    act(application, file, reads, writes, random);
                }
                application.call("fclose", FCLOSE_R, file, application.reent, file);
            }
            assertSame(real, java);
        }
    }

    @Test
    void standardStreamsOpenAtFirstUse() {
        Application java = new Application(RomBench.java(), Target.TERMINAL);
        for (char character : "Hello\nwor".toCharArray()) {
            java.bench.call(SWBUF_R, java.reent, character, FAKE_STDOUT);
        }
        java.bench.call(FFLUSH, 0);
        assertEquals(List.of("write 1 Hello\n", "write 1 wor"), java.log.stream().filter(line -> line.startsWith("write")).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9})
    void openingAndClosingAsInTheRealRom(int count) {
        Application real = new Application(RomBench.real(), Target.TERMINAL);
        Application java = new Application(RomBench.java(), Target.TERMINAL);
        for (Application application : List.of(real, java)) {
            application.bench.call(SINIT, application.reent);
            for (int i = 0; i < count; i++) {
                application.write(application.open(WRITING, 3 + i), "file " + i);
            }
            application.result("stdin", 0, application.bench.memory().load32(application.reent + STDIN));
            application.result("stdout", 0, application.bench.memory().load32(application.reent + STDOUT));
            application.bench.call(FFLUSH, 0);
            application.bench.call(CLEANUP_R, application.reent);
        }
        assertSame(real, java);
    }
}
