/* exp(value) of a number with 26 fraction bits that is not positive, as a fraction of 31 bits. */
static int32_t lathe_exponential(int32_t value)
{
    /* exp(-2^k) for k = -2 .. 4. */
    static const int32_t powers[7] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
    const int32_t quarter = (int32_t)1 << 24;
    int32_t result = INT32_MAX;

    if (value != 0)
    {
        const int32_t within = (value & (quarter - 1)) - quarter;
        const int32_t rest = (int32_t)((uint32_t)within - (uint32_t)value);

        result = lathe_exponential_on_quarter(lathe_shift_left(within, 5));

        for (int32_t k = 0; k < 7; k++)
        {
            if (((rest >> (24 + k)) & 1) != 0)
            {
                result = lathe_high_product(result, powers[k]);
            }
        }
    }

    return result;
}
