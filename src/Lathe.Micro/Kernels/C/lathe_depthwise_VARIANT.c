/* The kernel's rows and columns that lie inside the image at one place. */
typedef struct
{
    int32_t top;
    int32_t left;
    int32_t first_row;
    int32_t last_row;
    int32_t first_column;
    int32_t last_column;
} lathe_reach_VARIANT;

/* The first tap, and the one behind the last, that fall inside: size pixels from start on, dilation apart. */
static void lathe_inside_VARIANT(int32_t start, int32_t taps, int32_t dilation, int32_t size, int32_t *first, int32_t *last)
{
    int32_t from = 0;
    int32_t to = taps;

    while ((from < to) && ((start + (from * dilation)) < 0))
    {
        from++;
    }

    while ((to > from) && ((start + ((to - 1) * dilation)) >= size))
    {
        to--;
    }

    *first = from;
    *last = to;
}

static sum_t lathe_depthwise_sum_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, const lathe_reach_VARIANT *reach, int32_t channel)
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

void lathe_depthwise_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y)
{
    const lathe_window *window = &layer->window;
    const int32_t image = layer->input.rows * layer->input.columns * layer->input.channels;
    code_t *out = y;
    lathe_reach_VARIANT reach;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t row = 0; row < layer->output.rows; row++)
        {
            reach.top = (row * window->stride_rows) - window->pad_top;
            lathe_inside_VARIANT(reach.top, layer->kernel_rows, window->dilation_rows, layer->input.rows, &reach.first_row, &reach.last_row);

            for (int32_t column = 0; column < layer->output.columns; column++)
            {
                reach.left = (column * window->stride_columns) - window->pad_left;
                lathe_inside_VARIANT(reach.left, layer->kernel_columns, window->dilation_columns, layer->input.columns, &reach.first_column, &reach.last_column);

                for (int32_t channel = 0; channel < layer->output.channels; channel++)
                {
                    const sum_t sum = lathe_depthwise_sum_VARIANT(layer, &x[batch * image], &reach, channel);

                    *out = lathe_to_code_ROUNDED(sum, &layer->rescale, channel);
                    out++;
                }
            }
        }
    }
}
