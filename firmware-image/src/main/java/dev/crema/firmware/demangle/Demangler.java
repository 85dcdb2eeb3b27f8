package dev.crema.firmware.demangle;

import java.util.Optional;

/** Turns the names that linkers see into those that programmers wrote. What cannot be read stays as it is. */
public final class Demangler {
    private Demangler() {
    }

    /**
     * The name for people: {@code core::fmt::write} for {@code _ZN4core3fmt5write17h0123456789abcdefE}.
     *
     * @return the name itself if it is not mangled, or in a way that is not understood
     */
    public static String demangle(String symbol) {
        try {
            if (symbol.startsWith("_R")) {
                return new RustV0(symbol).demangle();
            }
            if (symbol.startsWith("_ZN")) {
                Optional<String> rust = RustLegacy.demangle(symbol);
                if (rust.isPresent()) {
                    return rust.get();
                }
            }
            return symbol.startsWith("_Z") ? new Itanium(symbol).demangle() : symbol;
        } catch (NotMangled notUnderstood) {
            return symbol;
        }
    }

    /**
     * The Rust crate that a symbol comes from; for an implementation, that of the type.
     *
     * @return empty if it is not mangled as Rust does it
     */
    public static Optional<String> crate(String symbol) {
        if (!symbol.startsWith("_R") && RustLegacy.demangle(symbol).isEmpty()) {
            return Optional.empty();
        }
        String name = demangle(symbol);
        int start = 0;
        while (start < name.length() && !Character.isLetter(name.charAt(start)) && name.charAt(start) != '_') {
            start++;
        }
        for (String word : new String[] {"mut ", "const ", "dyn "}) {
            start += name.startsWith(word, start) ? word.length() : 0;
        }
        int end = start;
        while (end < name.length() && (Character.isLetterOrDigit(name.charAt(end)) || name.charAt(end) == '_')) {
            end++;
        }
        return name.startsWith("::", end) ? Optional.of(name.substring(start, end)) : traitCrate(name);
    }

    /** {@code <u8 as core::fmt::Display>::fmt}: the type has no crate, but its trait has one. */
    private static Optional<String> traitCrate(String name) {
        int as = name.indexOf(" as ");
        int colons = as < 0 ? -1 : name.indexOf("::", as);
        return colons < 0 ? Optional.empty() : Optional.of(name.substring(as + 4, colons));
    }
}
