package dev.crema.emulator.xtensa;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A small assembler for guest code of our own: stubs, tests. It knows the mnemonics and operands of GNU as, labels,
 * {@code .word}, {@code .space} and {@code .align}, and nothing else: no macros, no relaxation, no choice between long and
 * narrow forms. An operand is a register, a number or a label. {@code //} begins a comment.
 */
public final class Assembler {
    private static final Map<String, Row> BY_MNEMONIC = InstructionSet.LX6.rows().stream()
            .collect(Collectors.toUnmodifiableMap(Row::mnemonic, Function.identity()));

    private static final Pattern REGISTER = Pattern.compile("[afbm]\\d+");
    private static final Pattern NUMBER = Pattern.compile("-?(0x[0-9a-fA-F]+|\\d+)");

    /** Something that takes room; its bytes are known once all labels are. */
    private interface Item {
        void write(int address, ByteArrayOutputStream out);
    }

    private final int origin;
    private final List<Item> items = new ArrayList<>();
    private final List<Integer> addresses = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private int here;

    /** Assembles for an address. */
    public Assembler(int origin) {
        this.origin = origin;
        this.here = origin;
    }

    /** The address of what comes next. */
    public int here() {
        return here;
    }

    /** Defines a label here. */
    public Assembler label(String name) {
        if (labels.putIfAbsent(name, here) != null) {
            throw new IllegalArgumentException("label " + name + " is defined twice");
        }
        return this;
    }

    /**
     * The address of a label.
     *
     * @throws IllegalArgumentException if it is not defined
     */
    public int address(String label) {
        Integer address = labels.get(label);
        if (address == null) {
            throw new IllegalArgumentException("label " + label + " is not defined");
        }
        return address;
    }

    /**
     * An instruction.
     *
     * @param operands register numbers, values and addresses in the assembler's order
     */
    public Assembler emit(String mnemonic, int... operands) {
        Object[] values = new Object[operands.length];
        for (int at = 0; at < operands.length; at++) {
            values[at] = operands[at];
        }
        return instruction(mnemonic, values);
    }

    private Assembler instruction(String mnemonic, Object[] values) {
        Row row = BY_MNEMONIC.get(mnemonic);
        if (row == null) {
            throw new IllegalArgumentException("no instruction is called " + mnemonic);
        }
        if (values.length != row.operands().size()) {
            throw new IllegalArgumentException(row + " has " + row.operands().size() + " operands, not " + values.length);
        }
        return item(row.pattern().length(), (address, out) -> little(encode(row, values, address), row.pattern().length(), out));
    }

    private int encode(Row row, Object[] values, int address) {
        int word = row.pattern().match();
        for (int at = 0; at < values.length; at++) {
            int value = values[at] instanceof String label ? address(label) : (Integer) values[at];
            word |= switch (row.operands().get(at)) {
                case Operand.Register register -> encode(row, register, value);
                case Operand.Constant constant -> row.fieldBits(constant, constant.kind().encode(value, address));
            };
        }
        return word;
    }

    private static int encode(Row row, Operand.Register register, int number) {
        for (int field = 0; field < 1 << row.pattern().width(register.field()); field++) {
            if (register.number(field) == number) {
                return row.pattern().insert(register.field(), field);
            }
        }
        throw new IllegalArgumentException(row + " does not take " + register.file().letter() + number);
    }

    /** A word, aligned or not. */
    public Assembler word(int value) {
        return item(4, (address, out) -> little(value, 4, out));
    }

    /** Zeros. */
    public Assembler space(int bytes) {
        return item(bytes, (address, out) -> out.writeBytes(new byte[bytes]));
    }

    /** Zeros up to a multiple of a power of two. */
    public Assembler align(int multiple) {
        return space(-here & multiple - 1);
    }

    private Assembler item(int length, Item item) {
        items.add(item);
        addresses.add(here);
        here += length;
        return this;
    }

    private static void little(int value, int bytes, ByteArrayOutputStream out) {
        for (int at = 0; at < bytes; at++) {
            out.write(value >>> 8 * at);
        }
    }

    /**
     * Assembles lines of source.
     *
     * @throws IllegalArgumentException naming the line that cannot be
     */
    public Assembler source(String text) {
        for (String line : text.lines().toList()) {
            try {
                line(line);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(line.strip() + ": " + e.getMessage(), e);
            }
        }
        return this;
    }

    private void line(String source) {
        int comment = source.indexOf("//");
        String line = (comment < 0 ? source : source.substring(0, comment)).strip();
        for (int colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':')) {
            label(line.substring(0, colon).strip());
            line = line.substring(colon + 1).strip();
        }
        if (line.isEmpty()) {
            return;
        }
        String[] parts = line.split("\\s+", 2);
        Object[] operands = parts.length == 1 ? new Object[0] : parse(parts[1]);
        switch (parts[0]) {
            case ".word" -> {
                for (Object value : operands) {
                    item(4, (address, out) -> little(value instanceof String label ? address(label) : (Integer) value, 4, out));
                }
            }
            case ".space" -> space((Integer) operands[0]);
            case ".align" -> align((Integer) operands[0]);
            default -> instruction(parts[0].toLowerCase(Locale.ROOT), operands);
        }
    }

    private static Object[] parse(String operands) {
        String[] texts = operands.split(",");
        Object[] values = new Object[texts.length];
        for (int at = 0; at < texts.length; at++) {
            String text = texts[at].strip();
            if (REGISTER.matcher(text).matches()) {
                values[at] = Integer.parseInt(text.substring(1));
            } else if (NUMBER.matcher(text).matches()) {
                values[at] = Long.decode(text).intValue();
            } else {
                values[at] = text;
            }
        }
        return values;
    }

    /**
     * The bytes, from the origin on.
     *
     * @throws IllegalArgumentException if a label is missing or an operand does not fit
     */
    public byte[] assemble() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < items.size(); at++) {
            items.get(at).write(addresses.get(at), out);
        }
        return out.toByteArray();
    }

    /** Where the first byte belongs. */
    public int origin() {
        return origin;
    }
}
