/* The registers that the sample uses. Names and bits: ESP32 Technical Reference Manual. */
#ifndef REGISTERS_H
#define REGISTERS_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *) (address))
#define BIT(n) (1u << (n))

/* DPORT */
#define DPORT_PRO_CACHE_CTRL REGISTER(0x3ff00040)
#define DPORT_PRO_CACHE_ENABLE BIT(3)
#define DPORT_PRO_CACHE_FLUSH_ENA BIT(4)
#define DPORT_PRO_CACHE_FLUSH_DONE BIT(5)
#define DPORT_PRO_DRAM_HL BIT(16)
#define DPORT_PRO_DRAM_SPLIT BIT(11)
#define DPORT_PRO_CACHE_CTRL1 REGISTER(0x3ff00044)
#define DPORT_PRO_CACHE_MASK_DRAM1 BIT(3)
#define DPORT_PRO_CACHE_MASK_OPSDRAM BIT(5)
#define DPORT_PRO_CMMU_SRAM_PAGE_MODE (7u << 6)
#define DPORT_PRO_INTR_MAP(source) REGISTER(0x3ff00104 + 4 * (source))
#define DPORT_PRO_MMU(entry) REGISTER(0x3ff10000 + 4 * (entry))

/* UART0 */
#define UART_FIFO REGISTER(0x3ff40000)
#define UART_STATUS REGISTER(0x3ff4001c)
#define UART_TXFIFO_CNT(status) ((status) >> 16 & 0xff)

/* SPI1 at index 1, which software uses, and SPI0, which the cache uses */
#define SPI_CMD(spi) REGISTER(0x3ff43000 - 0x1000 * (spi))
#define SPI_USR BIT(18)
#define SPI_ADDR(spi) REGISTER(0x3ff43004 - 0x1000 * (spi))
#define SPI_USER(spi) REGISTER(0x3ff4301c - 0x1000 * (spi))
#define SPI_USR_COMMAND BIT(31)
#define SPI_USR_ADDR BIT(30)
#define SPI_USR_MISO BIT(28)
#define SPI_USER1(spi) REGISTER(0x3ff43020 - 0x1000 * (spi))
#define SPI_USER2(spi) REGISTER(0x3ff43024 - 0x1000 * (spi))
#define SPI_MISO_DLEN(spi) REGISTER(0x3ff4302c - 0x1000 * (spi))
#define SPI_PIN(spi) REGISTER(0x3ff43034 - 0x1000 * (spi))
#define SPI_CS0_DIS BIT(0)
#define SPI_CS1_DIS BIT(1)
#define SPI_CACHE_FCTRL(spi) REGISTER(0x3ff43050 - 0x1000 * (spi))
#define SPI_CACHE_REQ_EN BIT(0)
#define SPI_CACHE_SCTRL(spi) REGISTER(0x3ff43054 - 0x1000 * (spi))
#define SPI_SRAM_CMD(spi) REGISTER(0x3ff43058 - 0x1000 * (spi))
#define SPI_SRAM_DRD_CMD(spi) REGISTER(0x3ff4305c - 0x1000 * (spi))
#define SPI_SRAM_DWR_CMD(spi) REGISTER(0x3ff43060 - 0x1000 * (spi))
#define SPI_W0(spi) REGISTER(0x3ff43080 - 0x1000 * (spi))

/* GPIO and IO_MUX */
#define GPIO_OUT_W1TS REGISTER(0x3ff44008)
#define GPIO_OUT_W1TC REGISTER(0x3ff4400c)
#define GPIO_ENABLE_W1TS REGISTER(0x3ff44024)
#define GPIO_IN REGISTER(0x3ff4403c)
#define GPIO_FUNC_OUT_SEL(gpio) REGISTER(0x3ff44530 + 4 * (gpio))
#define GPIO_SIGNAL_OUT 256
#define GPIO_SIGNAL_SPICLK 0
#define GPIO_SIGNAL_SPICS1 6
#define IO_MUX_GPIO2 REGISTER(0x3ff49040)
#define IO_MUX_GPIO16 REGISTER(0x3ff4904c)
#define IO_MUX_GPIO17 REGISTER(0x3ff49050)
#define IO_MUX_FUNCTION_GPIO (2u << 12)
#define IO_MUX_DRIVE_20_MA (2u << 10)
#define IO_MUX_INPUT_ENABLE BIT(9)

/* RTC_CNTL */
#define RTC_RESET_STATE REGISTER(0x3ff48034)
#define RTC_WDTCONFIG0 REGISTER(0x3ff4808c)
#define RTC_WDTWPROTECT REGISTER(0x3ff480a4)

/* eFuse block 0 and the revision bit in SYSCON */
#define EFUSE_RDATA(n) REGISTER(0x3ff5a000 + 4 * (n))
#define SYSCON_DATE REGISTER(0x3ff6607c)

/* Timer group 0 */
#define TIMG_T0CONFIG REGISTER(0x3ff5f000)
#define TIMG_T0_EN BIT(31)
#define TIMG_T0_INCREASE BIT(30)
#define TIMG_T0_AUTORELOAD BIT(29)
#define TIMG_T0_DIVIDER(n) ((uint32_t) (n) << 13)
#define TIMG_T0_LEVEL_INT_EN BIT(11)
#define TIMG_T0_ALARM_EN BIT(10)
#define TIMG_T0ALARMLO REGISTER(0x3ff5f010)
#define TIMG_T0ALARMHI REGISTER(0x3ff5f014)
#define TIMG_T0LOADLO REGISTER(0x3ff5f018)
#define TIMG_T0LOADHI REGISTER(0x3ff5f01c)
#define TIMG_T0LOAD REGISTER(0x3ff5f020)
#define TIMG_WDTCONFIG0 REGISTER(0x3ff5f048)
#define TIMG_WDTWPROTECT REGISTER(0x3ff5f064)
#define TIMG_INT_ENA REGISTER(0x3ff5f098)
#define TIMG_INT_CLR REGISTER(0x3ff5f0a4)
#define TIMG_T0_INT BIT(0)
#define SOURCE_TG0_T0_LEVEL 14

#define WDT_WKEY 0x50d83aa1u

#endif
