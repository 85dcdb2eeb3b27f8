package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TJpgDec of the ROM: against the JDK's decoder, and call for call against the real ROM's. */
class JpegTest {
    private static final int JD_PREPARE = 0x40060FA8;
    private static final int JD_DECOMP = 0x400613E8;
    private static final int JDEC_SIZE = 124;
    private static final int WIDTH = 28;
    private static final int HEIGHT = 32;
    private static final int POOL = 3100;
    private static final String METADATA = "javax_imageio_jpeg_image_1.0";

    /** The picture, and all that the decoder and the application said to each other. */
    private record Decoding(int[][] pixels, List<String> log) { }

    /** Gradients and some noise, in the sampling of luminance that is asked for and with an interval of restarts, if any. */
    private static byte[] jpeg(int width, int height, int horizontal, int vertical, int restarts) throws IOException {
        Random random = new Random(width * 31L + height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int noise = x > width / 2 ? random.nextInt(60) : 0;
                image.setRGB(x, y, (x * 255 / width) << 16 | (y * 195 / height + noise) << 8 | (x * y & 0xFF));
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), parameters);
        IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(METADATA);
        IIOMetadataNode component = (IIOMetadataNode) tree.getElementsByTagName("componentSpec").item(0);
        component.setAttribute("HsamplingFactor", Integer.toString(horizontal));
        component.setAttribute("VsamplingFactor", Integer.toString(vertical));
        if (restarts != 0) {
            IIOMetadataNode interval = new IIOMetadataNode("dri");
            interval.setAttribute("interval", Integer.toString(restarts));
            tree.getElementsByTagName("markerSequence").item(0).insertBefore(interval, tree.getElementsByTagName("sof").item(0));
        }
        metadata.setFromTree(METADATA, tree);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, metadata), parameters);
        }
        writer.dispose();
        return bytes.toByteArray();
    }

    private static Decoding decode(RomBench bench, byte[] jpeg, int pool, int scale, int stopAt) {
        List<String> log = new ArrayList<>();
        int[] position = {0};
        int read = bench.callback(call -> {
            int count = Math.min(call.word(2), jpeg.length - position[0]);
            log.add("read %d of %d".formatted(count, call.word(2)));
            for (int i = 0; call.word(1) != 0 && i < count; i++) {
                bench.memory().store8(call.word(1) + i, jpeg[position[0] + i]);
            }
            position[0] += count;
            call.result(count);
        });
        int decoder = bench.allocate(JDEC_SIZE);
        int memory = bench.allocate(pool);
        int result = bench.call(JD_PREPARE, decoder, read, memory, pool, 0x1234);
        log.add("prepared: " + result);
        if (result != 0) {
            return new Decoding(new int[0][], log);
        }
        log.add(Arrays.toString(bench.wordsAt(decoder + WIDTH, 2)) + " pool left " + bench.wordsAt(decoder + 112, 1)[0]);
        int[][] pixels = new int[bench.wordsAt(decoder + HEIGHT, 1)[0]][bench.wordsAt(decoder + WIDTH, 1)[0]];
        int write = bench.callback(call -> {
            int rectangle = call.word(2);
            int left = bench.memory().load16(rectangle);
            int right = bench.memory().load16(rectangle + 2);
            int top = bench.memory().load16(rectangle + 4);
            int bottom = bench.memory().load16(rectangle + 6);
            int at = call.word(1);
            int hash = 0;
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    int pixel = bench.memory().load8(at) << 16 | bench.memory().load8(at + 1) << 8 | bench.memory().load8(at + 2);
                    pixels[y][x] = pixel;
                    hash = 31 * hash + pixel;
                    at += 3;
                }
            }
            log.add("write %d-%d, %d-%d: %08x".formatted(left, right, top, bottom, hash));
            call.result(log.size() == stopAt ? 0 : 1);
        });
        log.add("decoded: " + bench.call(JD_DECOMP, decoder, write, scale));
        return new Decoding(pixels, log);
    }

    @ParameterizedTest
    @CsvSource({"32, 32, 2, 2, 0", "37, 21, 2, 2, 0", "37, 21, 1, 1, 0", "37, 21, 2, 1, 0", "50, 40, 2, 2, 2"})
    void decodesAsTheJdkDoes(int width, int height, int horizontal, int vertical, int restarts) throws IOException {
        byte[] jpeg = jpeg(width, height, horizontal, vertical, restarts);
        BufferedImage expected = ImageIO.read(new ByteArrayInputStream(jpeg));
        Decoding decoding = decode(RomBench.java(), jpeg, POOL, 0, 0);
        assertEquals("decoded: 0", decoding.log().getLast());
        // Only the luminance: the JDK interpolates chrominance, the ROM repeats it.
        double difference = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                difference += Math.abs(luminance(expected.getRGB(x, y)) - luminance(decoding.pixels()[y][x]));
            }
        }
        double mean = difference / (width * height);
        assertTrue(mean < 2, "mean difference " + mean);
    }

    private static double luminance(int rgb) {
        return 0.299 * (rgb >>> 16 & 0xFF) + 0.587 * (rgb >>> 8 & 0xFF) + 0.114 * (rgb & 0xFF);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "2, 1"})
    void agreesWithTheRealRom(int horizontal, int vertical) throws IOException {
        for (int scale = 0; scale <= 4; scale++) {
            for (int restarts : new int[] {0, 3}) {
                byte[] jpeg = jpeg(43, 29, horizontal, vertical, restarts);
                assertEquals(decode(RomBench.real(), jpeg, POOL, scale, 0).log(), decode(RomBench.java(), jpeg, POOL, scale, 0).log(),
                        "scale " + scale + ", restarts " + restarts);
            }
        }
    }

    @Test
    void reportsTheSameErrorsAsTheRealRom() throws IOException {
        RomBench real = RomBench.real();
        RomBench java = RomBench.java();
        byte[] jpeg = jpeg(24, 24, 2, 2, 0);
        for (int pool : new int[] {0, 500, 512, 700, 1500, 2000, 2600, 3000}) {
            assertEquals(decode(real, jpeg, pool, 0, 0).log(), decode(java, jpeg, pool, 0, 0).log(), "pool of " + pool);
        }
        assertEquals(decode(real, jpeg, POOL, 0, 26).log(), decode(java, jpeg, POOL, 0, 26).log());
        for (int length = 0; length < jpeg.length; length += 37) {
            byte[] cut = Arrays.copyOf(jpeg, length);
            assertEquals(decode(real, cut, POOL, 0, 0).log(), decode(java, cut, POOL, 0, 0).log(), "cut at " + length);
        }
    }
}
