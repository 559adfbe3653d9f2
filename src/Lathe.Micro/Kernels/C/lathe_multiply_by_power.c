/* value * 2^exponent, held within 32 bits. */
static int32_t lathe_multiply_by_power(int32_t value, int32_t exponent)
{
    const int32_t limit = (int32_t)(((int64_t)1 << (31 - exponent)) - 1);
    int32_t result = lathe_shift_left(value, exponent);

    if (value > limit)
    {
        result = INT32_MAX;
    }
    else if (value < -limit)
    {
        result = INT32_MIN;
    }
    else
    {
        /* It fits. */
    }

    return result;
}
