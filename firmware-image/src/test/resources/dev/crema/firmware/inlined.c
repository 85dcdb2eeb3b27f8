/* Functions that the compiler puts into others, so that an address belongs to several. */
typedef unsigned int u32;
volatile u32 sink;

static inline __attribute__((always_inline)) u32 twice(u32 x) {
    sink = x;
    return x + x;
}

static inline __attribute__((always_inline)) u32 fourfold(u32 x) {
    u32 y = twice(x);
    sink = y;
    return twice(y);
}

__attribute__((noinline)) static u32 sum(u32 n) {
    u32 total = 0;
    for (u32 i = 0; i < n; i++) {
        total += fourfold(i);
        if (total & 1)
            sink = total;
    }
    return total;
}

void call_start_cpu0(void) {
    for (;;)
        sink = sum(sink) + twice(3);
}
