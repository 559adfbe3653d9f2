void lathe_dense_VARIANT(const lathe_dense_layer_CODE *layer, const code_t *x, code_t *y)
{
    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        const code_t *row = &x[batch * layer->inputs];

        for (int32_t channel = 0; channel < layer->outputs; channel++)
        {
            sum_t sum = layer->bias[channel];

            sum += dot_of(row, layer->weights, channel * layer->inputs, layer->inputs, layer->input_offset);

            /* A zero point of the weights adds its share of the inputs; weights of most networks have none. */
            if (layer->weight_offset != 0)
            {
                for (int32_t i = 0; i < layer->inputs; i++)
                {
                    sum += (sum_t)(row[i] + layer->input_offset) * layer->weight_offset;
                }
            }

            y[(batch * layer->outputs) + channel] = lathe_to_code_ROUNDED(sum, &layer->rescale, channel);
        }
    }
}
