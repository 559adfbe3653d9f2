/* Gathers what input pixels add to one output. */
static float lathe_transposed_sum_f32(const lathe_image_layer_f32 *layer, const float *x, int32_t bottom, int32_t right, int32_t channel)
{
    const int32_t depth = layer->kernel_channels;
    const int32_t taps = layer->kernel_rows * layer->kernel_columns;
    float sum = layer->bias[channel];

    for (int32_t tap = 0; tap < taps; tap++)
    {
        const int32_t down = bottom - (tap / layer->kernel_columns);
        const int32_t across = right - (tap % layer->kernel_columns);
        const int32_t row = down / layer->window.stride_rows;
        const int32_t column = across / layer->window.stride_columns;
        const int32_t meets = ((down % layer->window.stride_rows) == 0) && ((across % layer->window.stride_columns) == 0);

        if (meets && (down >= 0) && (row < layer->input.rows) && (across >= 0) && (column < layer->input.columns))
        {
            sum += lathe_dot_f32(&x[((row * layer->input.columns) + column) * depth], &layer->weights[((channel * taps) + tap) * depth], depth);
        }
    }

    return sum;
}

void lathe_transposed_conv_f32(const lathe_image_layer_f32 *layer, const float *x, float *y)
{
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    const int32_t places = layer->output.rows * layer->output.columns;
    float *out = y;

    for (int32_t place = 0; place < (layer->batches * places); place++)
    {
        const int32_t bottom = ((place % places) / layer->output.columns) + layer->window.pad_top;
        const int32_t right = (place % layer->output.columns) + layer->window.pad_left;

        for (int32_t channel = 0; channel < layer->output.channels; channel++)
        {
            *out = lathe_clip_f32(lathe_transposed_sum_f32(layer, &x[(place / places) * image], bottom, right, channel), layer->low, layer->high);
            out++;
        }
    }
}
