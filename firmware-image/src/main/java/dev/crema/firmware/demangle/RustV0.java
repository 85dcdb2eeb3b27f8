package dev.crema.firmware.demangle;

import java.util.Map;

/**
 * Rust's second mangling, {@code _R...} (RFC 2603). Crates' hashes and the types of constants are left out, as people do not
 * write them.
 */
final class RustV0 {
    private static final int LONGEST = 1 << 16;
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final Map<Character, String> BASIC_TYPES = Map.ofEntries(Map.entry('b', "bool"), Map.entry('c', "char"),
            Map.entry('e', "str"), Map.entry('u', "()"), Map.entry('a', "i8"), Map.entry('s', "i16"), Map.entry('l', "i32"),
            Map.entry('x', "i64"), Map.entry('n', "i128"), Map.entry('i', "isize"), Map.entry('h', "u8"), Map.entry('t', "u16"),
            Map.entry('m', "u32"), Map.entry('y', "u64"), Map.entry('o', "u128"), Map.entry('j', "usize"), Map.entry('f', "f32"),
            Map.entry('d', "f64"), Map.entry('z', "!"), Map.entry('p', "_"), Map.entry('v', "..."));

    private final MangledText in;
    private final StringBuilder out = new StringBuilder();
    private final int base;
    private boolean isSilent;
    private long boundLifetimes;

    RustV0(String symbol) {
        base = "_R".length();
        in = new MangledText(symbol, base);
    }

    String demangle() {
        if (in.isDigit()) {
            throw NotMangled.INSTANCE;
        }
        path(true);
        if (!in.isAtEnd() && in.peek() != '.' && in.peek() != '$') {
            silently(() -> path(false));
        }
        if (!in.isAtEnd() && in.peek() != '.' && in.peek() != '$') {
            throw NotMangled.INSTANCE;
        }
        return out + in.rustSuffix();
    }

    private void print(String text) {
        if (!isSilent) {
            out.append(text);
            if (out.length() > LONGEST) {
                throw NotMangled.INSTANCE;
            }
        }
    }

    private void silently(Runnable parser) {
        boolean before = isSilent;
        isSilent = true;
        parser.run();
        isSilent = before;
    }

    /** Follows a reference to an earlier place in the name. */
    private void backReference(Runnable parser) {
        int start = in.at() - 1;
        long target = base + base62();
        if (target < base || target >= start) {
            throw NotMangled.INSTANCE;
        }
        if (!isSilent) {
            int back = in.at();
            in.seek((int) target);
            parser.run();
            in.seek(back);
        }
    }

    /** @param isValue whether generic arguments follow {@code ::}, as in an expression */
    private void path(boolean isValue) {
        in.enter();
        switch (in.next()) {
            case 'C' -> {
                disambiguator();
                print(identifier());
            }
            case 'M' -> {
                implementationPath();
                print("<");
                type();
                print(">");
            }
            case 'X' -> {
                implementationPath();
                asTrait();
            }
            case 'Y' -> asTrait();
            case 'N' -> nested(isValue);
            case 'I' -> {
                path(isValue);
                print(isValue ? "::<" : "<");
                list(this::genericArgument);
                print(">");
            }
            case 'B' -> backReference(() -> path(isValue));
            default -> throw NotMangled.INSTANCE;
        }
        in.leave();
    }

    private void implementationPath() {
        silently(() -> {
            disambiguator();
            path(false);
        });
    }

    private void asTrait() {
        print("<");
        type();
        print(" as ");
        path(false);
        print(">");
    }

    private void nested(boolean isValue) {
        char namespace = in.next();
        path(isValue);
        long disambiguator = disambiguator();
        String name = identifier();
        if (namespace >= 'A' && namespace <= 'Z') {
            String kind = namespace == 'C' ? "closure" : namespace == 'S' ? "shim" : Character.toString(namespace);
            print("::{" + kind + (name.isEmpty() ? "" : ":" + name) + "#" + disambiguator + "}");
        } else if (!name.isEmpty()) {
            print("::" + name);
        }
    }

    /** Elements up to an E, with commas between them; returns how many there were. */
    private int list(Runnable element) {
        int count = 0;
        while (!in.take("E")) {
            print(count++ > 0 ? ", " : "");
            element.run();
        }
        return count;
    }

    private void genericArgument() {
        if (in.take("L")) {
            lifetime(base62());
        } else if (in.take("K")) {
            constant();
        } else {
            type();
        }
    }

    private void lifetime(long index) {
        if (index == 0) {
            print("'_");
            return;
        }
        long depth = boundLifetimes - index;
        if (depth < 0 || depth >= boundLifetimes) {
            throw NotMangled.INSTANCE;
        }
        print(depth < 26 ? "'" + (char) ('a' + depth) : "'_" + depth);
    }

    /** Lifetimes bound by a {@code for}, if there are any. */
    private void binder(Runnable body) {
        long count = in.take("G") ? base62() + 1 : 0;
        if (count < 0 || count > LONGEST) {
            throw NotMangled.INSTANCE;
        }
        long before = boundLifetimes;
        if (count > 0) {
            print("for<");
            for (long i = 0; i < count; i++) {
                print(i > 0 ? ", " : "");
                boundLifetimes++;
                lifetime(1);
            }
            print("> ");
        }
        body.run();
        boundLifetimes = before;
    }

