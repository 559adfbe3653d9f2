/* Text on a machine with an operating system. Written by Lathe. */
#include <stdio.h>

#include "lathe_check.h"

void lathe_print(const char *text)
{
    (void)fputs(text, stdout);
}

uint32_t lathe_stack_used(void)
{
    return 0U;
}

void lathe_clock_start(void)
{
}

uint32_t lathe_clock_now(void)
{
    return 0U;
}

uint32_t lathe_clock_between(uint32_t first, uint32_t last)
{
    return last - first;
}

uint32_t lathe_clock_calibrate(void)
{
    return 0U;
}
