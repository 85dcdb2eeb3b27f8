/* What of the RTC fast memory survives deep sleep, and where waking goes. */
#include "rom.h"

#define RTC_STORE6 WORD(0x3ff480b8)
#define RTC_STORE7 WORD(0x3ff480bc)
#define RTC_MEM_CONF WORD(0x3ff48100)
#define RTC_MEM_CRC_RES WORD(0x3ff48104)
#define MEM_CRC_FINISH (1u << 31)
#define MEM_CRC_LENGTH 0x7ff00000u
#define MEM_CRC_ADDRESS 0x000ffe00u
#define MEM_CRC_START 0x100u

/** Of all words of the RTC fast memory, by the engine of the RTC controller. */
static uint32_t rtc_memory_crc(void) {
    RTC_MEM_CONF = (RTC_MEM_CONF & ~(MEM_CRC_ADDRESS | MEM_CRC_START)) | MEM_CRC_LENGTH;
    RTC_MEM_CONF |= MEM_CRC_START;
    while ((RTC_MEM_CONF & MEM_CRC_FINISH) == 0) {
    }
    RTC_MEM_CONF &= ~MEM_CRC_START;
    return RTC_MEM_CRC_RES;
}

void set_rtc_memory_crc(void) {
    RTC_STORE7 = rtc_memory_crc();
}

/** Takes the entry of the wake stub out of RTC_CNTL_STORE6: zero if RTC fast memory is not what it was on falling asleep. */
void rtc_boot_control(uint32_t *entry) {
    *entry = RTC_STORE6;
    if (*entry != 0 && rtc_memory_crc() != RTC_STORE7) {
        *entry = 0;
    }
    RTC_STORE6 = 0;
}
