/* The code of a sum, from low to high. Factors lie below a half, sums below 2^30; a half of the last bit rounds away from zero. */
static inline int32_t lathe_scaled_s8(int32_t sum, int32_t multiplier, int32_t shift, const lathe_rescale *rescale)
{
    const int32_t product = lathe_rounded_high(sum * 2, multiplier);
    const int32_t halves = (product - ((product < 0) ? 1 : 0)) >> (-1 - shift);
    const int32_t code = ((halves + 1) >> 1) + rescale->offset;
    const int32_t raised = (code < rescale->low) ? rescale->low : code;

    return (raised > rescale->high) ? rescale->high : raised;
}

/* The codes of sums of channels next to each other; four, which most calls have, are written out. */
static void lathe_to_codes_s8(const int32_t *sums, const lathe_rescale *rescale, int32_t channel, int32_t count, int8_t *y)
{
    const int32_t *multiplier = &rescale->multiplier[channel];
    const int8_t *shift = &rescale->shift[channel];

    if (count == 4)
    {
        /* A code that is stored might be a factor, for all a compiler knows: so they are stored last. */
        const int32_t a = lathe_scaled_s8(sums[0], multiplier[0], shift[0], rescale);
        const int32_t b = lathe_scaled_s8(sums[1], multiplier[1], shift[1], rescale);
        const int32_t c = lathe_scaled_s8(sums[2], multiplier[2], shift[2], rescale);
        const int32_t d = lathe_scaled_s8(sums[3], multiplier[3], shift[3], rescale);

        y[0] = (int8_t)a;
        y[1] = (int8_t)b;
        y[2] = (int8_t)c;
        y[3] = (int8_t)d;
    }
    else
    {
        for (int32_t i = 0; i < count; i++)
        {
            y[i] = (int8_t)lathe_scaled_s8(sums[i], multiplier[i], shift[i], rescale);
        }
    }
}
