package dev.crema.emulator.chip;

import dev.crema.emulator.device.AesAccelerator;
import dev.crema.emulator.device.AnalogI2c;
import dev.crema.emulator.device.AnalogInputs;
import dev.crema.emulator.device.AppCpuControl;
import dev.crema.emulator.device.BtBaseband;
import dev.crema.emulator.device.BtController;
import dev.crema.emulator.device.CacheControl;
import dev.crema.emulator.device.ClockTree;
import dev.crema.emulator.device.Device;
import dev.crema.emulator.device.DmaMemory;
import dev.crema.emulator.device.Dport;
import dev.crema.emulator.device.Efuse;
import dev.crema.emulator.device.Emac;
import dev.crema.emulator.device.Fe;
import dev.crema.emulator.device.FlashChip;
import dev.crema.emulator.device.FlashEncryption;
import dev.crema.emulator.device.FlashListener;
import dev.crema.emulator.device.FrcTimers;
import dev.crema.emulator.device.FuseSettings;
import dev.crema.emulator.device.Gpio;
import dev.crema.emulator.device.GpioSd;
import dev.crema.emulator.device.Hinf;
import dev.crema.emulator.device.I2c;
import dev.crema.emulator.device.I2s;
import dev.crema.emulator.device.I2sPort;
import dev.crema.emulator.device.InterruptLine;
import dev.crema.emulator.device.InterruptMatrix;
import dev.crema.emulator.device.IoMux;
import dev.crema.emulator.device.Ledc;
import dev.crema.emulator.device.Mcpwm;
import dev.crema.emulator.device.MmuTable;
import dev.crema.emulator.device.Nrx;
import dev.crema.emulator.device.Pcnt;
import dev.crema.emulator.device.Pins;
import dev.crema.emulator.device.Psram;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.device.RadioPage;
import dev.crema.emulator.device.ResetReason;
import dev.crema.emulator.device.Rng;
import dev.crema.emulator.device.Rmt;
import dev.crema.emulator.device.RsaAccelerator;
import dev.crema.emulator.device.RtcCntl;
import dev.crema.emulator.device.RtcI2c;
import dev.crema.emulator.device.RtcIo;
import dev.crema.emulator.device.SdHost;
import dev.crema.emulator.device.Sens;
import dev.crema.emulator.device.SerialPort;
import dev.crema.emulator.device.ShaAccelerator;
import dev.crema.emulator.device.Slc;
import dev.crema.emulator.device.SlcHost;
import dev.crema.emulator.device.SpiController;
import dev.crema.emulator.device.SpiFlashController;
import dev.crema.emulator.device.Syscon;
import dev.crema.emulator.device.TimerGroup;
import dev.crema.emulator.device.Twai;
import dev.crema.emulator.device.Uart;
import dev.crema.emulator.device.Uhci;
import dev.crema.emulator.device.UnknownRegisters;
import dev.crema.emulator.device.WatchdogAction;
import dev.crema.emulator.device.WifiMac;
import dev.crema.emulator.device.WifiTuning;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The chip's map of peripherals: which block is at which address, on which interrupt source, on which reset line. To add a
 * peripheral is to add its line here.
 */
public final class Peripherals implements Stateful {
    /** ESP32-D0WD, the chip in a WROVER module, as eFuse tells it. */
    private static final int PACKAGE_D0WD = 1;

    private final Esp32 chip;
    private final Clock clock;
    private final CoreControl cores;
    private final ClockTree clocks;
    private final Pins pins = new Pins();
    private final InterruptMatrix matrix;
    private final List<Device> digital = new ArrayList<>();
    private final Rng random;
    private final List<Uart> uarts = new ArrayList<>();
    private final Dport dport;
    private final RtcCntl rtcCntl;
    private final RtcIo rtcIo;
    private FlashChip flash;
    private FlashListener flashListener = FlashListener.NONE;

