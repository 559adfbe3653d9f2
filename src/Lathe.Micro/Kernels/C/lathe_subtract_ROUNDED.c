void lathe_subtract_ROUNDED(const lathe_pair *layer, const code_t *left, const code_t *right, code_t *y)
{
    for (int32_t row = 0; row < (layer->batches * layer->repeats); row++)
    {
        const code_t *others = &right[(row / layer->repeats) * layer->count];

        for (int32_t i = 0; i < layer->count; i++)
        {
            const int32_t place = (row * layer->count) + i;
            const int32_t a = lathe_shift_left(left[place] + layer->left_offset, layer->headroom);
            const int32_t b = lathe_shift_left(others[i] + layer->right_offset, layer->headroom);
            const int32_t first = requantize(a, layer->left_multiplier, layer->left_shift);
            const int32_t second = requantize(b, layer->right_multiplier, layer->right_shift);

            y[place] = lathe_to_code_ROUNDED(first - second, &layer->rescale, 0);
        }
    }
}
