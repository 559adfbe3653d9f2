/* exp(x) for x in [-1/4, 0), a fraction of 31 bits: Taylor's polynomial around -1/8. */
static int32_t lathe_exponential_on_quarter(int32_t value)
{
    const int32_t eighth = 1895147668; /* exp(-1/8) */
    const int32_t third = 715827883;   /* 1/3 */
    const int32_t x = value + ((int32_t)1 << 28);
    const int32_t x2 = lathe_high_product(x, x);
    const int32_t x3 = lathe_high_product(x2, x);
    const int32_t x4 = lathe_high_product(x2, x2);
    const int32_t tail = lathe_high_product(lathe_divide_by_power(x4, 2) + x3, third) + x2;

    return eighth + lathe_high_product(eighth, x + lathe_divide_by_power(tail, 1));
}
