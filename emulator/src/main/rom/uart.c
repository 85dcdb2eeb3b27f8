/* The console: UART0 or UART1, selected in UartDev. */
#include "rom.h"

struct uart_registers {
    volatile uint32_t fifo, int_raw, int_st, int_ena, int_clr, clkdiv, autobaud, status, conf0, conf1, lowpulse, highpulse,
        rxd_cnt;
};

/** UartDev, 56 bytes at 0x3FFE019C. Old firmware sets its two UART numbers. */
struct uart_device {
    uint32_t baud_rate;
    uint32_t data_bits;
    uint32_t exist_parity;
    uint32_t parity;
    uint32_t stop_bits;
    uint32_t flow_control;
    uint8_t rx_uart;
    uint8_t tx_uart;
    uint8_t *buffer;
    uint8_t *write;
    uint8_t *read;
    uint8_t trigger_level;
    uint32_t state;
    uint32_t received;
    uint32_t detected;
};

extern struct uart_device UartDev;
extern uint8_t uart_receive_buffer[256];

#define STATUS_RXFIFO_CNT 0xffu
#define STATUS_TXFIFO_CNT 0xff0000u
#define STATUS_TXFIFO_FULL 0x800000u
#define CONF0_FIFO_RESETS 0x60000u
#define CONF0_TICK_REF_ALWAYS_ON (1u << 27)
#define CONF0_ERR_WR_MASK (1u << 26)
#define INT_RXFIFO_FULL 1u
#define INT_TX_DONE (1u << 14)
#define INT_ALL 0xffffu
#define DPORT_UART_INTR_MAP 0x3ff0018cu
#define UART_INTERRUPT 5
#define AUTOBAUD_FILTER 0x401u
#define AUTOBAUD_EDGES 128
#define PULSE_COUNT 0xfffffu

static struct uart_registers *registers(uint32_t uart) {
    return (struct uart_registers *) ((0x3ff4 + uart) << 16);
}

/** Keeps what has arrived, until it is asked for. */
static void receive(void *argument) {
    (void) argument;
    struct uart_registers *uart = registers(UartDev.rx_uart);
    while (uart->status & STATUS_RXFIFO_CNT) {
        *UartDev.write++ = (uint8_t) uart->fifo;
        if (UartDev.write == UartDev.buffer + sizeof uart_receive_buffer) {
            UartDev.write = UartDev.buffer;
        }
    }
    uart->int_clr = INT_ALL;
}

void uartAttach(void) {
    UartDev.baud_rate = 115200;
    UartDev.data_bits = 3;
    UartDev.exist_parity = 0;
    UartDev.parity = 0;
    UartDev.stop_bits = 1;
    UartDev.flow_control = 0;
    UartDev.rx_uart = 0;
    UartDev.tx_uart = 0;
    UartDev.buffer = UartDev.write = UartDev.read = uart_receive_buffer;
    UartDev.trigger_level = 1;
    UartDev.state = UartDev.received = UartDev.detected = 0;
    registers(0)->int_clr = INT_RXFIFO_FULL;
    registers(1)->int_clr = INT_RXFIFO_FULL;
    ets_isr_mask(1u << UART_INTERRUPT);
    ets_isr_attach(UART_INTERRUPT, receive, NULL);
}

/** The divider of the baud rate in sixteenths: an integer and a fraction field. */
void uart_div_modify(uint8_t number, uint32_t divider) {
    struct uart_registers *uart = registers(number);
    uart->clkdiv = (divider & 15) << 20 | (divider >> 4 & PULSE_COUNT);
    uart->conf0 |= CONF0_FIFO_RESETS;
    uart->conf0 &= ~CONF0_FIFO_RESETS;
}

void Uart_Init(uint8_t number, uint32_t clock) {
    struct uart_registers *uart = registers(number);
    uart_div_modify(number, (clock << 4) / UartDev.baud_rate);
    uart->conf0 = CONF0_TICK_REF_ALWAYS_ON | UartDev.stop_bits << 4 | UartDev.data_bits << 2 | UartDev.exist_parity
        | UartDev.parity;
    uart->conf0 |= CONF0_ERR_WR_MASK | CONF0_FIFO_RESETS;
    uart->conf0 &= ~CONF0_FIFO_RESETS;
    uart->conf1 = UartDev.trigger_level;
    uart->int_clr = INT_ALL;
    uart->int_ena |= INT_RXFIFO_FULL;
    WORD(DPORT_UART_INTR_MAP + 4 * (number != 0)) = UART_INTERRUPT;
}

void uart_tx_switch(uint8_t number) {
    UartDev.tx_uart = number;
}

void uart_buff_switch(uint8_t number) {
    UartDev.write = UartDev.read = UartDev.buffer;
    UartDev.rx_uart = number;
}

struct uart_device *GetUartDevice(void) {
    return &UartDev;
}

static int transmit(uint8_t number, uint8_t character) {
    struct uart_registers *uart = registers(number);
    while (uart->status & STATUS_TXFIFO_FULL) {
    }
    uart->fifo = character;
    return 0;
}

int uart_tx_one_char(uint8_t character) {
    return transmit(UartDev.tx_uart, character);
}

/** To the UART that commands are received from. */
int uart_tx_one_char2(uint8_t character) {
    return transmit(UartDev.rx_uart, character);
}

void uart_tx_flush(uint8_t number) {
    while (registers(number)->status & STATUS_TXFIFO_CNT) {
    }
}

void uart_tx_wait_idle(uint8_t number) {
    registers(number)->int_clr = INT_TX_DONE;
    uart_tx_flush(number);
}

int uart_rx_one_char(uint8_t *character) {
    struct uart_registers *uart = registers(UartDev.rx_uart);
    if ((uart->status & STATUS_RXFIFO_CNT) == 0) {
        return 1;
    }
    *character = (uint8_t) uart->fifo;
    return 0;
}

char uart_rx_one_char_block(void) {
    uint8_t character;
    while (uart_rx_one_char(&character)) {
    }
    return (char) character;
}

/** Reads a line that ends with CR or LF, without it, of at most length - 1 characters. */
int UartRxString(uint8_t *string, uint8_t length) {
    uint8_t *end = string;
    for (int count = 1; count < length; count++) {
        uint8_t character = (uint8_t) uart_rx_one_char_block();
        if (character == '\r' || character == '\n') {
            break;
        }
        *end++ = character;
    }
    *end = '\0';
    return 0;
}

/** The divider of the baud rate in sixteenths, from the shortest pulses seen. */
int uart_baudrate_detect(uint8_t number, bool asynchronous) {
    struct uart_registers *uart = registers(number);
    if (UartDev.detected == 0) {
        UartDev.detected = 1;
    }
    if (!(uart->autobaud & 1)) {
        uart->autobaud &= ~1u;
        uart->autobaud = AUTOBAUD_FILTER;
    }
    while (uart->rxd_cnt < AUTOBAUD_EDGES) {
        if (asynchronous) {
            return 0;
        }
        for (volatile int wait = 0; wait < 1000; wait++) {
        }
    }
    uint32_t low = uart->lowpulse & PULSE_COUNT;
    uint32_t high = uart->highpulse & PULSE_COUNT;
    uart->autobaud &= ~1u;
    return (int) ((low + high) << 3) + 144;
}

/** The character output of the console; its address is known to firmware. */
void ets_write_char_uart(char character) {
    if (character == '\n') {
        uart_tx_one_char('\r');
    } else if (character == '\r') {
        return;
    }
    uart_tx_one_char((uint8_t) character);
}

