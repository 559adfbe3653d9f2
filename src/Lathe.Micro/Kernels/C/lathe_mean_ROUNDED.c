static int32_t lathe_window_sum_ROUNDED(const lathe_mean *layer, const code_t *x)
{
    int32_t sum = 0;

    for (int32_t row = 0; row < layer->kernel_rows; row++)
    {
        for (int32_t column = 0; column < layer->kernel_columns; column++)
        {
            sum += x[((row * layer->input.columns) + column) * layer->input.channels] + layer->input_offset;
        }
    }

    return sum;
}

void lathe_mean_ROUNDED(const lathe_mean *layer, const code_t *x, code_t *y)
{
    code_t *out = y;

    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        for (int32_t i = 0; i < layer->output.rows; i++)
        {
            const int32_t row = (batch * layer->input.rows) + (i * layer->window.stride_rows);

            for (int32_t j = 0; j < layer->output.columns; j++)
            {
                const int32_t column = j * layer->window.stride_columns;
                const code_t *corner = &x[((row * layer->input.columns) + column) * layer->input.channels];

                for (int32_t channel = 0; channel < layer->output.channels; channel++)
                {
                    *out = lathe_to_code_ROUNDED(lathe_window_sum_ROUNDED(layer, &corner[channel]), &layer->rescale, 0);
                    out++;
                }
            }
        }
    }
}
