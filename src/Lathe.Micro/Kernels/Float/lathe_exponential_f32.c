/* A float as its bits. */
typedef union
{
    uint32_t bits;
    float number;
} lathe_float_bits;

/* e^x = 2^power e^rest, the second by its series: 0 below -87, e^88 above 88. */
static float lathe_exponential_f32(float x)
{
    float result = 0.0F;

    if (!(x < -87.0F))
    {
        const float held = (x > 88.0F) ? 88.0F : x;
        const float turns = held * 1.44269504F;
        const int32_t power = (int32_t)(turns + ((turns < 0.0F) ? -0.5F : 0.5F));
        /* The logarithm of 2 in two parts; the first times the power is exact. */
        const float coarse = held - ((float)power * 0.693359375F);
        const float rest = coarse - ((float)power * -2.12194440e-4F);
        float series = 1.0F / 5040.0F;
        lathe_float_bits scale;

        series = (series * rest) + (1.0F / 720.0F);
        series = (series * rest) + (1.0F / 120.0F);
        series = (series * rest) + (1.0F / 24.0F);
        series = (series * rest) + (1.0F / 6.0F);
        series = (series * rest) + 0.5F;
        series = (series * rest * rest) + rest;
        scale.bits = (uint32_t)(power + 127) << 23;
        result = (series + 1.0F) * scale.number;
    }

    return result;
}
