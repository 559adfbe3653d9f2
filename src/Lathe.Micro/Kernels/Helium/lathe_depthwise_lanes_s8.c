/* Writes the channels of one place, eight at a time, each in a lane of its own; gives the first channel that is left. */
static int32_t lathe_depthwise_lanes_s8(const lathe_image_layer_s8 *layer, const lathe_taps_s8 *taps, int8_t *y)
{
    const mve_pred16_t all = vctp32q(4U);
    const int32_t offset = layer->input_offset;
    const int32_t step = taps->step;
    int32_t channel = 0;

    for (; (channel + 8) <= layer->output.channels; channel += 8)
    {
        const int8_t *codes = &taps->codes[channel];
        const int8_t *weights = &taps->weights[channel];
        int32x4_t lower = vldrwq_s32(&layer->bias[channel]);
        int32x4_t upper = vldrwq_s32(&layer->bias[channel + 4]);

        for (int32_t row = taps->rows; row > 0; row--)
        {
            const int8_t *code = codes;
            const int8_t *weight = weights;

            for (int32_t column = taps->columns; column > 0; column--)
            {
                lower = vaddq_s32(lower, vmulq_s32(vaddq_n_s32(vldrbq_s32(code), offset), vldrbq_s32(weight)));
                upper = vaddq_s32(upper, vmulq_s32(vaddq_n_s32(vldrbq_s32(&code[4]), offset), vldrbq_s32(&weight[4])));
                code = &code[step];
                weight = &weight[step];
            }

            codes = &codes[taps->code_row];
            weights = &weights[taps->weight_row];
        }

        lathe_to_codes_s8(lower, &layer->rescale, channel, all, &y[channel]);
        lathe_to_codes_s8(upper, &layer->rescale, channel + 4, all, &y[channel + 4]);
    }

    return channel;
}
