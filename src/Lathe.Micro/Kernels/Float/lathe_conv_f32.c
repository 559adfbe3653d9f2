/* Taps of one kernel row lie next to each other in image and kernel where no dilation or group parts them. */
static float lathe_conv_runs_f32(const lathe_image_layer_f32 *layer, const float *x, const lathe_reach *reach, int32_t channel)
{
    const int32_t depth = layer->kernel_channels;
    const int32_t length = (reach->last_column - reach->first_column) * depth;
    const int32_t kernel_row = layer->kernel_columns * depth;
    const int32_t image_row = layer->input.columns * depth * layer->window.dilation_rows;
    const int32_t row = reach->top + (reach->first_row * layer->window.dilation_rows);
    int32_t place = ((row * layer->input.columns) + reach->left + reach->first_column) * depth;
    int32_t first = (((channel * layer->kernel_rows) + reach->first_row) * kernel_row) + (reach->first_column * depth);
    float sum = layer->bias[channel];

    for (int32_t i = reach->first_row; (i < reach->last_row) && (length > 0); i++)
    {
        sum += lathe_dot_f32(&x[place], &layer->weights[first], length);
        place += image_row;
        first += kernel_row;
    }

    return sum;
}

static float lathe_conv_taps_f32(const lathe_image_layer_f32 *layer, const float *x, const lathe_reach *reach, int32_t channel)
{
    const int32_t depth = layer->kernel_channels;
    const int32_t channels = layer->input.channels;
    const int32_t group = channel / (layer->output.channels / (channels / depth));
    float sum = layer->bias[channel];

    for (int32_t i = reach->first_row; i < reach->last_row; i++)
    {
        const int32_t row = reach->top + (i * layer->window.dilation_rows);

        for (int32_t j = reach->first_column; j < reach->last_column; j++)
        {
            const int32_t column = reach->left + (j * layer->window.dilation_columns);
            const float *pixel = &x[(((row * layer->input.columns) + column) * channels) + (group * depth)];
            const int32_t first = ((((channel * layer->kernel_rows) + i) * layer->kernel_columns) + j) * depth;

            sum += lathe_dot_f32(pixel, &layer->weights[first], depth);
        }
    }

    return sum;
}

void lathe_conv_f32(const lathe_image_layer_f32 *layer, const float *x, float *y)
{
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    const int32_t joined = (layer->window.dilation_columns == 1) && (layer->kernel_channels == layer->input.channels);
    const int32_t places = layer->output.rows * layer->output.columns;
    float *out = y;
    lathe_reach reach;

    for (int32_t place = 0; place < (layer->batches * places); place++)
    {
        const float *from = &x[(place / places) * image];
        const int32_t row = (place % places) / layer->output.columns;
        const int32_t column = place % layer->output.columns;

        lathe_reach_at(&layer->window, &layer->input, layer->kernel_rows, layer->kernel_columns, row, column, &reach);

        for (int32_t channel = 0; channel < layer->output.channels; channel++)
        {
            const float sum = (joined != 0) ? lathe_conv_runs_f32(layer, from, &reach, channel) : lathe_conv_taps_f32(layer, from, &reach, channel);

            *out = lathe_clip_f32(sum, layer->low, layer->high);
            out++;
        }
    }
}
