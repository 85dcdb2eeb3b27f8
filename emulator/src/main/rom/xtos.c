/* Exceptions and interrupts of level 1 while the vectors of the ROM are in use. */
#include "rom.h"

#define CAUSE_LEVEL1_INTERRUPT 4
#define CAUSES 64
#define INTERRUPTS 32
#define PS_INTLEVEL 15u

struct exception_frame {
    uint32_t a0, a2, a3, a4, a5, a6, a7, ps, sar, epc1, exccause, excvaddr;
};

typedef void (*exception_handler)(struct exception_frame *);

struct interrupt_handler {
    interrupt_function function;
    void *argument;
};

/** The tables of one CPU, in RAM that the application takes over once it has vectors of its own. */
struct xtos {
    exception_handler exceptions[CAUSES];
    uint32_t enabled;
    uint32_t virtual_priority;
    struct interrupt_handler interrupts[INTERRUPTS];
};

extern struct xtos xtos_pro, xtos_app;

static struct xtos *xtos(void) {
    return is_app_cpu() ? &xtos_app : &xtos_pro;
}

static void set_intenable(uint32_t mask) {
    __asm__ volatile("wsr.intenable %0\n\trsync" : : "r"(mask) : "memory");
}

static const char *const cause_names[40] = {
    "IllegalInstruction", "Syscall", "InstructionFetchError", "LoadStoreError",
    "Level1Interrupt", "Alloca", "IntegerDivideByZero", "PCValueError",
    "Privileged", "LoadStoreAlignment", "Reserved", "Reserved",
    "InstrPIFDataError", "LoadStorePIFDataError", "InstrPIFAddrError", "LoadStorePIFAddrError",
    "InstTLBMiss", "InstTLBMultiHit", "InstFetchPrivilege", "Reserved",
    "InstFetchProhibited", "Reserved", "Reserved", "Reserved",
    "LoadStoreTLBMiss", "LoadStoreTLBMultiHit", "LoadStorePrivilege", "Reserved",
    "LoadProhibited", "StoreProhibited", "Reserved", "Reserved",
    "Coprocessor0Disabled", "Coprocessor1Disabled", "Coprocessor2Disabled", "Coprocessor3Disabled",
    "Coprocessor4Disabled", "Coprocessor5Disabled", "Coprocessor6Disabled", "Coprocessor7Disabled",
};

void ets_fatal_exception_handler(struct exception_frame *frame) {
    uint32_t epc2, epc3, depc;
    __asm__("rsr.epc2 %0" : "=r"(epc2));
    __asm__("rsr.epc3 %0" : "=r"(epc3));
    __asm__("rsr.depc %0" : "=r"(depc));
    uint32_t cause = frame->exccause;
    ets_printf("Fatal exception (%d): %s\n", cause, cause < 40 ? cause_names[cause] : "Reserved");
    ets_printf("epc1=0x%08x, epc2=0x%08x, epc3=0x%08x, excvaddr=0x%08x, depc=0x%08x\n",
               frame->epc1, epc2, epc3, frame->excvaddr, depc);
    for (;;) {
    }
}

static void handle_interrupts(struct xtos *tables) {
    uint32_t pending, enabled;
    __asm__ volatile("rsr.interrupt %0" : "=r"(pending));
    __asm__ volatile("rsr.intenable %0" : "=r"(enabled));
    pending &= enabled;
    for (int number = 0; number < INTERRUPTS; number++) {
        uint32_t bit = 1u << number;
        if (pending & bit) {
            __asm__ volatile("wsr.intclear %0" : : "r"(bit));
            struct interrupt_handler handler = tables->interrupts[number];
            if (handler.function) {
                handler.function(handler.argument);
            } else {
                _xtos_ints_off(bit);
            }
        }
    }
}

/** Called by the vectors. */
void handle_exception(struct exception_frame *frame) {
    struct xtos *tables = xtos();
    uint32_t cause = frame->exccause;
    if (cause == CAUSE_LEVEL1_INTERRUPT) {
        handle_interrupts(tables);
    } else if (cause < CAUSES && tables->exceptions[cause]) {
        tables->exceptions[cause](frame);
    } else {
        ets_fatal_exception_handler(frame);
    }
}

exception_handler _xtos_set_exception_handler(uint32_t cause, exception_handler handler) {
    if (cause >= CAUSES) {
        return NULL;
    }
    struct xtos *tables = xtos();
    exception_handler old = tables->exceptions[cause];
    tables->exceptions[cause] = handler;
    return old;
}

