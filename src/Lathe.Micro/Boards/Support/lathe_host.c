/* Text and files on a machine with an operating system. Written by Lathe. */
#include <stdio.h>

#include "lathe_check.h"

#define LATHE_FILES 4

static FILE *lathe_files[LATHE_FILES];

int32_t lathe_open(const char *path, int32_t to_write)
{
    int32_t handle = -1;

    for (int32_t i = 0; (i < LATHE_FILES) && (handle < 0); i++)
    {
        if (lathe_files[i] == NULL)
        {
            lathe_files[i] = fopen(path, (to_write != 0) ? "wb" : "rb");
            handle = (lathe_files[i] != NULL) ? i : -1;
        }
    }

    return handle;
}

int32_t lathe_read(int32_t file, void *bytes, uint32_t count)
{
    return (fread(bytes, 1U, count, lathe_files[file]) == count) ? 1 : 0;
}

int32_t lathe_write(int32_t file, const void *bytes, uint32_t count)
{
    return (fwrite(bytes, 1U, count, lathe_files[file]) == count) ? 1 : 0;
}

void lathe_close(int32_t file)
{
    (void)fclose(lathe_files[file]);
    lathe_files[file] = NULL;
}

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
