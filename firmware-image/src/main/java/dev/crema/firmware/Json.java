package dev.crema.firmware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259), as far as build systems write it, into {@link Map}, {@link List}, {@link String}, {@link Double} and
 * {@link Boolean}; {@code null} becomes an empty string.
 */
final class Json {
    private static final int DEEPEST = 64;

    private final String name;
    private final String text;
    private int at;

    private Json(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** Reads a file that holds one object. */
    static Map<?, ?> object(ByteView file) {
        Json json = new Json(file.name(), file.text());
        Object value = json.value(0);
        json.skipSpace();
        if (json.at < json.text.length() || !(value instanceof Map<?, ?> object)) {
            throw json.error("one JSON object");
        }
        return object;
    }

    private Object value(int depth) {
        skipSpace();
        if (depth > DEEPEST) {
            throw error("less deep nesting");
        }
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> string();
            default -> word();
        };
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> result = new LinkedHashMap<>();
        at++;
        while (!closes('}', !result.isEmpty())) {
            String key = string();
            skipSpace();
            expect(':');
            result.put(key, value(depth + 1));
        }
        return result;
    }

    private List<Object> elements(int depth) {
        List<Object> result = new ArrayList<>();
        at++;
        while (!closes(']', !result.isEmpty())) {
            result.add(value(depth + 1));
        }
        return result;
    }

    /** Whether the closing bracket comes next; if not, and something came before, takes the comma. */
    private boolean closes(char bracket, boolean hasBefore) {
        skipSpace();
        if (peek() == bracket) {
            at++;
            return true;
        }
        if (hasBefore) {
            expect(',');
            skipSpace();
        }
        return false;
    }

    private String string() {
        expect('"');
        StringBuilder result = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            result.append(c == '\\' ? escaped() : c);
        }
        at++;
        return result.toString();
    }

    private char escaped() {
        peek();
        char c = text.charAt(at++);
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() {
        try {
            char c = (char) Integer.parseInt(text, at, at + 4, 16);
            at += 4;
            return c;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw error("four hexadecimal digits");
        }
    }

    private Object word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(start, at);
        try {
            return switch (word) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> "";
                default -> Double.valueOf(word);
            };
        } catch (NumberFormatException e) {
            at = start;
            throw error("a value");
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw error("more");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw error("'" + c + "'");
        }
        at++;
    }

    private FirmwareException error(String expected) {
        return new FirmwareException("%s is not valid JSON: %s is expected at character %d; build it again.", name, expected, at);
    }
}
