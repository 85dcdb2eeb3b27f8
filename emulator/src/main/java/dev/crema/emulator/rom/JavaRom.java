package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.HostFunction;
import java.util.Arrays;
import java.util.Optional;

/**
 * A mask ROM of our own. Most functions are Java, bound to the addresses of the real ones; those that wait, print or call back
 * into the guest are guest code. What is neither stops the machine when it is called.
 */
public final class JavaRom implements MaskRom {
    private final Bindings bindings = new Bindings();
    private final GuestCode guest = GuestCode.get();
    private final UnboundRomFunction.Listener listener;

    /**
     * The ROM of one machine.
     *
     * @param listener told of calls to functions that are missing
     */
    public JavaRom(UnboundRomFunction.Listener listener) {
        this.listener = listener;
        AcceleratorFunctions.bind(bindings);
        CacheFunctions.bind(bindings);
        CtypeFunctions.bind(bindings);
        DigestFunctions.bind(bindings);
        GpioFunctions.bind(bindings);
        IntegerFunctions.bind(bindings);
        MemoryFunctions.bind(bindings);
        SoftFloat.bind(bindings);
        StringFunctions.bind(bindings);
        SystemFunctions.bind(bindings);
        TimeFunctions.bind(bindings);
    }

    private byte[] rom() {
        byte[] rom = new byte[ROM0_SIZE + ROM1_SIZE];
        RomConstants.put(rom);
        guest.put(rom);
        return rom;
    }

    @Override
    public byte[] rom0() {
        return Arrays.copyOf(rom(), ROM0_SIZE);
    }

    @Override
    public byte[] rom1() {
        return Arrays.copyOfRange(rom(), ROM0_SIZE, ROM0_SIZE + ROM1_SIZE);
    }

    @Override
    public Optional<HostFunction> function(int address) {
        if (Integer.compareUnsigned(address - ROM0_ADDRESS, ROM0_SIZE + ROM1_SIZE) >= 0) {
            return Optional.empty();
        }
        Optional<Binding> binding = bindings.at(address);
        if (binding.isPresent()) {
            return Optional.of(binding.get().hostFunction());
        }
        if (guest.entry(address).isPresent()) {
            int entry = guest.entry(address).getAsInt();
            return entry == address ? Optional.empty() : Optional.of(core -> core.pc(entry));
        }
        return guest.contains(address) ? Optional.empty() : Optional.of(core -> unbound(core, address));
    }

    /** The Java functions. */
    Bindings bindings() {
        return bindings;
    }

    private void unbound(Core core, int address) {
        listener.unbound(core, UnboundRomFunction.at(core, address));
        // Whatever the listener does, time goes on, so the run comes to its end.
        core.charge(1);
    }
}
