/* Adds the products of four channels next to each other to their sums. */
static void lathe_depthwise_four_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, const lathe_reach *reach, int32_t channel, sum_t *sums)
{
    const int32_t channels = layer->output.channels;
    const int32_t offset = layer->input_offset;
    sum_t a = sums[0];
    sum_t b = sums[1];
    sum_t c = sums[2];
    sum_t d = sums[3];

    for (int32_t i = reach->first_row; i < reach->last_row; i++)
    {
        const int32_t row = reach->top + (i * layer->window.dilation_rows);

        for (int32_t j = reach->first_column; j < reach->last_column; j++)
        {
            const int32_t column = reach->left + (j * layer->window.dilation_columns);
            const code_t *codes = &x[(((row * layer->input.columns) + column) * channels) + channel];
            const int32_t tap = (((i * layer->kernel_columns) + j) * channels) + channel;

            a += (sum_t)(codes[0] + offset) * weight_at(layer->weights, tap);
            b += (sum_t)(codes[1] + offset) * weight_at(layer->weights, tap + 1);
            c += (sum_t)(codes[2] + offset) * weight_at(layer->weights, tap + 2);
            d += (sum_t)(codes[3] + offset) * weight_at(layer->weights, tap + 3);
        }
    }

    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
}
