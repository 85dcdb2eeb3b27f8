package dev.crema.firmware.demangle;

import java.util.Map;

/**
 * The mangling of C++ that GCC and LLVM use ("Itanium C++ ABI", section 5.1): encodings and names. Types are in
 * {@link ItaniumTypes}. Expressions, which occur in the names of templates that choose by properties of types, are not read.
 */
final class Itanium {
    private static final Map<String, String> OPERATORS = Map.ofEntries(Map.entry("nw", " new"), Map.entry("na", " new[]"),
            Map.entry("dl", " delete"), Map.entry("da", " delete[]"), Map.entry("aw", " co_await"), Map.entry("ps", "+"),
            Map.entry("ng", "-"), Map.entry("ad", "&"), Map.entry("de", "*"), Map.entry("co", "~"), Map.entry("pl", "+"),
            Map.entry("mi", "-"), Map.entry("ml", "*"), Map.entry("dv", "/"), Map.entry("rm", "%"), Map.entry("an", "&"),
            Map.entry("or", "|"), Map.entry("eo", "^"), Map.entry("aS", "="), Map.entry("pL", "+="), Map.entry("mI", "-="),
            Map.entry("mL", "*="), Map.entry("dV", "/="), Map.entry("rM", "%="), Map.entry("aN", "&="), Map.entry("oR", "|="),
            Map.entry("eO", "^="), Map.entry("ls", "<<"), Map.entry("rs", ">>"), Map.entry("lS", "<<="), Map.entry("rS", ">>="),
            Map.entry("eq", "=="), Map.entry("ne", "!="), Map.entry("lt", "<"), Map.entry("gt", ">"), Map.entry("le", "<="),
            Map.entry("ge", ">="), Map.entry("ss", "<=>"), Map.entry("nt", "!"), Map.entry("aa", "&&"), Map.entry("oo", "||"),
            Map.entry("pp", "++"), Map.entry("mm", "--"), Map.entry("cm", ","), Map.entry("pm", "->*"), Map.entry("pt", "->"),
            Map.entry("cl", "()"), Map.entry("ix", "[]"), Map.entry("qu", "?"));

    private static final Map<String, String> SPECIAL_NAMES = Map.of("TV", "vtable for ", "TT", "VTT for ", "TI", "typeinfo for ",
            "TS", "typeinfo name for ");
    private static final Map<String, String> SPECIAL_OBJECTS = Map.of("GV", "guard variable for ", "TW",
            "TLS wrapper function for ", "TH", "TLS init function for ");

    private final MangledText in;
    private final ItaniumTypes types;

    /**
     * A name that has been read.
     *
     * @param text all of it
     * @param simple its last component without template arguments, after which constructors are named
     * @param isTemplate whether it ends with template arguments
     * @param returnsNothing whether it is a constructor, destructor or conversion, which have no return type of their own
     * @param qualifiers what follows the parameters, such as {@code const}
     */
    record Name(String text, String simple, boolean isTemplate, boolean returnsNothing, String qualifiers) {
        static Name of(String text) {
            return new Name(text, text, false, false, "");
        }
    }

    Itanium(String symbol) {
        in = new MangledText(symbol, "_Z".length());
        types = new ItaniumTypes(in, this);
    }

    String demangle() {
        String text = encoding();
        if (in.peek() == '.') {
            return text + " [clone " + in.characters(in.remaining()) + "]";
        }
        if (!in.isAtEnd()) {
            throw NotMangled.INSTANCE;
        }
        return text;
    }

    /** A function with its parameters, an object, or something the compiler makes. */
    String encoding() {
        in.enter();
        String special = special();
        if (!special.isEmpty()) {
            in.leave();
            return special;
        }
        Name name = name();
        if (in.isAtEnd() || in.peek() == 'E' || in.peek() == '.') {
            in.leave();
            return name.text() + name.qualifiers();
        }
        ItaniumTypes.Type result = name.isTemplate() && !name.returnsNothing() ? types.type() : ItaniumTypes.Type.NONE;
        String left = result.left().isEmpty() || !result.right().isEmpty() ? result.left() : result.left() + " ";
        in.leave();
        return left + name.text() + types.parameters() + name.qualifiers() + result.right();
    }

    private String special() {
        for (Map.Entry<String, String> entry : SPECIAL_NAMES.entrySet()) {
            if (in.take(entry.getKey())) {
                return entry.getValue() + types.type();
            }
        }
        for (Map.Entry<String, String> entry : SPECIAL_OBJECTS.entrySet()) {
            if (in.take(entry.getKey())) {
                return entry.getValue() + name().text();
            }
        }
        if (in.take("GTt")) {
            return "transaction clone for " + encoding();
        }
        if (in.take("Tc")) {
            callOffset();
            callOffset();
            return "covariant return thunk to " + encoding();
        }
        if (in.startsWith("Th") || in.startsWith("Tv")) {
            in.take("T");
            String kind = in.peek() == 'h' ? "non-virtual thunk to " : "virtual thunk to ";
            callOffset();
            return kind + encoding();
        }
        if (in.take("TC")) {
            String derived = types.type().toString();
            in.decimal();
            in.expect("_");
            return "construction vtable for " + types.type() + "-in-" + derived;
        }
        return "";
    }

    /** How far the object is from where the caller believes it to be. */
    private void callOffset() {
        boolean isVirtual = in.next() == 'v';
        for (int i = 0; i < (isVirtual ? 2 : 1); i++) {
            in.take("n");
            in.decimal();
            in.expect("_");
        }
    }

