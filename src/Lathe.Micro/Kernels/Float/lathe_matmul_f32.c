void lathe_matmul_f32(const lathe_matmul_layer_f32 *layer, const float *left, const float *right, float *y)
{
    for (int32_t row = 0; row < (layer->batches * layer->rows); row++)
    {
        const float *others = &right[(row / layer->rows) * layer->inner * layer->columns];
        float *sums = &y[row * layer->columns];

        for (int32_t column = 0; column < layer->columns; column++)
        {
            sums[column] = 0.0F;
        }

        for (int32_t k = 0; k < layer->inner; k++)
        {
            const float factor = left[(row * layer->inner) + k];

            for (int32_t column = 0; column < layer->columns; column++)
            {
                sums[column] += factor * others[(k * layer->columns) + column];
            }
        }
    }
}
