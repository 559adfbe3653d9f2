static int8_t *lathe_fill_s8(int8_t *to, int32_t count, int8_t code)
{
    for (int32_t i = 0; i < count; i++)
    {
        to[i] = code;
    }

    return &to[count];
}

/* The codes under a kernel at one place, in the order of its weights; outside the image lies the zero point. Columns are not dilated. */
static void lathe_patch_s8(const lathe_image_layer_s8 *layer, const int8_t *x, const lathe_reach *reach, int8_t *patch)
{
    const int32_t depth = layer->input.channels;
    const int32_t inside = (reach->last_column - reach->first_column) * depth;
    const int8_t zero = (int8_t)-layer->input_offset;
    int8_t *to = patch;

    for (int32_t i = 0; i < layer->kernel_rows; i++)
    {
        if ((i >= reach->first_row) && (i < reach->last_row))
        {
            const int32_t row = reach->top + (i * layer->window.dilation_rows);
            const int8_t *from = &x[((row * layer->input.columns) + reach->left + reach->first_column) * depth];

            to = lathe_fill_s8(to, reach->first_column * depth, zero);

            for (int32_t k = 0; k < inside; k++)
            {
                to[k] = from[k];
            }

            to = lathe_fill_s8(&to[inside], (layer->kernel_columns - reach->last_column) * depth, zero);
        }
        else
        {
            to = lathe_fill_s8(to, layer->kernel_columns * depth, zero);
        }
    }
}
