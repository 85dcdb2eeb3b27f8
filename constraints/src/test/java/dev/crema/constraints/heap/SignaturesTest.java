package dev.crema.constraints.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.samples.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The allocator of images without symbols; those that have some tell whether what is found is right. */
class SignaturesTest {
    private static final Duration BOOT = Duration.ofMillis(800);

    @Test
    void whatSignaturesFindIsWhatTheSymbolsSay() {
        FlashImage image = CorpusImages.helloWorld();
        ElfFile elf = image.elf().orElseThrow();
        Allocator found = Signatures.find(image.app().orElseThrow().image()).orElseThrow();
        found.functions().forEach((address, function) ->
                assertEquals(elf.symbols().address(function.name()).orElseThrow(), address, function.name()));
        assertTrue(found.functions().values().stream().map(AllocatorFunction::name).toList().containsAll(
                List.of("heap_caps_malloc", "heap_caps_malloc_default", "heap_caps_realloc", "heap_caps_free")), found::toString);
    }

    @Test
    void aFirmwareWithoutSymbolsHasItsHeapWatchedAndDoesNotSeeIt() {
        Path folder = CorpusImages.file("nat/firmware_esp32");
        FlashImage image = FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                .partitionTable(folder.resolve("partition-table.bin")).file(0x20000,
                folder.resolve("esp32_nat_router.bin")).build();
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
        MemoryTruth truth = MemoryTruth.watch(machine);
        Machine unwatched = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
        machine.run(BOOT);
        unwatched.run(BOOT);
        assertEquals(unwatched.memoryHash(), machine.memoryHash());
        assertEquals(unwatched.instructions(), machine.instructions());
        Heap heap = truth.heap();
        assertTrue(heap.attempts() > 300, () -> heap.attempts() + " attempts");
        assertTrue(heap.regions().size() >= 4, () -> heap.regions().toString());
        assertTrue(heap.regions().stream().allMatch(region -> region.damage().isEmpty()), () -> heap.regions().toString());
        assertEquals(List.of(), heap.findings());
        assertTrue(truth.remarks().get(1).startsWith("not found, so not watched"), () -> truth.remarks().toString());
    }

    @Test
    void whereThereIsNoAllocatorNoneIsFound() {
        assertEquals(Optional.empty(), Signatures.find(Samples.endpoint().bootloader().orElseThrow()));
    }
}
