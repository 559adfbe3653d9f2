/* Adds the products of four channels next to each other to their sums: codes and weights are read four at a time. */
static void lathe_depthwise_add_s8(const lathe_taps_s8 *taps, int32_t channel, int32_t input_offset, int32_t sums[4])
{
    const int16x2_t offsets = (int16x2_t)(((uint32_t)input_offset & 0xFFFFU) | ((uint32_t)input_offset << 16));
    const int32_t step = taps->step;
    const int8_t *codes = &taps->codes[channel];
    const int8_t *weights = &taps->weights[channel];
    int32_t a = sums[0];
    int32_t b = sums[1];
    int32_t c = sums[2];
    int32_t d = sums[3];

    for (int32_t row = taps->rows; row > 0; row--)
    {
        const int8_t *const end = &codes[taps->columns * step];
        const int8_t *weight = weights;

        for (const int8_t *code = codes; code != end; code = &code[step])
        {
            const uint32_t four_codes = lathe_load_word(code);
            const uint32_t four_weights = lathe_load_word(weight);
            const int16x2_t even_codes = __sxtab16(offsets, (int8x4_t)four_codes);
            const int16x2_t odd_codes = lathe_odd_codes_plus(offsets, four_codes);
            const int16x2_t even_weights = __sxtb16((int8x4_t)four_weights);
            const int16x2_t odd_weights = lathe_odd_codes(four_weights);

            a = __smlabb(even_codes, even_weights, a);
            b = __smlabb(odd_codes, odd_weights, b);
            c = __smlatt(even_codes, even_weights, c);
            d = __smlatt(odd_codes, odd_weights, d);
            weight = &weight[step];
        }

        codes = &codes[taps->code_row];
        weights = &weights[taps->weight_row];
    }

    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
}

/* Writes the channels of one place, four at a time; gives the first channel that is left. */
static int32_t lathe_depthwise_lanes_s8(const lathe_image_layer_s8 *layer, const lathe_taps_s8 *taps, int8_t *y)
{
    int32_t channel = 0;

    for (; (channel + 4) <= layer->output.channels; channel += 4)
    {
        const int32_t *const bias = &layer->bias[channel];
        int32_t sums[4] = {bias[0], bias[1], bias[2], bias[3]};

        lathe_depthwise_add_s8(taps, channel, layer->input_offset, sums);
        lathe_to_codes_s8(sums, &layer->rescale, channel, 4, &y[channel]);
    }

    return channel;
}
