/* The DHT22's line: the host pulls it low for 3 ms, the sensor answers and sends 40 bits as long and short highs. */
#include "../app/dht22.h"

#include "../app/clock.h"
#include "chip.h"
#include "registers.h"

#define START_US 3000
/** No phase of the protocol lasts longer. */
#define EDGE_LIMIT_US 300
/** Between a short high of 27 us and a long one of 70 us. */
#define LONG_HIGH_US 40

static bool level(uint32_t gpio) {
    return (GPIO_IN >> gpio & 1) != 0;
}

/** Waits while the line is at a level; returns for how long, or UINT32_MAX if it stays there. */
static uint32_t wait_while(uint32_t gpio, bool value) {
    uint64_t start = clock_us();
    while (level(gpio) == value) {
        if (clock_us() - start > EDGE_LIMIT_US) {
            return UINT32_MAX;
        }
    }
    return (uint32_t) (clock_us() - start);
}

static bool read_bits(uint32_t gpio, uint8_t bytes[5]) {
    if (wait_while(gpio, true) == UINT32_MAX || wait_while(gpio, false) == UINT32_MAX || wait_while(gpio, true) == UINT32_MAX) {
        return false;
    }
    for (int bit = 0; bit < 40; bit++) {
        if (wait_while(gpio, false) == UINT32_MAX) {
            return false;
        }
        uint32_t high = wait_while(gpio, true);
        if (high == UINT32_MAX) {
            return false;
        }
        bytes[bit / 8] = (uint8_t) (bytes[bit / 8] << 1 | (high > LONG_HIGH_US));
    }
    return (uint8_t) (bytes[0] + bytes[1] + bytes[2] + bytes[3]) == bytes[4];
}

static bool ask(uint32_t gpio, uint8_t bytes[5]) {
    volatile uint32_t *io_mux = gpio == DHT22_INSIDE ? &IO_MUX_GPIO27 : &IO_MUX_GPIO26;
    *io_mux = IO_MUX_FUNCTION_GPIO | IO_MUX_DRIVE_20_MA | IO_MUX_INPUT_ENABLE | IO_MUX_PULL_UP;
    GPIO_FUNC_OUT_SEL(gpio) = GPIO_SIGNAL_OUT;
    GPIO_OUT_W1TC = BIT(gpio);
    GPIO_ENABLE_W1TS = BIT(gpio);
    chip_delay_us(START_US);
    GPIO_ENABLE_W1TC = BIT(gpio);
    /* The pull-up takes a moment. */
    chip_delay_us(2);
    return read_bits(gpio, bytes);
}

dht22_reading_t dht22_read(uint32_t gpio) {
    uint8_t bytes[5];
    if (!ask(gpio, bytes) && !ask(gpio, bytes)) {
        return (dht22_reading_t) {.present = false};
    }
    int16_t magnitude = (int16_t) ((bytes[2] & 0x7f) << 8 | bytes[3]);
    return (dht22_reading_t) {
        .present = true,
        .humidity_tenths = (uint16_t) (bytes[0] << 8 | bytes[1]),
        .temperature_tenths = bytes[2] & 0x80 ? (int16_t) -magnitude : magnitude,
    };
}
