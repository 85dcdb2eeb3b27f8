package dev.crema.constraints.panic;

import dev.crema.emulator.xtensa.SpecialRegister;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A panic as ESP-IDF's {@code espcoredump} leaves it: an ELF file of type core with a note for each task, the one that panicked
 * first, and all of RAM; in flash or on the UART with a header before it and a checksum behind ({@code esp_core_dump_elf.c},
 * version 1.4).
 */
public final class CoreDump {
    private static final int ELF_HEADER = 52;
    private static final int PROGRAM_HEADER = 32;
    private static final short TYPE_CORE = 4;
    private static final short MACHINE_XTENSA = 94;
    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;
    private static final int READ_WRITE = 6;

    private static final int NT_PRSTATUS = 1;
    private static final int ESP_EXTRA_INFO = 677;
    private static final int ESP_PANIC_DETAILS = 679;
    private static final int ESP_INFO = 8266;

    /** {@code elf_prstatus}: the process id, which is the task's handle, and where the registers begin. */
    private static final int PRSTATUS_PID = 24;
    private static final int PRSTATUS_REGISTERS = 72;
    /** {@code xtensa_elf_gregset_t} of GDB, and a word more. */
    private static final int REGISTERS = 129;
    private static final int FIRST_A = 64;

    /** Chip 0 is the ESP32; core dumps as ELF with SHA-256 and the chip's revision in the header. */
    private static final int VERSION = 0x0104;
    private static final int HEADER = 12;
    private static final int CHECKSUM = 32;
    /** {@code COREDUMP_CURR_TASK_MARKER}: no task panicked. */
    private static final int NO_TASK = 0xDEADBEEF;
    private static final int EXTRA_WORDS = 38;

    private final Panic panic;
    private final PanicScene scene;
    private final String elfSha256;

    /**
     * A core dump.
     *
     * @param scene of the panic
     * @param elfSha256 of the program's ELF file, in hexadecimal, as its image says
     */
    public CoreDump(Panic panic, String elfSha256) {
        this.panic = panic;
        this.scene = panic.scene().orElseThrow();
        this.elfSha256 = elfSha256;
    }

    /**
     * What lies in the partition for core dumps, or is printed on the UART in base 64: for {@code esp-coredump}.
     *
     * @param revision of the chip, major times 100 plus minor
     */
    public byte[] image(int revision) {
        byte[] elf = elf();
        ByteBuffer image = ByteBuffer.allocate(HEADER + elf.length + CHECKSUM).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(HEADER + elf.length + CHECKSUM).putInt(VERSION).putInt(revision).put(elf);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(image.array(), 0, HEADER + elf.length);
            return image.put(digest.digest()).array();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The ELF file alone, for GDB. */
    public byte[] elf() {
        byte[] tasks = tasks();
        byte[] information = information();
        List<MemoryCopy.Part> memory = scene.memory().parts();
        int headers = memory.size() + 2;
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        List<byte[]> programHeaders = new ArrayList<>();
        int begin = ELF_HEADER + headers * PROGRAM_HEADER;
        programHeaders.add(programHeader(PT_NOTE, begin, 0, tasks.length));
        contents.writeBytes(tasks);
        for (MemoryCopy.Part part : memory) {
            programHeaders.add(programHeader(PT_LOAD, begin + contents.size(), part.address(), part.bytes().length));
            contents.writeBytes(part.bytes());
        }
        programHeaders.add(programHeader(PT_NOTE, begin + contents.size(), 0, information.length));
        contents.writeBytes(information);
        ByteBuffer file = ByteBuffer.allocate(begin + contents.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.put(elfHeader(headers));
        programHeaders.forEach(file::put);
        return file.put(contents.toByteArray()).array();
    }

    private static byte[] elfHeader(int headers) {
        ByteBuffer header = ByteBuffer.allocate(ELF_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).position(16);
        header.putShort(TYPE_CORE).putShort(MACHINE_XTENSA).putInt(1).putInt(0).putInt(ELF_HEADER).putInt(0).putInt(0);
        return header.putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER).putShort((short) headers).putShort((short) 40)
                .array();
    }

    private static byte[] programHeader(int type, int offset, int address, int size) {
        return ByteBuffer.allocate(PROGRAM_HEADER).order(ByteOrder.LITTLE_ENDIAN).putInt(type).putInt(offset).putInt(address)
                .putInt(address).putInt(size).putInt(size).putInt(READ_WRITE).array();
    }

    // ---- notes ---------------------------------------------------------------------------------------------------------

    private static byte[] note(String name, int type, byte[] description) {
        byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(12 + padded(text.length) + padded(description.length)).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(text.length).putInt(description.length).putInt(type).put(text).position(12 + padded(text.length))
                .put(description).array();
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    private byte[] tasks() {
        ByteArrayOutputStream notes = new ByteArrayOutputStream();
        if (scene.crashed().isEmpty()) {
            notes.writeBytes(note("CORE", NT_PRSTATUS, status(NO_TASK, scene.registers())));
        }
        for (PanicTask task : scene.tasks()) {
            notes.writeBytes(note("CORE", NT_PRSTATUS, status(task.task().handle(), task.registers())));
        }
        return notes.toByteArray();
    }

    private static byte[] status(int handle, ExceptionFrame frame) {
        ByteBuffer status = ByteBuffer.allocate(PRSTATUS_REGISTERS + Integer.BYTES * REGISTERS).order(ByteOrder.LITTLE_ENDIAN);
        status.putInt(PRSTATUS_PID, handle).position(PRSTATUS_REGISTERS);
        status.putInt(frame.pc()).putInt(frame.psBefore()).putInt(frame.lbeg()).putInt(frame.lend()).putInt(frame.lcount())
                .putInt(frame.sar());
        for (int n = 0; n < frame.a().size(); n++) {
            status.putInt(PRSTATUS_REGISTERS + Integer.BYTES * (FIRST_A + n), frame.a().get(n));
        }
        return status.array();
    }

    private byte[] information() {
        ByteArrayOutputStream notes = new ByteArrayOutputStream();
        byte[] version = ByteBuffer.allocate(Integer.BYTES + 68).order(ByteOrder.LITTLE_ENDIAN).putInt(VERSION)
                .put(elfSha256.getBytes(StandardCharsets.US_ASCII)).array();
        notes.writeBytes(note("ESP_CORE_DUMP_INFO", ESP_INFO, version));
        notes.writeBytes(note("ESP_EXTRA_INFO", ESP_EXTRA_INFO, extra()));
        notes.writeBytes(note("ESP_PANIC_DETAILS", ESP_PANIC_DETAILS, panic.headline().getBytes(StandardCharsets.UTF_8)));
        return notes.toByteArray();
    }

    /** The handle of the task that panicked, then registers that GDB does not know, each with its number before it. */
    private byte[] extra() {
        ByteBuffer words = ByteBuffer.allocate(Integer.BYTES * EXTRA_WORDS).order(ByteOrder.LITTLE_ENDIAN);
        words.putInt(scene.crashed().map(task -> task.handle()).orElse(NO_TASK));
        words.putInt(SpecialRegister.EXCCAUSE.number()).putInt(scene.registers().cause());
        words.putInt(SpecialRegister.EXCVADDR.number()).putInt(scene.registers().address());
        for (Map.Entry<SpecialRegister, Integer> register : scene.specials().entrySet()) {
            words.putInt(register.getKey().number()).putInt(register.getValue());
        }
        return words.array();
    }
}
