void lathe_multiply_ROUNDED(const lathe_pair *layer, const code_t *left, const code_t *right, code_t *y)
{
    for (int32_t row = 0; row < (layer->batches * layer->repeats); row++)
    {
        const code_t *others = &right[(row / layer->repeats) * layer->count];

        for (int32_t i = 0; i < layer->count; i++)
        {
            const int32_t place = (row * layer->count) + i;
            const int32_t product = (left[place] + layer->left_offset) * (others[i] + layer->right_offset);

            y[place] = lathe_to_code_ROUNDED(product, &layer->rescale, 0);
        }
    }
}
