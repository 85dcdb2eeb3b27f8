package dev.crema.emulator.debug.profile;

import java.util.Locale;

/** A profile as a picture: each function as wide as its cycles and those of all it calls, upon the function that called it. */
public final class FlameGraph {
    private static final double WIDTH = 1200;
    private static final int ROW = 17;
    private static final int MARGIN = 10;
    private static final int TITLE = 36;
    /** Narrower functions are not drawn. */
    private static final double NARROWEST = 0.4;
    /** Pixels of a character, about. */
    private static final double CHARACTER = 6.6;
    private static final int HUES = 50;

    private final StringBuilder svg = new StringBuilder();
    private final long cycles;
    private final int depth;

    private FlameGraph(ProfileNode root) {
        cycles = Math.max(1, root.total());
        depth = depth(root);
    }

    private double width(ProfileNode node) {
        return WIDTH * node.total() / cycles;
    }

    private int depth(ProfileNode node) {
        return width(node) < NARROWEST ? 0 : 1 + node.calls().stream().mapToInt(this::depth).max().orElse(0);
    }

    /** The picture as SVG, which needs nothing else to be seen: names of what is narrow show at the pointer. */
    public static String svg(Profile profile, String title) {
        return new FlameGraph(profile.root()).draw(profile.root(), title);
    }

    private String draw(ProfileNode root, String title) {
        int height = TITLE + depth * ROW + MARGIN;
        append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%d\" viewBox=\"0 0 %.0f %d\" "
                + "font-family=\"monospace\" font-size=\"11\">%n", WIDTH + 2 * MARGIN, height, WIDTH + 2 * MARGIN, height);
        append("<style>g:hover rect { stroke: #000; }</style>%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fffdf8\"/>%n");
        append("<text x=\"%d\" y=\"22\" font-size=\"15\">%s</text>%n", MARGIN, escaped(title));
        draw(root, MARGIN, 0);
        return svg.append("</svg>").append(System.lineSeparator()).toString();
    }

    private void draw(ProfileNode node, double x, int level) {
        double width = width(node);
        if (width < NARROWEST) {
            return;
        }
        int y = TITLE + (depth - 1 - level) * ROW;
        String name = escaped(node.function());
        append("<g><title>%s: %,d cycles, %.2f %%; itself %,d</title><rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" rx=\"2\" "
                + "fill=\"%s\"/>", name, node.total(), 100.0 * node.total() / cycles, node.cycles(), x, y, width, ROW - 1,
                colour(node.function()));
        int room = (int) ((width - 6) / CHARACTER);
        if (room >= 3) {
            String label = node.function().length() <= room ? node.function() : node.function().substring(0, room - 2) + "..";
            append("<text x=\"%.2f\" y=\"%d\">%s</text>", x + 3, y + ROW - 5, escaped(label));
        }
        append("</g>%n");
        double left = x;
        for (ProfileNode call : node.calls()) {
            draw(call, left, level + 1);
            left += width(call);
        }
    }

    /** The same function has the same colour everywhere: some red, orange or yellow. */
    private static String colour(String function) {
        return "hsl(%d,85%%,68%%)".formatted(10 + Math.floorMod(function.hashCode(), HUES));
    }

    private void append(String form, Object... values) {
        svg.append(String.format(Locale.ROOT, form, values));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
