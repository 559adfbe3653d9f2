/* Adds one tap to the sums of all channels. */
static void lathe_depthwise_tap_f32(const lathe_image_layer_f32 *layer, const float *pixel, const float *weights, float *sums)
{
    const int32_t channels = layer->output.channels;
    const int32_t multiplier = channels / layer->input.channels;

    if (multiplier == 1)
    {
        for (int32_t channel = 0; channel < channels; channel++)
        {
            sums[channel] += pixel[channel] * weights[channel];
        }
    }
    else
    {
        for (int32_t channel = 0; channel < channels; channel++)
        {
            sums[channel] += pixel[channel / multiplier] * weights[channel];
        }
    }
}

static void lathe_depthwise_place_f32(const lathe_image_layer_f32 *layer, const float *x, const lathe_reach *reach, float *y)
{
    const int32_t channels = layer->output.channels;

    for (int32_t channel = 0; channel < channels; channel++)
    {
        y[channel] = layer->bias[channel];
    }

    for (int32_t i = reach->first_row; i < reach->last_row; i++)
    {
        const int32_t row = reach->top + (i * layer->window.dilation_rows);

        for (int32_t j = reach->first_column; j < reach->last_column; j++)
        {
            const int32_t column = reach->left + (j * layer->window.dilation_columns);
            const float *pixel = &x[((row * layer->input.columns) + column) * layer->input.channels];

            lathe_depthwise_tap_f32(layer, pixel, &layer->weights[((i * layer->kernel_columns) + j) * channels], y);
        }
    }

    for (int32_t channel = 0; channel < channels; channel++)
    {
        y[channel] = lathe_clip_f32(y[channel], layer->low, layer->high);
    }
}

void lathe_depthwise_f32(const lathe_image_layer_f32 *layer, const float *x, float *y)
{
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    const int32_t places = layer->output.rows * layer->output.columns;
    lathe_reach reach;

    for (int32_t place = 0; place < (layer->batches * places); place++)
    {
        const int32_t row = (place % places) / layer->output.columns;
        const int32_t column = place % layer->output.columns;

        lathe_reach_at(&layer->window, &layer->input, layer->kernel_rows, layer->kernel_columns, row, column, &reach);
        lathe_depthwise_place_f32(layer, &x[(place / places) * image], &reach, &y[place * layer->output.channels]);
    }
}
