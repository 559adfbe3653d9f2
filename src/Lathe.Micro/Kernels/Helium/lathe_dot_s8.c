/* The sum of (x + offset) * weight over codes that lie next to each other: sixteen at a time; offset times the sum of weights comes last. */
static int32_t lathe_dot_s8(const int8_t *x, const int8_t *weights, int32_t first, int32_t count, int32_t offset)
{
    const int8_t *w = &weights[first];
    int32_t products = 0;
    int32_t taps = 0;

    for (int32_t i = 0; i < count; i += 16)
    {
        const mve_pred16_t rest = vctp8q((uint32_t)(count - i));
        const int8x16_t left = vldrbq_z_s8(&x[i], rest);
        const int8x16_t right = vldrbq_z_s8(&w[i], rest);

        products = vmladavaq_s8(products, left, right);
        taps = vaddvaq_s8(taps, right);
    }

    return products + (offset * taps);
}
