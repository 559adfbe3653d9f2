/* 1 / (1 + e^-x), by the exponential that does not grow. */
static float lathe_sigmoid_f32(float x)
{
    const float falling = lathe_exponential_f32((x < 0.0F) ? x : -x);

    return ((x < 0.0F) ? falling : 1.0F) / (1.0F + falling);
}
