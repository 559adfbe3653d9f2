void lathe_add_ROUNDED(const lathe_pair *layer, const code_t *left, const code_t *right, code_t *y)
{
    for (int32_t i = 0; i < layer->count; i++)
    {
        const int32_t a = lathe_shift_left(left[i] + layer->left_offset, layer->headroom);
        const int32_t b = lathe_shift_left(right[i] + layer->right_offset, layer->headroom);
        const int32_t first = requantize(a, layer->left_multiplier, layer->left_shift);
        const int32_t second = requantize(b, layer->right_multiplier, layer->right_shift);

        y[i] = lathe_to_code_ROUNDED(first + second, &layer->rescale, 0);
    }
}
