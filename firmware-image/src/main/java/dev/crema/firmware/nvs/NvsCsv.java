package dev.crema.firmware.nvs;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FirmwareFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * NVS contents as text, in the format of Espressif's {@code esp-idf-nvs-partition-gen}: lines of
 * {@code key,type,encoding,value}, where type is {@code namespace}, {@code data} or {@code file}.
 */
public final class NvsCsv {
    private static final List<String> COLUMNS = List.of("key", "type", "encoding", "value");

    private final String name;
    private final Path folder;
    private final NvsWriter writer;
    private final WifiExtras extras = new WifiExtras();
    private String namespace = "";
    private int lineNumber;

    private NvsCsv(String name, Path folder, NvsWriter writer) {
        this.name = name;
        this.folder = folder;
        this.writer = writer;
    }

    /**
     * Creates a partition from text.
     *
     * @param text the file; its name is used in messages
     * @param folder where files that it names are looked for
     * @param size of the partition in bytes
     */
    public static byte[] create(ByteView text, Path folder, int size, NvsVersion version) {
        NvsWriter writer = new NvsWriter(size, version);
        new NvsCsv(text.name(), folder, writer).read(text.text());
        return writer.toBytes();
    }

    /** One entry, with its value in one of the encodings of a line. */
    public static NvsEntry entry(String namespace, String key, String encoding, String value) {
        return new NvsValue(namespace, key).parse(encoding, ByteView.of(key, value.getBytes(StandardCharsets.UTF_8)));
    }

    private void read(String text) {
        List<String> header = List.of();
        for (String line : text.lines().toList()) {
            lineNumber++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> fields = fields(line);
            if (header.isEmpty()) {
                header = fields;
                if (!header.containsAll(COLUMNS)) {
                    throw error("the first line must name the columns key,type,encoding,value");
                }
            } else {
                row(value(header, fields, "key"), value(header, fields, "type"), value(header, fields, "encoding"),
                        value(header, fields, "value"));
            }
        }
    }

    private static String value(List<String> header, List<String> fields, String column) {
        int index = header.indexOf(column);
        return index < fields.size() ? fields.get(index) : "";
    }

    /** Splits at commas, except within double quotes, where two of them stand for one. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && isQuoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"' && (isQuoted || field.isEmpty())) {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private void row(String key, String type, String encoding, String value) {
        switch (type) {
            case "namespace" -> {
                namespace = key;
                writer.namespace(key);
            }
            case "data" -> data(key, encoding, value);
            case "file" -> writer.put(entry(key, encoding, FirmwareFiles.read(folder.resolve(value)).named(key)));
            default -> throw error("\"%s\" is no type; use namespace, data or file".formatted(type));
        }
    }

    private void data(String key, String encoding, String value) {
        if (namespace.isEmpty()) {
            throw error("key \"%s\" comes before any namespace".formatted(key));
        }
        extras.before(namespace, key, value).forEach(writer::put);
        writer.put(entry(key, encoding, ByteView.of(key, value.getBytes(StandardCharsets.UTF_8))));
        extras.after(namespace, key).forEach(writer::put);
    }

    private NvsEntry entry(String key, String encoding, ByteView value) {
        try {
            return new NvsValue(namespace, key).parse(encoding, value);
        } catch (FirmwareException mistake) {
            throw new FirmwareException("%s, line %d: %s", name, lineNumber, mistake.getMessage());
        }
    }

    private FirmwareException error(String what) {
        return new FirmwareException("%s, line %d: %s; correct the line.", name, lineNumber, what);
    }

    /** Writes the contents of a partition as text, from which {@link #create} makes the same contents. */
    public static String write(NvsPartition partition) {
        StringBuilder csv = new StringBuilder("key,type,encoding,value\n");
        for (String namespace : partition.namespaces()) {
            csv.append(quoted(namespace)).append(",namespace,,\n");
            partition.entries().stream().filter(entry -> entry.namespace().equals(namespace)).forEach(entry ->
                    csv.append("%s,data,%s,%s\n".formatted(quoted(entry.key()), entry.type().encoding(),
                            quoted(entry.valueText()))));
        }
        return csv.toString();
    }

    private static String quoted(String field) {
        return field.matches("[^,\"\\p{Cntrl}]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
