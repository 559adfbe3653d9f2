/* Adds the products of one tap to the sums of four channels next to each other: codes and weights are read four at a time. */
static inline void lathe_depthwise_tap_s8(const int8_t *codes, const int8_t *weights, int16x2_t offsets, int32_t sums[4])
{
    const uint32_t four_codes = lathe_load_word(codes);
    const uint32_t four_weights = lathe_load_word(weights);
    const int16x2_t even_codes = __sxtab16(offsets, (int8x4_t)four_codes);
    const int16x2_t odd_codes = lathe_odd_codes_plus(offsets, four_codes);
    const int16x2_t even_weights = __sxtb16((int8x4_t)four_weights);
    const int16x2_t odd_weights = lathe_odd_codes(four_weights);

    sums[0] = __smlabb(even_codes, even_weights, sums[0]);
    sums[1] = __smlabb(odd_codes, odd_weights, sums[1]);
    sums[2] = __smlatt(even_codes, even_weights, sums[2]);
    sums[3] = __smlatt(odd_codes, odd_weights, sums[3]);
}

/* Adds the products of all taps to four biases. In a function of its own it has registers enough. */
static __attribute__((noinline)) void lathe_depthwise_add_s8(const lathe_taps_s8 *taps, int32_t channel, int16x2_t offsets, const int32_t bias[4], int32_t result[4])
{
    int32_t sums[4] = {bias[0], bias[1], bias[2], bias[3]};
    const int32_t step = taps->step;
    const int32_t width = taps->columns * step;
    const int8_t *codes = &taps->codes[channel];
    const int8_t *weights = &taps->weights[channel];

    for (int32_t row = taps->rows; row > 0; row--)
    {
        for (int32_t place = 0; place < width; place += step)
        {
            lathe_depthwise_tap_s8(&codes[place], &weights[place], offsets, sums);
        }

        codes = &codes[taps->code_row];
        weights = &weights[taps->weight_row];
    }

    result[0] = sums[0];
    result[1] = sums[1];
    result[2] = sums[2];
    result[3] = sums[3];
}

/* Writes the channels of one place, four at a time; gives the first channel that is left. */
static int32_t lathe_depthwise_lanes_s8(const lathe_image_layer_s8 *layer, const lathe_taps_s8 *taps, int8_t *y)
{
    const int16x2_t offsets = (int16x2_t)(((uint32_t)layer->input_offset & 0xFFFFU) | ((uint32_t)layer->input_offset << 16));
    int32_t channel = 0;

    for (; (channel + 4) <= layer->output.channels; channel += 4)
    {
        int32_t sums[4];

        lathe_depthwise_add_s8(taps, channel, offsets, &layer->bias[channel], sums);
        lathe_to_codes_s8(sums, &layer->rescale, channel, 4, &y[channel]);
    }

    return channel;
}
