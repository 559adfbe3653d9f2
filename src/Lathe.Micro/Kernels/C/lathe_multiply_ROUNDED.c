void lathe_multiply_ROUNDED(const lathe_pair *layer, const code_t *left, const code_t *right, code_t *y)
{
    for (int32_t i = 0; i < layer->count; i++)
    {
        const int32_t product = (left[i] + layer->left_offset) * (right[i] + layer->right_offset);

        y[i] = lathe_to_code_ROUNDED(product, &layer->rescale, 0);
    }
}
