/* The sum of (x + offset) * weight over codes that lie next to each other. */
static sum_t lathe_dot_VARIANT(const code_t *x, const int8_t *weights, int32_t first, int32_t count, int32_t offset)
{
    sum_t sum = 0;

    for (int32_t i = 0; i < count; i++)
    {
        sum += (sum_t)(x[i] + offset) * weight_at(weights, first + i);
    }

    return sum;
}
