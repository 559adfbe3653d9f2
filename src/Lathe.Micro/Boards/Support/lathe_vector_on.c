/* Cores with a unit for vectors or floats start with it locked. Written by Lathe. */
#include <stdint.h>

#define LATHE_ACCESS (*(volatile uint32_t *)0xE000ED88U)

void lathe_prepare(void);

void lathe_prepare(void)
{
    LATHE_ACCESS |= 0x00F00000U;
    __asm__ volatile("dsb\n    isb" : : : "memory");
}
