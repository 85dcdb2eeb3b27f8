package dev.crema.firmware.dwarf;

import java.util.Arrays;

/**
 * A debugging entry as it was last read: its tag and the raw values of the attributes of interest. One object serves for all
 * entries of a walk, for a program has millions of them.
 */
final class Entry {
    static final int TAG_INLINED_SUBROUTINE = 0x1d;
    static final int TAG_SUBPROGRAM = 0x2e;

    private final Form[] forms = new Form[Attribute.values().length];
    private final long[] raw = new long[Attribute.values().length];
    private int tag;
    private boolean hasChildren;
    private long offset;

    /**
     * Reads the entry at the cursor.
     *
     * @return false if there is a zero instead, which ends the children of an entry
     */
    boolean read(Cursor in, CompilationUnit unit) {
        offset = in.at();
        Arrays.fill(forms, null);
        long code = in.uleb();
        if (code == 0) {
            return false;
        }
        Abbreviations.Shape shape = unit.abbreviations().shape(code);
        tag = shape.tag();
        hasChildren = shape.hasChildren();
        for (int i = 0; i < shape.forms().length; i++) {
            Form form = shape.forms()[i];
            while (form.kind() == Form.Kind.INDIRECT) {
                form = Form.of(in.uleb());
            }
            int attribute = shape.attributes()[i];
            if (attribute < 0) {
                form.skip(in, unit.addressSize(), unit.version());
            } else {
                forms[attribute] = form;
                raw[attribute] = rawValue(in, form, unit, shape.constants()[i]);
            }
        }
        return true;
    }

    /** A number, an address, an index, or where in the section the value is. */
    private static long rawValue(Cursor in, Form form, CompilationUnit unit, long constant) {
        long at = in.at();
        switch (form.kind()) {
            case STRING, BLOCK, BYTES_16 -> {
                form.skip(in, unit.addressSize(), unit.version());
                return at;
            }
            case PRESENT -> {
                return form == Form.IMPLICIT_CONST ? constant : 1;
            }
            default -> {
                return form.readNumber(in);
            }
        }
    }

    int tag() {
        return tag;
    }

    boolean hasChildren() {
        return hasChildren;
    }

    /** Where in {@code .debug_info} it begins. */
    long offset() {
        return offset;
    }

    boolean has(Attribute attribute) {
        return forms[attribute.ordinal()] != null;
    }

    Form form(Attribute attribute) {
        return forms[attribute.ordinal()];
    }

    long raw(Attribute attribute) {
        return raw[attribute.ordinal()];
    }

    /** The number an attribute has; 0 if it has none. */
    int number(Attribute attribute) {
        return has(attribute) ? (int) raw(attribute) : 0;
    }
}
