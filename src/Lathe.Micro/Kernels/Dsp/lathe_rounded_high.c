/* The upper half of a product, rounded; a half rounds up. */
static inline int32_t lathe_rounded_high(int32_t a, int32_t b)
{
    int32_t high;

    __asm__("smmulr %0, %1, %2" : "=r"(high) : "r"(a), "r"(b));

    return high;
}
