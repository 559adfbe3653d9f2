/* 1 / (1 + value) of fractions of 31 bits: three steps of Newton's iteration. */
static int32_t lathe_one_over_one_plus(int32_t value)
{
    const int64_t sum = (int64_t)value + INT32_MAX;
    const int32_t half = (int32_t)((sum + ((sum >= 0) ? 1 : -1)) / 2);
    int32_t x = 1515870810 + lathe_high_product(half, -1010580540); /* 48/17 - 32/17 half */

    for (int32_t i = 0; i < 3; i++)
    {
        const int32_t error = ((int32_t)1 << 29) - lathe_high_product(half, x);

        x += lathe_multiply_by_power(lathe_high_product(x, error), 2);
    }

    return lathe_multiply_by_power(x, 1);
}
