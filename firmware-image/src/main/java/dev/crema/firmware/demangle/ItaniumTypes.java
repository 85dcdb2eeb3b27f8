package dev.crema.firmware.demangle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The types in C++ names, their template arguments, and what earlier parts of a name can be referred to by number. */
final class ItaniumTypes {
    private static final int LONGEST = 1 << 16;
    private static final Map<Character, String> BUILTIN = Map.ofEntries(Map.entry('v', "void"), Map.entry('w', "wchar_t"),
            Map.entry('b', "bool"), Map.entry('c', "char"), Map.entry('a', "signed char"), Map.entry('h', "unsigned char"),
            Map.entry('s', "short"), Map.entry('t', "unsigned short"), Map.entry('i', "int"), Map.entry('j', "unsigned int"),
            Map.entry('l', "long"), Map.entry('m', "unsigned long"), Map.entry('x', "long long"),
            Map.entry('y', "unsigned long long"), Map.entry('n', "__int128"), Map.entry('o', "unsigned __int128"),
            Map.entry('f', "float"), Map.entry('d', "double"), Map.entry('e', "long double"), Map.entry('g', "__float128"),
            Map.entry('z', "..."));
    private static final Map<Character, String> BUILTIN_D = Map.of('d', "decimal64", 'e', "decimal128", 'f', "decimal32", 'h',
            "half", 'i', "char32_t", 's', "char16_t", 'u', "char8_t", 'a', "auto", 'c', "decltype(auto)", 'n',
            "decltype(nullptr)");
    private static final String CHAR_ARGUMENTS = "<char, std::char_traits<char> >";
    private static final Map<Character, String> STANDARD = Map.of('a', "std::allocator", 'b', "std::basic_string", 's',
            "std::basic_string<char, std::char_traits<char>, std::allocator<char> >", 'i', "std::basic_istream" + CHAR_ARGUMENTS,
            'o', "std::basic_ostream" + CHAR_ARGUMENTS, 'd', "std::basic_iostream" + CHAR_ARGUMENTS);
    /** How literals of a type are written; those of others have their type before them. */
    private static final Map<Character, String> SUFFIXES = Map.of('i', "", 'j', "u", 'l', "l", 'm', "ul", 'x', "ll", 'y', "ull");

    private final MangledText in;
    private final Itanium names;
    private final List<Type> substitutions = new ArrayList<>();
    private List<Argument> arguments = List.of();
    private int typeDepth;
    private int packIndex = -1;
    private int packSize = -1;
    private boolean isRepeating;

    /**
     * A type as it is written around a name.
     *
     * @param left before it
     * @param right behind it: parameters of a function, bounds of an array
     * @param needsParentheses whether a pointer to it needs them
     */
    record Type(String left, String right, boolean needsParentheses) {
        static final Type NONE = new Type("", "", false);

        Type(String text) {
            this(text, "", false);
        }

        Type withLeft(String suffix) {
            return needsParentheses ? new Type(left + (left.endsWith(" ") ? "(" : " (") + suffix, ")" + right, false)
                    : new Type(left + suffix, right, false);
        }

        @Override
        public String toString() {
            return left + right;
        }
    }

    /** A template argument: one, or a pack of them. */
    private record Argument(Type type, boolean isPack, List<Argument> pack) {
    }

    ItaniumTypes(MangledText in, Itanium names) {
        this.in = in;
        this.names = names;
    }

    void remember(String text) {
        remember(new Type(text));
    }

    private Type remember(Type type) {
        if (type.left().length() + type.right().length() > LONGEST) {
            throw NotMangled.INSTANCE;
        }
        if (!isRepeating) {
            substitutions.add(type);
        }
        return type;
    }

    /** S_, S0_, ... for what came before, or an abbreviation of the standard library. */
    Type substitution() {
        in.expect("S");
        if (in.isDigit() || in.peek() == '_' || Character.isUpperCase(in.peek())) {
            int index = sequence();
            if (index >= substitutions.size()) {
                throw NotMangled.INSTANCE;
            }
            return substitutions.get(index);
        }
        String text = STANDARD.get(in.next());
        if (text == null) {
            throw NotMangled.INSTANCE;
        }
        return new Type(text);
    }

