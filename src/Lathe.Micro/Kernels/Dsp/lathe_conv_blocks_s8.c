/* Codes in 16 bits, less the zero point; of four next to each other the first and third come first, then the second and fourth. */
static void lathe_widen_s8(const int8_t *codes, int32_t count, int32_t offset, int16_t *wide)
{
    const int16x2_t offsets = (int16x2_t)(((uint32_t)offset & 0xFFFFU) | ((uint32_t)offset << 16));
    int32_t i = 0;

    for (; (i + 4) <= count; i += 4)
    {
        const uint32_t four = lathe_load_word(&codes[i]);

        lathe_store_pair(&wide[i], __sxtab16(offsets, (int8x4_t)four));
        lathe_store_pair(&wide[i + 2], lathe_odd_codes_plus(offsets, four));
    }

    for (; i < count; i++)
    {
        wide[i] = (int16_t)(codes[i] + offset);
    }
}

/* The codes under the kernel at one place of the output. */
static void lathe_conv_place_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int32_t place, int8_t *patch, int16_t *wide)
{
    const int32_t count = layer->kernel_rows * layer->kernel_columns * layer->input.channels;
    lathe_reach reach;

    lathe_reach_at(&layer->window, &layer->input, layer->kernel_rows, layer->kernel_columns, place / layer->output.columns, place % layer->output.columns, &reach);

    if ((layer->kernel_rows == 1) && (layer->kernel_columns == 1) && (reach.last_row == 1) && (reach.last_column == 1))
    {
        lathe_widen_s8(&x[((reach.top * layer->input.columns) + reach.left) * layer->input.channels], count, layer->input_offset, wide);
    }
    else
    {
        lathe_patch_s8(layer, x, &reach, patch);
        lathe_widen_s8(patch, count, layer->input_offset, wide);
    }
}

/* Two rows of weights, one so far below the other, times the codes of two places, one so far behind the other: added to four sums at once, by two products in one instruction. */
static void lathe_conv_block_s8(const int8_t *weights, int32_t below, const int16_t *codes, int32_t behind, int32_t count, int32_t *left_sums, int32_t *right_sums)
{
    const int8_t *const end = &weights[count & ~3];
    int32_t a = left_sums[0];
    int32_t b = right_sums[0];
    int32_t c = left_sums[1];
    int32_t d = right_sums[1];

    while (weights != end)
    {
        const uint32_t upper_taps = lathe_load_word(weights);
        const uint32_t lower_taps = lathe_load_word(&weights[below]);
        const int16x2_t upper_even = __sxtb16((int8x4_t)upper_taps);
        const int16x2_t lower_even = __sxtb16((int8x4_t)lower_taps);
        const int16x2_t upper_odd = lathe_odd_codes(upper_taps);
        const int16x2_t lower_odd = lathe_odd_codes(lower_taps);
        const int16x2_t left_even = lathe_load_pair(codes);
        const int16x2_t left_odd = lathe_load_pair(&codes[2]);
        const int16x2_t right_even = lathe_load_pair(&codes[behind]);
        const int16x2_t right_odd = lathe_load_pair(&codes[behind + 2]);

        a = __smlad(upper_even, left_even, a);
        b = __smlad(upper_even, right_even, b);
        c = __smlad(lower_even, left_even, c);
        d = __smlad(lower_even, right_even, d);
        a = __smlad(upper_odd, left_odd, a);
        b = __smlad(upper_odd, right_odd, b);
        c = __smlad(lower_odd, left_odd, c);
        d = __smlad(lower_odd, right_odd, d);

        weights = &weights[4];
        codes = &codes[4];
    }

    for (int32_t i = 0; i < (count & 3); i++)
    {
        a += weights[i] * codes[i];
        b += weights[i] * codes[behind + i];
        c += weights[below + i] * codes[i];
        d += weights[below + i] * codes[behind + i];
    }

    left_sums[0] = a;
    right_sums[0] = b;
    left_sums[1] = c;
    right_sums[1] = d;
}

/* All channels of two places, which may be one and the same. Of the last four channels missing ones repeat the first. */
static void lathe_conv_two_places_s8(const lathe_image_layer_s8 *layer, const int16_t *codes, int32_t behind, int8_t *const outputs[2])
{
    const int32_t count = layer->kernel_rows * layer->kernel_columns * layer->input.channels;
    const int32_t last = layer->output.channels - 1;

    for (int32_t channel = 0; channel <= last; channel += 4)
    {
        const int32_t second = (channel < last) ? 1 : 0;
        const int32_t third = ((channel + 1) < last) ? 2 : 0;
        const int32_t fourth = ((channel + 2) < last) ? 3 : 0;
        const int32_t channels = (fourth != 0) ? 4 : (last - channel + 1);
        const int8_t *const row = &layer->weights[channel * count];
        const int32_t *const bias = &layer->bias[channel];
        int32_t left[4] = {bias[0], bias[second], bias[third], bias[fourth]};
        int32_t right[4] = {left[0], left[1], left[2], left[3]};

        lathe_conv_block_s8(row, second * count, codes, behind, count, left, right);
        lathe_conv_block_s8(&row[third * count], (fourth - third) * count, codes, behind, count, &left[2], &right[2]);
        lathe_to_codes_s8(left, &layer->rescale, channel, channels, &outputs[0][channel]);
        lathe_to_codes_s8(right, &layer->rescale, channel, channels, &outputs[1][channel]);
    }
}

void lathe_conv_blocks_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int16_t *room, int8_t *y)
{
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    const int32_t places = layer->output.rows * layer->output.columns;
    const int32_t wide = ((layer->kernel_rows * layer->kernel_columns * layer->input.channels) + 3) & ~3;
    int8_t *const patch = (int8_t *)&room[2 * wide];
    int8_t *out = y;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        const int8_t *const codes = &x[batch * image];

        for (int32_t place = 0; place < places; place += 2)
        {
            const int32_t pair = ((place + 1) < places) ? 1 : 0;
            int8_t *const outputs[2] = {out, &out[pair * layer->output.channels]};

            lathe_conv_place_s8(layer, codes, place, patch, room);

            if (pair != 0)
            {
                lathe_conv_place_s8(layer, codes, place + 1, patch, &room[wide]);
            }

            lathe_conv_two_places_s8(layer, room, pair * wide, outputs);
            out = &outputs[1][layer->output.channels];
        }
    }
}
