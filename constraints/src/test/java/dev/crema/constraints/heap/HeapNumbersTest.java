package dev.crema.constraints.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.constraints.probe.FunctionCall;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** What the guest itself tells of its heap is what we tell, after each of 1,000 random allocations and releases. */
class HeapNumbersTest {
    private static final int POINTS = 1_000;
    /** Of 32 slots a random one is filled with a block of up to 4 KiB, or emptied. */
    private static final String ENDPOINT = """
            slots: .word 0x50001000
            factor: .word 1103515245
            begin:
                l32r a12, slots
                movi a13, 1
                movi a14, 1000
            again:
                l32r a2, factor
                mull a13, a13, a2
                addi a13, a13, 57
                extui a15, a13, 16, 5
                slli a15, a15, 2
                add a15, a15, a12
                l32i a2, a15, 0
                beqz a2, allocate
                l32r a3, $heap_free
                callx0 a3
                movi a2, 0
                j store
            allocate:
                extui a2, a13, 18, 12
                l32r a3, $heap_alloc
                callx0 a3
            store:
                s32i a2, a15, 0
                l32r a3, $heap_state
                callx0 a3
                addi a14, a14, -1
                bnez a14, again
            """;
    private static final String ESP_IDF = """
            slots: .word 0x50001000
            factor: .word 1103515245
            default: .word 0x1000
            .align 4
            begin:
                entry a1, 48
                l32r a2, slots
                movi a3, 1
                movi a4, 1000
            again:
                l32r a5, factor
                mull a3, a3, a5
                addi a3, a3, 57
                extui a6, a3, 16, 5
                slli a6, a6, 2
                add a6, a6, a2
                l32i a10, a6, 0
                beqz a10, allocate
                bbci a3, 31, release
                extui a11, a3, 18, 12
                l32r a12, default
                l32r a8, $heap_caps_realloc
                callx8 a8
                j store
            release:
                l32r a8, $free
                callx8 a8
                movi a10, 0
                j store
            allocate:
                extui a10, a3, 18, 12
                l32r a8, $malloc
                callx8 a8
            store:
                s32i a10, a6, 0
                l32r a10, default
                l32r a8, $heap_caps_get_minimum_free_size
                callx8 a8
                l32r a10, default
                l32r a8, $heap_caps_get_largest_free_block
                callx8 a8
                l32r a11, default
                l32r a10, slots
                addi a10, a10, 127
                addi a10, a10, 1
                l32r a8, $heap_caps_get_info
                callx8 a8
                addi a4, a4, -1
                bnez a4, again
            """;
    /** Members of {@code multi_heap_info_t}. */
    private static final int TOTAL_FREE = 0;
    private static final int ALLOCATED = 4;
    private static final int LARGEST = 8;
    private static final int MINIMUM = 12;
    private static final int ALLOCATED_BLOCKS = 16;
    private static final int FREE_BLOCKS = 20;

    private int points;

    @Test
    void theEndpointSampleTellsTheSame() {
        Script script = new Script(Samples.acceleratedEndpoint()).until("heap_alloc");
        Heap heap = script.heap;
        script.truth.probes().watch("heap_state", call -> call.onReturn(total -> {
            points++;
            List<Long> told = List.of(register(script, call, 3), register(script, call, 4), register(script, call, 5));
            assertEquals(told, List.of(heap.free(), heap.largestBlock(), heap.minimumFree()), () -> "at point " + points);
        }));
        script.run(ENDPOINT);
        assertEquals(POINTS, points);
        assertEquals(List.of(), heap.findings());
        assertEquals(List.of(), heap.failures());
        assertSameBlocks(heap);
    }

    private static long register(Script script, FunctionCall call, int number) {
        return Integer.toUnsignedLong(script.machine.core(call.cpu()).a(number));
    }

    @Test
    void espIdfTellsTheSame() {
        Script script = new Script(CorpusImages.helloWorld()).until("vTaskDelay");
        Heap heap = script.heap;
        Map<String, IntToLongFunction> questions = Map.of("heap_caps_get_minimum_free_size", heap::minimumFree,
                "heap_caps_get_largest_free_block", heap::largestBlock);
        questions.forEach((question, answer) -> script.truth.probes().watch(question, call -> call.onReturn(told ->
                assertEquals(told, answer.applyAsLong(call.argument(0)), question))));
        script.truth.probes().watch("heap_caps_get_info", call -> {
            int info = call.argument(0);
            // Another one asks from within heap_caps_get_largest_free_block.
            if (info >= Script.DATA) {
                call.onReturn(nothing -> {
                    points++;
                    assertInfo(script, info, call.argument(1));
                });
            }
        });
        script.run(ESP_IDF);
        assertEquals(POINTS, points);
        assertEquals(List.of(), heap.findings());
        assertEquals(List.of(), heap.failures());
        assertTrue(heap.attempts() > POINTS / 2);
        assertSameBlocks(heap);
    }

    private static void assertInfo(Script script, int info, int capabilities) {
        Heap heap = script.heap;
        List<HeapRegion> regions = heap.regions().stream().filter(region -> region.has(capabilities)).toList();
        List<HeapBlock> blocks = regions.stream().flatMap(region -> region.blocks().stream()).toList();
        List<HeapBlock> used = blocks.stream().filter(block -> !block.free()).toList();
        assertEquals(word(script, info + TOTAL_FREE), heap.free(capabilities));
        assertEquals(word(script, info + LARGEST), heap.largestBlock(capabilities));
        assertEquals(word(script, info + MINIMUM), heap.minimumFree(capabilities));
        assertEquals(word(script, info + ALLOCATED_BLOCKS), used.size());
        assertEquals(word(script, info + FREE_BLOCKS), blocks.size() - used.size());
        assertEquals(word(script, info + ALLOCATED), used.stream().mapToLong(HeapBlock::size).sum());
    }

    private static long word(Script script, int address) {
        return Integer.toUnsignedLong(script.machine.memory().read32(address));
    }

    /** What the calls of the allocator have told and what its structure holds is the same. */
    private static void assertSameBlocks(Heap heap) {
        List<Integer> used = heap.regions().stream().flatMap(region -> region.blocks().stream()).filter(block -> !block.free())
                .map(HeapBlock::address).sorted(Integer::compareUnsigned).toList();
        assertEquals(used, heap.allocations().stream().map(Allocation::address).sorted(Integer::compareUnsigned).toList());
        assertTrue(heap.allocations().stream().allMatch(block -> block.index() > 0));
    }
}