    Name name() {
        in.enter();
        Name name = switch (in.peek()) {
            case 'N' -> nested();
            case 'Z' -> local();
            default -> unscoped();
        };
        in.leave();
        return name;
    }

    private Name unscoped() {
        if (in.peek() == 'S' && in.peekSecond() != 't') {
            // A template by its abbreviation.
            return withArguments(Name.of(types.substitution().toString()));
        }
        String scope = in.take("St") ? "std::" : "";
        Name own = unqualified("");
        Name name = new Name(scope + own.text(), own.simple(), false, own.returnsNothing(), "");
        if (in.peek() == 'I') {
            types.remember(name.text());
            return withArguments(name);
        }
        return name;
    }

    private Name withArguments(Name name) {
        if (in.peek() != 'I') {
            return name;
        }
        String separator = name.text().endsWith("<") ? " " : "";
        return new Name(name.text() + separator + types.templateArguments(), name.simple(), true, name.returnsNothing(),
                name.qualifiers());
    }

    private Name nested() {
        in.expect("N");
        String qualifiers = in.take("r") ? " restrict" : "";
        qualifiers += in.take("V") ? " volatile" : "";
        qualifiers += in.take("K") ? " const" : "";
        qualifiers += in.take("R") ? " &" : in.take("O") ? " &&" : "";
        Name name = Name.of("");
        while (!in.take("E")) {
            boolean isRemembered = true;
            if (in.take("St")) {
                name = Name.of("std");
                isRemembered = false;
            } else if (in.peek() == 'S') {
                ItaniumTypes.Type type = types.substitution();
                name = new Name(type.toString(), simpleName(type.toString()), type.toString().endsWith(">"), false, "");
                isRemembered = false;
            } else if (in.peek() == 'I') {
                name = withArguments(name);
            } else if (in.peek() == 'T') {
                name = Name.of(types.templateParameter().toString());
            } else {
                Name own = unqualified(name.simple());
                name = new Name(name.text().isEmpty() ? own.text() : name.text() + "::" + own.text(), own.simple(), false,
                        own.returnsNothing(), "");
            }
            if (isRemembered && in.peek() != 'E') {
                types.remember(name.text());
            }
        }
        return new Name(name.text(), name.simple(), name.isTemplate(), name.returnsNothing(), qualifiers);
    }

    /** The last component of a name, without template arguments. */
    private static String simpleName(String name) {
        int depth = 0;
        int start = 0;
        int end = name.length();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '<') {
                end = depth == 0 ? i : end;
                depth++;
            } else if (c == '>') {
                depth--;
            } else if (c == ':' && depth == 0) {
                start = i + 1;
                end = name.length();
            }
        }
        return name.substring(start, Math.max(start, end));
    }

    private Name local() {
        in.expect("Z");
        String function = encoding();
        in.expect("E");
        if (in.take("s")) {
            discriminator();
            return Name.of(function + "::string literal");
        }
        String argument = "";
        if (in.take("d")) {
            int number = in.isDigit() ? in.decimal() + 2 : 1;
            in.expect("_");
            argument = "{default arg#" + number + "}::";
        }
        Name own = name();
        discriminator();
        return new Name(function + "::" + argument + own.text(), own.simple(), own.isTemplate(), own.returnsNothing(),
                own.qualifiers());
    }

    private void discriminator() {
        if (in.take("__")) {
            in.decimal();
            in.expect("_");
        } else if (in.take("_")) {
            in.next();
        }
    }

    /** @param scope what constructors are named after */
    private Name unqualified(String scope) {
        in.take("L");
        char c = in.peek();
        Name name;
        if (in.isDigit()) {
            name = Name.of(sourceName());
        } else if (c == 'C' && "12345I".indexOf(in.peekSecond()) >= 0) {
            in.next();
            if (in.next() == 'I') {
                in.next();
                types.type();
            }
            name = new Name(scope, scope, false, true, "");
        } else if (c == 'D' && "01245".indexOf(in.peekSecond()) >= 0) {
            in.characters(2);
            name = new Name("~" + scope, scope, false, true, "");
        } else if (c == 'U') {
            name = Name.of(unnamed());
        } else {
            name = operator();
        }
        StringBuilder text = new StringBuilder(name.text());
        while (in.take("B")) {
            text.append("[abi:").append(sourceName()).append(']');
        }
        return new Name(text.toString(), name.simple(), false, name.returnsNothing(), "");
    }

    String sourceName() {
        String name = in.characters(in.decimal());
        return name.startsWith("_GLOBAL__N") ? "(anonymous namespace)" : name;
    }

    private String unnamed() {
        in.expect("U");
        if (in.take("l")) {
            String parameters = types.parametersUntilEnd();
            return "{lambda" + parameters + "#" + number() + "}";
        }
        in.expect("t");
        return "{unnamed type#" + number() + "}";
    }

    /** Of several in one scope, the first has no number, the second 0. */
    private int number() {
        int number = in.isDigit() ? in.decimal() + 2 : 1;
        in.expect("_");
        return number;
    }

    private Name operator() {
        if (in.take("cv")) {
            String type = types.type().toString();
            return new Name("operator " + type, type, false, true, "");
        }
        if (in.take("li")) {
            return Name.of("operator\"\" " + sourceName());
        }
        String operator = OPERATORS.get(in.characters(2));
        if (operator == null) {
            throw NotMangled.INSTANCE;
        }
        return Name.of("operator" + operator);
    }
}
