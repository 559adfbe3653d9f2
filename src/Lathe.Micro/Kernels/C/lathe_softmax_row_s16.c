static void lathe_softmax_row_s16(const lathe_softmax *layer, const int16_t *x, int16_t *y)
{
    int32_t largest = INT16_MIN;
    int32_t sum = 0;

    for (int32_t i = 0; i < layer->width; i++)
    {
        largest = (x[i] > largest) ? x[i] : largest;
    }

    for (int32_t i = 0; i < layer->width; i++)
    {
        const int32_t argument = lathe_requantize(x[i] - largest, layer->multiplier, layer->shift) + INT16_MAX;

        y[i] = (int16_t)lathe_interpolate(lathe_exponential_table, lathe_clamp(argument, INT16_MIN, INT16_MAX));
        sum += y[i];
    }

    /* The sum as 1 + a fraction of 16 bits, moved to the table's middle. */
    const int32_t headroom = lathe_leading_zeros((uint32_t)sum);
    const int32_t scaled = (lathe_shift_left(sum, headroom - 1) + (1 << 13)) >> 14;
    const int32_t reciprocal = lathe_interpolate(lathe_reciprocal_table, scaled - (1 << 16) - (1 << 15));

    for (int32_t i = 0; i < layer->width; i++)
    {
        y[i] = (int16_t)((((y[i] * reciprocal) >> (30 - headroom)) + 1) >> 1);
    }
}
