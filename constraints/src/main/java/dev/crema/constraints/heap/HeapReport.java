package dev.crema.constraints.heap;

import dev.crema.constraints.report.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of a guest's memory, for people and for programs. */
public final class HeapReport {
    private static final int MOST_SITES = 8;
    private static final int PATH = 3;
    private static final Mark POWER_ON = new Mark(0, Duration.ZERO);

    private final MemoryTruth truth;
    private final Heap heap;

    /** A report of what is known now. */
    public HeapReport(MemoryTruth truth) {
        this.truth = truth;
        this.heap = truth.heap();
    }

    /** A summary, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        truth.remarks().forEach(remark -> lines.add("heap          " + remark));
        if (!truth.hasAllocator()) {
            return lines;
        }
        lines.add("  free        %s, least ever %s, largest block %s".formatted(Sizes.bytes(heap.free()),
                Sizes.bytes(heap.minimumFree()),
                Sizes.number(heap.largestBlock())));
        lines.add("  asked for   %s times, in vain %s; %s blocks are somebody's".formatted(Sizes.number(heap.attempts()),
                Sizes.number(heap.failures().size()), Sizes.number(heap.allocations().size())));
        heap.regions().forEach(region ->
                lines.add("  0x%08x  %s, free %s, largest block %s, %d blocks%s".formatted(region.start(),
                Sizes.bytes(region.end() - region.start()), Sizes.bytes(region.free()), Sizes.number(region.largestFree()),
                region.blocks().size(), region.damage().map(damage -> "; " + damage).orElse(""))));
        List<Leak> owners = heap.leaksSince(POWER_ON);
        owners.stream().limit(MOST_SITES).forEach(owner -> lines.add(String.format(Locale.ROOT, "  %,9d in %d block%s from %s",
                owner.bytes(),
                owner.blocks().size(), owner.blocks().size() == 1 ? "" : "s", String.join(", of ", owner.site().path(PATH)))));
        truth.stacks().forEach(stack -> lines.add("  stack of %s: %s never used%s".formatted(stack.task().name(),
                Sizes.bytes(stack.neverUsed()), stack.size().isPresent() ? " of " + Sizes.bytes(stack.size().getAsLong()) : "")));
        truth.pools().forEach(pool -> lines.add("  " + pool.sentence()));
        heap.findings().forEach(finding -> lines.add("  " + finding.sentence()));
        return lines;
    }

    /** All of it, as JSON. Sizes are in bytes, times in seconds of guest time, addresses are texts in hexadecimal. */
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("allocator", truth.remarks());
        all.put("free", heap.free());
        all.put("minimumFree", heap.minimumFree());
        all.put("largestBlock", heap.largestBlock());
        all.put("attempts", heap.attempts());
        all.put("regions", heap.regions().stream().map(HeapReport::region).toList());
        all.put("allocations", heap.allocations().stream().map(HeapReport::allocation).toList());
        all.put("failures", heap.failures().stream().map(HeapReport::failure).toList());
        all.put("findings", heap.findings().stream().map(HeapReport::finding).toList());
        all.put("emptyPools", truth.pools().stream().map(EmptyPool::sentence).toList());
        all.put("history", heap.history().stream().map(HeapReport::sample).toList());
        all.put("stacks", truth.stacks().stream().map(HeapReport::stack).toList());
        all.put("staticRam", truth.staticRam().stream().map(section -> Map.of("section", section.name(),
                "address", hex(section.address()), "size", section.size())).toList());
        return Json.of(all) + "\n";
    }

    private static Map<String, Object> region(HeapRegion region) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("start", hex(region.start()));
        map.put("end", hex(region.end()));
        map.put("capabilities", Capabilities.describe(region.capabilities()));
        map.put("free", region.free());
        map.put("minimumFree", region.minimumFree());
        map.put("largestBlock", region.largestFree());
        region.damage().ifPresent(damage -> map.put("damage", damage));
        map.put("blocks", region.blocks().stream().map(block -> List.of(hex(block.address()), block.size(), block.free() ? "free"
                : "used"))
                .toList());
        return map;
    }

    private static Map<String, Object> allocation(Allocation allocation) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("index", allocation.index());
        map.put("function", allocation.function());
        map.put("address", hex(allocation.address()));
        map.put("size", allocation.size());
        allocation.capabilities().ifPresent(capabilities -> map.put("capabilities", Capabilities.describe(capabilities)));
        map.put("task", allocation.task());
        map.put("time", seconds(allocation.time()));
        map.put("site", allocation.site().frames());
        return map;
    }

    private static Map<String, Object> failure(AllocationFailure failure) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("index", failure.index());
        map.put("time", seconds(failure.time()));
        map.put("cause", failure.cause().name().toLowerCase(Locale.ROOT));
        map.put("sentence", failure.sentence());
        map.put("size", failure.size());
        map.put("free", failure.free());
        map.put("largestBlock", failure.largestBlock());
        map.put("task", failure.task());
        map.put("site", failure.site().frames());
        map.put("obstacles", failure.obstacles().stream().map(HeapReport::allocation).toList());
        return map;
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", finding.kind().words());
        map.put("time", seconds(finding.time()));
        map.put("address", hex(finding.address()));
        map.put("sentence", finding.sentence());
        map.put("site", finding.site().frames());
        return map;
    }

    private static Map<String, Object> sample(HeapSample sample) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("time", seconds(sample.time()));
        map.put("free", sample.free());
        map.put("largestBlock", sample.largestBlock());
        map.put("blocks", sample.blocks());
        map.put("fragmentation", Math.round(sample.fragmentation() * 1e3) / 1e3);
        return map;
    }

    private static Map<String, Object> stack(TaskStack stack) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("task", stack.task().name());
        map.put("state", stack.task().state().name().toLowerCase(Locale.ROOT));
        map.put("priority", stack.task().priority());
        stack.size().ifPresent(size -> map.put("size", size));
        map.put("neverUsed", stack.neverUsed());
        return map;
    }

    private static String hex(int address) {
        return "0x%08x".formatted(address);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
