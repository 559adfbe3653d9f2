/* What compilers call for structures and loops over memory. Written by Lathe. */
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *target, const void *source, size_t count);
void *memset(void *target, int value, size_t count);

void *memcpy(void *target, const void *source, size_t count)
{
    uint8_t *to = target;
    const uint8_t *from = source;

    for (size_t i = 0; i < count; i++)
    {
        to[i] = from[i];
    }

    return target;
}

void *memset(void *target, int value, size_t count)
{
    uint8_t *to = target;

    for (size_t i = 0; i < count; i++)
    {
        to[i] = (uint8_t)value;
    }

    return target;
}
