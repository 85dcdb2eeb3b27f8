package dev.crema.constraints.heap;

import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.machine.Machine;
import dev.crema.firmware.elf.ElfFile;
import java.util.List;
import java.util.Optional;

/**
 * Watches the memory of a machine's guest, which cannot tell. From power-on each block is known by who asked for it; from later
 * on, blocks that are there already have no owner.
 */
public final class MemoryTruth {
    private final FunctionProbes probes;
    private final Optional<Allocator> allocator;
    private final Heap heap;
    private final Pools pools;
    private final Optional<AllocatorCalls> calls;

    private MemoryTruth(FunctionProbes probes, Optional<Allocator> allocator, Heap heap) {
        this.probes = probes;
        this.allocator = allocator;
        this.heap = heap;
        this.pools = new Pools(probes, heap);
        this.calls = allocator.map(found -> new AllocatorCalls(probes, found, heap));
    }

    /** Watches a machine that nobody else watches. */
    public static MemoryTruth watch(Machine machine) {
        return watch(new FunctionProbes(machine));
    }

    /** Watches a machine together with others. */
    public static MemoryTruth watch(FunctionProbes probes) {
        Machine machine = probes.machine();
        Optional<Allocator> allocator = machine.elf().map(ElfFile::symbols).flatMap(Allocators::named)
                .or(() -> machine.app().flatMap(Signatures::find));
        return new MemoryTruth(probes, allocator, new Heap(machine, allocator.flatMap(Allocator::structure)));
    }

    /**
     * Goes on in a fork of the machine, with all that is known by now.
     *
     * @param fork made since the machine has run last
     */
    public MemoryTruth in(FunctionProbes fork) {
        MemoryTruth truth = new MemoryTruth(fork, allocator, new Heap(fork.machine(), heap));
        truth.calls.ifPresent(own -> own.resume(calls.orElseThrow()));
        return truth;
    }

    /** Whether an allocator has been found: without one, the heap stays empty. */
    public boolean hasAllocator() {
        return allocator.isPresent();
    }

    /** What has been found to watch, and what has not; lines for people. */
    public List<String> remarks() {
        return allocator.map(Allocator::remarks).orElse(List.of(
                "no allocator was found: there are no symbols of a known one, nor its "
                + "signatures; give the ELF file with --elf"));
    }

    /** The probes that all others who watch the machine use as well. */
    public FunctionProbes probes() {
        return probes;
    }

    /** The heap. */
    public Heap heap() {
        return heap;
    }

    /** Pools beside the heap that were found empty: who is told "no memory" by them does not lack heap. */
    public List<EmptyPool> pools() {
        return pools.empty();
    }

    /** The FreeRTOS tasks with what they have needed of their stacks, the highest priority first. */
    public List<TaskStack> stacks() {
        Machine machine = probes.machine();
        return machine.tasks().stream().map(task -> TaskStack.of(task, heap.sizeAt(task.stack()), machine.memory())).toList();
    }

    /** Internal RAM that the program takes from the beginning to the end, by section. */
    public List<StaticSection> staticRam() {
        return probes.machine().elf().map(StaticSection::of).orElse(List.of());
    }
}
