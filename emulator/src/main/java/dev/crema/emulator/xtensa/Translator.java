package dev.crema.emulator.xtensa;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Has the hot blocks of a core translated. Which blocks make a region is decided on the core's thread; their class is made by
 * an {@link Translation#executor} beside it, from instructions that no longer change, and installed between two runs of the
 * core. When that happens makes no difference to the guest.
 */
final class Translator {
    /** A region that is ready to be installed. */
    private record Finished(List<RegionPlan.Piece> pieces, Region region, int size) { }

    /** Executions after which a block is hot of which a translation is there already. */
    private static final int FEW = 4;

    private final Core core;
    private final BlockCache blocks;
    private final Translation translation;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    /** Blocks whose region is in {@link #finished} now, or could not be made. */
    private final Queue<List<Block>> settled = new ConcurrentLinkedQueue<>();
    private final Departures departures = Departures.none();
    /** What is installed, the oldest first, and the size of each. */
    private final Map<Region, Integer> regions = new LinkedHashMap<>();
    private long size;

    Translator(Core core, BlockCache blocks, Translation translation) {
        this.core = core;
        this.blocks = blocks;
        this.translation = translation;
        blocks.warm(translation.library()::has, Math.max(0, portion() - FEW));
    }

    /** Executions after which to {@linkplain #consider consider} a block. */
    int portion() {
        return translation.heat().portion();
    }

    /** Departures after which a region is translated again. */
    int patience() {
        return translation.patience();
    }

    /** A block has been interpreted {@link #portion} times once more. */
    void consider(Block block) {
        if (!RegionPlan.translatable(block) || takesFromLibrary(block)) {
            return;
        }
        if (block.warm || !translation.heat().add(block.address)) {
            block.warm = false;
            block.heat = 0;
        } else {
            RegionPlan plan = RegionPlan.of(block, blocks, core, departures);
            plan.blocks().forEach(translated -> translation.heat().forget(translated.address));
            List<Block> held = hold(plan.pieces());
            translation.executor().execute(() -> {
                translation.statistics().timed(() -> translate(plan));
                settled.add(held);
            });
        }
    }

    /**
     * Blocks of one loop become hot together. Those that will be in a region shall have one that begins with them only if they go
     * on being come to from outside of it: from now on they count as hot, from {@link #settled} on as cold.
     */
    private List<Block> hold(List<RegionPlan.Piece> pieces) {
        List<Block> held = pieces.stream().map(RegionPlan.Piece::block).filter(block -> block.heat < portion()).toList();
        held.forEach(block -> block.heat = portion() + 1);
        return held;
    }

    /** Has a block use what has been translated of it for another core, or for this one before it came to forget that. */
    private boolean takesFromLibrary(Block block) {
        for (RegionLibrary.Edition edition : translation.library().at(block.address)) {
            Optional<List<RegionPlan.Piece>> pieces = edition.in(core, blocks, departures);
            if (pieces.isPresent()) {
                finished.add(new Finished(pieces.get(), edition.maker().get(), edition.size()));
                settled.add(hold(pieces.get()));
                return true;
            }
        }
        return false;
    }

    /** The region left once too often before an instruction: it shall be translated again, in view of that. */
    void departed(Region region, int address) {
        region.find(address, departures::add);
        region.drop();
    }

    /** A region has been dropped. */
    void dropped(Region region) {
        if (forget(region)) {
            translation.statistics().dropped();
        }
    }

    private boolean forget(Region region) {
        Integer freed = regions.remove(region);
        size -= freed == null ? 0 : freed;
        return freed != null;
    }

    private void evictOldest() {
        Region oldest = regions.keySet().iterator().next();
        forget(oldest);
        oldest.drop();
        translation.statistics().evicted();
    }

    /** Installs what is finished. */
    void install() {
        for (Finished next = finished.poll(); next != null; next = finished.poll()) {
            if (next.pieces.stream().map(RegionPlan.Piece::block)
                    .allMatch(block -> blocks.holds(block) && block.confirm(core.memory()))) {
                while (!regions.isEmpty() && size + next.size > translation.cacheSize()) {
                    evictOldest();
                }
                next.region.install(next.pieces, core.memory(), this);
                regions.put(next.region, next.size);
                size += next.size;
            } else {
                // What it began with may become hot again.
                next.pieces.getFirst().block().heat = 0;
            }
        }
        for (List<Block> held = settled.poll(); held != null; held = settled.poll()) {
            held.forEach(block -> block.heat = 1);
        }
    }

    private void translate(RegionPlan whole) {
        TranslationEvent event = new TranslationEvent();
        event.begin();
        Optional<RegionPlan> plan = Optional.of(whole);
        Optional<byte[]> classFile = RegionEmitter.classFile(whole);
        while (classFile.isEmpty() && plan.isPresent()) {
            plan = plan.get().half();
            classFile = plan.flatMap(RegionEmitter::classFile);
        }
        if (classFile.isPresent()) {
            RegionPlan translated = plan.get();
            RegionLibrary.Edition edition = RegionLibrary.Edition.of(translated, maker(classFile.get()), classFile.get().length);
            translation.library().add(edition);
            finished.add(new Finished(translated.pieces(), edition.maker().get(), edition.size()));
            translation.statistics().translated(translated.instructions());
            event.address = "0x%08x".formatted(translated.pieces().getFirst().block().address);
            event.blocks = translated.pieces().size();
            event.instructions = translated.instructions();
            event.classFile = classFile.get().length;
            event.commit();
        }
    }

    private static Supplier<Region> maker(byte[] classFile) {
        try {
            Constructor<? extends Region> constructor = MethodHandles.lookup().defineHiddenClass(classFile, true).lookupClass()
                    .asSubclass(Region.class).getDeclaredConstructor();
            return () -> instance(constructor);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a region makes no class", e);
        }
    }

    private static Region instance(Constructor<? extends Region> constructor) {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a region cannot be made", e);
        }
    }
}