    /**
     * Builds all peripherals of a chip.
     *
     * @param chip whose bus they hang on
     * @param clock virtual time
     * @param seed of the random number generator
     * @param cores what the peripherals do to the cores
     * @param console what hangs on UART0
     * @param air around the WiFi radio
     */
    public Peripherals(Esp32 chip, Clock clock, long seed, CoreControl cores, SerialPort console, RadioMedium air) {
        this.chip = chip;
        this.clock = clock;
        this.cores = cores;
        random = new Rng(seed);
        clocks = new ClockTree(false);
        matrix = new InterruptMatrix(cores);
        dport = new Dport(clocks, matrix, appCpu(), caches());
        rtcIo = new RtcIo(pins);
        rtcCntl = new RtcCntl(clock, clocks, matrix.source(46), cores, rtcIo, chip.rtcFast());
        pins.listen((pin, level) -> rtcCntl.padsChanged());
        clocks.onChange(() -> cores.cpuClock(clocks.ticksPerCpuCycle()));
        chip.onIllegalAccess(dport::cacheFault);
        attachSystem();
        attachFlash();
        attachSerial(console);
        attachPins();
        attachBuses();
        attachRadio(air);
    }

    private void attachSystem() {
        attach(0x3FF00000, 0x1000, dport);
        attach(0x3FF10000, 0x2000, new MmuTable(0, this::mmuEntry));
        attach(0x3FF12000, 0x2000, new MmuTable(1, this::mmuEntry));
        chip.bus().attach(0x3FF48000, 0x400, rtcCntl);
        chip.bus().attach(0x3FF48400, 0x400, rtcIo);
        attach(0x3FF48800, 0x400, new Sens(AnalogInputs.IDLE));
        attach(0x3FF48C00, 0x400, new RtcI2c());
        attach(0x3FF47000, 0x1000, new FrcTimers(clock, clocks, matrix.source(56), matrix.source(57)), 0);
        attach(0x3FF5F000, 0x1000, timerGroup(0, 14, 58), 13);
        attach(0x3FF60000, 0x1000, timerGroup(1, 18, 62), 15);
        attach(0x3FF5A000, 0x1000, new Efuse(clock, fuses(), matrix.source(44)), 14);
        attach(0x3FF66000, 0x1000, new Syscon(clocks, chip.board().revision().major()));
        AesAccelerator aes = new AesAccelerator();
        ShaAccelerator sha = new ShaAccelerator();
        RsaAccelerator rsa = new RsaAccelerator(matrix.source(51));
        attach(0x3FF01000, 0x1000, aes);
        attach(0x3FF02000, 0x1000, rsa);
        attach(0x3FF03000, 0x1000, sha);
        dport.acceleratorResets().on(0, aes::reset);
        dport.acceleratorResets().on(1, sha::reset);
        dport.acceleratorResets().on(2, rsa::reset);
        attach(0x3FF5B000, 0x1000, new FlashEncryption());
    }

    private FuseSettings fuses() {
        Board.Revision revision = chip.board().revision();
        return new FuseSettings(chip.board().mac().value(), 100 * revision.major() + revision.minor(), PACKAGE_D0WD,
                FuseSettings.FlashVoltage.BY_STRAP);
    }

    private TimerGroup timerGroup(int number, int levelSource, int edgeSource) {
        ResetReason system = number == 0 ? ResetReason.TG0WDT_SYS_RESET : ResetReason.TG1WDT_SYS_RESET;
        return new TimerGroup("TIMG" + number, clock, clocks, sources(levelSource), sources(edgeSource), number == 0,
                new WatchdogAction() {
                    @Override
                    public void cpuReset() {
                        cores.cpuReset(number, ResetReason.TGWDT_CPU_RESET);
                    }

                    @Override
                    public void systemReset() {
                        cores.systemReset(system);
                    }
                });
    }

    private List<InterruptLine> sources(int first) {
        return List.of(matrix.source(first), matrix.source(first + 1), matrix.source(first + 2), matrix.source(first + 3));
    }

