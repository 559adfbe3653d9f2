static sum_t lathe_depthwise_sum_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, int32_t top, int32_t left, int32_t channel)
{
    const int32_t channels = layer->output.channels;
    const int32_t source = channel / (channels / layer->input.channels);
    sum_t sum = layer->bias[channel];

    for (int32_t i = 0; i < layer->kernel_rows; i++)
    {
        const int32_t row = top + (i * layer->window.dilation_rows);

        for (int32_t j = 0; j < layer->kernel_columns; j++)
        {
            const int32_t column = left + (j * layer->window.dilation_columns);

            if ((row >= 0) && (row < layer->input.rows) && (column >= 0) && (column < layer->input.columns))
            {
                const int32_t code = x[(((row * layer->input.columns) + column) * layer->input.channels) + source];
                const int32_t tap = (((i * layer->kernel_columns) + j) * channels) + channel;

                sum += (sum_t)(code + layer->input_offset) * weight_at(layer->weights, tap);
            }
        }
    }

    return sum;
}

void lathe_depthwise_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y)
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
                    const sum_t sum = lathe_depthwise_sum_VARIANT(layer, &x[batch * image], top, left, channel);

                    *out = lathe_to_code_ROUNDED(sum, &layer->rescale, channel);
                    out++;
                }
            }
        }
    }
}
