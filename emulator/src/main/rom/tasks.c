/* The tasks and timers of the ROM, which only its own programs and the oldest firmware use: no task interrupts another. */
#include "rom.h"

#define TASKS 32
#define TIMER_TASK_PRIORITY 31
#define TIMER_INTERRUPT 10
#define TIMER_QUEUE 4
#define TICKS_PER_MS 5000
#define TICKS_PER_US 5
/** An alarm this near might be missed; it is set this far ahead instead. */
#define SHORTEST_ALARM 640
#define UNARMED ((struct ets_timer *) -1)

#define FRC2_LOAD WORD(0x3ff47020)
#define FRC2_COUNT WORD(0x3ff47024)
#define FRC2_CTRL WORD(0x3ff47028)
#define FRC2_ALARM WORD(0x3ff47030)
#define FRC_ENABLE (1u << 7)
#define FRC_DIVIDER_16 (2u << 1)

struct event {
    uint32_t signal, parameter;
};

struct task {
    void (*function)(struct event *);
    struct event *queue;
    uint8_t size, in, out, waiting;
    uint32_t bit;
};

struct ets_timer {
    struct ets_timer *next;
    uint32_t expire, period;
    void (*function)(void *);
    void *argument;
};

/* From 0x3FFE01F0 on */
extern uint32_t ets_ready;
extern struct task ets_tasks[TASKS];
extern void *ets_idle_argument;
extern void (*ets_idle_callback)(void *);
extern uint32_t ets_interrupt_locks;
extern struct ets_timer *timer_list;
extern struct event timer_queue[TIMER_QUEUE];

void ets_intr_lock(void) {
    SET_INTLEVEL(2);
    ets_interrupt_locks++;
}

void ets_intr_unlock(void) {
    if (--ets_interrupt_locks == 0) {
        SET_INTLEVEL(0);
    }
}

void ets_waiti0(void) {
    ets_interrupt_locks--;
    __asm__ volatile("waiti 0" : : : "memory");
}

void ets_set_idle_cb(void (*callback)(void *), void *argument) {
    ets_idle_callback = callback;
    ets_idle_argument = argument;
}

void ets_task(void (*function)(struct event *), uint8_t priority, struct event *queue, uint8_t size) {
    uint32_t number = priority - 1u;
    ets_tasks[number] = (struct task) {function, queue, size, 0, 0, 0, 1u << number};
}

/** Returns 1 if the queue of the task is full. */
int ets_post(uint8_t priority, uint32_t signal, uint32_t parameter) {
    struct task *task = &ets_tasks[priority - 1u];
    ets_intr_lock();
    bool fits = task->waiting < task->size;
    if (fits) {
        task->queue[task->in] = (struct event) {signal, parameter};
        task->in = task->in + 1u == task->size ? 0 : task->in + 1;
        if (++task->waiting == 1) {
            ets_ready |= task->bit;
        }
    }
    ets_intr_unlock();
    return !fits;
}

_Noreturn void ets_run(void) {
    for (;;) {
        ets_intr_lock();
        if (ets_ready == 0) {
            if (ets_idle_callback) {
                ets_idle_callback(ets_idle_argument);
            }
            ets_waiti0();
            continue;
        }
        struct task *task = &ets_tasks[31 - __builtin_clz(ets_ready)];
        struct event *event = &task->queue[task->out];
        task->out = task->out + 1u == task->size ? 0 : task->out + 1;
        if (--task->waiting == 0) {
            ets_ready &= ~task->bit;
        }
        ets_intr_unlock();
        task->function(event);
    }
}

/* Timers: FRC2 counts 5 MHz, the list is in the order in which they expire. */

static _Noreturn void fail(uint32_t line) {
    ets_printf("%s %u \n", "ets_timer.c", line);
    for (;;) {
    }
}

static void set_alarm(uint32_t at) {
    uint32_t now = FRC2_COUNT;
    int32_t left = (int32_t) (at - now);
    if (left > SHORTEST_ALARM) {
        FRC2_ALARM = at;
    } else {
        FRC2_ALARM = (left > 0 ? at + 4 : now) + SHORTEST_ALARM;
    }
}

static void insert(struct ets_timer *timer, uint32_t expire) {
    struct ets_timer **link = &timer_list;
    while (*link && (int32_t) ((*link)->expire - expire) < 1) {
        link = &(*link)->next;
    }
    timer->next = *link;
    timer->expire = expire;
    *link = timer;
    if (timer_list == timer) {
        set_alarm(expire);
    }
    if (timer->next == timer) {
        fail(179);
    }
}

static void arm(struct ets_timer *timer, uint32_t ticks, bool repeat, uint32_t line) {
    if (timer->next != UNARMED) {
        fail(line);
    }
    if (repeat) {
        timer->period = ticks;
    }
    ets_intr_lock();
    insert(timer, FRC2_COUNT + ticks);
    ets_intr_unlock();
}

void ets_timer_setfn(struct ets_timer *timer, void (*function)(void *), void *argument) {
    *timer = (struct ets_timer) {UNARMED, 0, 0, function, argument};
}

void ets_timer_arm(struct ets_timer *timer, uint32_t ms, bool repeat) {
    arm(timer, ms * TICKS_PER_MS, repeat, 191);
}

void ets_timer_arm_us(struct ets_timer *timer, uint32_t us, bool repeat) {
    arm(timer, us * TICKS_PER_US, repeat, 213);
}

void ets_timer_disarm(struct ets_timer *timer) {
    ets_intr_lock();
    for (struct ets_timer **link = &timer_list; *link; link = &(*link)->next) {
        if (*link == timer) {
            *link = timer->next;
            break;
        }
    }
    ets_intr_unlock();
    timer->next = UNARMED;
    timer->period = 0;
}

void ets_timer_done(struct ets_timer *timer) {
    if (timer->next != UNARMED) {
        fail(260);
    }
    *timer = (struct ets_timer) {UNARMED, 0, 0, NULL, NULL};
}

/** Calls what has expired. */
void ets_timer_handler_isr(void) {
    ets_intr_lock();
    while (timer_list && (int32_t) (timer_list->expire - FRC2_COUNT) < 1) {
        struct ets_timer *timer = timer_list;
        timer_list = timer->next;
        timer->next = UNARMED;
        ets_intr_unlock();
        timer->function(timer->argument);
        ets_intr_lock();
        if (timer->next == UNARMED && timer->period != 0) {
            insert(timer, timer->expire + timer->period);
        }
    }
    if (timer_list) {
        set_alarm(timer_list->expire);
    }
    ets_intr_unlock();
}

static void run_timers(struct event *event) {
    if (event->signal == 0) {
        ets_timer_handler_isr();
    }
}

static void post_timers(void *argument) {
    (void) argument;
    ets_post(TIMER_TASK_PRIORITY, 0, 0);
}

void ets_timer_init(void) {
    timer_list = NULL;
    ets_isr_attach(TIMER_INTERRUPT, post_timers, NULL);
    ets_isr_unmask(1u << TIMER_INTERRUPT);
    ets_task(run_timers, TIMER_TASK_PRIORITY, timer_queue, TIMER_QUEUE);
    FRC2_ALARM = 0;
    FRC2_CTRL = FRC_ENABLE | FRC_DIVIDER_16;
    FRC2_LOAD = 0;
}
