void lathe_ARITHMETIC_f32(const lathe_pair_layer_f32 *layer, const float *left, const float *right, float *y)
{
    for (int32_t row = 0; row < (layer->batches * layer->repeats); row++)
    {
        const float *others = &right[(row / layer->repeats) * layer->count];

        for (int32_t i = 0; i < layer->count; i++)
        {
            const int32_t place = (row * layer->count) + i;

            y[place] = lathe_clip_f32(left[place] OPERATOR others[i], layer->low, layer->high);
        }
    }
}