    private void attachFlash() {
        SpiFlashController spi0 = new SpiFlashController("SPI0");
        SpiFlashController spi1 = new SpiFlashController("SPI1");
        flash = new FlashChip(chip.flash(), chip.board().mac().value(), (offset, length) -> {
            chip.flashChanged(offset, length);
            flashListener.changed(offset, length);
        });
        spi1.attach(0, flash);
        if (chip.board().psramSize() != 0) {
            spi1.attach(1, new Psram(chip.psram()));
        }
        attach(0x3FF42000, 0x1000, spi1);
        attach(0x3FF43000, 0x1000, spi0);
    }

    private void attachSerial(SerialPort console) {
        attachUart(0x3FF40000, 0, 34, 2, console);
        attachUart(0x3FF50000, 1, 35, 5, SerialPort.UNPLUGGED);
        attachUart(0x3FF6E000, 2, 36, 23, SerialPort.UNPLUGGED);
        attach(0x3FF54000, 0x1000, new Uhci("UHCI0", matrix.source(12)), 8);
        attach(0x3FF4C000, 0x1000, new Uhci("UHCI1", matrix.source(13)), 12);
    }

    private void attachUart(int address, int number, int source, int resetBit, SerialPort port) {
        Uart uart = new Uart("UART" + number, clock, clocks, matrix.source(source), port);
        uarts.add(uart);
        attach(address, 0x1000, uart, resetBit);
    }

    private void attachPins() {
        Gpio gpio = new Gpio(pins, new Gpio.Lines(matrix.source(22, 0), matrix.source(23, 0), matrix.source(22, 1),
                matrix.source(23, 1)), chip.board().straps());
        attach(0x3FF44000, 0xF00, gpio);
        attach(0x3FF44F00, 0x100, new GpioSd());
        attach(0x3FF49000, 0x1000, new IoMux(pins));
        attach(0x3FF56000, 0x1000, new Rmt(clock, clocks, matrix.source(47), gpio.signals()), 9);
        attach(0x3FF57000, 0x1000, new Pcnt(matrix.source(48), gpio.signals()), 10);
        attach(0x3FF59000, 0x1000, new Ledc(clock, clocks, matrix.source(43), gpio.signals()), 11);
        attach(0x3FF5E000, 0x1000, new Mcpwm("PWM0", clock, matrix.source(39)), 17);
        attach(0x3FF6C000, 0x1000, new Mcpwm("PWM1", clock, matrix.source(40)), 20);
    }

    private void attachBuses() {
        DmaMemory dma = chip.dma();
        attach(0x3FF64000, 0x1000, new SpiController("SPI2", clock, clocks, dma, matrix.source(30), matrix.source(53)), 6);
        attach(0x3FF65000, 0x1000, new SpiController("SPI3", clock, clocks, dma, matrix.source(31), matrix.source(54)), 16);
        attach(0x3FF53000, 0x1000, new I2c("I2C0", clock, clocks, matrix.source(49)), 7);
        attach(0x3FF67000, 0x1000, new I2c("I2C1", clock, clocks, matrix.source(50)), 18);
        attach(0x3FF4F000, 0x1000, new I2s("I2S0", clock, matrix.source(32), dma, I2sPort.UNPLUGGED), 4);
        attach(0x3FF6D000, 0x1000, new I2s("I2S1", clock, matrix.source(33), dma, I2sPort.UNPLUGGED), 21);
        attach(0x3FF68000, 0x1000, new SdHost(clock, matrix.source(37)));
        attach(0x3FF69000, 0x2000, new Emac());
        attach(0x3FF6B000, 0x1000, new Twai(clock, clocks, matrix.source(45)), 19);
        attach(0x3FF4B000, 0x1000, new Hinf());
        attach(0x3FF55000, 0x1000, new SlcHost());
        attach(0x3FF58000, 0x1000, new Slc(matrix.source(10), matrix.source(11)));
    }

