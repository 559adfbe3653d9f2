/* A sum times multiplier * 2^(shift - 31), rounded once. */
static int32_t lathe_requantize_once(int32_t value, int32_t multiplier, int32_t shift)
{
    return (int32_t)(((((int64_t)value * multiplier) >> (30 - shift)) + 1) >> 1);
}
