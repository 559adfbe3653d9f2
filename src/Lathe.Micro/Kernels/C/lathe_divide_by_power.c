/* value / 2^exponent, rounded to nearest, a half away from zero; the exponent lies between 0 and 31. */
static int32_t lathe_divide_by_power(int32_t value, int32_t exponent)
{
    const int32_t mask = (int32_t)((1U << exponent) - 1U);
    const int32_t threshold = (mask >> 1) + ((value < 0) ? 1 : 0);

    return (value >> exponent) + (((value & mask) > threshold) ? 1 : 0);
}
