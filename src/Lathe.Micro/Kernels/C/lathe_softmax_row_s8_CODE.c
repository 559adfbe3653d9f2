static void lathe_softmax_row_s8_CODE(const lathe_softmax *layer, const int8_t *x, code_t *y)
{
    int32_t largest = INT8_MIN;
    int32_t sum = 0; /* 19 fraction bits */

    for (int32_t i = 0; i < layer->width; i++)
    {
        largest = (x[i] > largest) ? x[i] : largest;
    }

    for (int32_t i = 0; i < layer->width; i++)
    {
        if ((x[i] - largest) >= layer->least_difference)
        {
            sum += lathe_divide_by_power(lathe_softmax_exponential(layer, x[i] - largest), 12);
        }
    }

    const int32_t headroom = lathe_leading_zeros((uint32_t)sum);
    const int32_t reciprocal = lathe_one_over_one_plus((int32_t)(((uint32_t)sum << headroom) + 0x80000000U));
    const int32_t shift = 12 - headroom + 31 - CODE_BITS;

    for (int32_t i = 0; i < layer->width; i++)
    {
        const int32_t difference = x[i] - largest;
        int32_t share = 0;

        if (difference >= layer->least_difference)
        {
            share = lathe_divide_by_power(lathe_high_product(reciprocal, lathe_softmax_exponential(layer, difference)), shift);
        }

        y[i] = (code_t)lathe_clamp(share + CODE_MIN, CODE_MIN, CODE_MAX);
    }
}
