/* x, or a (e^x - 1) below zero. */
static float lathe_elu_f32(float x, float a)
{
    return (x < 0.0F) ? (a * (lathe_exponential_f32(x) - 1.0F)) : x;
}