    private void type() {
        in.enter();
        char tag = in.next();
        String basic = BASIC_TYPES.get(tag);
        if (basic != null) {
            print(basic);
        } else {
            compoundType(tag);
        }
        in.leave();
    }

    private void compoundType(char tag) {
        switch (tag) {
            case 'R', 'Q' -> {
                print("&");
                if (in.take("L")) {
                    long index = base62();
                    if (index != 0) {
                        lifetime(index);
                        print(" ");
                    }
                }
                print(tag == 'Q' ? "mut " : "");
                type();
            }
            case 'P', 'O' -> {
                print(tag == 'P' ? "*const " : "*mut ");
                type();
            }
            case 'A', 'S' -> {
                print("[");
                type();
                if (tag == 'A') {
                    print("; ");
                    constant();
                }
                print("]");
            }
            case 'T' -> {
                print("(");
                print(list(this::type) == 1 ? ",)" : ")");
            }
            case 'F' -> binder(this::functionType);
            case 'D' -> dynType();
            case 'B' -> backReference(this::type);
            default -> {
                in.seek(in.at() - 1);
                path(false);
            }
        }
    }

    private void functionType() {
        print(in.take("U") ? "unsafe " : "");
        if (in.take("K")) {
            print("extern \"" + (in.take("C") ? "C" : identifier().replace('_', '-')) + "\" ");
        }
        print("fn(");
        list(this::type);
        print(")");
        if (!in.take("u")) {
            print(" -> ");
            type();
        }
    }

    private void dynType() {
        print("dyn ");
        binder(() -> {
            int count = 0;
            while (!in.take("E")) {
                print(count++ > 0 ? " + " : "");
                dynTrait();
            }
        });
        in.expect("L");
        long index = base62();
        if (index != 0) {
            print(" + ");
            lifetime(index);
        }
    }

    /** A trait whose associated types stand among its generic arguments. */
    private void dynTrait() {
        boolean isOpen = openPath();
        while (in.take("p")) {
            print(isOpen ? ", " : "<");
            isOpen = true;
            print(identifier() + " = ");
            type();
        }
        print(isOpen ? ">" : "");
    }

    /** A path whose generic arguments are not closed yet; returns whether there are any. */
    private boolean openPath() {
        if (in.take("B")) {
            boolean[] isOpen = {false};
            backReference(() -> isOpen[0] = openPath());
            return isOpen[0];
        }
        if (in.take("I")) {
            path(false);
            print("<");
            list(this::genericArgument);
            return true;
        }
        path(false);
        return false;
    }

    private void constant() {
        in.enter();
        char type = in.next();
        switch (type) {
            case 'p' -> print("_");
            case 'B' -> backReference(this::constant);
            case 'b' -> print(switch (hexDigits()) {
                case "0" -> "false";
                case "1" -> "true";
                default -> throw NotMangled.INSTANCE;
            });
            case 'c' -> print("'" + character() + "'");
            case 'a', 's', 'l', 'x', 'n', 'i', 'h', 't', 'm', 'y', 'o', 'j' -> {
                print(in.take("n") ? "-" : "");
                String digits = hexDigits();
                print(digits.length() > 16 ? "0x" + digits : Long.toUnsignedString(Long.parseUnsignedLong(digits, 16)));
            }
            default -> throw NotMangled.INSTANCE;
        }
        in.leave();
    }

    private String character() {
        String digits = hexDigits();
        int codePoint = digits.length() > 6 ? -1 : Integer.parseInt(digits, 16);
        if (!Character.isValidCodePoint(codePoint)) {
            throw NotMangled.INSTANCE;
        }
        return Character.toString(codePoint);
    }

    /** Hexadecimal digits up to an underscore; no digits are zero. */
    private String hexDigits() {
        StringBuilder digits = new StringBuilder();
        for (char c = in.next(); c != '_'; c = in.next()) {
            if (Character.digit(c, 16) < 0) {
                throw NotMangled.INSTANCE;
            }
            digits.append(c);
        }
        return digits.isEmpty() ? "0" : digits.toString();
    }

    private long disambiguator() {
        return in.take("s") ? base62() + 1 : 0;
    }

    /** A number of base 62 up to an underscore; none is 0, and 0 is 1. Crates' hashes take all 64 bits. */
    private long base62() {
        if (in.take("_")) {
            return 0;
        }
        long value = 0;
        for (char c = in.next(); c != '_'; c = in.next()) {
            int digit = DIGITS.indexOf(c);
            if (digit < 0) {
                throw NotMangled.INSTANCE;
            }
            value = value * DIGITS.length() + digit;
        }
        return value + 1;
    }

    private String identifier() {
        boolean isPunycode = in.take("u");
        int length = in.decimal();
        in.take("_");
        String text = in.characters(length);
        return isPunycode ? Punycode.decode(text) : text;
    }
}
