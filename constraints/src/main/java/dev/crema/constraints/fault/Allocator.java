package dev.crema.constraints.fault;

import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.SymbolTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The allocators that are known: which functions ask for memory, and where a request is made to fail. */
public enum Allocator {
    /**
     * ESP-IDF, heap/include/esp_heap_caps.h. One request tries the heaps with the capabilities one after another, each by a function
     * of multi_heap.h; all of those fail, so that what ESP-IDF does about a failed request happens as on the chip: the hook of
     * {@code heap_caps_register_failed_alloc_callback}, and the abort that can be configured.
     */
    ESP_IDF("heap_caps_malloc", """
            heap_caps_malloc sc, heap_caps_malloc_base sc, heap_caps_malloc_default s, heap_caps_malloc_prefer s-c
            heap_caps_calloc nsc, heap_caps_calloc_base nsc, heap_caps_calloc_prefer ns-c
            heap_caps_realloc bsc, heap_caps_realloc_base bsc, heap_caps_realloc_default bs, heap_caps_realloc_prefer bs-c
            heap_caps_aligned_alloc -sc, heap_caps_aligned_alloc_base -sc, heap_caps_aligned_calloc -nsc
            heap_caps_free b, heap_caps_aligned_free b""",
            "multi_heap_malloc multi_heap_realloc multi_heap_aligned_alloc multi_heap_aligned_alloc_offs"),
    /** The endpoint sample: one function, which the caller has to check. */
    SAMPLE("heap_alloc", "heap_alloc s, heap_free b", ""),
    /** Rust, alloc::alloc::GlobalAlloc: firmware without ESP-IDF. */
    RUST("__rust_alloc", "__rust_alloc s, __rust_alloc_zeroed s, __rust_realloc b--s, __rust_dealloc b", ""),
    /** The C library's, whatever it is. */
    C("malloc", "malloc s, calloc ns, realloc bs, memalign -s, free b", "");

    /** What hands requests on to an allocator in somebody else's name. */
    private static final Set<String> WRAPPERS = Set.of("_malloc_r", "_calloc_r", "_realloc_r", "_memalign_r", "pvPortMalloc",
            "aligned_or_unaligned_alloc", "mem_malloc", "mem_calloc", "esp_mbedtls_mem_calloc", "mbedtls_calloc", "os_malloc", "os_zalloc");

    private final String mark;
    private final List<AllocatorFunction> functions;
    private final List<String> inner;

    Allocator(String mark, String functions, String inner) {
        this.mark = mark;
        this.functions = Arrays.stream(functions.split("[,\n]")).map(text -> text.strip().split(" "))
                .map(parts -> new AllocatorFunction(parts[0], parts[1])).toList();
        this.inner = Arrays.stream(inner.split(" ")).filter(name -> !name.isEmpty()).toList();
    }

    /**
     * The allocator of a program.
     *
     * @throws FirmwareException if there is no ELF file, or it names none that is known
     */
    public static Allocator of(Optional<ElfFile> elf) {
        SymbolTable symbols = elf.orElseThrow(() -> new FirmwareException("Where the firmware asks for memory is not known, as there are "
                + "no symbols: give its ELF file, as the image or with --elf.")).symbols();
        return Stream.of(values()).filter(each -> symbols.find(each.mark).isPresent()).findFirst()
                .orElseThrow(() -> new FirmwareException("The ELF file names no allocator that is known (%s): nothing can be made to fail.",
                        String.join(", ", Stream.of(values()).map(each -> each.mark).toList())));
    }

    /** The functions that ask for memory or give it back. */
    List<AllocatorFunction> functions() {
        return functions;
    }

    /** Functions that a request calls, all of which fail if it shall; none if it fails at once. */
    List<String> inner() {
        return inner;
    }

    /** Whether a function is a part of the allocator, or hands requests on: not where they come from. */
    public static boolean isAllocator(String function) {
        return Stream.of(values()).anyMatch(each -> each.names(function)) || WRAPPERS.contains(function)
                || function.startsWith("operator new") || function.startsWith("alloc::");
    }

    private boolean names(String function) {
        return inner.contains(function) || functions.stream().anyMatch(each -> each.symbol().equals(function));
    }
}
