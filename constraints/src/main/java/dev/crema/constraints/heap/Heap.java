package dev.crema.constraints.heap;

import dev.crema.constraints.probe.FunctionCall;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

/**
 * A guest's heap, kept beside the guest: what its regions hold is read from the guest's own structures, and is what the guest
 * itself would tell; who has which block is known from the calls of the allocator.
 *
 * <p>Defects show at such calls. Each allocation and each release looks at what lies just around the block, not at every store:
 * whoever writes beyond a block is found when it, or its neighbour, is next given back, and the finding names the block that was
 * overrun rather than the instruction.
 *
 * <p>On the machine's thread, or between two runs.
 */
public final class Heap {
    private static final int MOST_FREED = 4096;
    private static final int MOST_FINDINGS = 1000;
    private static final int MOST_FAILURES = 1000;

    private final Machine machine;
    private final Optional<HeapStructure> structure;
    private final CallSites sites;
    private final MachineMemory memory;
    private final TreeMap<Integer, LiveBlock> live = new TreeMap<>(Integer::compareUnsigned);
    private final Map<Integer, Freed> freed = new LinkedHashMap<>();
    private final Map<FunctionCall, AllocationAttempt> underWay = new HashMap<>();
    private final Map<Integer, String> taskNames = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<AllocationFailure> failures = new ArrayList<>();
    private final HeapHistory history;
    private final List<Consumer<AllocationAttempt>> attemptListeners = new ArrayList<>();
    private final List<ObjIntConsumer<AllocationAttempt>> answerListeners = new ArrayList<>();
    private final List<IntConsumer> releaseListeners = new ArrayList<>();
    private final List<Consumer<AllocationFailure>> failureListeners = new ArrayList<>();
    private final List<IntConsumer> failureOfTaskListeners = new ArrayList<>();
    private final List<Consumer<Finding>> findingListeners = new ArrayList<>();
    private long attempts;

    /** A block that somebody has, with what is needed to tell who. */
    private record LiveBlock(int address, long size, Optional<AllocationAttempt> attempt) { }

    /** A block that was given back. */
    private record Freed(LiveBlock block, List<Integer> backtrace) { }

    Heap(Machine machine, Optional<HeapStructure> structure) {
        this.machine = machine;
        this.structure = structure;
        sites = new CallSites(machine.elf());
        memory = machine.memory();
        history = new HeapHistory();
        adopt();
    }

    /** The heap of a fork, which knows what the original's knew. */
    Heap(Machine fork, Heap original) {
        machine = fork;
        structure = original.structure;
        sites = original.sites;
        memory = fork.memory();
        live.putAll(original.live);
        freed.putAll(original.freed);
        findings.addAll(original.findings);
        failures.addAll(original.failures);
        history = new HeapHistory(original.history);
        attempts = original.attempts;
    }

    /** Takes the blocks that are there already as somebody's. */
    private void adopt() {
        int overhead = structure.map(HeapStructure::head).orElse(0);
        for (HeapRegion region : regions()) {
            region.blocks().stream().filter(block -> !block.free()).forEach(block -> live.put(block.address() + overhead,
                    new LiveBlock(block.address() + overhead, block.size(), Optional.empty())));
        }
    }

    // ---- what happens to it --------------------------------------------------------------------------------------------

    /** Somebody asks for memory. */
    AllocationAttempt asked(AllocatorFunction function, FunctionCall call) {
        history.at(call.ticks(), this::sample);
        AllocationAttempt attempt = new AllocationAttempt(this, ++attempts, function, call, backtrace(call), task(call));
        underWay.put(call, attempt);
        int old = function.block(call);
        if (old != 0) {
            known(old).ifPresentOrElse(block -> inspect(block, call), () -> foreign(old, call));
        }
        attemptListeners.forEach(listener -> listener.accept(attempt));
        return attempt;
    }

    /** He gets a block, or 0. */
    void answered(AllocationAttempt attempt, int address) {
        underWay.remove(attempt.call());
        LiveBlock old = live.get(attempt.function().block(attempt.call()));
        if (address != 0) {
            if (old != null && old.attempt().filter(earlier -> earlier.index() > attempt.index()).isEmpty()) {
                release(old.address());
            }
            LiveBlock block = new LiveBlock(address, attempt.size(), Optional.of(attempt));
            live.put(address, block);
            freed.remove(address);
            answerListeners.forEach(listener -> listener.accept(attempt, address));
            inspect(block, attempt.call());
        } else if (attempt.size() > 0) {
            fail(attempt);
        } else if (old != null && attempt.function().operation() == AllocatorFunction.Operation.REALLOCATE) {
            release(old.address());
        }
    }

    /** Somebody gives a block back. */
    void givenBack(int address, FunctionCall call) {
        history.at(call.ticks(), this::sample);
        if (address == 0) {
            return;
        }
        Optional<LiveBlock> known = known(address);
        if (known.isEmpty()) {
            foreign(address, call);
            return;
        }
        inspect(known.get(), call);
        release(address);
        taskNames.remove(address);
        freed.put(address, new Freed(known.get(), backtrace(call)));
        if (freed.size() > MOST_FREED) {
            freed.remove(freed.keySet().iterator().next());
        }
    }

