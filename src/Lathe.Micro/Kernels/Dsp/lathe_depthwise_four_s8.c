/* Adds the products of four channels next to each other to their sums: codes and weights are read four at a time. */
static void lathe_depthwise_four_s8(const lathe_image_layer_s8 *layer, const int8_t *x, const lathe_reach *reach, int32_t channel, int32_t *sums)
{
    const int32_t channels = layer->output.channels;
    const int16x2_t offsets = (int16x2_t)(((uint32_t)layer->input_offset & 0xFFFFU) | ((uint32_t)layer->input_offset << 16));
    int32_t a = sums[0];
    int32_t b = sums[1];
    int32_t c = sums[2];
    int32_t d = sums[3];

    for (int32_t i = reach->first_row; i < reach->last_row; i++)
    {
        const int32_t row = reach->top + (i * layer->window.dilation_rows);

        for (int32_t j = reach->first_column; j < reach->last_column; j++)
        {
            const int32_t column = reach->left + (j * layer->window.dilation_columns);
            const uint32_t codes = lathe_load_word(&x[(((row * layer->input.columns) + column) * channels) + channel]);
            const uint32_t taps = lathe_load_word(&layer->weights[(((i * layer->kernel_columns) + j) * channels) + channel]);
            const int16x2_t even_codes = __sxtab16(offsets, (int8x4_t)codes);
            const int16x2_t odd_codes = __sxtab16(offsets, (int8x4_t)(codes >> 8));
            const int16x2_t even_taps = __sxtb16((int8x4_t)taps);
            const int16x2_t odd_taps = __sxtb16((int8x4_t)(taps >> 8));

            a = __smlabb(even_codes, even_taps, a);
            b = __smlabb(odd_codes, odd_taps, b);
            c = __smlatt(even_codes, even_taps, c);
            d = __smlatt(odd_codes, odd_taps, d);
        }
    }

    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
}
