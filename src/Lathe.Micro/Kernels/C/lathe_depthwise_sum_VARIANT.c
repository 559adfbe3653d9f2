/* The sum of one channel at one place. */
static sum_t lathe_depthwise_sum_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, const lathe_reach *reach, int32_t channel)
{
    const int32_t channels = layer->output.channels;
    const int32_t source = (channels == layer->input.channels) ? channel : (channel / (channels / layer->input.channels));
    const int32_t step = layer->window.dilation_columns * layer->input.channels;
    sum_t sum = layer->bias[channel];

    for (int32_t i = reach->first_row; i < reach->last_row; i++)
    {
        const int32_t row = reach->top + (i * layer->window.dilation_rows);
        const int32_t column = reach->left + (reach->first_column * layer->window.dilation_columns);
        const code_t *code = &x[(((row * layer->input.columns) + column) * layer->input.channels) + source];
        int32_t tap = (((i * layer->kernel_columns) + reach->first_column) * channels) + channel;

        for (int32_t j = reach->first_column; j < reach->last_column; j++)
        {
            sum += (sum_t)(*code + layer->input_offset) * weight_at(layer->weights, tap);
            code = &code[step];
            tap += channels;
        }
    }

    return sum;
}
