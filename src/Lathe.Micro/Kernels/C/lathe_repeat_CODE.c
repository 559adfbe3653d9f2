void lathe_repeat_CODE(const lathe_repeat *layer, const code_t *x, code_t *y)
{
    code_t *out = y;

    for (int32_t row = 0; row < (layer->batches * layer->input.rows * layer->rows); row++)
    {
        for (int32_t column = 0; column < (layer->input.columns * layer->columns); column++)
        {
            const int32_t pixel = ((row / layer->rows) * layer->input.columns) + (column / layer->columns);

            for (int32_t channel = 0; channel < layer->input.channels; channel++)
            {
                *out = x[(pixel * layer->input.channels) + channel];
                out++;
            }
        }
    }
}
