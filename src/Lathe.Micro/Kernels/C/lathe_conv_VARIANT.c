/* Taps of one kernel row lie next to each other in image and kernel where no dilation or group parts them. */
static sum_t lathe_conv_runs_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, const lathe_reach *reach, int32_t channel)
{
    const int32_t depth = layer->kernel_channels;
    const int32_t length = (reach->last_column - reach->first_column) * depth;
    const int32_t kernel_row = layer->kernel_columns * depth;
    const int32_t image_row = layer->input.columns * depth;
    const int32_t row = reach->top + (reach->first_row * layer->window.dilation_rows);
    int32_t place = (row * image_row) + ((reach->left + reach->first_column) * depth);
    int32_t first = (((channel * layer->kernel_rows) + reach->first_row) * kernel_row) + (reach->first_column * depth);
    sum_t sum = layer->bias[channel];

    for (int32_t i = reach->first_row; i < reach->last_row; i++)
    {
        sum += dot_of(&x[place], layer->weights, first, length, layer->input_offset);
        place += image_row * layer->window.dilation_rows;
        first += kernel_row;
    }

    return sum;
}

static sum_t lathe_conv_taps_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, const lathe_reach *reach, int32_t channel)
{
    const int32_t depth = layer->kernel_channels;
    const int32_t channels = layer->input.channels;
    const int32_t group = channel / (layer->output.channels / (channels / depth));
    sum_t sum = layer->bias[channel];

    for (int32_t i = reach->first_row; i < reach->last_row; i++)
    {
        const int32_t row = reach->top + (i * layer->window.dilation_rows);

        for (int32_t j = reach->first_column; j < reach->last_column; j++)
        {
            const int32_t column = reach->left + (j * layer->window.dilation_columns);
            const code_t *pixel = &x[(((row * layer->input.columns) + column) * channels) + (group * depth)];
            const int32_t first = ((((channel * layer->kernel_rows) + i) * layer->kernel_columns) + j) * depth;

            sum += dot_of(pixel, layer->weights, first, depth, layer->input_offset);
        }
    }

    return sum;
}

void lathe_conv_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y)
{
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    const int32_t joined = (layer->window.dilation_columns == 1) && (layer->kernel_channels == layer->input.channels);
    code_t *out = y;
    lathe_reach reach;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t row = 0; row < layer->output.rows; row++)
        {
            reach.top = (row * layer->window.stride_rows) - layer->window.pad_top;
            lathe_inside(reach.top, layer->kernel_rows, layer->window.dilation_rows, layer->input.rows, &reach.first_row, &reach.last_row);

            for (int32_t column = 0; column < layer->output.columns; column++)
            {
                reach.left = (column * layer->window.stride_columns) - layer->window.pad_left;
                lathe_inside(reach.left, layer->kernel_columns, layer->window.dilation_columns, layer->input.columns, &reach.first_column, &reach.last_column);

                for (int32_t channel = 0; channel < layer->output.channels; channel++)
                {
                    const sum_t sum = (joined != 0) ? lathe_conv_runs_VARIANT(layer, &x[batch * image], &reach, channel) : lathe_conv_taps_VARIANT(layer, &x[batch * image], &reach, channel);

                    *out = lathe_to_code_ROUNDED(sum, &layer->rescale, channel);
                    out++;
                }
            }
        }
    }
}
