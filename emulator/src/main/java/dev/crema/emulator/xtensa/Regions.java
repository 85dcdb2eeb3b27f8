package dev.crema.emulator.xtensa;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/** The region protection option: attributes of the eight regions of 512 MiB (Xtensa ISA reference manual, section 4.6.3). */
final class Regions implements Stateful {
    /** Region attributes after a reset: bypass, that is, everything is allowed. */
    private static final int RESET_ATTRIBUTE = 2;
    /** An attribute has four bits. */
    private static final int ATTRIBUTES = 16;

    private final Memory memory;
    private final int[] instruction = new int[8];
    private final int[] data = new int[8];

    Regions(Memory memory) {
        this.memory = memory;
    }

    void reset() {
        for (int region = 0; region < data.length; region++) {
            setInstruction(region, RESET_ATTRIBUTE);
            setData(region, RESET_ATTRIBUTE);
        }
    }

    int instruction(int region) {
        return instruction[region];
    }

    int data(int region) {
        return data[region];
    }

    void setInstruction(int region, int attribute) {
        instruction[region] = attribute;
        memory.regionChanged(region, instruction[region], data[region]);
    }

    void setData(int region, int attribute) {
        data[region] = attribute;
        memory.regionChanged(region, instruction[region], data[region]);
    }

    @Override
    public void state(State state) {
        for (int region = 0; region < data.length; region++) {
            setInstruction(region, state.index(instruction[region], ATTRIBUTES));
            setData(region, state.index(data[region], ATTRIBUTES));
        }
    }
}
