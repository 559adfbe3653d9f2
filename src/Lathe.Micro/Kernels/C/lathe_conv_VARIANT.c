static sum_t lathe_conv_sum_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, int32_t top, int32_t left, int32_t channel)
{
    const int32_t depth = layer->kernel_channels;
    const int32_t group = channel / (layer->output.channels / (layer->input.channels / depth));
    const int32_t taps = layer->kernel_rows * layer->kernel_columns;
    sum_t sum = layer->bias[channel];

    for (int32_t tap = 0; tap < taps; tap++)
    {
        const int32_t row = top + ((tap / layer->kernel_columns) * layer->window.dilation_rows);
        const int32_t column = left + ((tap % layer->kernel_columns) * layer->window.dilation_columns);

        if ((row >= 0) && (row < layer->input.rows) && (column >= 0) && (column < layer->input.columns))
        {
            const code_t *pixel = &x[(((row * layer->input.columns) + column) * layer->input.channels) + (group * depth)];
            const int32_t first = ((channel * taps) + tap) * depth;

            for (int32_t i = 0; i < depth; i++)
            {
                sum += (sum_t)(pixel[i] + layer->input_offset) * weight_at(layer->weights, first + i);
            }
        }
    }

    return sum;
}

void lathe_conv_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y)
{
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    code_t *out = y;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t row = 0; row < layer->output.rows; row++)
        {
            const int32_t top = (row * layer->window.stride_rows) - layer->window.pad_top;

            for (int32_t column = 0; column < layer->output.columns; column++)
            {
                const int32_t left = (column * layer->window.stride_columns) - layer->window.pad_left;

                for (int32_t channel = 0; channel < layer->output.channels; channel++)
                {
                    const sum_t sum = lathe_conv_sum_VARIANT(layer, &x[batch * image], top, left, channel);

                    *out = lathe_to_code_ROUNDED(sum, &layer->rescale, channel);
                    out++;
                }
            }
        }
    }
}