    private void release(int address) {
        live.remove(address);
        releaseListeners.forEach(listener -> listener.accept(address));
    }

    /** The block at an address that its owner should know; one that came about unseen is taken as it is. */
    private Optional<LiveBlock> known(int address) {
        LiveBlock block = live.get(address);
        if (block != null || freed.containsKey(address)) {
            return Optional.ofNullable(block);
        }
        int head = structure.map(HeapStructure::head).orElse(0);
        return regions().stream().filter(region -> region.contains(address)).flatMap(region -> region.blocks().stream())
                .filter(there -> !there.free() && there.address() + head == address).findFirst()
                .map(there -> new LiveBlock(address, there.size(), Optional.empty()));
    }

    private void foreign(int address, FunctionCall call) {
        Freed before = freed.get(address);
        if (before != null) {
            find(Finding.Kind.DOUBLE_FREE, address, call, Optional.of(before.block()), "it was %s, given back before from %s"
                    .formatted(allocation(before.block()), site(before.backtrace()).place()));
            return;
        }
        Optional<LiveBlock> around = Optional.ofNullable(live.lowerEntry(address)).map(Map.Entry::getValue)
                .filter(block -> Integer.toUnsignedLong(address - block.address()) < block.size());
        find(Finding.Kind.FOREIGN_FREE, address, call, around, around.map(block -> "it points %d bytes into %s"
                .formatted(address - block.address(), allocation(block))).orElse("no block of the heap begins there"));
    }

    private void inspect(LiveBlock block, FunctionCall call) {
        structure.flatMap(heap -> heap.damage(memory, block.address(), block.size())).ifPresent(damage -> {
            if (findings.stream().noneMatch(known -> known.kind() == Finding.Kind.OVERRUN && known.detail().startsWith(damage))) {
                find(Finding.Kind.OVERRUN, block.address(), call, Optional.of(block), damage + ", around " + allocation(block));
            }
        });
    }

