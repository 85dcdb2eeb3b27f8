package dev.crema.constraints.heap;

import dev.crema.constraints.probe.FunctionCall;
import dev.crema.constraints.probe.FunctionProbes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Watches functions that take buffers from a pool of their own and say "no memory" when it is empty, as firmware also does when
 * the heap is short. The two are told apart by whether an allocation of the same task has failed within the call.
 */
final class Pools {
    private static final int ESP_ERR_NO_MEM = 0x101;
    private static final String WIFI_TRANSMIT = "the WiFi driver's pool of transmit buffers "
            + "(CONFIG_ESP_WIFI_DYNAMIC_TX_BUFFER_NUM)";
    private static final String LWIP = "lwIP's pool";

    /** The functions that are known: the one place to add another. */
    private static final List<PoolFunction> KNOWN = List.of(
            new PoolFunction("esp_wifi_internal_tx", ESP_ERR_NO_MEM, WIFI_TRANSMIT),
            new PoolFunction("esp_wifi_internal_tx_by_ref", ESP_ERR_NO_MEM, WIFI_TRANSMIT),
            new PoolFunction("memp_malloc", 0, LWIP),
            new PoolFunction("memp_malloc_fn", 0, LWIP),
            new PoolFunction("pbuf_alloc", 0, "lwIP's pool of packet buffers"));

    private final Heap heap;
    private final Map<Integer, Long> failures = new HashMap<>();
    private final Map<String, EmptyPool> empty = new LinkedHashMap<>();

    /**
     * @param name of the function
     * @param failure what it returns when it finds no buffer
     * @param pool where it looks
     */
    private record PoolFunction(String name, int failure, String pool) { }

    Pools(FunctionProbes probes, Heap heap) {
        this.heap = heap;
        heap.onFailureOf(task -> failures.merge(task, 1L, Long::sum));
        probes.machine().elf().ifPresent(elf -> {
            for (PoolFunction function : KNOWN) {
                OptionalInt address = elf.symbols().address(function.name);
                address.ifPresent(there -> probes.watch(there, call -> entered(function, call)));
            }
        });
    }

    private void entered(PoolFunction function, FunctionCall call) {
        long before = failures.getOrDefault(call.task(), 0L);
        List<Integer> backtrace = heap.backtrace(call);
        call.onReturn(result -> {
            if (result == function.failure && failures.getOrDefault(call.task(), 0L) == before) {
                EmptyPool known = empty.get(function.name);
                empty.put(function.name, known != null ? known.again() : new EmptyPool(function.name, function.pool, call.time(),
                        heap.task(call), 1, heap.free(), heap.largestBlock(), heap.site(backtrace)));
            }
        });
    }

    List<EmptyPool> empty() {
        return new ArrayList<>(empty.values());
    }
}
