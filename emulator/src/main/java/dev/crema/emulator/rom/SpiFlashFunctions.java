package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Memory;

/**
 * The flash driver of bootloaders and of ESP-IDF before 4.0, by the registers of SPI0 and SPI1 (ESP-IDF, {@code rom/spi_flash.h}).
 * All commands go to the flash chip on CS0. The controller ends a command within the store that begins it, so nothing here waits.
 */
final class SpiFlashFunctions {
    private static final int SPI1 = 0x3FF42000;
    private static final int SPI0 = 0x3FF43000;
    private static final int CMD = 0x00;
    private static final int ADDR = 0x04;
    private static final int CTRL = 0x08;
    private static final int RD_STATUS = 0x10;
    private static final int CLOCK = 0x18;
    private static final int USER = 0x1C;
    private static final int USER1 = 0x20;
    private static final int USER2 = 0x24;
    private static final int MISO_DLEN = 0x2C;
    private static final int PIN = 0x34;
    private static final int CACHE_FCTRL = 0x50;
    private static final int W0 = 0x80;
    private static final int EXT3 = 0xFC;
    private static final int SPI0_SRAM_DWR_CMD = SPI0 + 0x2C;
    private static final int SPI0_SRAM_DRD_CMD = SPI0 + 0x28;

    /** DPORT: what lets SPI1 encrypt, and the block that does. */
    private static final int SLAVE_SPI_CONFIG = 0x3FF000C8;
    private static final int ENCRYPT = 0x3FF5B000;
    private static final int ENCRYPT_START = ENCRYPT + 0x20;
    private static final int ENCRYPT_ADDRESS = ENCRYPT + 0x24;

    private static final int CMD_WREN = 1 << 30;
    private static final int CMD_RDSR = 1 << 27;
    private static final int CMD_WRSR = 1 << 26;
    private static final int CMD_PP = 1 << 25;
    private static final int CMD_SE = 1 << 24;
    private static final int CMD_BE = 1 << 23;
    private static final int CMD_CE = 1 << 22;
    private static final int CMD_RES = 1 << 20;
    private static final int CMD_USR = 1 << 18;
    private static final int CTRL_WRSR_2B = 1 << 22;
    private static final int CTRL_FASTRD = 1 << 13;
    private static final int CTRL_QIO = 1 << 24;
    private static final int CTRL_DIO = 1 << 23;
    private static final int CTRL_QUAD = 1 << 20;
    private static final int CTRL_DUAL = 1 << 14;
    private static final int CTRL_MODES = CTRL_QIO | CTRL_DIO | CTRL_QUAD | CTRL_DUAL | CTRL_FASTRD;
    private static final int USER_COMMAND = 1 << 31;
    private static final int USER_ADDR = 1 << 30;
    private static final int USER_MISO = 1 << 28;
    private static final int EIGHT_BIT_COMMAND = 7 << 28;
    private static final int ADDRESS_BITS_24 = 23 << 26;
    private static final int CLOCK_EQU_SYSCLK = 1 << 31;
    /** CLOCK for 20 MHz, the speed before the image header is known: divide 80 MHz by 4. */
    private static final int CLOCK_DIV4 = 0x3043;

    private static final int READ = 0x03;
    private static final int RDSR = 0x05;
    private static final int RDSR2 = 0x35;
    private static final int STATUS_QE = 1 << 9;
    private static final int STATUS_BLOCK_PROTECT = 0x1C;

    /** g_rom_flashchip: device id, then these. */
    private static final int FLASHCHIP = 0x3FFAE270;
    private static final int CHIP_SIZE = FLASHCHIP + 4;
    private static final int BLOCK_SIZE = FLASHCHIP + 8;
    private static final int SECTOR_SIZE = FLASHCHIP + 12;
    private static final int PAGE_SIZE = FLASHCHIP + 16;
    private static final int FLASHCHIP_WORDS = 6;
    private static final int DUMMY_LEN_PLUS = 0x3FFAE290;

