/* A sum of up to 48 bits times a multiplier cut to 16 bits. */
static int32_t lathe_requantize_wide(int64_t value, int32_t multiplier, int32_t shift)
{
    const int32_t reduced = (multiplier < 0x7FFF0000) ? ((multiplier + (1 << 15)) >> 16) : 0x7FFF;
    const uint32_t almost = (uint32_t)((value * reduced) >> (14 - shift));

    return (int32_t)(almost + 1U) >> 1;
}
