/* Text, files and the end of a program through the debugger's or emulator's semihosting. Written by Lathe. */
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

int32_t lathe_open(const char *path, int32_t to_write)
{
    uint32_t length = 0U;

    while (path[length] != '\0')
    {
        length++;
    }

    /* The modes "rb" and "wb". */
    const uint32_t file[3] = {(uint32_t)path, (to_write != 0) ? 5U : 1U, length};

    return (int32_t)lathe_call(0x01U, file);
}

/* Both calls give the number of bytes that are missing. */
int32_t lathe_read(int32_t file, void *bytes, uint32_t count)
{
    const uint32_t part[3] = {(uint32_t)file, (uint32_t)bytes, count};

    return (lathe_call(0x06U, part) == 0U) ? 1 : 0;
}

int32_t lathe_write(int32_t file, const void *bytes, uint32_t count)
{
    const uint32_t part[3] = {(uint32_t)file, (uint32_t)bytes, count};

    return (lathe_call(0x05U, part) == 0U) ? 1 : 0;
}

void lathe_close(int32_t file)
{
    const uint32_t handle = (uint32_t)file;

    (void)lathe_call(0x02U, &handle);
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
