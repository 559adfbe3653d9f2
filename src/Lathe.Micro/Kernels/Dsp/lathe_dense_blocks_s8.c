void lathe_dense_blocks_s8(const lathe_packed_layer_s8 *layer, const int8_t *x, int8_t *y)
{
    for (int32_t row = 0; row < layer->rows; row += 2)
    {
        /* An odd last row is its own second. */
        const int32_t pair = ((row + 1) < layer->rows) ? 1 : 0;
        const int8_t *const codes = &x[row * layer->inputs];
        int8_t *const out = &y[row * layer->outputs];
        const uint8_t *weights = layer->weights;

        for (int32_t channel = 0; channel < layer->outputs; channel++)
        {
            int32_t sums[2] = {layer->bias[channel], layer->bias[channel]};

            weights = lathe_row_blocks_s8(weights, codes, pair * layer->inputs, sums);
            out[channel] = lathe_to_code_s8(sums[0], &layer->rescale, channel);

            if (pair != 0)
            {
                out[layer->outputs + channel] = lathe_to_code_s8(sums[1], &layer->rescale, channel);
            }
        }
    }
}
