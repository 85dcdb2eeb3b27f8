package dev.crema.emulator.xtensa;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Has the hot blocks of a core translated. Which blocks make a region is decided on the core's thread; their class is made by
 * an {@link Translation#executor} beside it, from instructions that no longer change, and installed between two runs of the
 * core. When that happens makes no difference to the guest.
 */
final class Translator {
    /** A region that is ready to be installed. */
    private record Finished(RegionPlan plan, Region region) { }

    private final Core core;
    private final BlockCache blocks;
    private final Translation translation;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final Set<Integer> slow = new HashSet<>();
    private final List<Region> regions = new ArrayList<>();

    Translator(Core core, BlockCache blocks, Translation translation) {
        this.core = core;
        this.blocks = blocks;
        this.translation = translation;
    }

    /** Executions after which a block is translated. */
    int threshold() {
        return translation.threshold();
    }

    /** A block has become hot. */
    void consider(Block block) {
        if (RegionPlan.translatable(block)) {
            RegionPlan plan = RegionPlan.of(block, blocks, core, slow);
            translation.executor().execute(() -> translation.statistics().timed(() -> translate(plan)));
        }
    }

    /** The region left once too often before an instruction: it shall be translated again, with that one as a step. */
    void departed(Region region, int address) {
        slow.add(address);
        Block head = region.head();
        region.drop();
        head.heat = 0;
        translation.statistics().dropped();
    }

    /** Installs what is finished. */
    void install() {
        for (Finished next = finished.poll(); next != null; next = finished.poll()) {
            if (next.plan.blocks().allMatch(block -> blocks.holds(block) && block.confirm(core.memory()))) {
                if (regions.size() >= translation.mostRegions()) {
                    regions.forEach(Region::drop);
                    regions.clear();
                }
                next.region.install(next.plan.pieces(), core.memory());
                regions.add(next.region);
            }
        }
    }

    private void translate(RegionPlan whole) {
        Optional<RegionPlan> plan = Optional.of(whole);
        Optional<byte[]> classFile = RegionEmitter.classFile(whole);
        while (classFile.isEmpty() && plan.isPresent()) {
            plan = plan.get().half();
            classFile = plan.flatMap(RegionEmitter::classFile);
        }
        if (classFile.isPresent()) {
            finished.add(new Finished(plan.get(), instance(classFile.get())));
            translation.statistics().translated(plan.get().instructions());
        }
    }

    private static Region instance(byte[] classFile) {
        try {
            return (Region) MethodHandles.lookup().defineHiddenClass(classFile, true).lookupClass().getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a region makes no class", e);
        }
    }
}
