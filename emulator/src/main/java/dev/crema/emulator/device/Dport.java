package dev.crema.emulator.device;

import dev.crema.emulator.state.State;

/**
 * DPORT, the system registers (TRM, "System Registers"), except for the MMU tables, which are {@link MmuTable}s.
 *
 * <p>Modelled: the registers of the interrupt matrix and of the interrupts between the CPUs, start and stall of the APP CPU,
 * the CPU clock selector, the caches' control and fault registers, and the reset lines of the peripherals. Storage: clock
 * gates, memory power, access permissions, MPU and MMU of internal memory, trace memory, DMA channel assignment.
 */
public final class Dport extends RegisterBlock {
    private static final int CROSS_CPU_INTERRUPTS = 4;
    private static final int STATUS_WORDS = 3;
    private static final int PRO_FAULT_ENABLES = 14;

    private final ClockTree clocks;
    private final InterruptMatrix matrix;
    private final AppCpuControl appCpu;
    private final InterruptLine cacheFault;
    private final InterruptLine[] fromCpu = new InterruptLine[CROSS_CPU_INTERRUPTS];
    private final Register resetting;
    private final Register clockGate;
    private final Register runStall;
    private final Register bootAddress;
    private final Register cpuPerConf;
    private final Register cacheFaultEnable;
    private final CacheRegisters[] caches;
    private final ResetBits acceleratorResets;
    private final ResetBits peripheralResets;
    private final ResetBits coreResets;
    private final Register wifiBaseband;
    private final WifiClocks wifiClocks;
    private final BtLowPowerClock btLowPowerClock;
    private boolean heldInReset = true;

    /**
     * The registers.
     *
     * @param clocks what CPUPERIOD_SEL acts on
     * @param matrix whose registers these are
     * @param appCpu the APP CPU
     * @param caches told of what is set of the caches
     */
    public Dport(ClockTree clocks, InterruptMatrix matrix, AppCpuControl appCpu, CacheControl caches) {
        super("DPORT", 0x1000);
        this.clocks = clocks;
        this.matrix = matrix;
        this.appCpu = appCpu;
        cacheFault = matrix.source(InterruptMatrix.CACHE_IA);
        register(0x000, "PRO_BOOT_REMAP_CTRL");
        register(0x004, "APP_BOOT_REMAP_CTRL");
        register(0x008, "ACCESS_CHECK").readOnly();
        registers(0x00c, 4, 2, "PRO_DPORT_APB_MASK");
        registers(0x014, 4, 2, "APP_DPORT_APB_MASK");
        register(0x01c, "PERI_CLK_EN");
        acceleratorResets = new ResetBits(register(0x020, "PERI_RST_EN"));
        wifiBaseband = register(0x024, "WIFI_BB_CFG");
        register(0x028, "WIFI_BB_CFG_2");
        resetting = register(0x02c, "APPCPU_CTRL_A").reset(1).onWrite(word -> appCpuControlled());
        clockGate = register(0x030, "APPCPU_CTRL_B").onWrite(word -> appCpuControlled());
        runStall = register(0x034, "APPCPU_CTRL_C").onWrite(word -> appCpuControlled());
        bootAddress = register(0x038, "APPCPU_CTRL_D");
        cpuPerConf = register(0x03c, "CPU_PER_CONF").onWrite(word -> selectCpuPeriod());
        this.caches = new CacheRegisters[] {
            new CacheRegisters(this, 0, 0x040, 0x3f0, 0xf000, caches, this::driveCacheFault),
            new CacheRegisters(this, 1, 0x058, 0x418, 0x3000, caches, this::driveCacheFault),
        };
        register(0x070, "TRACEMEM_MUX_MODE");
        register(0x074, "PRO_TRACEMEM_ENA");
        register(0x078, "APP_TRACEMEM_ENA");
        register(0x07c, "CACHE_MUX_MODE");
        register(0x080, "IMMU_PAGE_MODE");
        register(0x084, "DMMU_PAGE_MODE");
        register(0x088, "ROM_MPU_ENA");
        register(0x08c, "MEM_PD_MASK").reset(1);
        register(0x090, "ROM_PD_CTRL");
        register(0x094, "ROM_FO_CTRL").reset(3);
        registers(0x098, 4, 2, "SRAM_PD_CTRL_");
        register(0x0a0, "SRAM_FO_CTRL_0").reset(-1);
        register(0x0a4, "SRAM_FO_CTRL_1").reset(1);
        register(0x0a8, "IRAM_DRAM_AHB_SEL");
        register(0x0ac, "TAG_FO_CTRL").reset(0x101);
        register(0x0b0, "AHB_LITE_MASK");
        register(0x0b4, "AHB_MPU_TABLE_0").reset(-1);
        register(0x0b8, "AHB_MPU_TABLE_1").reset(0x1ff);
        register(0x0bc, "HOST_INF_SEL");
        register(0x0c0, "PERIP_CLK_EN").reset(0xf9c1e06f);
        peripheralResets = new ResetBits(register(0x0c4, "PERIP_RST_EN"));
        register(0x0c8, "SLAVE_SPI_CONFIG");
        wifiClocks = new WifiClocks(register(0x0cc, "WIFI_CLK_EN").reset(0xfffce030));
        coreResets = new ResetBits(register(0x0d0, "CORE_RST_EN"));
        btLowPowerClock = new BtLowPowerClock(register(0x0d4, "BT_LPCK_DIV_INT").reset(0xff),
                register(0x0d8, "BT_LPCK_DIV_FRAC").reset(0x2001001), clocks);
        declareInterrupts();
        declarePermissions();
        declareRecorders();
        register(0x490, "RSA_PD_CTRL");
        register(0x594, "FRONT_END_MEM_PD").reset(5);
        register(0x598, "MMU_IA_INT_EN");
        register(0x59c, "MPU_IA_INT_EN");
        cacheFaultEnable = register(0x5a0, "CACHE_IA_INT_EN").onWrite(word -> driveCacheFault());
        register(0x5a4, "SECURE_BOOT_CTRL");
        register(0x5a8, "SPI_DMA_CHAN_SEL");
        register(0x5ac, "PRO_VECBASE_CTRL");
        register(0x5b0, "PRO_VECBASE_SET");
        register(0x5b4, "APP_VECBASE_CTRL");
        register(0x5b8, "APP_VECBASE_SET");
        register(0xffc, "DATE").reset(0x1605190);
    }

