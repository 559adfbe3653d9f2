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

/* Files; a handle below 0 means that there is none, and 1 that all bytes were read or written. */
int32_t lathe_open(const char *path, int32_t to_write);
int32_t lathe_read(int32_t file, void *bytes, uint32_t count);
int32_t lathe_write(int32_t file, const void *bytes, uint32_t count);
void lathe_close(int32_t file);

#endif
