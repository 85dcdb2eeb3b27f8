package dev.crema.constraints.limit;

import dev.crema.constraints.probe.FunctionCall;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineEvent;
import dev.crema.emulator.machine.MachineMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes memory away from a firmware's heap before the heap is made of it, so that all its own figures show the lesser amount. Of
 * several regions that with the highest address gives first.
 *
 * <p>ESP-IDF's {@code heap_caps_init} asks {@code soc_get_available_memory_regions} for what there is; external RAM comes later, with
 * {@code heap_caps_add_region_with_caps}. The samples of Crema have {@code heap_add}.
 */
public final class HeapLimits {
    private static final String REGIONS = "soc_get_available_memory_regions";
    private static final String LATER_REGION = "heap_caps_add_region_with_caps";
    private static final String LATER_REGION_BEFORE_5 = "heap_caps_add_region";
    private static final String SAMPLE = "heap_add";
    /** {@code soc_memory_region_t}: start, size, type, address at the instruction bus, since ESP-IDF 5.1 startup_stack. */
    private static final int REGION_SIZE = 16;
    private static final int LATER_REGION_SIZE = 20;
    private static final int MOST_REGIONS = 64;
    /** What is left of a region that is given alone: none at all would be an error. */
    private static final int SMALLEST_REGION = 64;

    private final List<HeapLimit> limits;
    private final Machine machine;
    private final Consumer<String> remark;
    /** Where regions come one by one: what the heap has of each kind so far. */
    private final Map<HeapKind, Long> given = new EnumMap<>(HeapKind.class);
    private final Map<HeapKind, Long> reserved = new EnumMap<>(HeapKind.class);

    private record Region(int sizeAddress, int start, long size) { }

    private HeapLimits(List<HeapLimit> limits, Machine machine, Consumer<String> remark) {
        this.limits = limits;
        this.machine = machine;
        this.remark = remark;
        machine.onEvent(event -> {
            if (event instanceof MachineEvent.Reset) {
                given.clear();
                reserved.clear();
            }
        });
    }

    /**
     * Limits the heap of a machine that has not run yet.
     *
     * @param remark is told in a line what was taken
     * @throws IllegalArgumentException if the firmware's heap cannot be recognised, with a sentence that says why
     */
    public static void impose(List<HeapLimit> limits, FunctionProbes probes, Consumer<String> remark) {
        if (limits.isEmpty()) {
            return;
        }
        HeapLimits imposed = new HeapLimits(limits, probes.machine(), remark);
        Machine machine = probes.machine();
        if (machine.elf().isEmpty()) {
            throw new IllegalArgumentException("the heap cannot be limited without the ELF file of the firmware");
        }
        if (knows(machine, REGIONS)) {
            probes.watch(REGIONS, call -> call.onReturn(count -> imposed.trim(call.argument(0), count)));
            if (knows(machine, LATER_REGION)) {
                probes.watch(LATER_REGION, call -> imposed.shortenTo(call, 1, 2));
            } else if (knows(machine, LATER_REGION_BEFORE_5)) {
                probes.watch(LATER_REGION_BEFORE_5, call -> imposed.shortenTo(call, 0, 1));
            }
        } else if (knows(machine, SAMPLE)) {
            probes.watch(SAMPLE, imposed::shorten);
        } else {
            throw new IllegalArgumentException("the heap cannot be limited: the firmware has none of ESP-IDF's (no function " + REGIONS
                    + ")");
        }
    }

    private static boolean knows(Machine machine, String symbol) {
        return machine.elf().orElseThrow().symbols().address(symbol).isPresent();
    }

    // ---- all regions at once -------------------------------------------------------------------------------------------

    /** The guest has a list of its regions: makes them smaller. */
    private void trim(int list, int count) {
        MachineMemory memory = machine.memory();
        List<Region> regions = regions(list, Math.clamp(count, 0, MOST_REGIONS));
        for (HeapLimit limit : limits) {
            List<Region> ofKind = regions.stream().filter(region -> limit.kind().contains(region.start()))
                    .sorted(Comparator.comparing(Region::start, Integer::compareUnsigned).reversed()).toList();
            long total = ofKind.stream().mapToLong(Region::size).sum();
            long excess = limit.excess(total);
            for (Region region : ofKind) {
                long less = Math.min(excess, region.size());
                memory.write32(region.sizeAddress(), (int) (region.size() - less));
                excess -= less;
            }
            if (total > 0) {
                tell(limit, limit.excess(total), total);
            }
        }
    }

    private List<Region> regions(int list, int count) {
        MachineMemory memory = machine.memory();
        int step = count > 1 && isRegion(list + LATER_REGION_SIZE) && !isRegion(list + REGION_SIZE) ? LATER_REGION_SIZE : REGION_SIZE;
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = list + i * step;
            if (isRegion(at)) {
                regions.add(new Region(at + 4, memory.read32(at), Integer.toUnsignedLong(memory.read32(at + 4))));
            }
        }
        return regions;
    }

    private boolean isRegion(int at) {
        int start = machine.memory().word(at & ~3).orElse(0);
        return start != 0 && machine.memory().contains(start);
    }

    // ---- one region after the other ------------------------------------------------------------------------------------

    /** A region that is given by its first and last address. */
    private void shortenTo(FunctionCall call, int start, int end) {
        long size = Integer.toUnsignedLong(call.argument(end) - call.argument(start));
        call.argument(end, call.argument(start) + (int) left(call.argument(start), size));
    }

    /** A region that is given by its first address and its size. */
    private void shorten(FunctionCall call) {
        call.argument(1, (int) left(call.argument(0), Integer.toUnsignedLong(call.argument(1))));
    }

    private long left(int start, long size) {
        long left = size;
        for (HeapLimit limit : limits) {
            if (limit.kind().contains(start)) {
                long before = limit.reserve() ? reserved.getOrDefault(limit.kind(), 0L) : given.getOrDefault(limit.kind(), 0L);
                long room = Math.max(0, limit.bytes() - before);
                long spare = Math.max(0, left - SMALLEST_REGION);
                long less = Math.min(spare, limit.reserve() ? room : Math.max(0, left - room));
                reserved.merge(limit.kind(), limit.reserve() ? less : 0, Long::sum);
                tell(limit, less, left);
                left -= less;
            }
        }
        for (HeapKind kind : HeapKind.values()) {
            if (kind.contains(start)) {
                given.merge(kind, left, Long::sum);
            }
        }
        return left;
    }

    private void tell(HeapLimit limit, long less, long total) {
        remark.accept("heap: %,d of %,d bytes of %s left".formatted(total - less, total, limit.kind()));
    }
}
