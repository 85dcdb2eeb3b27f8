/* The heap: what internal RAM neither the program nor its stack needs, or all of the external RAM. */
#include "../app/heap.h"
#include "../../hello/hello.h"
#include "chip.h"

extern char heap_start[], heap_end[];

/** SRAM1, in which the mask ROM had its data while it loaded the program. */
#define SRAM1 ((void *) 0x3ffe0000)
#define SRAM1_SIZE 0x20000

const char *memory_start(bool external) {
    size_t size = external ? spiram_start() : 0;
    if (size != 0) {
        heap_add(SPIRAM, size);
        return "external RAM";
    }
    heap_add(heap_start, (size_t) (heap_end - heap_start));
    heap_add(SRAM1, SRAM1_SIZE);
    return "internal RAM";
}
