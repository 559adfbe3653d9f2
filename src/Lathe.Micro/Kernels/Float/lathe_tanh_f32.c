/* Hyperbolic tangent: its series near zero, where the quotient would lose digits. */
static float lathe_tanh_f32(float x)
{
    const float size = (x < 0.0F) ? -x : x;
    float result;

    if (size < 0.3F)
    {
        const float square = x * x;
        float series = 62.0F / 2835.0F;

        series = (series * square) - (17.0F / 315.0F);
        series = (series * square) + (2.0F / 15.0F);
        series = (series * square) - (1.0F / 3.0F);
        result = (series * square * x) + x;
    }
    else
    {
        const float falling = lathe_exponential_f32(-2.0F * size);
        const float level = (1.0F - falling) / (1.0F + falling);

        result = (x < 0.0F) ? -level : level;
    }

    return result;
}
