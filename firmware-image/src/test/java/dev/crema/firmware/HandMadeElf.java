package dev.crema.firmware;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Small ELF files written byte by byte after the System V ABI, without the code under test. */
public final class HandMadeElf {
    private static final int HEADER = 52;
    private static final int SECTION_HEADER = 40;
    private static final int PROGRAM_HEADER = 32;

    private final List<Section> sections = new ArrayList<>();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private int entry = 0x40080000;
    private int machine = 0x5E;
    private boolean hasProgramHeaders;

    private record Section(String name, int type, int flags, int address, int size, int link, byte[] data) {
    }

    public HandMadeElf() {
        sections.add(new Section("", 0, 0, 0, 0, 0, new byte[0]));
        symbols.writeBytes(new byte[16]);
        strings.write(0);
    }

    /** A program with a descriptor, constants, code in RAM and in flash, data, and zeroed memory. */
    public static HandMadeElf program() {
        return new HandMadeElf()
                .code(".iram0.text", 0x40080000, pattern(1021, 1))
                .data(".dram0.data", 0x3FFB0000, pattern(300, 2))
                .zeros(".dram0.bss", 0x3FFB012C, 5000)
                .data(".flash.appdesc", 0x3F400020, HandMade.appDescriptor())
                .data(".flash.rodata", 0x3F400120, pattern(2000, 3))
                .code(".flash.text", 0x400D0020, pattern(70_001, 4))
                .function("call_start_cpu0", 0x40080000, 0x40, 1)
                .function("app_main", 0x400D0100, 0x20, 6)
                .object("big_table", 0x3F400120, 1500, 5)
                .label("assembly", 0x40080100, 1)
                .absolute("ets_printf", 0x40007D54);
    }

    /** A program that says of itself what esp-hal's do, and needs chip revision 3.1. */
    public static HandMadeElf espHal(String chip) {
        byte[] texts = (chip + "301").getBytes(StandardCharsets.UTF_8);
        return new HandMadeElf().code(".text", 0x400D0020, pattern(100, 1)).debug(".espressif.metadata", texts)
                .object("build_info.CHIP_NAME", 0, chip.length(), 2)
                .object("build_info.MIN_CHIP_REVISION", chip.length(), 3, 2);
    }

    /** Bytes that differ by their place. */
    public static byte[] pattern(int size, int seed) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8) + seed);
        }
        return bytes;
    }

    public HandMadeElf code(String name, int address, byte[] data) {
        return section(name, 1, 6, address, data);
    }

    public HandMadeElf data(String name, int address, byte[] data) {
        return section(name, 1, 3, address, data);
    }

    /** A section that is not loaded. */
    public HandMadeElf debug(String name, byte[] data) {
        return section(name, 1, 0, 0, data);
    }

    public HandMadeElf zeros(String name, int address, int size) {
        sections.add(new Section(name, 8, 3, address, size, 0, new byte[0]));
        return this;
    }

    private HandMadeElf section(String name, int type, int flags, int address, byte[] data) {
        sections.add(new Section(name, type, flags, address, data.length, 0, data));
        return this;
    }

    /** @param section index from 1 in the order of adding */
    public HandMadeElf function(String name, int address, int size, int section) {
        return symbol(name, address, size, 0x12, section);
    }

    public HandMadeElf object(String name, int address, int size, int section) {
        return symbol(name, address, size, 0x11, section);
    }

    public HandMadeElf label(String name, int address, int section) {
        return symbol(name, address, 0, 0, section);
    }

    public HandMadeElf absolute(String name, int address) {
        return symbol(name, address, 0, 0x10, 0xfff1);
    }

    private HandMadeElf symbol(String name, int address, int size, int info, int section) {
        symbols.writeBytes(ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(strings.size()).putInt(address)
                .putInt(size).put((byte) info).put((byte) 0).putShort((short) section).array());
        strings.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return this;
    }

    public HandMadeElf entry(int address) {
        entry = address;
        return this;
    }

    public HandMadeElf machine(int value) {
        machine = value;
        return this;
    }

    /** Also describes every loaded section by a program header. */
    public HandMadeElf withProgramHeaders() {
        hasProgramHeaders = true;
        return this;
    }

    public byte[] bytes() {
        List<Section> all = new ArrayList<>(sections);
        all.add(new Section(".symtab", 2, 0, 0, symbols.size(), all.size() + 1, symbols.toByteArray()));
        all.add(new Section(".strtab", 3, 0, 0, strings.size(), 0, strings.toByteArray()));
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        int[] nameOffsets = new int[all.size() + 1];
        for (int i = 0; i < all.size(); i++) {
            nameOffsets[i] = names.size();
            names.writeBytes(all.get(i).name().getBytes(StandardCharsets.UTF_8));
            names.write(0);
        }
        nameOffsets[all.size()] = names.size();
        names.writeBytes(".shstrtab\0".getBytes(StandardCharsets.UTF_8));
        all.add(new Section(".shstrtab", 3, 0, 0, names.size(), 0, names.toByteArray()));

        List<Section> loaded = all.stream().filter(section -> hasProgramHeaders && section.address() != 0).toList();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int bodyStart = HEADER + loaded.size() * PROGRAM_HEADER;
        int[] offsets = new int[all.size()];
        for (int i = 0; i < all.size(); i++) {
            while (body.size() % 4 != 0) {
                body.write(0);
            }
            offsets[i] = bodyStart + body.size();
            body.writeBytes(all.get(i).data());
        }
        int headers = bodyStart + body.size();
        ByteBuffer out = ByteBuffer.allocate(headers + all.size() * SECTION_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x464C457F).put((byte) 1).put((byte) 1).put((byte) 1).position(16);
        out.putShort((short) 2).putShort((short) machine).putInt(1).putInt(entry).putInt(loaded.isEmpty() ? 0 : HEADER)
                .putInt(headers).putInt(0x300).putShort((short) HEADER).putShort((short) PROGRAM_HEADER)
                .putShort((short) loaded.size()).putShort((short) SECTION_HEADER).putShort((short) all.size())
                .putShort((short) (all.size() - 1));
        for (Section section : loaded) {
            out.putInt(1).putInt(offsets[all.indexOf(section)]).putInt(section.address()).putInt(section.address())
                    .putInt(section.data().length).putInt(section.size()).putInt(section.flags()).putInt(4);
        }
        out.put(body.toByteArray());
        for (int i = 0; i < all.size(); i++) {
            Section section = all.get(i);
            out.putInt(nameOffsets[i]).putInt(section.type()).putInt(section.flags()).putInt(section.address()).putInt(offsets[i])
                    .putInt(section.size()).putInt(section.link()).putInt(0).putInt(4).putInt(section.type() == 2 ? 16 : 0);
        }
        return out.array();
    }
}