    private void declareInterrupts() {
        Register[] requests = registers(0x0dc, 4, CROSS_CPU_INTERRUPTS, "CPU_INTR_FROM_CPU_");
        for (int i = 0; i < CROSS_CPU_INTERRUPTS; i++) {
            InterruptLine line = matrix.source(InterruptMatrix.FROM_CPU_0 + i);
            fromCpu[i] = line;
            requests[i].writable(1).onWrite(word -> line.set((word & 1) != 0));
        }
        declareMatrix(0, "PRO_INTR_", 0x0ec, 0x104);
        declareMatrix(1, "APP_INTR_", 0x0f8, 0x218);
    }

    private void declareMatrix(int cpu, String prefix, int statusOffset, int mapOffset) {
        Register[] status = registers(statusOffset, 4, STATUS_WORDS, prefix + "STATUS_");
        for (int i = 0; i < STATUS_WORDS; i++) {
            int word = i;
            status[i].readOnly().onRead(() -> matrix.status(cpu, word));
        }
        Register[] maps = registers(mapOffset, 4, InterruptMatrix.SOURCES, prefix + "MAP_");
        for (int i = 0; i < maps.length; i++) {
            int source = i;
            Register map = maps[i].reset(InterruptMatrix.PARKED).writable(0x1f);
            map.onWrite(word -> matrix.map(cpu, source, map.get()));
        }
    }

    private void declarePermissions() {
        registers(0x32c, 4, 47, "AHBLITE_MPU_TABLE_");
        registers(0x3e8, 4, 2, "MEM_ACCESS_DBUG");
        for (Register table : registers(0x494, 4, 4, "ROM_MPU_TABLE")) {
            table.reset(1);
        }
        for (Register table : registers(0x4a4, 4, 24, "SHROM_MPU_TABLE")) {
            table.reset(1);
        }
        Register[] instructionPages = registers(0x504, 4, 16, "IMMU_TABLE");
        Register[] dataPages = registers(0x544, 4, 16, "DMMU_TABLE");
        for (int i = 0; i < 16; i++) {
            instructionPages[i].reset(i);
            dataPages[i].reset(i);
        }
        register(0x584, "PRO_INTRUSION_CTRL").reset(1);
        register(0x588, "PRO_INTRUSION_STATUS").readOnly();
        register(0x58c, "APP_INTRUSION_CTRL").reset(1);
        register(0x590, "APP_INTRUSION_STATUS").readOnly();
    }

