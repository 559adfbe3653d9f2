void lathe_dense_f32(const lathe_dense_layer_f32 *layer, const float *x, float *y)
{
    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        const float *row = &x[batch * layer->inputs];

        for (int32_t channel = 0; channel < layer->outputs; channel++)
        {
            const float sum = layer->bias[channel] + lathe_dot_f32(row, &layer->weights[channel * layer->inputs], layer->inputs);

            y[(batch * layer->outputs) + channel] = lathe_clip_f32(sum, layer->low, layer->high);
        }
    }
}
