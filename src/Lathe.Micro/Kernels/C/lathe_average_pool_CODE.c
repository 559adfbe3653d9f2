static int32_t lathe_average_of_window_CODE(const lathe_pool *layer, const code_t *x, int32_t top, int32_t left)
{
    const int32_t below = top + layer->kernel_rows;
    const int32_t beyond = left + layer->kernel_columns;
    const int32_t last_row = (below < layer->input.rows) ? below : layer->input.rows;
    const int32_t last_column = (beyond < layer->input.columns) ? beyond : layer->input.columns;
    int32_t sum = 0;
    int32_t count = 0;

    for (int32_t row = (top > 0) ? top : 0; row < last_row; row++)
    {
        for (int32_t column = (left > 0) ? left : 0; column < last_column; column++)
        {
            sum += x[((row * layer->input.columns) + column) * layer->input.channels];
            count++;
        }
    }

    sum += (sum > 0) ? (count / 2) : -(count / 2);

    return sum / count;
}

void lathe_average_pool_CODE(const lathe_pool *layer, const code_t *x, code_t *y)
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

                for (int32_t channel = 0; channel < layer->output.channels; channel++)
                {
                    const int32_t value = lathe_average_of_window_CODE(layer, &x[(batch * image) + channel], top, left);

                    *out = (code_t)lathe_clamp(value, layer->low, layer->high);
                    out++;
                }
            }
        }
    }
}
