/* Adds the products of four channels next to each other to their sums, each in a lane of its own. */
static void lathe_depthwise_four_s8(const lathe_image_layer_s8 *layer, const int8_t *x, const lathe_reach *reach, int32_t channel, int32_t *sums)
{
    const int32_t channels = layer->output.channels;
    int32x4_t all = vldrwq_s32(sums);

    for (int32_t i = reach->first_row; i < reach->last_row; i++)
    {
        const int32_t row = reach->top + (i * layer->window.dilation_rows);

        for (int32_t j = reach->first_column; j < reach->last_column; j++)
        {
            const int32_t column = reach->left + (j * layer->window.dilation_columns);
            const int32x4_t codes = vldrbq_s32(&x[(((row * layer->input.columns) + column) * channels) + channel]);
            const int32x4_t taps = vldrbq_s32(&layer->weights[(((i * layer->kernel_columns) + j) * channels) + channel]);

            all = vaddq_s32(all, vmulq_s32(vaddq_n_s32(codes, layer->input_offset), taps));
        }
    }

    vstrwq_s32(sums, all);
}
