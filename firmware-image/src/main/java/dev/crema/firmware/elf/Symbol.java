package dev.crema.firmware.elf;

/**
 * A symbol of an ELF file.
 *
 * @param name as the linker sees it, mangled
 * @param address its value
 * @param size in bytes; 0 if unknown, as for assembly routines and the linker script's marks
 * @param kind what it names
 * @param binding who sees it
 * @param section index of the section it lies in; {@link #ABSOLUTE} for addresses fixed by the linker script, such as the mask
 *        ROM's functions
 */
public record Symbol(String name, int address, long size, Kind kind, Binding binding, int section) {
    /** {@code SHN_ABS}. */
    public static final int ABSOLUTE = 0xfff1;

    /** What a symbol names; the ordinal is {@code STT_...}. */
    public enum Kind { NONE, OBJECT, FUNCTION, SECTION, FILE, OTHER }

    /** Who sees a symbol; the ordinal is {@code STB_...}. */
    public enum Binding { LOCAL, GLOBAL, WEAK, OTHER }

    /** Whether an address lies within its size. */
    public boolean contains(int target) {
        return Integer.toUnsignedLong(target - address) < size;
    }
}