    private void find(Finding.Kind kind, int address, FunctionCall call, Optional<LiveBlock> block, String detail) {
        Finding finding = new Finding(kind, call.time(), task(call), address, site(backtrace(call)),
                block.map(this::allocation), detail);
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
            findingListeners.forEach(listener -> listener.accept(finding));
        }
    }

    private void fail(AllocationAttempt attempt) {
        int capabilities = attempt.capabilities().orElse(defaultCapabilities());
        Verdict verdict = Verdict.of(regions(), capabilities, attempt, structure);
        AllocationFailure failure = new AllocationFailure(attempt.index(), attempt.function().name(), attempt.size(),
                attempt.capabilities(), attempt.task(), attempt.call().time(), attempt.site(), verdict.cause(), verdict.free(),
                verdict.largest(), verdict.obstacles().stream().map(this::owner).toList());
        if (failures.size() < MOST_FAILURES) {
            failures.add(failure);
        }
        failureListeners.forEach(listener -> listener.accept(failure));
        failureOfTaskListeners.forEach(listener -> listener.accept(attempt.call().task()));
    }

    /** Who has a block of a region. */
    private Allocation owner(HeapBlock block) {
        return Optional.ofNullable(live.ceilingEntry(block.address())).map(Map.Entry::getValue)
                .filter(there -> Integer.compareUnsigned(there.address(), block.end()) < 0)
                .map(this::allocation)
                .orElseGet(() -> allocation(new LiveBlock(block.address(), block.size(), Optional.empty())));
    }

    private Allocation allocation(LiveBlock block) {
        return block.attempt().map(attempt -> new Allocation(attempt.index(), attempt.function().name(), block.address(),
                block.size(),
                attempt.capabilities(), attempt.task(), attempt.call().time(), site(attempt.backtrace())))
                .orElseGet(() -> new Allocation(0, "", block.address(), block.size(), OptionalInt.empty(), "",
                        Duration.ZERO, CallSite.UNKNOWN));
    }

    List<Integer> backtrace(FunctionCall call) {
        return sites.of(call.backtrace());
    }

    /** The name of the task that calls. */
    String task(FunctionCall call) {
        return call.task() == 0 ? "" : taskNames.computeIfAbsent(call.task(), machine::taskName);
    }

    CallSite site(List<Integer> backtrace) {
        return sites.named(backtrace);
    }

    Optional<AllocationAttempt> underWay(FunctionCall call) {
        return Optional.ofNullable(underWay.get(call));
    }

    /** An attempt that was under way when the original was forked. */
    AllocationAttempt resumed(AllocationAttempt attempt, FunctionCall call) {
        AllocationAttempt own = attempt.in(this, call);
        underWay.put(call, own);
        return own;
    }

    // ---- what can be asked ---------------------------------------------------------------------------------------------

    /** Tells a listener of each attempt to allocate, before it is decided. */
    public void onAttempt(Consumer<AllocationAttempt> listener) {
        attemptListeners.add(listener);
    }

    /** Tells a listener of each attempt that got a block, and of its address. */
    public void onAnswer(ObjIntConsumer<AllocationAttempt> listener) {
        answerListeners.add(listener);
    }

    /** Tells a listener of the address of each block that is given back, or moves away. */
    public void onRelease(IntConsumer listener) {
        releaseListeners.add(listener);
    }

    /** Tells a listener of each attempt that got nothing. */
    public void onFailure(Consumer<AllocationFailure> listener) {
        failureListeners.add(listener);
    }

    /** Tells a listener of each task, by its control block, that got nothing. */
    void onFailureOf(IntConsumer listener) {
        failureOfTaskListeners.add(listener);
    }

    /** Tells a listener of each defect. */
    public void onFinding(Consumer<Finding> listener) {
        findingListeners.add(listener);
    }

    /** All regions, in the guest's order; none where the structure of its heap is not known, or not there yet. */
    public List<HeapRegion> regions() {
        return structure.map(heap -> heap.regions(memory)).orElse(List.of());
    }

    private List<HeapRegion> ordinary() {
        return regions().stream().filter(region -> region.has(defaultCapabilities())).toList();
    }

    private int defaultCapabilities() {
        return structure.map(HeapStructure::defaultCapabilities).orElse(0);
    }

    /** Bytes free in ordinary memory; with ESP-IDF what {@code esp_get_free_heap_size} returns. */
    public long free() {
        return free(defaultCapabilities());
    }

    /** Bytes free in memory with some capabilities; with ESP-IDF what {@code heap_caps_get_free_size} returns. */
    public long free(int capabilities) {
        return regions().stream().filter(region -> region.has(capabilities)).mapToLong(HeapRegion::free).sum();
    }

    /** The most that one allocation of ordinary memory can get; {@code heap_caps_get_largest_free_block} of ESP-IDF. */
    public long largestBlock() {
        return largestBlock(defaultCapabilities());
    }

    /** The same of memory with some capabilities. */
    public long largestBlock(int capabilities) {
        return regions().stream().filter(region -> region.has(capabilities)).mapToLong(HeapRegion::largestFree).max().orElse(0);
    }

    /** The least that was ever free of ordinary memory; {@code heap_caps_get_minimum_free_size} of ESP-IDF. */
    public long minimumFree() {
        return minimumFree(defaultCapabilities());
    }

    /** The same of memory with some capabilities. */
    public long minimumFree(int capabilities) {
        return structure.map(heap -> heap.minimumFree(memory, capabilities)).orElse(0L);
    }

    /** How often somebody has asked for memory since the heap has been watched. */
    public long attempts() {
        return attempts;
    }

    /** What somebody has now, in the order of addresses. */
    public List<Allocation> allocations() {
        return live.values().stream().map(this::allocation).toList();
    }

    /** How large the block at an address is that somebody has. */
    OptionalLong sizeAt(int address) {
        LiveBlock block = live.get(address);
        return block == null || block.attempt().isEmpty() ? OptionalLong.empty() : OptionalLong.of(block.size());
    }

    /** The present moment. */
    public Mark mark() {
        return new Mark(attempts, machine.now());
    }

    /** What has been allocated since a mark and is still there, by call site, the largest first. */
    public List<Leak> leaksSince(Mark mark) {
        Map<CallSite, List<Allocation>> bySite = new LinkedHashMap<>();
        live.values().stream().filter(block -> block.attempt().filter(attempt -> attempt.index() > mark.attempts()).isPresent())
                .map(this::allocation).sorted(Comparator.comparingLong(Allocation::index))
                .forEach(block -> bySite.computeIfAbsent(block.site(), site -> new ArrayList<>()).add(block));
        return bySite.entrySet().stream().map(entry -> new Leak(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Leak::bytes).reversed()).toList();
    }

    /**
     * The fewest blocks whose absence would make room for so many bytes of ordinary memory; empty if there is room, or none at
     * all.
     */
    public List<Allocation> obstaclesTo(long bytes) {
        return Verdict.obstacles(ordinary(), bytes
                + structure.map(HeapStructure::overhead).orElse(0)).stream().map(this::owner).toList();
    }

    /** The defects found so far. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** The attempts that got nothing. */
    public List<AllocationFailure> failures() {
        return List.copyOf(failures);
    }

    /** The heap over time: a thousand samples at most, equally far apart, each at the next call of the allocator. */
    public List<HeapSample> history() {
        return history.samples();
    }

    private HeapSample sample() {
        List<HeapRegion> regions = ordinary();
        return new HeapSample(machine.now(), regions.stream().mapToLong(HeapRegion::free).sum(),
                regions.stream().mapToLong(HeapRegion::largestFree).max().orElse(0), live.size());
    }
}