interrupt_function _xtos_set_interrupt_handler_arg(uint32_t number, interrupt_function function, void *argument) {
    if (number >= INTERRUPTS) {
        return NULL;
    }
    struct interrupt_handler *handler = &xtos()->interrupts[number];
    interrupt_function old = handler->function;
    handler->function = function;
    handler->argument = argument;
    return old;
}

interrupt_function _xtos_set_interrupt_handler(uint32_t number, interrupt_function function) {
    return _xtos_set_interrupt_handler_arg(number, function, (void *) number);
}

static uint32_t set_enabled(uint32_t on, uint32_t off) {
    uint32_t old_ps = SET_INTLEVEL(6);
    struct xtos *tables = xtos();
    uint32_t old = tables->enabled;
    tables->enabled = (old | on) & ~off;
    set_intenable(tables->enabled & tables->virtual_priority);
    _xtos_restore_intlevel(old_ps);
    return old;
}

uint32_t _xtos_ints_on(uint32_t mask) {
    return set_enabled(mask, 0);
}

uint32_t _xtos_ints_off(uint32_t mask) {
    return set_enabled(0, mask);
}

uint32_t _xtos_set_vpri(uint32_t mask) {
    uint32_t old_ps = SET_INTLEVEL(6);
    struct xtos *tables = xtos();
    uint32_t old = tables->virtual_priority;
    tables->virtual_priority = mask;
    set_intenable(tables->enabled & mask);
    _xtos_restore_intlevel(old_ps);
    return old;
}

void _xtos_restore_intlevel(uint32_t ps) {
    __asm__ volatile("wsr.ps %0\n\trsync" : : "r"(ps) : "memory");
}

/** Sets PS.INTLEVEL and returns the old level. */
uint32_t _xtos_set_intlevel(uint32_t level) {
    uint32_t ps;
    __asm__ volatile("rsr.ps %0" : "=r"(ps));
    _xtos_restore_intlevel((ps & ~PS_INTLEVEL) | (level & PS_INTLEVEL));
    return ps & PS_INTLEVEL;
}

/** Raises PS.INTLEVEL if it is lower and returns the whole old PS. */
uint32_t _xtos_set_min_intlevel(uint32_t level) {
    uint32_t ps;
    __asm__ volatile("rsr.ps %0" : "=r"(ps));
    if ((ps & PS_INTLEVEL) < level) {
        _xtos_restore_intlevel((ps & ~PS_INTLEVEL) | (level & PS_INTLEVEL));
    }
    return ps;
}

void ets_isr_attach(uint32_t number, interrupt_function function, void *argument) {
    _xtos_set_interrupt_handler_arg(number, function, argument);
}

void ets_isr_mask(uint32_t mask) {
    _xtos_ints_off(mask);
}

void ets_isr_unmask(uint32_t mask) {
    _xtos_ints_on(mask);
}

uint32_t xthal_get_ccount(void) {
    uint32_t value;
    __asm__ volatile("rsr.ccount %0" : "=r"(value));
    return value;
}

int xthal_set_ccompare(int number, uint32_t value) {
    switch (number) {
        case 0:
            __asm__ volatile("wsr.ccompare0 %0\n\tesync" : : "r"(value));
            return 0;
        case 1:
            __asm__ volatile("wsr_number %0, SR_CCOMPARE1\n\tesync" : : "r"(value));
            return 0;
        case 2:
            __asm__ volatile("wsr_number %0, SR_CCOMPARE2\n\tesync" : : "r"(value));
            return 0;
        default:
            return -1;
    }
}

uint32_t xthal_get_ccompare(int number) {
    uint32_t value = 0;
    switch (number) {
        case 0:
            __asm__ volatile("rsr.ccompare0 %0" : "=r"(value));
            break;
        case 1:
            __asm__ volatile("rsr_number %0, SR_CCOMPARE1" : "=r"(value));
            break;
        case 2:
            __asm__ volatile("rsr_number %0, SR_CCOMPARE2" : "=r"(value));
            break;
        default:
            break;
    }
    return value;
}

uint32_t xthal_get_interrupt(void) {
    uint32_t value;
    __asm__ volatile("rsr.interrupt %0" : "=r"(value));
    return value;
}

void xthal_set_intclear(uint32_t mask) {
    __asm__ volatile("wsr.intclear %0" : : "r"(mask));
}
