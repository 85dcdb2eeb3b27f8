package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Memory;

/** Checksums and MD5. */
final class DigestFunctions {
    /** struct MD5Context {uint32_t buf[4]; uint32_t bits[2]; uint8_t in[64]}. */
    private static final int MD5_BITS = 16;
    private static final int MD5_IN = 24;
    private static final int MD5_BLOCK = 64;
    private static final int MD5_BLOCK_CYCLES = 700;
    /** Cycles per octet of the loops over a table, and of the one that goes bit by bit. */
    private static final int TABLE_CYCLES = 9;
    private static final int BITWISE_CYCLES = 60;

    private static final int[] CRC32_LE = reflectedTable(0xEDB88320);
    private static final int[] CRC32_BE = table(0x04C11DB7, 32);
    private static final int[] CRC16_LE = reflectedTable(0x8408);
    private static final int[] CRC16_BE = table(0x1021, 16);
    private static final int[] CRC8_LE = reflectedTable(0xE0);
    private static final int[] CRC8_BE = table(0x07, 8);
    /** The Dallas/Maxim polynomial, for the MAC address in the eFuses. */
    private static final int[] CRC8_MAXIM = reflectedTable(0x8C);

    private static final Step CRC32 = (crc, octet) -> crc >>> 8 ^ CRC32_LE[(crc ^ octet) & 0xFF];
    private static final int ADLER_BASE = 65521;

