/* The codes of sums of channels next to each other. Factors lie below a half, sums below 2^30; a half of the last bit rounds away from zero. */
static void lathe_to_codes_s8(const int32_t *sums, const lathe_rescale *rescale, int32_t channel, int32_t count, int8_t *y)
{
    const int32_t *multiplier = &rescale->multiplier[channel];
    const int8_t *shift = &rescale->shift[channel];
    const int32_t offset = rescale->offset;
    const int32_t low = rescale->low;
    const int32_t high = rescale->high;

    for (int32_t i = 0; i < count; i++)
    {
        const int32_t product = lathe_rounded_high(sums[i] * 2, multiplier[i]);
        const int32_t halves = (product - ((product < 0) ? 1 : 0)) >> (-1 - shift[i]);
        const int32_t code = ((halves + 1) >> 1) + offset;
        const int32_t raised = (code < low) ? low : code;

        y[i] = (int8_t)((raised > high) ? high : raised);
    }
}
