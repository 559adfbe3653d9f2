/* The code of a channel's sum. */
static code_t lathe_to_code_ROUNDED(sum_t sum, const lathe_rescale *rescale, int32_t channel)
{
    const int32_t factor = channel * rescale->per_channel;
    const int32_t scaled = requantize((scaled_t)sum, rescale->multiplier[factor], rescale->shift[factor]);

    return (code_t)lathe_clamp(scaled + rescale->offset, rescale->low, rescale->high);
}
