static int32_t lathe_clamp(int32_t value, int32_t low, int32_t high)
{
    int32_t held = (value < low) ? low : value;

    return (held > high) ? high : held;
}
