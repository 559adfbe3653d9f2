/* Gathers what input pixels add to one output, so that no memory for sums is needed. */
static sum_t lathe_transposed_sum_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, int32_t bottom, int32_t right, int32_t channel)
{
    const int32_t depth = layer->kernel_channels;
    const int32_t taps = layer->kernel_rows * layer->kernel_columns;
    sum_t sum = layer->bias[channel];

    for (int32_t tap = 0; tap < taps; tap++)
    {
        const int32_t down = bottom - (tap / layer->kernel_columns);
        const int32_t across = right - (tap % layer->kernel_columns);
        const int32_t row = down / layer->window.stride_rows;
        const int32_t column = across / layer->window.stride_columns;
        const int32_t meets = ((down % layer->window.stride_rows) == 0) && ((across % layer->window.stride_columns) == 0);

        if (meets && (down >= 0) && (row < layer->input.rows) && (across >= 0) && (column < layer->input.columns))
        {
            const code_t *pixel = &x[((row * layer->input.columns) + column) * depth];
            const int32_t first = ((channel * taps) + tap) * depth;

            sum += dot_of(pixel, layer->weights, first, depth, layer->input_offset);
        }
    }

    return sum;
}

void lathe_transposed_conv_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y)
{
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    code_t *out = y;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t row = 0; row < layer->output.rows; row++)
        {
            for (int32_t column = 0; column < layer->output.columns; column++)
            {
                for (int32_t channel = 0; channel < layer->output.channels; channel++)
                {
                    const int32_t bottom = row + layer->window.pad_top;
                    const int32_t right = column + layer->window.pad_left;
                    const sum_t sum = lathe_transposed_sum_VARIANT(layer, &x[batch * image], bottom, right, channel);

                    *out = lathe_to_code_ROUNDED(sum, &layer->rescale, channel);
                    out++;
                }
            }
        }
    }
}
