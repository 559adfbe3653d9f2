/* The sum of products, in four sums: a float keeps more digits so, and additions do not wait for each other. */
static float lathe_dot_f32(const float *x, const float *weights, int32_t count)
{
    float a = 0.0F;
    float b = 0.0F;
    float c = 0.0F;
    float d = 0.0F;
    int32_t i = 0;

    for (; (i + 4) <= count; i += 4)
    {
        a += x[i] * weights[i];
        b += x[i + 1] * weights[i + 1];
        c += x[i + 2] * weights[i + 2];
        d += x[i + 3] * weights[i + 3];
    }

    for (; i < count; i++)
    {
        a += x[i] * weights[i];
    }

    return (a + b) + (c + d);
}