    /** A number of base 36 up to an underscore; none is 0, and 0 is 1. */
    private int sequence() {
        int value = 0;
        boolean hasDigits = false;
        for (char c = in.next(); c != '_'; c = in.next()) {
            int digit = Character.isLowerCase(c) ? -1 : Character.digit(c, 36);
            if (digit < 0 || value > LONGEST) {
                throw NotMangled.INSTANCE;
            }
            value = value * 36 + digit;
            hasDigits = true;
        }
        return hasDigits ? value + 1 : 0;
    }

    /** The parameters of a function up to the end of its encoding. */
    String parameters() {
        List<String> list = new ArrayList<>();
        while (!in.isAtEnd() && in.peek() != 'E' && in.peek() != '.') {
            addParameter(list);
        }
        return inParentheses(list);
    }

    String parametersUntilEnd() {
        List<String> list = new ArrayList<>();
        while (!in.take("E")) {
            addParameter(list);
        }
        return inParentheses(list);
    }

    private void addParameter(List<String> list) {
        String text = type().toString();
        if (!text.isEmpty()) {
            list.add(text);
        }
    }

    private static String inParentheses(List<String> list) {
        return list.equals(List.of("void")) ? "()" : "(" + String.join(", ", list) + ")";
    }

    Type type() {
        in.enter();
        typeDepth++;
        Type type = typeWithin();
        typeDepth--;
        in.leave();
        return type;
    }

    private Type typeWithin() {
        char c = in.peek();
        String builtin = BUILTIN.get(c);
        if (builtin != null) {
            in.next();
            return new Type(builtin);
        }
        return switch (c) {
            case 'r', 'V', 'K' -> qualified();
            case 'P' -> {
                in.next();
                yield remember(type().withLeft("*"));
            }
            case 'R', 'O' -> {
                in.next();
                yield remember(reference(type(), c == 'R' ? "&" : "&&"));
            }
            case 'F' -> remember(function());
            case 'A' -> remember(array());
            case 'M' -> remember(memberPointer());
            case 'T' -> parameterOrTemplate();
            case 'D' -> extended();
            case 'u' -> {
                in.next();
                yield remember(new Type(names.sourceName()));
            }
            case 'S' -> in.peekSecond() == 't' ? remember(new Type(names.name().text())) : substitutionOrTemplate();
            default -> remember(new Type(names.name().text()));
        };
    }

    private Type qualified() {
        String qualifiers = "";
        for (String[] qualifier : new String[][] {{"r", " restrict"}, {"V", " volatile"}, {"K", " const"}}) {
            qualifiers = in.take(qualifier[0]) ? qualifier[1] + qualifiers : qualifiers;
        }
        Type type = type();
        return remember(type.needsParentheses() ? new Type(type.left(), type.right() + qualifiers, true)
                : new Type(type.left() + qualifiers, type.right(), false));
    }

    /** A reference to a reference, which a template parameter makes, is an rvalue reference only if both are. */
    private static Type reference(Type type, String mark) {
        if (type.left().endsWith("&&") && type.right().isEmpty()) {
            return mark.equals("&&") ? type : new Type(type.left().substring(0, type.left().length() - 1));
        }
        return type.left().endsWith("&") && type.right().isEmpty() ? type : type.withLeft(mark);
    }

    private Type function() {
        in.expect("F");
        in.take("Y");
        Type result = type();
        List<String> list = new ArrayList<>();
        String qualifier = "";
        while (!in.take("E")) {
            if (in.take("RE")) {
                qualifier = " &";
                break;
            }
            if (in.take("OE")) {
                qualifier = " &&";
                break;
            }
            addParameter(list);
        }
        String left = result.right().isEmpty() ? result.left() + " " : result.left();
        return new Type(left, inParentheses(list) + qualifier + result.right(), true);
    }

    private Type array() {
        in.expect("A");
        String size = in.isDigit() ? Integer.toString(in.decimal()) : "";
        in.expect("_");
        Type element = type();
        String more = element.right().startsWith(" [") ? element.right().substring(1) : element.right();
        return new Type(element.left(), " [" + size + "]" + more, true);
    }

