/* sigmoid(magnitude / 24 / 2^bits) from the table, 16 + bits fraction bits; beyond the table the value given. */
static uint32_t lathe_sigmoid_level(int32_t value, uint32_t bits, uint32_t saturated)
{
    const uint32_t magnitude = (value < 0) ? (0U - (uint32_t)value) : (uint32_t)value;
    const uint32_t index = magnitude >> bits;
    uint32_t level = saturated;

    if (index < 255U)
    {
        const uint32_t low = lathe_sigmoid_table[index];
        const uint32_t high = lathe_sigmoid_table[index + 1U];

        level = (low << bits) + ((magnitude & ((1U << bits) - 1U)) * (high - low));
    }

    return level;
}
