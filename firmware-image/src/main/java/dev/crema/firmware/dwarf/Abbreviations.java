package dev.crema.firmware.dwarf;

import dev.crema.firmware.FirmwareException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes of debugging entries, which entries refer to by number (section 7.5.3). */
final class Abbreviations {
    private final Map<Long, Shape> shapes = new HashMap<>();

    /**
     * A shape.
     *
     * @param tag what kind of entry it is
     * @param hasChildren whether entries within it follow
     * @param attributes ordinals of {@link Attribute}, -1 for those of no interest
     * @param forms how their values are written
     * @param constants the values that are not written, for {@link Form#IMPLICIT_CONST}
     */
    record Shape(int tag, boolean hasChildren, int[] attributes, Form[] forms, long[] constants) {
    }

    /** Reads the table at the cursor. */
    Abbreviations(Cursor in) {
        for (long code = in.uleb(); code != 0; code = in.uleb()) {
            int tag = (int) in.uleb();
            boolean hasChildren = in.u8() != 0;
            List<Integer> attributes = new ArrayList<>();
            List<Form> forms = new ArrayList<>();
            List<Long> constants = new ArrayList<>();
            while (true) {
                long attribute = in.uleb();
                long form = in.uleb();
                if (attribute == 0 && form == 0) {
                    break;
                }
                attributes.add(Attribute.ordinalOf(attribute));
                forms.add(Form.of(form));
                constants.add(forms.getLast() == Form.IMPLICIT_CONST ? in.sleb() : 0);
            }
            shapes.put(code, new Shape(tag, hasChildren, attributes.stream().mapToInt(Integer::intValue).toArray(),
                    forms.toArray(Form[]::new), constants.stream().mapToLong(Long::longValue).toArray()));
        }
    }

    Shape shape(long code) {
        Shape shape = shapes.get(code);
        if (shape == null) {
            throw new FirmwareException("The debugging information refers to abbreviation %d, which there is not; it is damaged.",
                    code);
        }
        return shape;
    }
}
