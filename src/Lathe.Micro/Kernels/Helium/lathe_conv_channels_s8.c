/* The products of codes with four rows of weights, sixteen at a time. */
static int32x4_t lathe_conv_rows_s8(const int8_t *codes, const int8_t *const rows[4], int32_t count)
{
    const int8_t *first = rows[0];
    const int8_t *second = rows[1];
    const int8_t *third = rows[2];
    const int8_t *fourth = rows[3];
    int32_t a = 0;
    int32_t b = 0;
    int32_t c = 0;
    int32_t d = 0;
    int32_t i = 0;

    for (; (i + 16) <= count; i += 16)
    {
        const int8x16_t x = vldrbq_s8(&codes[i]);

        a = vmladavaq_s8(a, x, vldrbq_s8(&first[i]));
        b = vmladavaq_s8(b, x, vldrbq_s8(&second[i]));
        c = vmladavaq_s8(c, x, vldrbq_s8(&third[i]));
        d = vmladavaq_s8(d, x, vldrbq_s8(&fourth[i]));
    }

    if (i < count)
    {
        const mve_pred16_t rest = vctp8q((uint32_t)(count - i));
        const int8x16_t x = vldrbq_z_s8(&codes[i], rest);

        a = vmladavaq_s8(a, x, vldrbq_z_s8(&first[i], rest));
        b = vmladavaq_s8(b, x, vldrbq_z_s8(&second[i], rest));
        c = vmladavaq_s8(c, x, vldrbq_z_s8(&third[i], rest));
        d = vmladavaq_s8(d, x, vldrbq_z_s8(&fourth[i], rest));
    }

    const int32_t sums[4] = {a, b, c, d};

    return vldrwq_s32(sums);
}

/* All channels of one place; biases hold the zero point's share. Of the last four channels missing ones repeat the first. */
static void lathe_conv_channels_s8(const lathe_image_layer_s8 *layer, const int8_t *codes, int32_t count, int8_t *y)
{
    const int32_t channels = layer->output.channels;

    for (int32_t channel = 0; channel < channels; channel += 4)
    {
        const int32_t left = channels - channel;
        const mve_pred16_t lanes = vctp32q((uint32_t)left);
        const int8_t *const row = &layer->weights[channel * count];
        const int8_t *const rows[4] = {row, &row[(left > 1) ? count : 0], &row[(left > 2) ? (2 * count) : 0], &row[(left > 3) ? (3 * count) : 0]};
        const int32x4_t sums = vaddq_s32(vldrwq_z_s32(&layer->bias[channel], lanes), lathe_conv_rows_s8(codes, rows, count));

        lathe_to_codes_s8(sums, &layer->rescale, channel, lanes, &y[channel]);
    }
}
