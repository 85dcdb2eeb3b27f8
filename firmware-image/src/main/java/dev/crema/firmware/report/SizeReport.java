package dev.crema.firmware.report;

import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.Partition;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.report.Contributors.Contributor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much of its partition an application takes, and who takes it. */
public final class SizeReport {
    private static final int MOST_NAMED = 5;

    private SizeReport() {
    }

    /**
     * The line that espflash prints.
     *
     * @param appSize of the image in bytes
     * @param partitionSize in bytes
     */
    public static String line(int appSize, int partitionSize) {
        // espflash reckons with 32-bit floats, and rounds what that gives.
        float percent = (float) appSize / partitionSize * 100;
        return String.format(Locale.ROOT, "App/part. size:    %,d/%,d bytes, %s%%", appSize, partitionSize,
                new BigDecimal(percent).setScale(2, RoundingMode.HALF_EVEN).toPlainString());
    }

    /**
     * The largest contributors, one to a line.
     *
     * @param appSize what the percentages are of
     * @param most how many to name; the others are summed up
     */
    public static String contributors(List<Contributor> contributors, int appSize, int most) {
        StringBuilder out = new StringBuilder();
        contributors.stream().limit(most).forEach(contributor -> out.append(line(contributor, appSize)));
        long others = contributors.stream().skip(most).mapToLong(Contributor::bytes).sum();
        if (others > 0) {
            out.append(line(new Contributor("(%d others)".formatted(contributors.size() - most), others), appSize));
        }
        return out.toString();
    }

    private static String line(Contributor contributor, int appSize) {
        return String.format(Locale.ROOT, "%,12d  %5.1f%%  %s\n", contributor.bytes(), 100.0 * contributor.bytes() / appSize,
                contributor.name());
    }

    /**
     * Insists that an application fits into its partition.
     *
     * @param name of the application, for the message
     * @param elf the program, if it is known, to say what takes the most
     */
    public static void requireFits(String name, int appSize, Partition partition, Optional<ElfFile> elf) {
        if (appSize <= partition.size()) {
            return;
        }
        String largest = elf.map(program -> Contributors.of(program, Optional.empty()).stream().limit(MOST_NAMED)
                .map(contributor -> String.format(Locale.ROOT, "%s %,d", contributor.name(), contributor.bytes()))
                .collect(Collectors.joining(", ", " (the most is taken by: ", ")"))).orElse("");
        throw new FirmwareException("%s", String.format(Locale.ROOT,
                "%s has %,d bytes, which is %,d bytes more than partition \"%s\" holds (%,d)%s; "
                + "make the application smaller or the partition larger.", name, appSize, appSize - partition.size(),
                partition.label(), partition.size(), largest));
    }
}
