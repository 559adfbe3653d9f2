/* All channels of one place. */
static void lathe_depthwise_fours_at_s8(const lathe_image_layer_s8 *layer, const int8_t *x, const lathe_reach *reach, int8_t *y)
{
    const int32_t channels = layer->output.channels;
    lathe_taps_s8 taps;

    lathe_taps_at_s8(layer, x, reach, &taps);

    for (int32_t channel = lathe_depthwise_lanes_s8(layer, &taps, y); channel < channels; channel++)
    {
        y[channel] = lathe_to_code_s8(lathe_depthwise_sum_s8(layer, x, reach, channel), &layer->rescale, channel);
    }
}

void lathe_depthwise_fours_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int8_t *y)
{
    const lathe_window *window = &layer->window;
    const int8_t *image = x;
    int8_t *out = y;
    lathe_reach reach;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t row = 0; row < layer->output.rows; row++)
        {
            reach.top = (row * window->stride_rows) - window->pad_top;
            lathe_inside(reach.top, layer->kernel_rows, window->dilation_rows, layer->input.rows, &reach.first_row, &reach.last_row);

            for (int32_t column = 0; column < layer->output.columns; column++)
            {
                reach.left = (column * window->stride_columns) - window->pad_left;
                lathe_inside(reach.left, layer->kernel_columns, window->dilation_columns, layer->input.columns, &reach.first_column, &reach.last_column);

                lathe_depthwise_fours_at_s8(layer, image, &reach, out);
                out = &out[layer->output.channels];
            }
        }

        image = &image[layer->input.rows * layer->input.columns * layer->input.channels];
    }
}
