void lathe_dense_VARIANT(const lathe_dense_layer_CODE *layer, const code_t *x, code_t *y)
{
    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        const code_t *row = &x[batch * layer->inputs];

        for (int32_t channel = 0; channel < layer->outputs; channel++)
        {
            const int32_t first = channel * layer->inputs;
            sum_t sum = layer->bias[channel];

            for (int32_t i = 0; i < layer->inputs; i++)
            {
                const int32_t weight = weight_at(layer->weights, first + i) + layer->weight_offset;

                sum += (sum_t)(row[i] + layer->input_offset) * weight;
            }

            y[(batch * layer->outputs) + channel] = lathe_to_code_ROUNDED(sum, &layer->rescale, channel);
        }
    }
}
