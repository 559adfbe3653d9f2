/* The logistic function of an argument with 12 fraction bits, 15 fraction bits. */
static int32_t lathe_sigmoid(int32_t code)
{
    const int32_t value = code * 3;
    const uint32_t level = lathe_sigmoid_level(value, 9U, 0x7FFFU << 10);
    const uint32_t result = (value >= 0) ? (level + (1U << 9)) : ((1U << 25) - level + (1U << 9) - 1U);

    return (int16_t)(result >> 10);
}
