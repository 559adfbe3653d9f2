/* The hyperbolic tangent of an argument with 12 - shift fraction bits, 15 fraction bits. */
static int32_t lathe_tanh(int32_t code, int32_t shift)
{
    int32_t value = 0;

    if (shift >= 0)
    {
        value = code * (3 * ((int32_t)1 << shift));
    }
    else
    {
        value = ((code * 3) + ((int32_t)1 << (-shift - 1))) >> -shift;
    }

    const uint32_t level = lathe_sigmoid_level(value, 8U, 0xFFFFU << 8);
    const uint32_t result = (value >= 0) ? (level - (1U << 23) + (1U << 7)) : ((1U << 23) - level + (1U << 7) - 1U);

    return (int16_t)((int32_t)result >> 8);
}
