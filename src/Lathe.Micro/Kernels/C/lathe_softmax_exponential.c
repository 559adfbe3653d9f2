/* The exponential of a difference of codes. */
static int32_t lathe_softmax_exponential(const lathe_softmax *layer, int32_t difference)
{
    return lathe_exponential(lathe_high_product(lathe_shift_left(difference, layer->shift), layer->multiplier));
}