    private void attachRadio(RadioMedium air) {
        attach(0x3FF45000, 0x1000, new RadioPage("FE2"));
        attach(0x3FF46000, 0x1000, new Fe());
        Nrx receiver = new Nrx();
        attach(0x3FF5C000, 0x1000, receiver);
        attach(0x3FF5D000, 0x1000, new RadioPage("BB"));
        attach(0x3FF51000, 0x1000, new BtBaseband());
        attach(0x3FF72000, 0x1000, new RadioPage("BT_MODEM"));
        BtController bluetooth = new BtController(clock, matrix.source(6), matrix.source(7), chip.dma(), dport.btLowPowerClock());
        attach(0x3FF71000, 0x1000, bluetooth);
        dport.coreResets().on(9, bluetooth::reset);
        AnalogI2c analog = new AnalogI2c();
        attach(0x3FF4E000, 0x1000, analog);
        WifiMac wifi = new WifiMac(clock, new WifiMac.Surroundings(chip.dma(), matrix.source(0), dport.wifiClocks(),
                new WifiTuning(analog, dport, receiver)::channel, random), air);
        attach(0x3FF73000, 0x3000, wifi);
        dport.coreResets().on(2, wifi::resetMac);
    }

    private void attach(int address, int size, Device device) {
        chip.bus().attach(address, size, device);
        digital.add(device);
    }

    /** Attaches a device that a bit of PERIP_RST_EN resets. */
    private void attach(int address, int size, Device device, int resetBit) {
        attach(address, size, device);
        dport.peripheralResets().on(resetBit, device::reset);
    }

    private AppCpuControl appCpu() {
        return new AppCpuControl() {
            @Override
            public void reset() {
                cores.resetAppCpu();
            }

            @Override
            public void run(boolean running) {
                cores.runAppCpu(running);
            }
        };
    }

    private CacheControl caches() {
        return new CacheControl() {
            @Override
            public void configured(int cpu, boolean enabled, int closed, int flashPageSize, int psramPageSize) {
                chip.space(cpu).cacheConfigured(enabled, closed, flashPageSize, psramPageSize);
            }

            @Override
            public void flushed(int cpu) {
                // The emulated cache holds nothing that memory does not.
            }
        };
    }

    private void mmuEntry(int cpu, int index, int value) {
        chip.space(cpu).mmuEntry(index, value);
    }

    // ---- what the machine does with them -------------------------------------------------------------------------------

    /** A reset of the chip; the RTC domain survives unless the reason says otherwise. */
    public void reset(ResetReason reason) {
        if (reason.resetsRtc()) {
            rtcCntl.powerOn();
            rtcIo.reset();
        } else {
            rtcCntl.reset();
        }
        resetDigital();
    }

    /** All but the RTC domain goes to its state after reset, or loses power. */
    public void resetDigital() {
        digital.forEach(Device::reset);
    }

    /** Records why a CPU was reset. */
    public void resetCause(int cpu, ResetReason reason) {
        rtcCntl.resetCause(cpu, reason);
    }

    @Override
    public void state(State state) {
        state.all(clocks, pins, matrix, random, chip.bus());
    }

    /** The clocks. */
    public ClockTree clocks() {
        return clocks;
    }

    /** UART0, 1 or 2. */
    public Uart uart(int number) {
        return uarts.get(number);
    }

    /** The pads. */
    public Pins pins() {
        return pins;
    }

    /** Sets who is told of changes of the flash chip's contents. */
    public void onFlashChange(FlashListener listener) {
        flashListener = listener;
    }

    /** Has power fail in the middle of a write of flash to come; see {@link FlashChip#cutPowerAt}. */
    public void cutPowerAt(long write, FlashListener cut) {
        flash.cutPowerAt(write, cut);
    }

    /** The supply voltage falls for a moment; see {@link RtcCntl#brownOut}. */
    public boolean brownOut() {
        return rtcCntl.brownOut();
    }

    /** Sets who is told of registers that no block declares. */
    public void onUnknownRegister(UnknownRegisters listener) {
        chip.bus().onUnknown(listener);
    }
}
