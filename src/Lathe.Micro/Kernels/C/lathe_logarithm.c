/* The logarithm to base 2 of a number above zero, 16 fraction bits. */
static int32_t lathe_logarithm(uint64_t value)
{
    const uint32_t high = (uint32_t)(value >> 32);
    const int32_t zeros = (high > 0U) ? lathe_leading_zeros(high) : (32 + lathe_leading_zeros((uint32_t)value));
    const uint32_t fraction = (uint32_t)((value << zeros) >> 32);
    const int32_t index = (int32_t)((fraction >> 25) & 0x3FU);
    const int32_t rest = (int32_t)((fraction >> 9) & 0xFFFFU);
    const int32_t step = lathe_logarithm_table[index + 1] - lathe_logarithm_table[index];

    return ((63 - zeros) * 65536) + lathe_logarithm_table[index] + ((step * rest) >> 16);
}
