/* The sum of (x + offset) * weight over codes that lie next to each other: four at a time, by two products in one instruction. */
static int32_t lathe_dot_s8(const int8_t *x, const int8_t *weights, int32_t first, int32_t count, int32_t offset)
{
    const int16x2_t offsets = (int16x2_t)(((uint32_t)offset & 0xFFFFU) | ((uint32_t)offset << 16));
    const int8_t *w = &weights[first];
    int32_t sum = 0;
    int32_t i = 0;

    for (; (i + 4) <= count; i += 4)
    {
        const uint32_t codes = lathe_load_word(&x[i]);
        const uint32_t taps = lathe_load_word(&w[i]);

        sum = __smlad(__sxtab16(offsets, (int8x4_t)codes), __sxtb16((int8x4_t)taps), sum);
        sum = __smlad(__sxtab16(offsets, (int8x4_t)(codes >> 8)), __sxtb16((int8x4_t)(taps >> 8)), sum);
    }

    for (; i < count; i++)
    {
        sum += (x[i] + offset) * w[i];
    }

    return sum;
}
