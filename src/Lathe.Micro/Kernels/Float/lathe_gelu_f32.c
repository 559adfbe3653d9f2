/* x times the normal distribution of x. */
static float lathe_gelu_f32(float x)
{
    return 0.5F * x * (1.0F + lathe_erf_f32(x * 0.70710678F));
}
