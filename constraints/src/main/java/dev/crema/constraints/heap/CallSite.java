package dev.crema.constraints.heap;

import java.util.List;

/**
 * Who called an allocator: a backtrace, the same object for all calls with the same one.
 *
 * @param addresses of the calling instructions, the innermost first; empty if the block was there before anybody watched
 * @param frames the functions they belong to with file and line where these are known, such as {@code app_main at main.c:12};
 *        functions that were inlined have frames of their own
 */
public record CallSite(List<Integer> addresses, List<String> frames) {
    /** Functions that only pass on what others ask for. */
    private static final List<String> WRAPPERS = List.of("operator new", "operator delete", "alloc::alloc::", "__rust_", "__rdl_",
            "__rg_", "alloc::raw_vec::", "alloc::vec::", "alloc::boxed::", "std::alloc::", "core::", "<alloc::", "std::allocator",
            "__gnu_cxx::", "std::", "wifi_malloc", "wifi_calloc", "wifi_zalloc", "wifi_realloc", "malloc_internal_wrapper",
            "calloc_internal_wrapper", "zalloc_internal_wrapper", "esp_heap_", "pvPortMalloc", "vPortFree", "mem_malloc",
                    "mem_calloc",
            "mem_free", "strdup", "_strdup_r");

    /** Nobody knows. */
    static final CallSite UNKNOWN = new CallSite(List.of(), List.of());

    /** Copies the lists. */
    public CallSite {
        addresses = List.copyOf(addresses);
        frames = List.copyOf(frames);
    }

    /** The first frame that is not just a wrapper of the allocator: the place in the program; files without their folders. */
    public String place() {
        return frames.stream().filter(frame -> !isWrapper(frame)).findFirst()
                .or(() -> frames.stream().findFirst()).map(CallSite::withoutFolder)
                .orElse("somebody before the heap was watched");
    }

    /** That place and who calls it, as many as there are up to a number; files without their folders. */
    public List<String> path(int most) {
        List<String> program = frames.stream().dropWhile(CallSite::isWrapper).toList();
        return program.isEmpty() ? List.of(place()) : program.stream().limit(most).map(CallSite::withoutFolder).toList();
    }

    /** A class may have an operator new of its own, as those of ESP-IDF's NVS do. */
    private static boolean isWrapper(String frame) {
        return WRAPPERS.stream().anyMatch(frame::startsWith) || frame.contains("::operator new(");
    }

    private static String withoutFolder(String frame) {
        int at = frame.lastIndexOf(" at ");
        return at < 0 ? frame : frame.substring(0, at + 4) + frame.substring(frame.lastIndexOf('/') + 1);
    }
}