    /** What the CPUs' debug modules last recorded: nothing, as there is no such module. */
    private void declareRecorders() {
        register(0x440, "PRO_CPU_RECORD_CTRL").reset(0x100);
        register(0x468, "APP_CPU_RECORD_CTRL").reset(0x100);
        for (Register record : registers(0x444, 4, 9, "PRO_CPU_RECORD_")) {
            record.readOnly();
        }
        for (Register record : registers(0x46c, 4, 9, "APP_CPU_RECORD_")) {
            record.readOnly();
        }
    }

    private void selectCpuPeriod() {
        clocks.selectCpuPeriod(cpuPerConf.field(1, 0));
    }

    private void appCpuControlled() {
        if (heldInReset && !resetting.bit(0)) {
            appCpu.reset();
        }
        heldInReset = resetting.bit(0);
        appCpu.run(clockGate.bit(0) && !heldInReset && !runStall.bit(0));
    }

    /** APPCPU_CTRL_D: where the mask ROM sends the APP CPU, or 0. */
    public int appCpuBootAddress() {
        return bootAddress.get();
    }

    /** A CPU, 0 PRO or 1 APP, has touched a window that is closed or whose cache is off. */
    public void cacheFault(int cpu, CacheWindow window, int address) {
        caches[cpu].fault(window, address);
    }

    private void driveCacheFault() {
        int enables = cacheFaultEnable.get();
        cacheFault.set(caches[0].interrupts(enables >>> PRO_FAULT_ENABLES) || caches[1].interrupts(enables));
    }

    /** PERI_RST_EN: 0 AES, 1 SHA, 2 RSA, 3 secure boot, 4 digital signature. */
    public ResetBits acceleratorResets() {
        return acceleratorResets;
    }

    /**
     * PERIP_RST_EN: 0 FRC timers, 1 SPI0/1, 2 UART0, 3 watchdog, 4 I2S0, 5 UART1, 6 SPI2, 7 I2C0, 8 UHCI0, 9 RMT, 10 PCNT, 11
     * LEDC, 12 UHCI1, 13 TIMG0, 14 eFuse, 15 TIMG1, 16 SPI3, 17 PWM0, 18 I2C1, 19 TWAI, 20 PWM1, 21 I2S1, 22 SPI DMA, 23 UART2,
     * 24 UART memory.
     */
    public ResetBits peripheralResets() {
        return peripheralResets;
    }

    /** CORE_RST_EN: 2 WiFi MAC, 9 Bluetooth MAC, and other blocks of the radio, the SDIO and Ethernet controllers. */
    public ResetBits coreResets() {
        return coreResets;
    }

    /** WIFI_BB_CFG: whether the base-band works with channels of 40 MHz, bits 3:2 as libphy's {@code bb_bss_cbw40_dig} sets them. */
    boolean wifiUses40MHz() {
        return wifiBaseband.field(3, 2) == 1;
    }

    /** WIFI_CLK_EN. */
    public WifiClocks wifiClocks() {
        return wifiClocks;
    }

    /** The clock that counts while the Bluetooth controller sleeps. */
    public BtLowPowerClock btLowPowerClock() {
        return btLowPowerClock;
    }

    @Override
    public void reset() {
        super.reset();
        for (InterruptLine line : fromCpu) {
            line.set(false);
        }
        matrix.reset();
        selectCpuPeriod();
        heldInReset = true;
        appCpu.run(false);
        for (CacheRegisters cache : caches) {
            cache.reset();
        }
        driveCacheFault();
        acceleratorResets.reset();
        peripheralResets.reset();
        coreResets.reset();
        wifiClocks.reset();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(caches);
        state.all(acceleratorResets, peripheralResets, coreResets);
        heldInReset = state.value(heldInReset);
    }
}
