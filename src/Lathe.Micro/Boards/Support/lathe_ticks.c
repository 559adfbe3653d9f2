/* The core's own timer as a clock. Under QEMU with -icount it counts executed instructions. Written by Lathe. */
#include <stdint.h>

#include "lathe_check.h"

#define LATHE_CONTROL (*(volatile uint32_t *)0xE000E010U)
#define LATHE_RELOAD (*(volatile uint32_t *)0xE000E014U)
#define LATHE_CURRENT (*(volatile uint32_t *)0xE000E018U)
#define LATHE_MASK 0x00FFFFFFU

void lathe_clock_start(void)
{
    LATHE_RELOAD = LATHE_MASK;
    LATHE_CURRENT = 0U;
    LATHE_CONTROL = 5U; /* the core's clock, on, no interrupt */
}

uint32_t lathe_clock_now(void)
{
    return LATHE_MASK - LATHE_CURRENT;
}

/* Ticks between two readings less than one turn apart. */
uint32_t lathe_clock_between(uint32_t first, uint32_t last)
{
    return (last - first) & LATHE_MASK;
}

/* The ticks that a known number of instructions takes. */
uint32_t lathe_clock_calibrate(void)
{
    const uint32_t first = lathe_clock_now();
    uint32_t rounds = LATHE_CALIBRATION / 2U;

    __asm__ volatile(".syntax unified\n1:\n    subs %0, %0, #1\n    bne 1b\n" : "+l"(rounds) : : "cc");

    return lathe_clock_between(first, lathe_clock_now());
}