    private Type memberPointer() {
        in.expect("M");
        String owner = type().toString();
        Type member = type();
        return member.needsParentheses() ? member.withLeft(owner + "::*") : new Type(member.left() + " " + owner + "::*");
    }

    private Type parameterOrTemplate() {
        Type parameter = remember(templateParameter());
        return in.peek() == 'I' ? remember(new Type(parameter + templateArguments())) : parameter;
    }

    private Type substitutionOrTemplate() {
        Type type = substitution();
        return in.peek() == 'I' ? remember(new Type(type + templateArguments())) : type;
    }

    private Type extended() {
        if (in.take("Dp")) {
            return packExpansion();
        }
        if (in.startsWith("Do") || in.startsWith("Dx")) {
            in.characters(2);
            return type();
        }
        in.expect("D");
        String builtin = BUILTIN_D.get(in.next());
        if (builtin == null) {
            throw NotMangled.INSTANCE;
        }
        return new Type(builtin);
    }

    /** A pattern, written once for each element of the pack in it. */
    private Type packExpansion() {
        int start = in.at();
        int outerIndex = packIndex;
        int outerSize = packSize;
        boolean wasRepeating = isRepeating;
        packIndex = 0;
        packSize = -1;
        List<String> elements = new ArrayList<>();
        elements.add(type().toString());
        int end = in.at();
        int size = packSize;
        isRepeating = true;
        for (packIndex = 1; packIndex < size; packIndex++) {
            in.seek(start);
            elements.add(type().toString());
        }
        in.seek(end);
        packIndex = outerIndex;
        packSize = outerSize;
        isRepeating = wasRepeating;
        String text = size == 0 ? "" : size < 0 ? elements.getFirst() + "..." : String.join(", ", elements);
        return remember(new Type(text));
    }

    /** T_, T0_, ...: an argument of the template that the name is of. */
    Type templateParameter() {
        in.expect("T");
        int index = sequence();
        if (index >= arguments.size()) {
            throw NotMangled.INSTANCE;
        }
        Argument argument = arguments.get(index);
        if (!argument.isPack()) {
            return argument.type();
        }
        if (packIndex < 0) {
            return new Type(joined(argument.pack()));
        }
        packSize = argument.pack().size();
        return packIndex < packSize ? argument.pack().get(packIndex).type() : Type.NONE;
    }

    /** The arguments in angle brackets; those of the outermost name are what parameters stand for. */
    String templateArguments() {
        in.expect("I");
        in.enter();
        boolean isOutermost = typeDepth == 0;
        typeDepth++;
        List<Argument> list = argumentsUntilEnd();
        typeDepth--;
        in.leave();
        if (isOutermost) {
            arguments = list;
        }
        String text = joined(list);
        return "<" + text + (text.endsWith(">") ? " >" : ">");
    }

    private List<Argument> argumentsUntilEnd() {
        List<Argument> list = new ArrayList<>();
        while (!in.take("E")) {
            if (in.take("J")) {
                list.add(new Argument(Type.NONE, true, argumentsUntilEnd()));
            } else if (in.peek() == 'L') {
                list.add(new Argument(literal(), false, List.of()));
            } else {
                list.add(new Argument(type(), false, List.of()));
            }
        }
        return list;
    }

    private static String joined(List<Argument> list) {
        List<String> texts = new ArrayList<>();
        for (Argument argument : list) {
            String text = argument.isPack() ? joined(argument.pack()) : argument.type().toString();
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return String.join(", ", texts);
    }

    private Type literal() {
        in.expect("L");
        if (in.take("_Z")) {
            String function = names.encoding();
            in.expect("E");
            return new Type("&" + function);
        }
        char kind = in.peek();
        String type = type().toString();
        StringBuilder value = new StringBuilder(in.take("n") ? "-" : "");
        while (!in.take("E")) {
            value.append(in.next());
        }
        if (kind == 'b' && value.length() == 1) {
            return new Type(value.charAt(0) == '0' ? "false" : "true");
        }
        return new Type(SUFFIXES.containsKey(kind) ? value + SUFFIXES.get(kind) : "(" + type + ")" + value);
    }
}
