package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Inflation: against what the JDK has deflated, and against the real ROM where the stream is damaged. */
class InflateTest {
    private static final int DECOMPRESS = 0x4005EF30;
    private static final int MEM_TO_MEM = 0x40060050;
    private static final int STATE = 0x3FFB0000;
    private static final int IN_SIZE = 0x3FFB3F00;
    private static final int OUT_SIZE = IN_SIZE + 4;
    private static final int IN = 0x3FFB4000;
    private static final int OUT = 0x3FFC0000;
    private static final int WINDOW = 0x8000;
    private static final int LARGEST = 0x8000;
    private static final int ADLER = 28;

    private static final int ZLIB = 1;
    private static final int MORE_INPUT = 2;
    private static final int NON_WRAPPING = 4;
    private static final int COMPUTE_ADLER = 8;
    private static final int DONE = 0;
    private static final int NEEDS_MORE_INPUT = 1;
    private static final int HAS_MORE_OUTPUT = 2;

    private final Random random = new Random(5);

    /** What a decompressor made of a stream. */
    private record Outcome(int status, byte[] bytes, int adler) {
    }

    /** Text with repetitions near and far, noise, or runs. */
    private byte[] data(int kind, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = switch (kind) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) ("aeinst \n".charAt(random.nextInt(8)));
                case 2 -> (byte) (i / 1000);
                default -> i > 300 && random.nextInt(8) != 0 ? bytes[i - 1 - random.nextInt(Math.min(i, 30000) - 1)]
                        : (byte) random.nextInt();
            };
        }
        return bytes;
    }

    private static byte[] deflate(byte[] data, int level, int strategy, boolean zlib) {
        Deflater deflater = new Deflater(level, !zlib);
        deflater.setStrategy(strategy);
        deflater.setInput(data);
        deflater.finish();
        byte[] buffer = new byte[LARGEST * 2];
        int length = 0;
        while (!deflater.finished()) {
            length += deflater.deflate(buffer, length, buffer.length - length);
        }
        deflater.end();
        return Arrays.copyOf(buffer, length);
    }

    /** Runs a stream through a window of 32 KiB, in pieces of input of some size. */
    private static Outcome inPieces(RomGuest rom, byte[] stream, int piece, int flags) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rom.memory.store32(STATE, 0);
        int at = 0;
        int position = 0;
        for (;;) {
            int given = Math.min(piece, stream.length - at);
            rom.memory.put(IN, Arrays.copyOfRange(stream, at, at + given));
            rom.memory.store32(IN_SIZE, given);
            rom.memory.store32(OUT_SIZE, WINDOW - position);
            int more = at + given < stream.length ? MORE_INPUT : 0;
            int status = rom.call(DECOMPRESS, STATE, IN, IN_SIZE, OUT, OUT + position, OUT_SIZE, flags | more);
            int written = rom.memory.load32(OUT_SIZE);
            for (int i = 0; i < written; i++) {
                bytes.write(rom.memory.load8(OUT + position + i));
            }
            at += rom.memory.load32(IN_SIZE);
            position = (position + written) % WINDOW;
            if (status != NEEDS_MORE_INPUT && status != HAS_MORE_OUTPUT || bytes.size() > 4 * LARGEST) {
                return new Outcome(status, bytes.toByteArray(), rom.memory.load32(STATE + ADLER));
            }
        }
    }

    private static Outcome atOnce(RomGuest rom, byte[] stream, int room, int flags) {
        rom.memory.store32(STATE, 0);
        rom.memory.put(IN, stream);
        rom.memory.store32(IN_SIZE, stream.length);
        rom.memory.store32(OUT_SIZE, room);
        int status = rom.call(DECOMPRESS, STATE, IN, IN_SIZE, OUT, OUT, OUT_SIZE, flags | NON_WRAPPING);
        byte[] bytes = new byte[rom.memory.load32(OUT_SIZE)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) rom.memory.load8(OUT + i);
        }
        return new Outcome(status, bytes, rom.memory.load32(STATE + ADLER));
    }

    private List<byte[]> streams(boolean zlib, List<byte[]> contents) {
        List<byte[]> streams = new ArrayList<>();
        for (int kind = 0; kind < 4; kind++) {
            byte[] data = data(kind, 1 + random.nextInt(LARGEST - 6000));
            for (int level : new int[] {0, 1, 9}) {
                contents.add(data);
                streams.add(deflate(data, level, Deflater.DEFAULT_STRATEGY, zlib));
            }
            byte[] little = Arrays.copyOf(data, random.nextInt(40));
            contents.add(little);
            streams.add(deflate(little, 9, Deflater.DEFAULT_STRATEGY, zlib));
            contents.add(data);
            streams.add(deflate(data, 6, Deflater.HUFFMAN_ONLY, zlib));
        }
        return streams;
    }

    @Test
    void inflatesWhatTheJdkDeflates() {
        RomGuest rom = RomGuest.java();
        for (boolean zlib : new boolean[] {true, false}) {
            List<byte[]> contents = new ArrayList<>();
            List<byte[]> streams = streams(zlib, contents);
            int flags = zlib ? ZLIB : COMPUTE_ADLER;
            for (int i = 0; i < streams.size(); i++) {
                int piece = new int[] {1 + random.nextInt(9), 1000, LARGEST}[i % 3];
                Outcome outcome = inPieces(rom, streams.get(i), piece, flags);
                assertEquals(DONE, outcome.status());
                assertArrayEquals(contents.get(i), outcome.bytes());
                assertArrayEquals(contents.get(i), atOnce(rom, streams.get(i), LARGEST, flags).bytes());
                rom.memory.put(IN, streams.get(i));
                int length = rom.call(MEM_TO_MEM, OUT, LARGEST, IN, streams.get(i).length, flags);
                assertEquals(contents.get(i).length, length);
            }
        }
    }

    @Test
    void agreesWithTheRealRomOnDamagedStreams() {
        RomGuest real = new RomGuest(RealRom.get());
        RomGuest java = RomGuest.java();
        for (boolean zlib : new boolean[] {true, false}) {
            for (byte[] stream : streams(zlib, new ArrayList<>())) {
                byte[] damaged = random.nextInt(3) == 0 ? Arrays.copyOf(stream, random.nextInt(stream.length)) : stream.clone();
                if (damaged.length > 0) {
                    damaged[random.nextInt(Math.min(damaged.length, 100))] ^= (byte) (1 << random.nextInt(8));
                }
                int flags = zlib ? ZLIB : COMPUTE_ADLER;
                Outcome expected = atOnce(real, damaged, LARGEST, flags);
                Outcome actual = atOnce(java, damaged, LARGEST, flags);
                assertEquals(expected.status(), actual.status());
                assertArrayEquals(expected.bytes(), actual.bytes());
                assertEquals(expected.adler(), actual.adler());
                Outcome shorter = atOnce(real, stream, LARGEST / 4, flags);
                assertEquals(shorter.adler(), atOnce(java, stream, LARGEST / 4, flags).adler());
                int piece = 1 + random.nextInt(2000);
                assertEquals(inPieces(real, damaged, piece, flags).status(), inPieces(java, damaged, piece, flags).status());
            }
        }
    }

    @Test
    void refusesWindowsThatAreNoPowerOfTwo() {
        RomGuest rom = RomGuest.java();
        rom.memory.store32(STATE, 0);
        rom.memory.store32(IN_SIZE, 10);
        rom.memory.store32(OUT_SIZE, 1000);
        assertEquals(-3, rom.call(DECOMPRESS, STATE, IN, IN_SIZE, OUT, OUT, OUT_SIZE, ZLIB));
        assertEquals(0, rom.memory.load32(IN_SIZE));
        assertEquals(0, rom.memory.load32(OUT_SIZE));
    }
}
