/*
 * The registers that the endpoint uses beside those of the sample "hello". Sources as there; of the radio only open drivers
 * tell.
 */
#ifndef ENDPOINT_REGISTERS_H
#define ENDPOINT_REGISTERS_H

#include "../../hello/registers.h"

/* DPORT */
#define DPORT_PERI_CLK_EN REGISTER(0x3ff0001c)
#define DPORT_PERI_RST_EN REGISTER(0x3ff00020)
#define DPORT_PERI_AES_SHA (BIT(0) | BIT(1))
#define DPORT_CPU_PER_CONF REGISTER(0x3ff0003c)
#define DPORT_CPU_240_MHZ 2u
#define DPORT_WIFI_CLK_EN REGISTER(0x3ff000cc)
#define DPORT_WIFI_CLK (0x406u | 0x3c9u)
#define DPORT_CORE_RST_EN REGISTER(0x3ff000d0)
#define DPORT_WIFIMAC_RST BIT(2)

/* AES accelerator */
#define AES_START REGISTER(0x3ff01000)
#define AES_IDLE REGISTER(0x3ff01004)
#define AES_MODE REGISTER(0x3ff01008)
#define AES_KEY(i) REGISTER(0x3ff01010 + 4 * (i))
#define AES_TEXT(i) REGISTER(0x3ff01030 + 4 * (i))
#define AES_ENCRYPT_128 0
#define AES_DECRYPT_128 4

/* SHA accelerator */
#define SHA_TEXT(i) REGISTER(0x3ff03000 + 4 * (i))
#define SHA_256_START REGISTER(0x3ff03090)
#define SHA_256_CONTINUE REGISTER(0x3ff03094)
#define SHA_256_LOAD REGISTER(0x3ff03098)
#define SHA_256_BUSY REGISTER(0x3ff0309c)

/* UART0 */
#define UART_INT_ENA REGISTER(0x3ff4000c)
#define UART_INT_CLR REGISTER(0x3ff40010)
#define UART_TXFIFO_EMPTY_INT BIT(1)
#define UART_CLKDIV REGISTER(0x3ff40014)
#define UART_UTX_OUT(status) ((status) >> 24 & 0xf)
#define SOURCE_UART0 34

/* SPI1, which software uses */
#define SPI_W(spi, i) REGISTER(0x3ff43080 - 0x1000 * (spi) + 4 * (i))

/* GPIO */
#define GPIO_ENABLE_W1TC REGISTER(0x3ff44028)
#define IO_MUX_GPIO26 REGISTER(0x3ff49028)
#define IO_MUX_GPIO27 REGISTER(0x3ff4902c)
#define IO_MUX_PULL_UP BIT(8)

/* RTC_CNTL */
#define RTC_CLK_CONF REGISTER(0x3ff48070)
#define RTC_SOC_CLK_SEL (3u << 27)
#define RTC_SOC_CLK_PLL (1u << 27)

/* Timer group 0 */
#define TIMG_T0LO REGISTER(0x3ff5f004)
#define TIMG_T0HI REGISTER(0x3ff5f008)
#define TIMG_T0UPDATE REGISTER(0x3ff5f00c)

/* The synthesiser of the radio */
#define ANA_SYNTHESISER REGISTER(0x3ff4e0c4)
#define ANA_SYNTHESISER_START BIT(8)
#define ANA_SYNTHESISER_BY_SOFTWARE (2u << 27)
#define ANA_SYNTHESISER_DONE BIT(31)

/* The MAC: interfaces 0 to 3, transmit slot 0, entries 0 to 24 of the key table */
#define MAC(offset) REGISTER(0x3ff73000 + (offset))
#define MAC_BSSID_LOW MAC(0x000)
#define MAC_BSSID_HIGH MAC(0x004)
#define MAC_BSSID_MASK_LOW MAC(0x020)
#define MAC_BSSID_MASK_HIGH MAC(0x024)
#define MAC_ADDRESS_LOW MAC(0x040)
#define MAC_ADDRESS_HIGH MAC(0x044)
#define MAC_ADDRESS_MASK_LOW MAC(0x060)
#define MAC_ADDRESS_MASK_HIGH MAC(0x064)
#define MAC_FILTER_ENABLE BIT(16)
#define MAC_FILTER_CONTROL(i) MAC(0x0d8 + 4 * (i))
#define MAC_FILTER_DROP_FOREIGN 5u
#define MAC_FILTER_PASS_ALL 0x110u
#define MAC_RX_CTRL MAC(0x084)
#define MAC_RX_RELOAD BIT(0)
#define MAC_RX_ENABLE BIT(31)
#define MAC_RX_BASE MAC(0x088)
#define MAC_RX_NEXT MAC(0x08c)
#define MAC_RX_LAST MAC(0x090)
#define MAC_RX_NONE 0x3ff00000u
#define MAC_DMA_UPPER(i) MAC(0x118 + 8 * (i))
#define MAC_DMA_LOWER(i) MAC(0x11c + 8 * (i))
#define MAC_CRYPTO_CONTROL MAC(0x800)
#define MAC_CRYPTO_IDLE 0x00030000u
#define MAC_CRYPTO_KEYS 0x00010103u
#define MAC_KEY_ENABLE MAC(0x814)
#define MAC_INT_ENABLE MAC(0xc40)
#define MAC_INT_STATUS MAC(0xc48)
#define MAC_INT_CLEAR MAC(0xc4c)
#define MAC_INT_RX (BIT(5) | BIT(24))
#define MAC_INT_TX BIT(7)
#define MAC_CONTROL MAC(0xcb8)
#define MAC_CONTROL_STOP 0x17ffu
#define MAC_CONTROL_BUSY 0x6000u
#define MAC_TX_COMPLETE_CLEAR MAC(0xcc4)
#define MAC_TX_CONFIG MAC(0xd1c)
#define MAC_TX_PLCP0 MAC(0xd20)
#define MAC_TX_PLCP0_BASE 0x00600000u
#define MAC_TX_WANTS_ACK BIT(24)
#define MAC_TX_KICK 0xc0000000u
#define MAC_RESET MAC(0xd24)
#define MAC_TX_PLCP1 MAC(0x1258)
#define MAC_TX_PLCP2 MAC(0x125c)
#define MAC_TX_DURATION MAC(0x1268)
#define MAC_TX_RESULT MAC(0x1270)
#define MAC_KEY(slot, word) MAC(0x1400 + 40 * (slot) + 4 * (word))
#define MAC_KEY_CCMP (3u << 18)
#define MAC_KEY_PAIRWISE (2u << 21)
#define MAC_KEY_GROUP (6u << 21)
#define WDEV_RANDOM REGISTER(0x3ff75144)
#define SOURCE_WIFI_MAC 0

#endif