    private DigestFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x4005CFEC, "uint32_t crc32_le(uint32_t crc, const uint8_t *from, uint32_t length)",
                crc(CRC32, 32));
        rom.bind(0x4005D024, "uint32_t crc32_be(uint32_t crc, const uint8_t *from, uint32_t length)",
                crc((crc, octet) -> crc << 8 ^ CRC32_BE[crc >>> 24 ^ octet], 32));
        rom.bind(0x4005D05C, "uint16_t crc16_le(uint16_t crc, const uint8_t *from, uint32_t length)",
                crc((crc, octet) -> crc >>> 8 ^ CRC16_LE[(crc ^ octet) & 0xFF], 16));
        rom.bind(0x4005D09C, "uint16_t crc16_be(uint16_t crc, const uint8_t *from, uint32_t length)",
                crc((crc, octet) -> (crc << 8 ^ CRC16_BE[crc >>> 8 ^ octet]) & 0xFFFF, 16));
        rom.bind(0x4005D0E0, "uint8_t crc8_le(uint8_t crc, const uint8_t *from, uint32_t length)",
                crc((crc, octet) -> CRC8_LE[crc ^ octet], 8));
        rom.bind(0x4005D114, "uint8_t crc8_be(uint8_t crc, const uint8_t *from, uint32_t length)",
                crc((crc, octet) -> CRC8_BE[crc ^ octet], 8));
        rom.bind(0x4005D144, "uint8_t esp_crc8(const uint8_t *from, uint32_t length)", DigestFunctions::espCrc8);
        rom.bind(0x4005EDBC, "uint32_t mz_adler32(uint32_t adler, const uint8_t *from, size_t length)", DigestFunctions::adler32);
        rom.bind(0x4005EE88, "uint32_t mz_crc32(uint32_t crc, const uint8_t *from, size_t length)",
                call -> call.result(call.word(1) == 0 ? 0 : ~fold(call, CRC32, ~call.word(0), call.word(1), call.word(2))));
        rom.bind(0x4005DA7C, "void MD5Init(struct MD5Context *context)", DigestFunctions::md5Init);
        rom.bind(0x4005DA9C, "void MD5Update(struct MD5Context *context, const uint8_t *from, unsigned length)",
                DigestFunctions::md5Update);
        rom.bind(0x4005DB1C, "void MD5Final(uint8_t digest[16], struct MD5Context *context)",
                DigestFunctions::md5Final);
    }

    /** A step of a CRC by one octet. */
    @FunctionalInterface
    private interface Step {
        int apply(int crc, int octet);
    }

    /** A CRC that is complemented before and after, so that calls can follow each other. */
    private static RomFunction crc(Step step, int bits) {
        int mask = -1 >>> 32 - bits;
        return call -> call.result(~fold(call, step, ~call.word(0) & mask, call.word(1), call.word(2)) & mask);
    }

    /** Adler-32 (RFC 1950, section 8): a sum of the octets, and a sum of these sums. */
    private static void adler32(Call call) {
        if (call.word(1) == 0) {
            call.result(1);
            return;
        }
        // Both sums are in one int: each step leaves them below the base.
        Step step = (sums, octet) -> {
            int low = ((sums & 0xFFFF) + octet) % ADLER_BASE;
            return ((sums >>> 16) + low) % ADLER_BASE << 16 | low;
        };
        call.result(fold(call, step, call.word(0), call.word(1), call.word(2)));
    }

    private static void espCrc8(Call call) {
        int length = call.word(1);
        Step step = (crc, octet) -> CRC8_MAXIM[crc ^ octet];
        call.result(fold(call, step, 0, call.word(0), length));
        call.charge((length & 0xFFFFFFFFL) * (BITWISE_CYCLES - TABLE_CYCLES));
    }

    private static int fold(Call call, Step step, int start, int from, int length) {
        Memory memory = call.memory();
        byte[] piece = call.scratch();
        int crc = start;
        int at = from;
        int rest = length;
        while (rest != 0) {
            int count = memory.readInPage(at, piece, rest);
            if (count == 0) {
                piece[0] = (byte) memory.load8(at);
                count = 1;
            }
            for (int i = 0; i < count; i++) {
                crc = step.apply(crc, piece[i] & 0xFF);
            }
            at += count;
            rest -= count;
        }
        call.charge((length & 0xFFFFFFFFL) * TABLE_CYCLES);
        return crc;
    }

    private static int[] reflectedTable(int polynomial) {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ polynomial : crc >>> 1;
            }
            table[i] = crc;
        }
        return table;
    }

    private static int[] table(int polynomial, int bits) {
        int[] table = new int[256];
        int top = 1 << bits - 1;
        int mask = -1 >>> 32 - bits;
        for (int i = 0; i < table.length; i++) {
            int crc = i << bits - 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & top) != 0 ? crc << 1 ^ polynomial : crc << 1;
            }
            table[i] = crc & mask;
        }
        return table;
    }

    private static void md5Init(Call call) {
        int context = call.word(0);
        int[] state = Md5.initialState();
        for (int i = 0; i < state.length; i++) {
            call.memory().store32(context + 4 * i, state[i]);
        }
        call.memory().store32(context + MD5_BITS, 0);
        call.memory().store32(context + MD5_BITS + 4, 0);
    }

    private static void md5Update(Call call) {
        Memory memory = call.memory();
        int context = call.word(0);
        int from = call.word(1);
        int length = call.word(2);
        long bits = memory.load32(context + MD5_BITS) & 0xFFFFFFFFL | (long) memory.load32(context + MD5_BITS + 4) << 32;
        int filled = (int) (bits >>> 3) & MD5_BLOCK - 1;
        bits += (length & 0xFFFFFFFFL) << 3;
        memory.store32(context + MD5_BITS, (int) bits);
        memory.store32(context + MD5_BITS + 4, (int) (bits >>> 32));
        int rest = length;
        while (Integer.compareUnsigned(rest, MD5_BLOCK - filled) >= 0) {
            int count = MD5_BLOCK - filled;
            MemoryFunctions.copyWords(memory, context + MD5_IN + filled, from, count);
            transform(call, context);
            from += count;
            rest -= count;
            filled = 0;
        }
        MemoryFunctions.copyWords(memory, context + MD5_IN + filled, from, rest);
    }

    private static void md5Final(Call call) {
        Memory memory = call.memory();
        int digest = call.word(0);
        int context = call.word(1);
        int filled = memory.load32(context + MD5_BITS) >>> 3 & MD5_BLOCK - 1;
        memory.store8(context + MD5_IN + filled, 0x80);
        filled++;
        if (filled > MD5_BLOCK - 8) {
            clear(memory, context + MD5_IN + filled, MD5_BLOCK - filled);
            transform(call, context);
            filled = 0;
        }
        clear(memory, context + MD5_IN + filled, MD5_BLOCK - 8 - filled);
        memory.store32(context + MD5_IN + MD5_BLOCK - 8, memory.load32(context + MD5_BITS));
        memory.store32(context + MD5_IN + MD5_BLOCK - 4, memory.load32(context + MD5_BITS + 4));
        transform(call, context);
        MemoryFunctions.copyWords(memory, digest, context, 16);
        // Meant was to clear the context; sizeof was taken of the pointer to it.
        memory.store32(context, 0);
    }

    private static void clear(Memory memory, int from, int length) {
        for (int i = 0; i < length; i++) {
            memory.store8(from + i, 0);
        }
    }

    /** Digests the block in the context. */
    private static void transform(Call call, int context) {
        Memory memory = call.memory();
        Md5 md5 = new Md5(memory.load32(context), memory.load32(context + 4), memory.load32(context + 8),
                memory.load32(context + 12));
        for (int i = 0; i < MD5_BLOCK / 4; i++) {
            md5.word(i, memory.load32(context + MD5_IN + 4 * i));
        }
        md5.transform();
        memory.store32(context, md5.a());
        memory.store32(context + 4, md5.b());
        memory.store32(context + 8, md5.c());
        memory.store32(context + 12, md5.d());
        call.charge(MD5_BLOCK_CYCLES);
    }
}
