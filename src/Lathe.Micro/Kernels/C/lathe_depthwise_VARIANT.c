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

/* Writes the channels of one place: four at a time where each output channel has an input channel of its own. */
static void lathe_depthwise_place_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, const lathe_reach *reach, code_t *y)
{
    const int32_t channels = layer->output.channels;
    int32_t channel = 0;

    if (channels == layer->input.channels)
    {
        for (; (channel + 4) <= channels; channel += 4)
        {
            sum_t sums[4] = {layer->bias[channel], layer->bias[channel + 1], layer->bias[channel + 2], layer->bias[channel + 3]};

            four_of(layer, x, reach, channel, sums);

            for (int32_t k = 0; k < 4; k++)
            {
                y[channel + k] = lathe_to_code_ROUNDED(sums[k], &layer->rescale, channel + k);
            }
        }
    }

    for (; channel < channels; channel++)
    {
        y[channel] = lathe_to_code_ROUNDED(lathe_depthwise_sum_VARIANT(layer, x, reach, channel), &layer->rescale, channel);
    }
}

void lathe_depthwise_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y)
{
    const lathe_window *window = &layer->window;
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    code_t *out = y;
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

                lathe_depthwise_place_VARIANT(layer, &x[batch * image], &reach, out);
                out = &out[layer->output.channels];
            }
        }
    }
}
