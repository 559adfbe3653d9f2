void lathe_matmul_ROUNDED(const lathe_matmul_layer *layer, const code_t *left, const code_t *right, code_t *y)
{
    for (int32_t row = 0; row < (layer->batches * layer->rows); row++)
    {
        const code_t *codes = &left[row * layer->inner];
        const code_t *others = &right[(row / layer->rows) * layer->inner * layer->columns];

        for (int32_t column = 0; column < layer->columns; column++)
        {
            sum_t sum = 0;

            for (int32_t k = 0; k < layer->inner; k++)
            {
                sum += (sum_t)(codes[k] + layer->left_offset) * (others[(k * layer->columns) + column] + layer->right_offset);
            }

            y[(row * layer->columns) + column] = lathe_to_code_ROUNDED(sum, &layer->rescale, 0);
        }
    }
}