    private static final int OK = 0;
    private static final int ERROR = 1;
    private static final int QOUT = 1;
    private static final int SLOW_READ = 5;
    private static final int MOST_READ = 64;
    private static final int MOST_PROGRAMMED = 32;
    private static final int ENCRYPTED_BLOCK = 32;

    private SpiFlashFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x40062A6C, 200, "void esp_rom_spiflash_attach(uint32_t hspi, bool legacy)", SpiFlashFunctions::attach);
        rom.bind(0x40063238, 20, "int esp_rom_spiflash_config_param(uint32_t id, uint32_t size, uint32_t block, uint32_t sector, "
                + "uint32_t page, uint32_t status_mask)", SpiFlashFunctions::configParam);
        rom.bind(0x40062BC8, 20, "int esp_rom_spiflash_config_clk(uint8_t divider, uint8_t spi)", SpiFlashFunctions::configClock);
        rom.bind(0x40062944, 100, "int esp_rom_spiflash_config_readmode_internal(int mode, bool legacy)",
                SpiFlashFunctions::configReadMode);
        rom.bind(0x40062B64, 60, "int esp_rom_spiflash_config_readmode(int mode)",
                call -> call.result(readMode(call.memory(), call.word(0))));
        rom.bind(0x400621B0, 60, "int esp_rom_spiflash_read_user_cmd(uint32_t *status, uint8_t command)", call -> {
            call.memory().store32(call.word(0), userCommand(call.memory(), call.octet(1)));
            call.result(OK);
        });
        rom.bind(0x4006226C, 40, "int esp_rom_spiflash_read_status(uint32_t *status_mask, uint32_t *status)", call -> {
            call.memory().store32(call.word(1), readStatus(call.memory()));
            call.result(OK);
        });
        rom.bind(0x40062448, 100, "int esp_rom_spiflash_read_statushigh(uint32_t *status)", call -> {
            call.memory().store32(call.word(0), userCommand(call.memory(), RDSR2) << 8);
            call.result(OK);
        });
        rom.bind(0x400622C0, 50, "int esp_rom_spiflash_wait_idle(esp_rom_spiflash_chip_t *chip)", call -> call.result(OK));
        rom.bind(0x400622F0, 60, "int esp_rom_spiflash_write_status(esp_rom_spiflash_chip_t *chip, uint32_t status)",
                SpiFlashFunctions::writeStatus);
        rom.bind(0x40062320, 60, "int esp_rom_spiflash_enable_write(esp_rom_spiflash_chip_t *chip)", call -> {
            command(call.memory(), CMD_WREN);
            call.result(OK);
        });
        rom.bind(0x400628B0, 200, "int esp_rom_spiflash_unlock(void)", call -> protect(call, 0));
        rom.bind(0x400628F0, 200, "int esp_rom_spiflash_lock(void)", call -> protect(call, STATUS_BLOCK_PROTECT));
        rom.bind(0x40061DDC, 60, "void esp_rom_spiflash_select_qio_pins(uint8_t wp, uint32_t spiconfig)", call -> { });
        rom.bind(0x40062CCC, 100, "int esp_rom_spiflash_erase_sector(uint32_t sector)",
                call -> call.result(erase(call.memory(), call.word(0), SECTOR_SIZE, CMD_SE)));
        rom.bind(0x40062C4C, 100, "int esp_rom_spiflash_erase_block(uint32_t block)",
                call -> call.result(erase(call.memory(), call.word(0), BLOCK_SIZE, CMD_BE)));
        rom.bind(0x40062C14, 100, "int esp_rom_spiflash_erase_chip(void)", SpiFlashFunctions::eraseChip);
        rom.bind(0x400631AC, 100, "int esp_rom_spiflash_erase_area(uint32_t address, uint32_t length)",
                SpiFlashFunctions::eraseArea);
        rom.bind(0x40062D50, 100, "int esp_rom_spiflash_write(uint32_t address, const uint32_t *source, int32_t length)",
                call -> call.result(write(call, call.word(0), call.word(1), call.word(2))));
        rom.bind(0x40062ED8, 100, "int esp_rom_spiflash_read(uint32_t address, uint32_t *target, int32_t length)",
                SpiFlashFunctions::read);
        rom.bind(0x40062DF4, "void esp_rom_spiflash_write_encrypted_enable(void)", call -> set(call.memory(), SLAVE_SPI_CONFIG, 0x101));
        rom.bind(0x40062E60, "void esp_rom_spiflash_write_encrypted_disable(void)",
                call -> clear(call.memory(), SLAVE_SPI_CONFIG, 0x101));
        rom.bind(0x40062E1C, 60, "int esp_rom_spiflash_prepare_encrypted_data(uint32_t address, uint32_t *data)",
                SpiFlashFunctions::prepareEncrypted);
        rom.bind(0x40062E78, 200, "int esp_rom_spiflash_write_encrypted(uint32_t address, uint32_t *data, uint32_t length)",
                SpiFlashFunctions::writeEncrypted);
    }

    private static void set(Memory memory, int register, int bits) {
        memory.store32(register, memory.load32(register) | bits);
    }

    private static void clear(Memory memory, int register, int bits) {
        memory.store32(register, memory.load32(register) & ~bits);
    }

    private static void command(Memory memory, int bit) {
        memory.store32(SPI1 + CMD, bit);
    }

    /** The pads need no setting up here: they have no other use. */
    private static void attach(Call call) {
        Memory memory = call.memory();
        memory.store32(SPI0 + PIN, memory.load32(SPI0 + PIN) & ~1 | 2);
        memory.store8(DUMMY_LEN_PLUS, 0);
        memory.store8(DUMMY_LEN_PLUS + 1, 0);
        memory.store32(SPI1 + CLOCK, CLOCK_DIV4);
        memory.store32(SPI0 + CLOCK, CLOCK_DIV4);
        memory.store32(SPI1 + CTRL, 0x208000);
        memory.store32(SPI0 + CTRL, 0x200000);
        memory.store32(SPI0_SRAM_DWR_CMD, memory.load32(SPI0_SRAM_DWR_CMD) & 0xFF000000 | 0xFF);
        memory.store32(SPI0_SRAM_DRD_CMD, memory.load32(SPI0_SRAM_DRD_CMD) & 0xFF000000 | 0xFF);
        memory.store32(SPI0 + USER2, memory.load32(SPI0 + USER2) & 0x0FFFFFFF | EIGHT_BIT_COMMAND);
        memory.store32(SPI0 + EXT3, 3);
        set(memory, SPI0 + CACHE_FCTRL, 4);
        command(memory, CMD_RES);
        memory.store32(SPI1 + EXT3, 3);
        readMode(memory, SLOW_READ);
    }

    private static void configParam(Call call) {
        for (int i = 0; i < FLASHCHIP_WORDS; i++) {
            call.memory().store32(FLASHCHIP + 4 * i, call.word(i));
        }
        call.result(OK);
    }

    private static void configClock(Call call) {
        int divider = call.octet(0);
        int clock = divider < 2 ? CLOCK_EQU_SYSCLK : divider - 1 << 12 | (divider >>> 1) - 1 << 6 | divider - 1;
        call.memory().store32((call.octet(1) == 0 ? SPI0 : SPI1) + CLOCK, clock);
        call.result(OK);
    }

    /** Sets the chip's quad-enable bit for the modes that need it, and the controllers' mode. */
    private static void configReadMode(Call call) {
        Memory memory = call.memory();
        if (Integer.compareUnsigned(call.word(0), QOUT) <= 0) {
            int high = userCommand(memory, RDSR2) << 8;
            if ((high & STATUS_QE) == 0) {
                set(memory, SPI1 + CTRL, CTRL_WRSR_2B);
                command(memory, CMD_WREN);
                storeStatus(memory, readStatus(memory) & 0xFF | STATUS_QE);
            }
        }
        call.result(readMode(memory, call.word(0)));
    }

    private static int readMode(Memory memory, int mode) {
        int bits = switch (mode) {
            case 0 -> CTRL_QIO | CTRL_FASTRD;
            case 1 -> CTRL_QUAD | CTRL_FASTRD;
            case 2 -> CTRL_DIO | CTRL_FASTRD;
            case 3 -> CTRL_DUAL | CTRL_FASTRD;
            case 4 -> CTRL_FASTRD;
            default -> 0;
        };
        memory.store32(SPI1 + CTRL, memory.load32(SPI1 + CTRL) & ~CTRL_MODES | bits);
        memory.store32(SPI0 + CTRL, memory.load32(SPI0 + CTRL) & ~CTRL_MODES | bits);
        return OK;
    }

    /** Sends a command and takes one byte of answer; leaves the set-up of user transactions as it was. */
    private static int userCommand(Memory memory, int opcode) {
        int ctrl = memory.load32(SPI1 + CTRL);
        int user = memory.load32(SPI1 + USER);
        int user1 = memory.load32(SPI1 + USER1);
        int user2 = memory.load32(SPI1 + USER2);
        memory.store32(SPI1 + CTRL, 0);
        memory.store32(SPI1 + MISO_DLEN, 7);
        memory.store32(SPI1 + USER, USER_COMMAND | USER_MISO);
        memory.store32(SPI1 + USER2, EIGHT_BIT_COMMAND | opcode);
        memory.store32(SPI1 + W0, 0);
        command(memory, CMD_USR);
        int answer = memory.load32(SPI1 + W0) & 0xFF;
        memory.store32(SPI1 + CTRL, ctrl);
        memory.store32(SPI1 + USER, user);
        memory.store32(SPI1 + USER1, user1);
        memory.store32(SPI1 + USER2, user2);
        return answer;
    }

    private static int readStatus(Memory memory) {
        if (memory.load8(DUMMY_LEN_PLUS + 1) != 0) {
            return userCommand(memory, RDSR);
        }
        memory.store32(SPI1 + RD_STATUS, 0);
        command(memory, CMD_RDSR);
        return memory.load32(SPI1 + RD_STATUS);
    }

    private static void storeStatus(Memory memory, int status) {
        memory.store32(SPI1 + RD_STATUS, status);
        command(memory, CMD_WRSR);
    }

    private static void writeStatus(Call call) {
        storeStatus(call.memory(), call.word(1));
        call.result(OK);
    }

    private static void protect(Call call, int blocks) {
        Memory memory = call.memory();
        int high = userCommand(memory, RDSR2) << 8;
        set(memory, SPI1 + CTRL, CTRL_WRSR_2B);
        command(memory, CMD_WREN);
        storeStatus(memory, high | blocks);
        call.result(OK);
    }

    private static int erase(Memory memory, int number, int unit, int command) {
        int size = memory.load32(unit);
        if (size == 0 || Integer.compareUnsigned(number, Integer.divideUnsigned(memory.load32(CHIP_SIZE), size)) >= 0) {
            return ERROR;
        }
        command(memory, CMD_WREN);
        memory.store32(SPI1 + ADDR, number * size & 0xFFFFFF);
        command(memory, command);
        return OK;
    }

    private static void eraseChip(Call call) {
        command(call.memory(), CMD_WREN);
        command(call.memory(), CMD_CE);
        call.result(OK);
    }

    private static void eraseArea(Call call) {
        Memory memory = call.memory();
        int sector = memory.load32(SECTOR_SIZE);
        long size = Integer.toUnsignedLong(memory.load32(CHIP_SIZE));
        long start = Integer.toUnsignedLong(call.word(0));
        long end = start + Integer.toUnsignedLong(call.word(1));
        if (sector == 0 || end > size || Long.remainderUnsigned(start, Integer.toUnsignedLong(sector)) != 0) {
            call.result(ERROR);
            return;
        }
        for (long at = start; at < end; at += Integer.toUnsignedLong(sector)) {
            erase(memory, (int) (at / Integer.toUnsignedLong(sector)), SECTOR_SIZE, CMD_SE);
        }
        call.result(OK);
    }

    private static int write(Call call, int address, int source, int length) {
        Memory memory = call.memory();
        if (length < 0 || beyondChip(memory, address, length)) {
            return ERROR;
        }
        int page = Math.max(memory.load32(PAGE_SIZE), 1);
        int done = 0;
        while (done < length) {
            int toPageEnd = page - Integer.remainderUnsigned(address + done, page);
            int count = Math.min(Math.min(length - done, MOST_PROGRAMMED), toPageEnd);
            command(memory, CMD_WREN);
            memory.store32(SPI1 + ADDR, count << 24 | address + done & 0xFFFFFF);
            for (int at = 0; at < count; at += 4) {
                memory.store32(SPI1 + W0 + at, memory.load32(source + done + at));
            }
            command(memory, CMD_PP);
            done += count;
        }
        call.charge(2L * length);
        return OK;
    }

    private static boolean beyondChip(Memory memory, int address, int length) {
        return Integer.toUnsignedLong(address) + length > Integer.toUnsignedLong(memory.load32(CHIP_SIZE));
    }

    private static void read(Call call) {
        Memory memory = call.memory();
        int address = call.word(0);
        int target = call.word(1);
        int length = call.word(2);
        if (length < 0 || beyondChip(memory, address, length)) {
            call.result(ERROR);
            return;
        }
        int user = memory.load32(SPI1 + USER);
        int user1 = memory.load32(SPI1 + USER1);
        int user2 = memory.load32(SPI1 + USER2);
        memory.store32(SPI1 + USER, USER_COMMAND | USER_ADDR | USER_MISO);
        memory.store32(SPI1 + USER1, ADDRESS_BITS_24);
        memory.store32(SPI1 + USER2, EIGHT_BIT_COMMAND | READ);
        for (int done = 0; done < length; done += MOST_READ) {
            int count = Math.min(length - done, MOST_READ);
            memory.store32(SPI1 + ADDR, address + done << 8);
            memory.store32(SPI1 + MISO_DLEN, 8 * count - 1);
            command(memory, CMD_USR);
            for (int at = 0; at < count; at += 4) {
                memory.store32(target + done + at, memory.load32(SPI1 + W0 + at));
            }
        }
        memory.store32(SPI1 + USER, user);
        memory.store32(SPI1 + USER1, user1);
        memory.store32(SPI1 + USER2, user2);
        call.charge(2L * length);
        call.result(OK);
    }

    private static void prepareEncrypted(Call call) {
        call.result(prepare(call.memory(), call.word(0), call.word(1)));
    }

    private static int prepare(Memory memory, int address, int data) {
        if ((address & ENCRYPTED_BLOCK - 1) != 0) {
            return ERROR;
        }
        for (int at = 0; at < ENCRYPTED_BLOCK; at += 4) {
            memory.store32(ENCRYPT + at, memory.load32(data + at));
        }
        memory.store32(ENCRYPT_ADDRESS, address);
        memory.store32(ENCRYPT_START, 1);
        return OK;
    }

    private static void writeEncrypted(Call call) {
        int address = call.word(0);
        int length = call.word(2);
        if (((address | length) & ENCRYPTED_BLOCK - 1) != 0) {
            call.result(ERROR);
            return;
        }
        for (int at = 0; at < length; at += ENCRYPTED_BLOCK) {
            if (prepare(call.memory(), address + at, call.word(1) + at) != OK
                    || write(call, address + at, call.word(1) + at, ENCRYPTED_BLOCK) != OK) {
                call.result(ERROR);
                return;
            }
        }
        call.result(OK);
    }
}
