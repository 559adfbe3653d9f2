void lathe_dense_halves_s8(const lathe_packed_layer_s8 *layer, const int8_t *x, int8_t *y)
{
    for (int32_t row = 0; row < layer->rows; row++)
    {
        const uint8_t *weights = layer->weights;

        for (int32_t channel = 0; channel < layer->outputs; channel++)
        {
            int32_t sum = layer->bias[channel];

            weights = lathe_row_halves_s8(weights, layer->inputs, &x[row * layer->inputs], &sum);
            y[(row * layer->outputs) + channel] = lathe_to_code_s8(sum, &layer->rescale, channel);
        }
    }
}
