/* What firmware does when memory is short, and what it does wrong, one after the other. Uses the heap of the endpoint sample. */
#include "heap.h"

#include <stdbool.h>
#include <string.h>

#define BLOCKS 40
#define NOINLINE __attribute__((noinline))
#define ESP_ERR_NO_MEM 0x101
#define TX_BUFFERS 4

static uint8_t arena[160 * 1024];
static void *blocks[BLOCKS];
static int tx_in_use;
static volatile int errors;

/* Named as in ESP-IDF: each packet takes a buffer of the driver's until it is in the air. */
NOINLINE int esp_wifi_internal_tx(int interface, void *packet, uint16_t length) {
    (void) interface;
    (void) packet;
    (void) length;
    if (tx_in_use == TX_BUFFERS) {
        return ESP_ERR_NO_MEM;
    }
    tx_in_use++;
    return 0;
}

NOINLINE void *copy_buffer(void) {
    return heap_alloc(8192);
}

NOINLINE void send_burst(void) {
    static uint8_t packet[100];
    for (int i = 0; i < 2 * TX_BUFFERS; i++) {
        if (esp_wifi_internal_tx(0, packet, sizeof packet) == ESP_ERR_NO_MEM) {
            errors++;
        }
    }
}

NOINLINE void fill_heap(void) {
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = heap_alloc(4000);
    }
}

NOINLINE void free_every_second(void) {
    for (int i = 1; i < BLOCKS; i += 2) {
        heap_free(blocks[i]);
    }
}

NOINLINE void leak(void) {
    for (int i = 0; i < 3; i++) {
        errors += heap_alloc(24) == NULL;
    }
}

NOINLINE void write_beyond(void) {
    char *block = heap_alloc(16);
    memset(block, 'x', 20);
    heap_free(block);
}

NOINLINE void free_inside(void) {
    heap_free((uint8_t *) blocks[0] + 64);
}

NOINLINE void free_twice(void) {
    heap_free(blocks[2]);
    heap_free(blocks[2]);
}

NOINLINE void finished(void) {
    while (true) {
    }
}

/* Called by the vectors. */
void exception(unsigned cause, unsigned address) {
    (void) cause;
    (void) address;
    while (true) {
    }
}

int main(void) {
    heap_add(arena, sizeof arena);
    fill_heap();
    errors += copy_buffer() == NULL;
    free_every_second();
    errors += copy_buffer() == NULL;
    send_burst();
    leak();
    free_twice();
    free_inside();
    write_beyond();
    finished();
}
