/* The taps that lie inside the image at one place. Those of one kernel row lie next to each other in image and kernel where nothing is left
   out between them: they are one run. */
typedef struct
{
    int32_t top;
    int32_t left;
    int32_t before;
    int32_t after;
    int32_t run;
} lathe_patch_VARIANT;

static lathe_patch_VARIANT lathe_patch_at_VARIANT(const lathe_image_layer_CODE *layer, int32_t top, int32_t left)
{
    const int32_t inside = layer->input.columns - left;
    lathe_patch_VARIANT patch = {top, left, 0, layer->kernel_columns, 1};

    if ((layer->window.dilation_columns == 1) && (layer->kernel_channels == layer->input.channels))
    {
        patch.before = (left < 0) ? -left : 0;
        patch.after = (inside < layer->kernel_columns) ? inside : layer->kernel_columns;
        patch.run = patch.after - patch.before;
    }

    return patch;
}

static sum_t lathe_conv_sum_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, const lathe_patch_VARIANT *patch, int32_t channel)
{
    const int32_t depth = layer->kernel_channels;
    const int32_t channels = layer->input.channels;
    const int32_t group = (depth == channels) ? 0 : (channel / (layer->output.channels / (channels / depth)));
    int32_t first = channel * layer->kernel_rows * layer->kernel_columns * depth;
    sum_t sum = layer->bias[channel];

    for (int32_t i = 0; i < layer->kernel_rows; i++)
    {
        const int32_t row = patch->top + (i * layer->window.dilation_rows);

        if ((row >= 0) && (row < layer->input.rows))
        {
            for (int32_t j = patch->before; j < patch->after; j += patch->run)
            {
                const int32_t column = patch->left + (j * layer->window.dilation_columns);

                if ((column >= 0) && (column < layer->input.columns))
                {
                    const code_t *pixel = &x[(((row * layer->input.columns) + column) * channels) + (group * depth)];

                    sum += dot_of(pixel, layer->weights, first + (j * depth), patch->run * depth, layer->input_offset);
                }
            }
        }

        first += layer->kernel_columns * depth;
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
                const lathe_patch_VARIANT patch = lathe_patch_at_VARIANT(layer, top, left);

                for (int32_t channel = 0; channel < layer->output.channels; channel++)
                {
                    const sum_t sum = lathe_conv_sum_VARIANT(layer, &x[batch * image], &patch, channel);

                    *out = lathe_to_code_ROUNDED(sum, &layer->rescale, channel);
                    out++;
                }
            }
        }
    }
}
