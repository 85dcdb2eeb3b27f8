package dev.crema.emulator.xtensa;

import java.lang.classfile.TypeKind;

/**
 * What a kernel can be given or can set. Where a term really lives is the business of {@link Operands}: the interpreter finds
 * registers in the core, translated code in its locals.
 */
sealed interface Term {
    /** The type in which the term meets a kernel. */
    default TypeKind kind() {
        return TypeKind.INT;
    }

    /** {@code ar}, {@code as}, {@code at}: an AR of the window, selected by a field. */
    record AddressRegister(char field) implements Term { }

    /** {@code a0}: an AR that no field selects. */
    record FixedRegister(int number) implements Term { }

    /** {@code fr}, {@code fs}, {@code ft}: the bits of a floating-point register. */
    record FloatRegister(char field) implements Term { }

    /** {@code br}, {@code bs}, {@code bt}: one boolean. */
    record BooleanRegister(char field) implements Term {
        @Override
        public TypeKind kind() {
            return TypeKind.BOOLEAN;
        }
    }

    /** {@code mw}, {@code mx}, {@code my}: a MAC16 data register. */
    record MacRegister(char field) implements Term { }

    /** {@code r}, {@code s}, {@code t}, {@code w}, {@code x}, {@code y}: the number of a register, for helpers. */
    record RegisterNumber(char field) implements Term { }

    /**
     * {@code mem8}, {@code mem16}, {@code mem32}: so many bits of memory at {@code as + imm}, zero-extended; {@code mem32x} at
     * {@code as + at}. An instruction that names it can do nothing else but fault.
     *
     * @param width in bytes
     * @param indexed whether the address is the sum of two registers
     */
    record Access(int width, boolean indexed) implements Term {
        /** What is added to {@code as}. */
        Term offset() {
            return indexed ? new AddressRegister('t') : Named.IMM;
        }
    }

    /** A number written out: what tells apart rows that share a kernel. */
    record Literal(int value) implements Term { }

    /** {@code sr.PS}: a special register, for helpers that read or write any of them. */
    record Special(SpecialRegister register) implements Term {
        @Override
        public TypeKind kind() {
            return TypeKind.REFERENCE;
        }
    }

    /** Everything else, by its name. */
    enum Named implements Term {
        /** The immediate operand; of a branch, its target. */
        IMM,
        /** The second immediate operand. */
        IMM2,
        /** The address of the next instruction. */
        NEXT,
        /** The program counter, as a destination: a jump. */
        PC,
        /** Shift amount register. */
        SAR,
        /** The booleans b0 to b15 as one number. */
        BOOLEANS,
        /** The 40-bit accumulator of MAC16, sign-extended. */
        ACC(TypeKind.LONG),
        /** The word at the immediate operand, which nearly always lies in instruction memory. */
        LITERAL,
        /** The fault to throw. */
        FAULT(TypeKind.REFERENCE),
        /** The whole core, for helpers. */
        CORE(TypeKind.REFERENCE);

        private final TypeKind kind;

        Named() {
            this(TypeKind.INT);
        }

        Named(TypeKind kind) {
            this.kind = kind;
        }

        @Override
        public TypeKind kind() {
            return kind;
        }
    }

    /** The term with a name. */
    static Term of(String name) {
        if (name.charAt(0) == '-' || Character.isDigit(name.charAt(0))) {
            return new Literal(Integer.parseInt(name));
        }
        if (name.startsWith("sr.")) {
            return new Special(SpecialRegister.valueOf(name.substring(3)));
        }
        if (name.length() == 1) {
            return new RegisterNumber(name.charAt(0));
        }
        if (name.length() == 2 && "rstwxy".indexOf(name.charAt(1)) >= 0) {
            char field = name.charAt(1);
            return switch (name.charAt(0)) {
                case 'a' -> new AddressRegister(field);
                case 'f' -> new FloatRegister(field);
                case 'b' -> new BooleanRegister(field);
                case 'm' -> new MacRegister(field);
                default -> throw new IllegalArgumentException("no term is called " + name);
            };
        }
        return switch (name) {
            case "a0" -> new FixedRegister(0);
            case "imm" -> Named.IMM;
            case "imm2" -> Named.IMM2;
            case "next" -> Named.NEXT;
            case "pc" -> Named.PC;
            case "sar" -> Named.SAR;
            case "booleans" -> Named.BOOLEANS;
            case "acc" -> Named.ACC;
            case "mem8" -> new Access(1, false);
            case "mem16" -> new Access(2, false);
            case "mem32" -> new Access(4, false);
            case "mem32x" -> new Access(4, true);
            case "literal" -> Named.LITERAL;
            case "fault" -> Named.FAULT;
            case "core" -> Named.CORE;
            default -> throw new IllegalArgumentException("no term is called " + name);
        };
    }
}
