package dev.crema.firmware.demangle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rust's first mangling, in the clothes of C++: {@code _ZN} path elements with their lengths, the last a hash, {@code E};
 * characters that a symbol must not have are written between dollars.
 */
final class RustLegacy {
    private static final int HASH_LENGTH = 17;
    private static final Map<String, String> ESCAPES = Map.of("SP", "@", "BP", "*", "RF", "&", "LT", "<", "GT", ">", "LP", "(",
            "RP", ")", "C", ",");

    private RustLegacy() {
    }

    /** Empty if it is a C++ name. */
    static Optional<String> demangle(String symbol) {
        MangledText in = new MangledText(symbol, "_ZN".length());
        List<String> elements = new ArrayList<>();
        try {
            while (in.isDigit()) {
                elements.add(in.characters(in.decimal()));
            }
            in.expect("E");
        } catch (NotMangled cPlusPlus) {
            return Optional.empty();
        }
        boolean isRust = symbol.startsWith("_ZN") && elements.size() > 1 && isHash(elements.getLast())
                && (in.isAtEnd() || in.peek() == '.');
        if (!isRust) {
            return Optional.empty();
        }
        return Optional.of(String.join("::", elements.subList(0, elements.size() - 1).stream().map(RustLegacy::unescape).toList())
                + in.rustSuffix());
    }

    private static boolean isHash(String element) {
        return element.length() == HASH_LENGTH && element.matches("h[0-9a-f]{16}");
    }

    private static String unescape(String element) {
        StringBuilder out = new StringBuilder();
        int at = element.startsWith("_$") ? 1 : 0;
        while (at < element.length()) {
            char c = element.charAt(at);
            int end = element.indexOf('$', at + 1);
            if (c == '$' && end > at) {
                Optional<String> escape = escape(element.substring(at + 1, end));
                if (escape.isEmpty()) {
                    return out.append(element.substring(at)).toString();
                }
                out.append(escape.get());
                at = end + 1;
            } else if (element.startsWith("..", at)) {
                out.append("::");
                at += 2;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static Optional<String> escape(String name) {
        if (name.matches("u[0-9a-f]{1,5}")) {
            return Optional.of(Character.toString(Integer.parseInt(name.substring(1), 16)));
        }
        return Optional.ofNullable(ESCAPES.get(name));
    }
}
