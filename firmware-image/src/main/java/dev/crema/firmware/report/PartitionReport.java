package dev.crema.firmware.report;

import dev.crema.firmware.Partition;
import dev.crema.firmware.PartitionNames;
import dev.crema.firmware.PartitionTable;
import java.util.ArrayList;
import java.util.List;

/** Draws a partition table as {@code espflash partition-table} does. */
public final class PartitionReport {
    private static final List<String> HEADER = List.of("Name", "Type", "SubType", "Offset", "Size", "Encrypted");

    private PartitionReport() {
    }

    /** The table with its frame, in lines that end with a newline. */
    public static String table(PartitionTable table) {
        List<List<String>> rows = new ArrayList<>();
        for (Partition p : table.partitions()) {
            rows.add(List.of(p.label(), PartitionNames.type(p.type()), PartitionNames.subtype(p.type(), p.subtype()),
                    "0x%x".formatted(p.offset()), "0x%x (%dKiB)".formatted(p.size(), p.size() / 1024),
                    PartitionNames.flags(p.flags())));
        }
        int[] widths = new int[HEADER.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = HEADER.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder out = new StringBuilder();
        out.append(rule(widths, "╭─", "─", "─┬─", "─╮"));
        out.append(row(HEADER, widths));
        for (int i = 0; i < rows.size(); i++) {
            out.append(i == 0 ? rule(widths, "╞═", "═", "═╪═", "═╡") : rule(widths, "├╌", "╌", "╌┼╌", "╌┤"));
            out.append(row(rows.get(i), widths));
        }
        return out.append(rule(widths, "╰─", "─", "─┴─", "─╯")).toString();
    }

    private static String rule(int[] widths, String left, String fill, String between, String right) {
        List<String> columns = new ArrayList<>();
        for (int width : widths) {
            columns.add(fill.repeat(width));
        }
        return left + String.join(between, columns) + right + "\n";
    }

    private static String row(List<String> cells, int[] widths) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            columns.add(cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()));
        }
        return "│ " + String.join(" ┆ ", columns) + " │\n";
    }
}
