package dev.crema.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration of guest time: {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}, or milliseconds as wokwi-cli has them. */
public final class GuestTime implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(us|ms|s|m|h)?");
    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 500ms, 30s, 2m or 1h");
        }
        double unit = NANOS_PER_MILLISECOND * switch (matcher.group(2)) {
            case null -> 1;
            case "us" -> 0.001;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1;
        };
        return Duration.ofNanos((long) (Double.parseDouble(matcher.group(1)) * unit));
    }
}
