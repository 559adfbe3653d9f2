/* What a check program needs of the machine it runs on. Written by Lathe. */
#ifndef LATHE_CHECK_H
#define LATHE_CHECK_H

#include <stdint.h>

/* The instructions of one calibration of the clock. */
#define LATHE_CALIBRATION 2000000U

void lathe_print(const char *text);
uint32_t lathe_stack_used(void);
void lathe_clock_start(void);
uint32_t lathe_clock_now(void);
uint32_t lathe_clock_between(uint32_t first, uint32_t last);
uint32_t lathe_clock_calibrate(void);

#endif
