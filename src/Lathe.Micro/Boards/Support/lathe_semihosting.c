/* Text and the end of a program through the debugger's or emulator's semihosting. Written by Lathe. */
#include <stdint.h>

#include "lathe_check.h"

void lathe_exit(int32_t code);

static uint32_t lathe_call(uint32_t operation, const void *argument)
{
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;

    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");

    return r0;
}

void lathe_print(const char *text)
{
    (void)lathe_call(0x04U, text);
}

/* Ends the emulator with this code. */
void lathe_exit(int32_t code)
{
    const uint32_t reason[2] = {0x20026U, (uint32_t)code};

    (void)lathe_call(0x20U, reason);

    for (;;)
    {
    }
}
